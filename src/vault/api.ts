/** Owns what a page may ask of the vault's worker, and every answer it can get; must never hold a key or do the work. */
import type { Result } from '../domain/result.ts';
import type { Bytes } from '../wire/bytes.ts';
import type { Manifest } from '../wire/manifest.ts';
import type { SignedReceipt } from '../wire/receipt.ts';
import type { TokenInfo, TokenReply, TokenRequest } from '../wire/tokens.ts';
import type {
  AttachmentView,
  BoardCursor,
  CaptureFile,
  CaptureRequest,
  DraftId,
  DraftView,
  FinishRequest,
  Handle,
  JoinData,
  Trace,
} from './views.ts';

/** Why something did not happen. Below the UI only these travel; each has a sentence in i18n. */
export type VaultCode =
  /** The words must be given first. */
  | 'locked'
  /** No copy of the keystore opens with these words. */
  | 'wrongWords'
  /** Nothing was created here yet. */
  | 'noVault'
  | 'vaultExists'
  /** Another tab holds the vault; `takeOver` moves it here. */
  | 'otherTab'
  /** Both copies of the keystore are damaged or gone: what was locked here cannot be opened any more. */
  | 'keystoreDamagedBoth'
  /** Written by a newer version of the app. */
  | 'newer'
  /** No free entry in the keystore, or no free place in the ledger: finish or discard something. */
  | 'vaultFull'
  /** The device has no room; what was saved before is untouched. */
  | 'diskFull'
  /** The browser's storage answered with an error; `detail` is its error's name. */
  | 'storageFailed'
  /** Another tab with an older version keeps the database closed to us. */
  | 'storageBlocked'
  /** The stored bytes do not open or do not read back as written. */
  | 'damaged'
  | 'notFound'
  /** There is no invite, or no manifest yet. */
  | 'notJoined'
  | 'inviteMalformed'
  | 'manifestMalformed'
  | 'manifestUnsigned'
  | 'manifestOlder'
  | 'manifestForked'
  | 'manifestForeign'
  /** The receipt does not verify, or speaks about something else; the state stays what it was. */
  | 'receiptRefused'
  | 'fileUnreadable'
  /** The file's length changed while it was read. */
  | 'fileChanged'
  | 'tooLarge'
  | 'tooManyFiles'
  /** Ended through its AbortSignal. */
  | 'aborted'
  /** A recipient of the manifest cannot be sealed to. */
  | 'unsupported'
  /** No WebAssembly or no storage here (a locked-down browser). */
  | 'noVaultHere'
  /** These words open something else here already. */
  | 'wordsTaken'
  /** Sealed files for another organisation still wait here: send them first, or wipe. */
  | 'sealedWaiting'
  /** The endpoint's tokens do not come from the key that the organisation signed: none was kept. */
  | 'tokensRefused'
  /** The worker died; the next call starts a new one. */
  | 'workerLost'
  /** The message was not one of these: a bug. */
  | 'badRequest';

export type Answer<T> = Promise<Result<T, VaultCode>>;

/** Something the person should be told once. */
export type Incident =
  /** One copy of the keystore was damaged and was written again from the other. */
  | 'keystoreRepaired'
  /** The browser lost the database: drafts are gone, finished reports were queued again from their files. */
  | 'databaseRecreated'
  /** The browser lost the database, and everything saved was put back from the journal. */
  | 'databaseRebuilt'
  /** Some saved things were lost or damaged, and were put back from the journal. */
  | 'journalRepaired'
  /** A Finish that was cut off has been completed. */
  | 'finishCompleted'
  /** A Finish that was cut off has been undone: the draft is as it was. */
  | 'finishUndone'
  /** A capture that was cut off has been sealed and queued after all. */
  | 'captureCompleted'
  /** A capture that was cut off is gone: nothing of it was sealed. */
  | 'captureUndone'
  /** Somebody changed the locked kit (recipients, endpoints) while the vault was locked. */
  | 'kitChanged'
  /** Some saved things do not open any more; the rest does. Nothing was deleted. */
  | 'recordsDamaged'
  /** The list of parcels was damaged: reports on their way may need the trainer's help. Nothing was deleted. */
  | 'ledgerDamaged'
  /** The bytes of an unsent sealed file are missing. */
  | 'sealedFileMissing'
  /** The endpoint gave tokens that it could know again. They were not kept. [TOK3] */
  | 'tokensRefused';

export type VaultStatus = {
  readonly state: 'none' | 'locked' | 'unlocked' | 'otherTab' | 'damaged';
  /** `weak`: no OPFS here (a private window); overwritten keys may stay in the browser's database for a while. */
  readonly erasure: 'inPlace' | 'weak';
  /** Since the worker started. */
  readonly incidents: readonly Incident[];
  /** null while locked. */
  readonly joined: 'no' | 'invited' | 'enrolled' | null;
  /** Sealed files here that are not yet stored. Known while locked, and where there is no vault. */
  readonly waiting: number;
  /** Whether a wipe leaves those: the choice in the kit; false where there is none. Known while locked. */
  readonly wipeKeeps: boolean;
  /** A kit with a capture key is here. Known while locked. */
  readonly canCapture: boolean;
  /** `notes`: opened with duress words, a fresh vault for an ordinary notebook. null while locked. */
  readonly workspace: 'field' | 'notes' | null;
};

/** Which other words are set, as a session may see it: one opened by coerced words sees what a watcher should. */
export type WordsSet = {
  readonly duress: boolean;
  readonly coerced: boolean;
  /** Some were set, replaced or removed in a session that coerced words opened. Only the person's own session sees it. */
  readonly foreign: boolean;
};

/** What the page is told without asking. */
export type VaultEvent =
  /** Another tab took the vault: this one is locked now. */
  | { readonly event: 'takenOver' }
  | { readonly event: 'locked' }
  /** A newer version of the app upgraded the database: this tab must reload before it can save. */
  | { readonly event: 'upgraded' }
  /** Outbox rows were added or changed by the vault: a good moment to drain. */
  | { readonly event: 'outbox' };

export type Progress = (done: number, total: number) => void;

/** For both apps. Starting it opens the worker, takes the tab lock and settles an interrupted Finish, all without words. */
export type VaultCore = {
  status(): Answer<VaultStatus>;
  /** Somebody may be about to give words: starts what opening needs. Nothing shows outside, and nothing is opened. */
  getReady(): Answer<true>;
  /** A new vault under these words. `vaultExists` when there is one. Sealed files of a vault before may go on waiting. */
  create(words: string): Answer<VaultStatus>;
  /** Duress words erase what is here and answer with a fresh vault, as ordinary words would. [VLT17] */
  unlock(words: string): Answer<VaultStatus>;
  /** Overwrites the worker's keys and heap, ends it; discarded drafts are erased first. Never fails. */
  lock(): Promise<void>;
  /**
   * A fresh root key under new words; the old words open nothing afterwards, nor do duress and coerced words.
   * `wrongWords` when `old` did not open this session, `wordsTaken`.
   */
  changeWords(old: string, next: string): Answer<true>;
  /** null removes them. `wordsTaken` when they open another slot. [VLT17] */
  setDuressWords(words: string | null): Answer<true>;
  setCoercedWords(words: string | null): Answer<true>;
  wordsSet(): Answer<WordsSet>;
  /**
   * Panic: overwrites both keystores first, then deletes everything, but for sealed files that wait if that was chosen
   * before. Works while locked. `kept` = how many stay and go on being sent. [VLT13]
   */
  wipe(): Answer<{ readonly kept: number }>;
  /** Forgotten words: as a wipe, but sealed files that wait always stay; `create` then works beside them. [VLT18] */
  startOver(): Answer<{ readonly kept: number }>;
  setWipeKeeps(keep: boolean): Answer<true>;
  /** Whether these words open the vault that another tab holds; nothing is opened, and that tab notices nothing. Ends this tab's worker: not for a tab that holds the vault. */
  wordsOpen(words: string): Answer<boolean>;
  /** From the tab that holds it; that one is told and locks. */
  takeOver(): Answer<VaultStatus>;
  /** Called for every event until the returned function is called. */
  listen(on: (event: VaultEvent) => void): () => void;

  /** Named locked blobs (a member's keys, settings): a fresh key for each version. `name` ≤ 64 characters. */
  putRecord(name: string, bytes: Bytes): Answer<true>;
  getRecord(name: string): Answer<Bytes>;
  listRecords(): Answer<readonly string[]>;
  deleteRecord(name: string): Answer<true>;

  /** Many small locked items under one key (an inbox of 100,000). All of one call or none; ≤ 1,000 items a call. */
  putItems(collection: string, items: readonly Item[]): Answer<true>;
  /** In the order of `names`; null for one that is not there. */
  getItems(collection: string, names: readonly string[]): Answer<readonly (Bytes | null)[]>;
  /** Page through all, in no useful order: pass `next` of the page before, null to start. `next` null = the end. */
  pageItems(collection: string, after: string | null, limit: number): Answer<ItemPage>;
  deleteItems(collection: string, names: readonly string[]): Answer<true>;
  /** Erases the collection's key, then its rows. */
  eraseCollection(collection: string): Answer<true>;

  /** Keeps a file that is sealed already (a collected parcel), as it comes; the handle belongs into a record. */
  writeSealed(
    bytes: ReadableStream<Uint8Array> | Blob,
  ): Answer<{ readonly handle: Handle; readonly size: number }>;
  /** A lazily read file; slices stay readable while the worker writes others. */
  sealedFile(handle: Handle): Answer<Blob>;
  deleteSealed(handle: Handle): Answer<true>;
};

export type Item = { readonly name: string; readonly bytes: Bytes };
export type ItemPage = { readonly items: readonly Item[]; readonly next: string | null };

/** For the monitor's app. */
export type VaultMonitor = {
  /** Keeps the invite. Its text must not stay anywhere else. `inviteMalformed`. */
  putInvite(text: string): Answer<{ readonly org: string; readonly lastDay: string }>;
  joinData(): Answer<JoinData>;
  /** The endpoint took the credential. */
  markEnrolled(): Answer<true>;
  /** Opens and verifies a manifest box as the endpoint served it; keeps it when it is newer. Answers with what is in force. */
  offerManifest(box: Bytes): Answer<{ readonly manifest: Manifest; readonly news: boolean }>;
  manifest(): Answer<Manifest>;
  /** Tokens [TOK5]: when to ask for more (epoch milliseconds), null when there is nobody to ask. */
  tokensDue(): Answer<number | null>;
  delayTokens(until: number): Answer<true>;
  /** The next request for what an endpoint says of itself; null when there is nothing to ask it for. */
  orderTokens(info: Pick<TokenInfo, 'key' | 'epoch'>): Answer<TokenRequest | null>;
  /** Checks and keeps the answer; how many tokens there are now. `tokensRefused`. */
  keepTokens(reply: TokenReply): Answer<number>;
  /** The request will not be answered any more. */
  skipTokens(): Answer<true>;
  /** A ticket for a sealed file of somebody else (its parcel, 64 hex digits); `notJoined`. */
  ticketFor(parcel: string): Answer<string>;
  /** The ticket that names this phone to who looks [EP6]: for what would not leave otherwise [TOK8]; `notJoined`. */
  credentialTicket(parcel: string): Answer<string>;
  /** Another ticket for a sealed file of ours whose own was refused, kept with it [TOK4]; `notJoined`, `notFound`. */
  otherTicket(parcel: string): Answer<string>;
  /** Seals and queues the first message with a fresh author chain (once; later calls only answer). [REP6] */
  hello(): Answer<{ readonly words: readonly number[] }>;

  /** Saves, reads back, compares; only then `ok` = *Saved*. Calls made while one is being written are joined into the last. */
  saveDraft(id: DraftId, body: string): Answer<{ readonly version: number }>;
  loadDraft(id: DraftId): Answer<DraftView>;
  /** Newest first; discarded ones included until they are erased. */
  listDrafts(): Answer<readonly DraftView[]>;
  /** Erased at `until` (epoch milliseconds), or when the vault locks; until then `restoreDraft` brings it back. */
  discardDraft(id: DraftId): Answer<{ readonly until: number }>;
  restoreDraft(id: DraftId): Answer<true>;

  /**
   * Seals a file once, as it is read, in constant memory. The draft must have been saved. `attachment` is the id the
   * draft calls it by. Codes: `fileUnreadable`, `fileChanged`, `tooLarge` (over the manifest's limit), `tooManyFiles`
   * (50 a draft), `diskFull`, `aborted`, `notJoined`.
   */
  attach(
    draft: DraftId,
    attachment: string,
    file: Blob | Bytes,
    about: { readonly name: string; readonly type: string },
    options?: { readonly progress?: Progress; readonly signal?: AbortSignal },
  ): Answer<AttachmentView>;
  /**
   * A recording that is sealed while it is made [VLT20]: begun, given piece by piece (the answer: bytes so far, durable),
   * ended. `tooLarge` and `diskFull` leave what was durable: end it then. The draft must have been saved.
   */
  recordBegin(
    draft: DraftId,
    attachment: string,
    about: { readonly name: string; readonly type: string },
  ): Answer<true>;
  recordAdd(attachment: string, piece: Bytes): Answer<number>;
  /** `notFound` when nothing was recorded. */
  recordEnd(attachment: string): Answer<AttachmentView>;
  /** Seals what cuts left of this draft's recordings; those it found are attachments from then on, marked partial. */
  recordSettle(draft: DraftId): Answer<readonly AttachmentView[]>;
  /** SHA-256 in hex. Nothing of the file is kept. */
  hashOf(file: Blob | Bytes): Answer<string>;
  /**
   * Takes an attachment out of the draft, or puts it back: durable at once, so that no cut brings back what the person took
   * out. It is erased by `removeAttachment`, or when the vault locks. [VLT6]
   */
  setAside(draft: DraftId, attachment: string, aside: boolean): Answer<true>;
  removeAttachment(draft: DraftId, attachment: string): Answer<true>;
  /** The true bytes of an attachment of an unfinished draft, at most 32 MiB (`tooLarge`). Never a URL: the caller makes one. */
  previewAttachment(draft: DraftId, attachment: string, progress?: Progress): Answer<Bytes>;

  /**
   * Works while locked. Seals the words and files straight to the coordinators and queues them; nothing here can open
   * them again. It leaves when a ticket could be made for it: at the next unlock, at the latest. All or nothing.
   * Codes: `notJoined` (no kit, or none that can take captures yet), `badRequest` (neither words nor a file),
   * `tooLarge`, `tooManyFiles`, `fileUnreadable`, `fileChanged`, `diskFull`, `vaultFull`, `unsupported`, `aborted`.
   */
  capture(
    request: CaptureRequest,
    progress?: Progress,
    signal?: AbortSignal,
  ): Answer<{ readonly code: string }>;

  /**
   * Works while locked. What is recorded, or handed over by another app, is sealed to the coordinators as it comes: begun,
   * given piece by piece (the answer: bytes so far, durable), ended (bytes in all; `notFound` when there was nothing), and
   * then named in a capture, or dropped. Codes as of `capture`. [VLT21]
   */
  captureBegin(id: string, about: Required<Omit<CaptureFile, 'file' | 'copy'>>): Answer<true>;
  captureAdd(id: string, piece: Bytes): Answer<number>;
  captureEnd(id: string): Answer<number>;
  captureDrop(id: string): Answer<true>;
  /** Seals and queues what cuts left of such recordings, each as a capture of its own: their short codes. */
  captureRescue(lang: string): Answer<readonly string[]>;

  /** Seals the report and queues it; afterwards nothing here opens it again. All or nothing. */
  finish(request: FinishRequest, progress?: Progress): Answer<Trace>;
  /** Newest first. */
  traces(): Answer<readonly Trace[]>;
  /** Deletes a finished report here. One that was never stored is listed as void in the next report. */
  dropTrace(id: string): Answer<true>;
  /** The reply key of a report, 32 bytes, while it is answerable. */
  replyKey(id: string): Answer<Bytes>;

  /** Works while locked: checks the endpoint's signature against the kit; `stored` on success. */
  settleReceipt(handle: Handle, signed: SignedReceipt): Answer<'stored'>;
  /**
   * Queues again what was stored or refused: of one report, or with null of all (works while locked), as after an
   * endpoint came back from an older backup. The number of parcels.
   */
  offerAgain(id: string | null): Answer<number>;
  /** Where the board was read to; works while locked. */
  boardCursor(): Answer<BoardCursor | null>;
  /** New records of the board (32 bytes each, joined) and the cursor after them. `received` reports are purged here. */
  applyBoard(
    records: Bytes,
    cursor: BoardCursor,
  ): Answer<{ readonly read: readonly string[]; readonly received: readonly string[] }>;
};

export type Vault = VaultCore & VaultMonitor;

/*
 * What needs no words and no worker (page and service worker alike) is in `store/postbox.ts`: the outbox rows, the
 * ledger's parcels (parcel id, upload secret, ticket) and the slices of sealed files.
 */
