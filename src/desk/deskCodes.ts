/** Owns which of the rooms' codes is told at the desk with which sentence; never makes a sentence. */

const told: Readonly<Record<string, string>> = {
  offline: 'noConnection',
  wrongWords: 'wrongPassphrase',
  noVault: 'vaultMissing',
  recoveryMalformed: 'recoveryWrong',
  recoveryForeign: 'recoveryWrong',
  memberMalformed: 'keyFileWrong',
  wordsUnknown: 'phoneWordsWrong',
  wordsCount: 'phoneWordsWrong',
  sessionRefused: 'notAllowed',
  sessionMissing: 'notAllowed',
  orgUnknown: 'notAllowed',
  orgTaken: 'setupCodeUsed',
  storageFull: 'endpointFull',
  busy: 'endpointBusy',
  tooMany: 'endpointBusy',
  broken: 'endpointBroken',
  manifestMalformed: 'endpointBroken',
  malformed: 'endpointBroken',
  storageFailed: 'saveFailed',
  storageBlocked: 'otherTab',
  vaultFull: 'quota',
  noVaultHere: 'noWasm',
  newer: 'unsupported',
  tooLarge: 'fileTooLarge',
};

/** The code under which errorText() knows it. */
export const deskCode = (code: string): string => told[code] ?? code;
