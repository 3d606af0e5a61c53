/** Owns what the endpoint is given from outside, and whether its disk can still be trusted. Must never do the work itself. */
import type { Signer, SigningKey } from '../crypto/minisign.ts';
import type { Sodium } from '../crypto/sodium.ts';
import type { Clock, Rng } from '../domain/ports.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { Bucket } from './blobs/bucket.ts';
import { type Disk, faultOf } from './blobs/disk.ts';
import type { Rows } from './rows.ts';

export type Config = {
  readonly version: string;
  /** URLs that members know this endpoint by, besides those that their manifest lists with our receipt key. */
  readonly urls: readonly string[];
  /** Largest parcel in bytes. */
  readonly parcelLimit: number;
  /** Uploads of one organisation that may be unfinished at the same time. */
  readonly openUploads: number;
  /** Days after which an upload that nobody continued is dropped. */
  readonly uploadDays: number;
  /** Bytes that one organisation may store; undefined: as much as there is room for. */
  readonly orgBytes: number | undefined;
  /** Parcels and bytes a day that one organisation takes without a ticket; no parcels: none are taken. [TOK7] */
  readonly poolParcels: number;
  readonly poolBytes: number;
  /** Days after which an upload of the pool is dropped, whole or not begun. */
  readonly poolDays: number;
  /** Other processes work on the same rows. */
  readonly shared: boolean;
};

export const DEFAULTS: Config = {
  version: '0',
  urls: [],
  parcelLimit: 1_342_177_280,
  openUploads: 20_000,
  uploadDays: 180,
  orgBytes: undefined,
  poolParcels: 400,
  poolBytes: 536_870_912,
  poolDays: 7,
  shared: false,
};

export type Deps = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly rows: Rows;
  /** Sealed files rest here, or are only collected here when there is a bucket. */
  readonly disk: Disk;
  readonly bucket?: Bucket | undefined;
  /** Free bytes of the disk that sealed files rest on, where that can be asked. */
  readonly free?: (() => Promise<number>) | undefined;
  readonly sodium: Sodium;
  readonly config: Config;
};

/** What is known before there is a place for sealed files. */
export type Base = Deps & {
  readonly health: Health;
  /** Store epoch, 16 hex digits. [EP1] */
  readonly epoch: string;
  readonly receiptKey: SigningKey;
  /** Signs receipts, with that key. */
  readonly signer: Signer;
  /** Session tokens and nonces are signed with it. [EP4] */
  readonly sessionKey: Uint8Array;
};

/** What every door needs. */
export type Store = Base & { readonly blobs: Blobs };

export type Health = {
  /** False once a write or a sync failed in a way that leaves the disk unknown. It never becomes true again. */
  readonly sound: boolean;
  /** Remembers what an error says about the disk, and passes the error on. */
  note(error: unknown): void;
  /** Resolves when the disk is found broken. */
  readonly broken: Promise<unknown>;
};

export function createHealth(): Health {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  let sound = true;
  return {
    get sound() {
      return sound;
    },
    note(error) {
      if (faultOf(error) !== 'broken') return;
      sound = false;
      resolve(error);
    },
    broken: promise,
  };
}
