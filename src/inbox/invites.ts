/** Owns inviting a monitor and confirming the device that came. Must never keep an invite's secret. */
import { enrolHash, helloHash, inviteId } from '../crypto/ack.ts';
import { createChainState } from '../crypto/chain.ts';
import { pinOf } from '../crypto/manifestCheck.ts';
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { parseRevokeReply, paths } from '../wire/endpointApi.ts';
import { encodeInvite, type Invite } from '../wire/invite.ts';
import type { HelloLine } from '../wire/payload.ts';
import { HELLO_WORDS, wordNumbers } from '../wire/wordNumbers.ts';
import { type DoorError, jsonOf } from './doors.ts';
import { type IssuedInvite, type MemberState, type Monitor, manifestOf, secretBytes } from './member.ts';
import type { InboxDeps } from './ports.ts';
import { createSession, type Session } from './session.ts';

const INVITE_DAYS = 7;

export type CreatedInvite = {
  readonly invite: Invite;
  /** The text to show as code and QR. */
  readonly text: string;
  readonly id: string;
  /** To be noted with `addInvite` in the member as it is when the answer comes. */
  readonly issued: IssuedInvite;
  /** The member as given, with the invite noted: only for callers that nothing else changes meanwhile. */
  readonly member: MemberState;
};

/** Notes an invite that was registered. */
export const addInvite = (member: MemberState, issued: IssuedInvite): MemberState => ({
  ...member,
  invites: [...member.invites, issued],
});

/** Draws an invite and registers it at the endpoint. [INV1] [EP5] */
export async function createInvite(
  deps: InboxDeps,
  session: Session,
  member: MemberState,
): Promise<Result<CreatedInvite, DoorError>> {
  const { rng, clock } = deps;
  const manifest = manifestOf(member);
  const invite: Invite = {
    org: member.org,
    pin: await pinOf(manifest.roots, manifest.threshold),
    readKey: secretBytes(member.readKey),
    secret: rng(16),
    lastDay: addDays(dayOf(clock.now()), INVITE_DAYS),
    endpoints: manifest.endpoints.map(({ url }) => url),
  };
  const enrol = await enrolHash(invite.secret);
  const json = { enrol, expires: invite.lastDay };
  const register = async (session: Session) =>
    jsonOf(await session({ method: 'POST', path: paths.invites(member.org), json }), ok<unknown>);
  const reply = await register(session);
  if (!reply.ok) return reply;
  // A mirror that is away now is told later, with all the others. [UP7]
  for (const { url } of manifest.endpoints)
    if (url !== member.endpoint) await register(createSession(deps, { ...member, endpoint: url }));
  const id = await inviteId(invite.secret);
  const issued = { id, lastDay: invite.lastDay, enrol };
  return ok({ invite, text: encodeInvite(invite), id, issued, member: addInvite(member, issued) });
}

/** Notes that an invite was taken back. */
export const markRevoked = (member: MemberState, id: string, day: string): MemberState => ({
  ...member,
  invites: member.invites.map((one) => (one.id === id ? { ...one, revoked: one.revoked ?? day } : one)),
});

/**
 * Takes an invite back at every endpoint, with the device that came with it; how many devices ended. Every endpoint has to say so: until
 * then it is to be done again. To be noted with `markRevoked`. [EP9]
 */
export async function revokeInvite(
  deps: InboxDeps,
  member: MemberState,
  id: string,
): Promise<Result<{ readonly devices: number }, DoorError>> {
  const urls = new Set([member.endpoint, ...manifestOf(member).endpoints.map(({ url }) => url)]);
  let devices = 0;
  for (const endpoint of urls) {
    const session = createSession(deps, { ...member, endpoint });
    const reply = await jsonOf(
      await session({ method: 'DELETE', path: paths.invite(member.org, id) }),
      parseRevokeReply,
    );
    // A mirror that never heard of it has nothing to take back.
    if (!reply.ok && !(endpoint !== member.endpoint && reply.code === 'inviteForeign')) return reply;
    if (reply.ok) devices += reply.value.value.devices;
  }
  return ok({ devices });
}

/** What a hello says about the device it came from. [REP6] */
export async function monitorOf(hello: HelloLine, day: string): Promise<Monitor> {
  return {
    chain: createChainState(hello.chain, hello.key),
    invite: hello.invite,
    words: wordNumbers(await helloHash(hello.chain, secretBytes(hello.key)), HELLO_WORDS),
    confirmed: false,
    alarm: 'none',
    since: day,
  };
}

/** Notes a device that said hello. The same hello again changes nothing. [REP6] */
export function addMonitor(member: MemberState, monitor: Monitor): MemberState {
  if (member.monitors.some(({ chain }) => chain.chain === monitor.chain.chain)) return member;
  const second = member.monitors.some(({ invite }) => invite === monitor.invite);
  const known = member.invites.some(({ id }) => id === monitor.invite);
  const alarm = second ? 'secondHello' : known ? 'none' : 'unknownInvite';
  // Nobody can tell which of the two devices is the invited one, so both are shown with the alarm.
  const others = member.monitors.map((other) =>
    other.invite === monitor.invite ? { ...other, alarm: 'secondHello' as const } : other,
  );
  return { ...member, monitors: [...others, { ...monitor, alarm }] };
}

/** Confirms the device whose four words were typed at a desk. `wordsUnknown`: no hello with these words came. [REP6] */
export function confirmHello(
  member: MemberState,
  words: readonly number[],
): Result<{ readonly member: MemberState; readonly monitor: Monitor }, 'wordsUnknown'> {
  const found = member.monitors.find(
    (monitor) => words.length === HELLO_WORDS && monitor.words.every((word, i) => word === words[i]),
  );
  if (found === undefined) return err('wordsUnknown');
  const monitor = { ...found, confirmed: true };
  const monitors = member.monitors.map((other) => (other === found ? monitor : other));
  return ok({ member: { ...member, monitors }, monitor });
}
