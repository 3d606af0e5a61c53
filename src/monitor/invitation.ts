/** Owns the first look at an invite, without any network: is it whole, in time, and which words compare it. Never keeps it. */
import { safetyHash } from '../crypto/ack.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Invite, parseInvite } from '../wire/invite.ts';

/** `today` is "YYYY-MM-DD"; the endpoint has the last word about the day. */
export async function readInvite(
  text: string,
  today: string,
): Promise<
  Result<{ readonly invite: Invite; readonly hash: Uint8Array }, 'inviteMalformed' | 'inviteExpired'>
> {
  const invite = parseInvite(text);
  if (!invite.ok) return err('inviteMalformed');
  if (invite.value.lastDay < today) return err('inviteExpired');
  return ok({ invite: invite.value, hash: await safetyHash(invite.value) });
}
