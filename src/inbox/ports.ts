/** Owns what the coordinator's side needs from the world: line, time, chance, and a place for copies and rows. */

import type { AuthorVerdict } from '../crypto/chain.ts';
import type { Sodium } from '../crypto/sodium.ts';
import type { Clock, Rng } from '../domain/ports.ts';
import type { InboxEntry } from '../wire/endpointApi.ts';
import type { MemberState } from './member.ts';

/** One request, one answer; throws when the line breaks. `fetch` has this shape, and so has the endpoint itself. */
export type Send = (request: Request) => Promise<Response>;

export type InboxDeps = {
  readonly sodium: Sodium;
  readonly rng: Rng;
  readonly clock: Clock;
  readonly send: Send;
};

/** The desk's own sealed copies; what they hold is ciphertext and may lie on any disk. Parcel ids are 64 hex digits. */
export type Copies = {
  /** True only for a copy that was written whole. */
  has(parcel: string): Promise<boolean>;
  /** Durable when it returns; an exception from `source` passes through and leaves no copy. */
  write(parcel: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  read(parcel: string): AsyncIterable<Uint8Array>;
};

/** Where a member stands at an endpoint: the store epoch it speaks of and the last sequence collected. */
export type Cursor = { readonly epoch: string; readonly after: number };

/**
 * What the member knows of one parcel; holds ids, hashes and tails, so it is kept as safely as the keys. Whoever stores
 * a row replaces the one with the same `parcel`.
 */
export type ParcelRow = InboxEntry & { readonly found: Found };

export type Found =
  | {
      readonly kind: 'report';
      readonly id: string;
      /** H(line 1), hex: with `id` the identity of the item. [REP5] */
      readonly line: string;
      readonly author: AuthorMark;
      readonly acknowledged: 'nothing' | 'read' | 'complete';
    }
  | { readonly kind: 'hello'; readonly chain: string }
  | {
      readonly kind: 'attachment';
      readonly content: string;
      readonly bind: string;
      /** 32 bytes, hex. */
      readonly tail: string;
      /** `{sha256}:{size}` of entries that were compared with the whole payload, and how that ended. */
      readonly compared: { readonly [mark: string]: string };
      /** When that was; rows of older versions do not say it. */
      readonly comparedAt?: { readonly [mark: string]: string };
    }
  /** Shown apart: `code` says why it is no parcel of ours, or that the endpoint could not give it so far. */
  | { readonly kind: 'quarantined'; readonly code: string };

/** What line 2 was worth when it came. `unknownChain`: no hello so far; judged again when one comes. */
export type AuthorMark =
  | { readonly verdict: 'anonymous' }
  | {
      readonly verdict: Exclude<AuthorVerdict, 'otherChain'> | 'unknownChain';
      readonly chain: string;
      readonly n: number;
      /** Written in a session that coerced words opened; absent in rows of the first version. [REP8] */
      readonly forced?: boolean;
    };

export type Rows = {
  cursor(): Promise<Cursor | undefined>;
  setCursor(cursor: Cursor): Promise<void>;
  get(parcel: string): Promise<ParcelRow | undefined>;
  put(row: ParcelRow): Promise<void>;
  /** All rows, in the order of their sequence. */
  all(): Promise<readonly ParcelRow[]>;
  /** Reports with this uuid, in the order of their sequence. */
  withId(id: string): Promise<readonly ParcelRow[]>;
  /** Attachments with this `content`, in the order of their sequence. */
  withContent(content: string): Promise<readonly ParcelRow[]>;
};

/**
 * The member's keys and the monitors' chains. Whoever changes them reads, changes and calls `write` without waiting for
 * anything in between; `write` must take its argument over before it waits itself.
 */
export type MemberBox = {
  read(): Promise<MemberState>;
  write(state: MemberState): Promise<void>;
};
