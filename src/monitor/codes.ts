/** Owns which of the rooms' codes is told with which sentence; never makes a sentence. */
import { type ErrorCode, errorCodeOf } from '../i18n/errorNumbers.ts';
import type { Incident } from '../vault/api.ts';

/** Codes from vault, endpoint and line whose name differs from the sentence's. */
const told: Readonly<Record<string, ErrorCode>> = {
  offline: 'noConnection',
  timeout: 'noConnection',
  aborted: 'stopped',
  endpointFault: 'endpointBroken',
  offsetRegressed: 'endpointBroken',
  offsetImpossible: 'endpointBroken',
  broken: 'endpointBroken',
  // The server and this app disagree about how to talk.
  malformed: 'versionsDiffer',
  sizeNotBucket: 'versionsDiffer',
  checksumUnknown: 'versionsDiffer',
  methodUnknown: 'versionsDiffer',
  tusVersion: 'versionsDiffer',
  contentType: 'versionsDiffer',
  rangeOutside: 'versionsDiffer',
  // The server and this phone disagree about what has arrived.
  parcelMismatch: 'sentDamaged',
  checksumMismatch: 'sentDamaged',
  offsetMismatch: 'sentDamaged',
  uploadUnknown: 'sentDamaged',
  parcelUnknown: 'sentDamaged',
  uploadTaken: 'endpointBusy',
  // The next request for tokens is another one.
  tokensUsed: 'endpointBusy',
  tokensOver: 'endpointBusy',
  manifestKeyReused: 'manifestMalformed',
  orgUnknown: 'inviteForeign',
  manifestForeign: 'inviteForeign',
  orgTaken: 'setupCodeUsed',
  notFound: 'gone',
  receiptRefused: 'receiptWrong',
  ticketRefused: 'notAllowed',
  credentialRefused: 'notAllowed',
  sessionMissing: 'notAllowed',
  sessionRefused: 'notAllowed',
  storageFull: 'endpointFull',
  busy: 'endpointBusy',
  tooMany: 'endpointBusy',
  tooLarge: 'fileTooLarge',
  damaged: 'storedDamaged',
  unsupported: 'readersUnsupported',
  noVaultHere: 'noWasm',
  noVault: 'vaultMissing',
  notJson: 'storedDamaged',
  notADraft: 'storedDamaged',
};

/**
 * The code under which errorText() knows it. A bare HTTP status is a refusal without a reason of ours; `detail` tells
 * who is the older one when the database is closed to us. [VLT14]
 */
export function toldCode(code: string, detail?: string): ErrorCode {
  if (code === 'storageBlocked' && (detail === 'upgraded' || detail === 'newer')) return 'oldTab';
  // The worker that stretches the words did not start: its file may belong to another version by now.
  if (code === 'storageFailed' && detail === 'argon2') return 'workerLost';
  if (/^http\d{3}$/.test(code)) return 'sendRefused';
  return Object.hasOwn(told, code) ? (told[code] ?? 'unexpected') : errorCodeOf(code);
}

/** The same for what the postman says, to whom a file is always a sealed one. */
export const toldOfSending = (code: string): ErrorCode =>
  code === 'fileUnreadable' ? 'sealedFileMissing' : toldCode(code);

/** The same for what joining meets: a door that is not there belongs to another organisation's server. */
export const toldOfJoining = (code: string): ErrorCode =>
  code === 'notFound' ? 'inviteForeign' : toldCode(code);

/** What the vault noticed by itself and brought to an end: nothing is to be done but perhaps once more. */
export const SETTLED = ['finishCompleted', 'finishUndone', 'captureCompleted', 'captureUndone'] as const;
type Settled = (typeof SETTLED)[number];
export const isSettled = (incident: Incident): incident is Settled =>
  (SETTLED as readonly Incident[]).includes(incident);

/** What the vault noticed by itself; what it settled has a line of its own. */
export const toldOfIncident: Readonly<Record<Exclude<Incident, Settled>, ErrorCode>> = {
  keystoreRepaired: 'keystoreDamagedOne',
  databaseRecreated: 'storageLost',
  databaseRebuilt: 'storageRebuilt',
  journalRepaired: 'savedRestored',
  kitChanged: 'kitChanged',
  recordsDamaged: 'recordsDamaged',
  ledgerDamaged: 'ledgerDamaged',
  sealedFileMissing: 'sealedFileMissing',
  tokensRefused: 'tokensRefused',
};
