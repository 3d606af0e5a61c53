/** Owns reading a key file before anything is kept of it. Never the words that lock it. */
import { err, ok, type Result } from '../../domain/result.ts';
import { parseMember, parseRecovery } from '../../inbox/member.ts';

/** A key file's organisation, before it is kept. `recoveryGiven`: a recovery file. `memberMalformed`: neither. */
export function readKeyFile(file: string): Result<{ readonly pseudonym: string; readonly endpoint: string }> {
  const member = parseMember(file);
  if (member.ok) return ok({ pseudonym: member.value.pseudonym, endpoint: member.value.endpoint });
  return err(parseRecovery(file).ok ? 'recoveryGiven' : 'memberMalformed');
}
