/** Owns which of the rooms' codes is told with which sentence; never makes a sentence. */

/** Codes from vault, endpoint and line whose name differs from the sentence's. */
const told: Readonly<Record<string, string>> = {
  offline: 'noConnection',
  timeout: 'noConnection',
  aborted: 'noConnection',
  endpointFault: 'endpointBroken',
  offsetRegressed: 'endpointBroken',
  offsetImpossible: 'endpointBroken',
  parcelMismatch: 'endpointBroken',
  receiptMissing: 'endpointBroken',
  malformed: 'endpointBroken',
  broken: 'endpointBroken',
  manifestMalformed: 'endpointBroken',
  orgUnknown: 'inviteForeign',
  manifestForeign: 'inviteForeign',
  notFound: 'inviteForeign',
  receiptRefused: 'receiptWrong',
  ticketRefused: 'notAllowed',
  storageFull: 'endpointFull',
  busy: 'endpointBusy',
  tooMany: 'endpointBusy',
  tooLarge: 'fileTooLarge',
  fileChanged: 'fileUnreadable',
  storageFailed: 'saveFailed',
  storageBlocked: 'otherTab',
  vaultFull: 'quota',
  noVaultHere: 'noWasm',
  newer: 'unsupported',
  noVault: 'vaultMissing',
};

/** The code under which errorText() knows it. */
export const toldCode = (code: string): string => told[code] ?? code;
