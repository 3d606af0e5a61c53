/** Owns a member's session with the endpoint. Must never sign a text that it did not build itself. */
import { type SigningKey, sign } from '../crypto/minisign.ts';
import { ok, type Result } from '../domain/result.ts';
import { parseNonceReply, parseSessionReply, paths, sessionText } from '../wire/endpointApi.ts';
import { type Answer, type Ask, type DoorError, jsonOf, knock } from './doors.ts';
import type { InboxDeps } from './ports.ts';

/** One request in a member's name; signs in when needed, and once more when the session ended. [EP4] */
export type Session = (ask: Ask) => Promise<Result<Answer, DoorError>>;

export function createSession(
  { sodium, clock, send }: InboxDeps,
  member: { readonly org: string; readonly endpoint: string; readonly sign: SigningKey },
): Session {
  const { org, endpoint } = member;
  let held: { readonly token: string; readonly until: number } | undefined;

  async function signIn(): Promise<Result<string, DoorError>> {
    const given = await jsonOf(
      await knock({ send, clock }, endpoint, { method: 'POST', path: paths.nonce(org) }),
      parseNonceReply,
    );
    if (!given.ok) return given;
    const { nonce } = given.value.value;
    const signature = sign(sodium, 'tumar-session/1', sessionText(org, endpoint, nonce), member.sign.secret);
    const json = { member: member.sign.publicKey, nonce, signature };
    const opened = await jsonOf(
      await knock({ send, clock }, endpoint, { method: 'POST', path: paths.session(org), json }),
      parseSessionReply,
    );
    if (!opened.ok) return opened;
    const { token, seconds } = opened.value.value;
    held = { token, until: clock.now() + seconds * 1000 };
    return ok(token);
  }

  return async function ask(request) {
    const fresh = held === undefined || held.until <= clock.now();
    const token = fresh ? await signIn() : ok(held?.token ?? '');
    if (!token.ok) return token;
    const answer = await knock({ send, clock }, endpoint, { ...request, token: token.value });
    const ended = !answer.ok && (answer.code === 'sessionRefused' || answer.code === 'sessionMissing');
    if (!ended || fresh) return answer;
    held = undefined;
    return ask(request);
  };
}
