/** Owns what the postman needs from the world: line, locks, queue, bytes, time, chance. Must never implement any of it. */
import type { Clock, Rng } from '../domain/ports.ts';
import type { Result } from '../domain/result.ts';
import type { SignedReceipt } from '../wire/receipt.ts';

/** One request, one answer; throws when the line breaks. `fetch` has this shape, and so has the endpoint itself. */
export type Send = (request: Request) => Promise<Response>;

export type Locks = {
  /** Runs `work` alone under this name among all tabs and workers; `held` at once when somebody else has it. */
  run<T>(name: string, work: () => Promise<T>): Promise<{ held: true } | { held: false; value: T }>;
  /** Resolves as soon as nobody holds this name (its holder may have died), or when `signal` fires. */
  freed(name: string, signal: AbortSignal): Promise<void>;
};

/** SHA-256 of a slice, so that a bit flipped on the way costs one slice and not the parcel. No key is involved. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** Sending order, the lower the sooner [UP6]: hello, urgent text, text, photos and documents, sound, video. */
export const ORDERS = { hello: 0, urgent: 1, text: 2, photo: 3, sound: 4, video: 5 } as const;

/** A sealed file on its way, as the postman sees it: opaque bytes, where to, and with which ticket. */
export type Parcel = {
  /** Names the row of the queue; random. */
  readonly handle: string;
  /** 16 bytes, hex. */
  readonly org: string;
  /** 32 bytes, hex. [SEAL6] */
  readonly parcel: string;
  /** The uploader's secret of this parcel, 16 bytes, hex. [UP1] */
  readonly secret: string;
  /** Bytes of the sealed file. */
  readonly size: number;
  /** 64 hex digits, or null. [EP6] */
  readonly ticket: string | null;
  /** One of ORDERS; a larger number goes later. */
  readonly order: number;
  /** Base URLs, without a slash at the end, in the order to try. */
  readonly endpoints: readonly string[];
  readonly stage: Stage;
  /** Bytes that endpoints acknowledged and then did not have, since it was finished; and when that was last so. */
  readonly lost?: { readonly bytes: number; readonly at: number };
};

/** What the queue knows of a parcel that is not finished; `bytes` is what that endpoint acknowledged. */
export type Stage =
  | { readonly name: 'queued' }
  | { readonly name: 'sending'; readonly endpoint: string; readonly bytes: number }
  | { readonly name: 'sent'; readonly endpoint: string };

/** Why a parcel waits. Each is told to the person; none loses a byte. */
export type WaitCode =
  | 'offline'
  | 'timeout'
  | 'notOurEndpoint'
  | 'endpointBusy'
  | 'endpointFull'
  | 'endpointFault'
  | 'offsetRegressed'
  | 'offsetImpossible'
  | 'parcelMismatch'
  | 'fileUnreadable'
  | 'receiptMissing'
  | 'receiptRefused'
  /** It was taken and lost so often that it is offered once a day. */
  | 'takenAndLost';

/**
 * What the drain tells the queue, which keeps it. `sending` comes after each acknowledged slice; fewer bytes than before are
 * lost ones, which the queue adds up. With 0 bytes: the endpoint lost it, or never proved that it has it; it is asked first, and
 * gets the same bytes from the start. `at`: now, milliseconds since 1970.
 */
export type Change =
  /** The stage stays as it is. */
  | { readonly name: 'waiting'; readonly code: WaitCode }
  | { readonly name: 'sending'; readonly endpoint: string; readonly bytes: number; readonly at: number }
  | { readonly name: 'sent'; readonly endpoint: string }
  /** `store`: the one that proved it, as that endpoint named it last; null when it named none. [UP7] */
  | {
      readonly name: 'stored';
      readonly endpoint: string;
      readonly store: string | null;
      readonly receipt: SignedReceipt;
    }
  /** The endpoint will not take it (a code of its own); kept until the person or a new manifest decides. */
  | { readonly name: 'refused'; readonly code: string };

export type Queue = {
  /** Every parcel that is neither stored nor refused, in any order. */
  dueParcels(): Promise<readonly Parcel[]>;
  change(handle: string, change: Change): Promise<void>;
  /**
   * This endpoint is this store now (16 hex digits). When it was another one before, an older backup was put back: what it had
   * proved to hold and nobody acknowledged yet is due again, as `sending` with 0 bytes, so that it is asked before it gets any.
   * Once a day at most, also over several openings, so that an endpoint that names another store in each answer costs no more
   * than that. `at`: now. True when something is due again. [EP1] [UP7]
   */
  storeSeen?(endpoint: string, epoch: string, at: number): Promise<boolean>;
};

export type SealedReader = {
  /** The bytes from `from` up to, not including, `to` of the sealed file; throws when it cannot be read. */
  slice(handle: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | Blob>;
};

/**
 * Is this the endpoint's signature over exactly this parcel? Only a page that knows the manifest can answer [UP6]; where
 * this port is missing (service worker) a parcel ends as *sent*.
 */
export type VerifyReceipt = (
  parcel: Parcel,
  endpoint: string,
  receipt: SignedReceipt,
) => Promise<Result<unknown, string>>;

/** Things worth knowing that change no parcel's state. */
export type OutboxEvent =
  | {
      readonly name: 'offsetRegressed' | 'offsetImpossible';
      readonly handle: string;
      readonly endpoint: string;
    }
  | {
      readonly name: 'parcelMismatch' | 'uploadForgotten';
      readonly handle: string;
      readonly endpoint: string;
    }
  /** Bytes of this parcel go to another endpoint now: on from where it was (one store, two doors), or from the start. */
  | {
      readonly name: 'movedOn';
      readonly handle: string;
      readonly from: string;
      readonly to: string;
      readonly goesOn: boolean;
    }
  /** Every answer of ours says which store this is and how far it got: a smaller head means an older backup. [EP1] */
  | { readonly name: 'store'; readonly endpoint: string; readonly epoch: string; readonly head: number };

export type OutboxDeps = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly send: Send;
  readonly reader: SealedReader;
  readonly digest?: Digest;
  readonly tell?: (event: OutboxEvent) => void;
  /** The ticket of [EP6] for a parcel that a token does not pay for; null while nobody can make it. [TOK8] */
  readonly plainTicket?: (parcel: Parcel) => Promise<string | null>;
  /** Another token's ticket for a parcel whose token was refused, kept with it; null while nobody can make it. [TOK4] */
  readonly otherTicket?: (parcel: Parcel) => Promise<string | null>;
};
