/** Owns the short number of each error that a trainer can look up; never says what happened (that is errors.ts). */

/** 1xx words and vault · 2xx sealed files · 3xx manifest and invite · 4xx connection · 5xx device · 9xx the rest. */
export const errorNumbers = {
  wrongWords: 101,
  keystoreDamagedOne: 102,
  keystoreDamagedBoth: 103,
  wrongPassphrase: 104,
  vaultMissing: 105,
  wordsMismatch: 106,
  kitChanged: 107,
  notForThisKey: 201,
  damaged: 202,
  truncated: 203,
  unsupported: 204,
  sealFailed: 205,
  manifestUnsigned: 301,
  manifestOlder: 302,
  manifestForked: 303,
  manifestExpired: 304,
  inviteUsed: 311,
  inviteExpired: 312,
  inviteMalformed: 313,
  inviteForeign: 314,
  setupCodeUsed: 321,
  setupCodeWrong: 322,
  recoveryWrong: 323,
  keyFileWrong: 324,
  phoneWordsWrong: 325,
  notOurEndpoint: 401,
  endpointBusy: 402,
  noConnection: 403,
  endpointBroken: 404,
  receiptWrong: 405,
  notAllowed: 406,
  endpointFull: 407,
  clockWrong: 408,
  diskFull: 501,
  quota: 502,
  otherTab: 503,
  fileUnreadable: 504,
  fileTooLarge: 505,
  noServiceWorker: 511,
  noSecureContext: 512,
  noWasm: 513,
  noOpfs: 514,
  noCamera: 515,
  storageLost: 516,
  saveFailed: 517,
  noQr: 518,
  unexpected: 900,
} as const satisfies Readonly<Record<string, number>>;

export type ErrorCode = keyof typeof errorNumbers;

/** Turns any code from below into one that has sentences; an unknown one is `unexpected`. */
export const errorCodeOf = (code: string): ErrorCode =>
  Object.hasOwn(errorNumbers, code) ? (code as ErrorCode) : 'unexpected';
