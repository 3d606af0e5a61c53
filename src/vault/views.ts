/** Owns what a page sees of what the vault holds, and what it hands over to be sealed; must never name a key. */
import type { JsonObject } from '../domain/report.ts';
import type { Bytes } from '../wire/bytes.ts';

/** A report's or draft's uuid; drafts bring their own (`Draft.id`). */
export type DraftId = string;
/** 32 hex digits, random; names a sealed file on disk, its outbox row and its ledger entry. */
export type Handle = string;

/** What the vault knows of one attached file; description, consent and the rest live in the draft's own text. */
export type AttachmentView = {
  /** The id the draft calls it by. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** True bytes. */
  readonly size: number;
  /** Of the true bytes, hex. */
  readonly sha256: string;
  /** Bytes of the sealed file (a bucket). */
  readonly sealedSize: number;
  /** A recording that was cut off: all that there is of it. */
  readonly partial?: true;
};

export type DraftView = {
  readonly id: DraftId;
  /** The app's own text (`encodeDraft`), unchanged. */
  readonly body: string;
  /** Counts up with each saved version. */
  readonly version: number;
  readonly attachments: readonly AttachmentView[];
  /** Epoch milliseconds at which a discarded draft is erased; null for a living one. */
  readonly discardedUntil: number | null;
};

/** `refused`: the endpoint will not take it (`ParcelView.code` says why); kept until the person decides. */
export type ParcelState = 'queued' | 'sending' | 'sent' | 'refused' | 'stored' | 'received';

/** One file of a report on its way. */
export type ParcelView = {
  readonly handle: Handle;
  /** 64 hex digits. */
  readonly parcel: string;
  readonly what: 'report' | 'attachment' | 'hello';
  readonly state: ParcelState;
  /** Bytes that the endpoint acknowledged, of `size`. */
  readonly offset: number;
  readonly size: number;
  /** The endpoint's code when refused, else null. */
  readonly code: string | null;
};

/** What is left of a finished report. */
export type Trace = {
  readonly id: string;
  /** The short code shown in the list (ZKZ73). */
  readonly code: string;
  readonly kind: 'report' | 'hello' | 'capture';
  /** Day of Finish. */
  readonly day: string;
  /** The least advanced of its parcels; `read` and `received` come from the board. */
  readonly state: ParcelState | 'read';
  /** Empty once received and purged. */
  readonly parcels: readonly ParcelView[];
  /** Stored, but not received within 14 days. */
  readonly overdue: boolean;
  /** Whether the key for the coordinator's questions is still here (30 days at most). */
  readonly answerable: boolean;
  /** A capture sealed under a kit that was not ours: strangers may be able to open it. [VLT19] */
  readonly doubtful: boolean;
};

/** What is sealed straight to the coordinators, without words. [VLT19] */
export type CaptureRequest = {
  /** BCP 47, one of the languages a report may be written in. */
  readonly lang: string;
  /** May be empty when there is a file; at most 20,000 characters. */
  readonly words: string;
  /** At most 20. */
  readonly files: readonly (CaptureFile | SealedAlready)[];
  /** Copies of the words, by their ids as `captureBegin` took them: they go in the moment the words count. */
  readonly copies?: readonly string[];
  /** Asked once more under the same random id, because an answer was lost: what is committed is not sealed again. `code`: a fresh short code. */
  readonly as?: { readonly id: string; readonly code: string };
};

/** What `captureEnd` ended, by its id. */
export type SealedAlready = { readonly recorded: string };

export type CaptureFile = {
  /** Bytes where the page made it itself: a Blob in memory may be written to disk by the browser. */
  readonly file: Blob | Bytes;
  readonly name: string;
  readonly type: string;
  /** Made with this app's own camera or microphone just now; left out = not known, and not claimed. */
  readonly own?: boolean;
  /** It was sealed already, in case the page goes, under this id of `captureBegin`: that is sent, or goes when this counts. */
  readonly copy?: string;
};

/** A checked report, as `finish(draft)` of the domain made it. */
export type FinishRequest = {
  readonly draft: DraftId;
  readonly code: string;
  readonly form: string;
  readonly fields: JsonObject;
  /** In the order of the report. Attachments of the draft that are not listed are erased. */
  readonly attachments: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
  }[];
  /** false = anonymous: no author chain in this one. */
  readonly authored: boolean;
  /** Sent before the rest. */
  readonly urgent: boolean;
};

/** What the network side needs to enrol; nothing of it is kept by the caller. */
export type JoinData = {
  readonly org: string;
  readonly endpoints: readonly string[];
  /** 16 bytes, hex. [EP5] */
  readonly secret: string;
  /** 32 bytes, hex. [EP5] */
  readonly credential: string;
  readonly lastDay: string;
  readonly enrolled: boolean;
};

export type BoardCursor = { readonly epoch: string; readonly after: number };
