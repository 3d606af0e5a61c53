/** Owns how a command says how it ended: a code, a sentence, an exit code. Must never print a secret or a report. */
import type { Err } from '../domain/result.ts';
import { type CliIo, EXIT, say } from './io.ts';

/** Nothing was refused and nothing is lost: there was no connection, or not to our endpoint. Run it again. */
export const EXIT_WAITING = 3;

/** The endings that all network commands share, for their --help. */
export const EXIT_HELP = `Exit code: 0 done, 1 refused (a code and a sentence say why), 2 wrong arguments or a file cannot be used,
3 no connection: nothing is lost, run it again.
`;

const SENTENCES: { readonly [code: string]: string } = {
  offline: 'the endpoint does not answer; nothing is lost, try again',
  timeout: 'the endpoint is too slow; nothing is lost, try again',
  notOurEndpoint: 'something else answers at this address (a login page or a proxy?); nothing is lost',
  broken: 'the endpoint failed; nothing is lost, try again later',
  endpointFault: 'the endpoint does not work now; nothing is lost, try again later',
  busy: 'the endpoint is busy; try again later',
  tooMany: 'too many requests; try again later',
  storageFull: 'the endpoint’s disk is full; its operator must make room',
  setupCodeWrong:
    'this set-up code is not known; read it where the endpoint was started, or in its data folder',
  setupCodeUsed: 'this set-up code founded another organisation; the endpoint shows a new one',
  orgTaken: 'this organisation was founded already, with another set-up code: give that one',
  orgUnknown: 'the endpoint does not know this organisation; was it started with another data folder?',
  inviteMalformed: 'this is not an invite code, or a letter is wrong; copy all of it again',
  inviteExpired: 'the invite is too old; ask for a new one',
  inviteRevoked: 'the coordinator took this invite back; ask for a new one',
  inviteUsed: 'somebody used this invite; tell the coordinator and ask for a new one',
  inviteForeign: 'the endpoint does not know this invite',
  manifestUnsigned: 'the organisation did not sign this manifest; it was refused',
  manifestOlder: 'this manifest is older than the one here; it was refused',
  manifestForked:
    'the endpoint gave another manifest with the same version; it was refused, tell the coordinator',
  manifestOvertaken:
    'another desk published first; its settings are in force here now: look whether your change is in them, and make it again if not',
  manifestForeign: 'this manifest belongs to another organisation, or to other roots; it was refused',
  manifestMalformed: 'the manifest cannot be read',
  manifestKeyReused: 'the manifest uses one key for two things; it was refused',
  boxDamaged: 'the endpoint gave a manifest that does not open with this invite; it was refused',
  sessionRefused: 'the endpoint does not accept this member’s key',
  sessionMissing: 'the endpoint asks this member to sign in again',
  memberMalformed: 'this is not a member file, or it is damaged',
  recoveryMalformed: 'this is not a recovery file, or it is damaged',
  stateMalformed: 'the state folder is damaged',
  wordsUnknown: 'no device said hello with these words; check them, and run `inbox` first',
  wordsCount: 'four words are needed',
  ticketRefused: 'the endpoint does not accept this device’s ticket',
  credentialRefused:
    'the endpoint does not know this device: it was enrolled elsewhere, or its enrolment has ended',
  tokensUsed:
    'the endpoint gave upload tokens for this number already, with other contents; nothing was lost',
  tokensOver: 'the endpoint has given this device all the upload tokens it may have for now',
  tooLarge: 'it is larger than the endpoint takes, or than a report may be',
  parcelMismatch: 'these are other bytes than were asked for',
  parcelUnknown: 'the endpoint does not have this parcel',
  unsupported: 'the manifest names a key that nothing can be sealed to',
  receiptMalformed: 'this is not a receipt, or it is damaged',
  badSignature: 'the signature does not fit: something was altered',
  wrongPurpose: 'the signature was made for something else',
  otherKey: 'the signature was made with another key',
  malformed: 'it cannot be read',
  notSealed: 'this is not a sealed file',
  sizeNotBucket: 'this is not a sealed file as phones send them: its size is none of theirs',
};

const WAITING = [
  'offline',
  'timeout',
  'notOurEndpoint',
  'broken',
  'busy',
  'tooMany',
  'storageFull',
  'endpointFault',
];

/** Nobody said no: the same command may succeed later, or did succeed without our hearing of it. */
export const isWaiting = (code: string): boolean => WAITING.includes(code);

/** Endpoint and command speak the same version, so none of these is a person's doing. */
const PROTOCOL_FAULTS: readonly string[] = [
  'checksumUnknown',
  'notFound',
  'uploadUnknown',
  'methodUnknown',
  'offsetMismatch',
  'tusVersion',
  'contentType',
  'rangeOutside',
  'uploadTaken',
  'checksumMismatch',
];

/** The sentence for a code; a code without one stands for itself. */
export function sentenceOf(code: string): string {
  if (PROTOCOL_FAULTS.includes(code)) return 'the endpoint did not understand; is it of the same version?';
  return SENTENCES[code] ?? 'refused';
}

/** Says why a command did not do its work, and gives its exit code. */
export async function refuse(io: CliIo, json: boolean, { code, detail }: Err<string>): Promise<number> {
  const error = detail === undefined ? { code } : { code, detail };
  if (json) await say(io.stdout, `${JSON.stringify({ error })}\n`);
  else await say(io.stderr, `tumar: ${code}: ${sentenceOf(code)}\n`);
  return isWaiting(code) ? EXIT_WAITING : EXIT.refused;
}

/** Says what was done: JSON for programs, lines for people. */
export async function report(
  io: CliIo,
  json: boolean,
  value: object,
  lines: readonly string[],
): Promise<number> {
  await say(io.stdout, json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''));
  return EXIT.done;
}
