/** Owns `content`, the name of a payload: a hash of segment hashes. Must never hold a key; the digest comes from outside. */

import { NONCE_BYTES } from './buckets.ts';
import { type Bytes, concat } from './bytes.ts';

export const SEGMENT_BYTES = 1_048_576;
export const HASH_BYTES = 32;
const IN_FLIGHT = 2;

/** SHA-256 of the bytes as they are when it is called: it must copy or finish before it returns its promise. */
export type Digest = (bytes: Bytes) => Promise<Bytes>;

/**
 * Where a hasher stands at the last whole segment. A restart feeds the payload again from byte `offset`
 * (0 … nonce included); `hashes` holds 32 bytes a segment. Nothing in it is secret.
 */
export type ContentState = { readonly offset: number; readonly nonce: Bytes; readonly hashes: Bytes };

export type ContentHasher = {
  /** Payload bytes in order, nonce first, pieces of any size. Awaits only when two segments are still being hashed. */
  push(bytes: Uint8Array): Promise<void>;
  /** The state to store; complete segments only. */
  state(): Promise<ContentState>;
  /** `content`, 32 bytes. Nothing may be pushed afterwards. */
  finish(): Promise<Bytes>;
};

/** content = SHA-256(nonce ‖ SHA-256 of each 1 MiB segment of the ciphertext after the nonce). [SEAL6] */
export function createContentHasher(sha256: Digest, from?: ContentState): ContentHasher {
  const nonce = new Uint8Array(NONCE_BYTES);
  nonce.set(from?.nonce ?? []);
  let nonceUsed = from === undefined || from.offset === 0 ? 0 : NONCE_BYTES;
  const hashes: (Bytes | Promise<Bytes>)[] = from === undefined ? [] : [from.hashes];
  let segments = from === undefined ? 0 : from.hashes.length / HASH_BYTES;
  const flying: Promise<Bytes>[] = [];
  let partial: Bytes = new Uint8Array(0);
  let partialUsed = 0;

  const take = async (segment: Bytes): Promise<void> => {
    if (flying.length === IN_FLIGHT) await flying.shift();
    const hash = sha256(segment);
    // A failed digest is reported where it is awaited, not as an unhandled rejection in between.
    hash.catch(() => undefined);
    hashes.push(hash);
    flying.push(hash);
    segments += 1;
  };

  const list = async (): Promise<Bytes> => concat(...(await Promise.all(hashes)));

  return {
    async push(bytes) {
      let rest = bytes;
      if (nonceUsed < NONCE_BYTES) {
        const part = rest.subarray(0, NONCE_BYTES - nonceUsed);
        nonce.set(part, nonceUsed);
        nonceUsed += part.length;
        rest = rest.subarray(part.length);
      }
      while (rest.length > 0) {
        if (partialUsed === 0 && rest.length >= SEGMENT_BYTES && rest.buffer instanceof ArrayBuffer) {
          await take(rest.subarray(0, SEGMENT_BYTES) as Bytes);
          rest = rest.subarray(SEGMENT_BYTES);
          continue;
        }
        const part = rest.subarray(0, SEGMENT_BYTES - partialUsed);
        partial = grown(partial, partialUsed, partialUsed + part.length);
        partial.set(part, partialUsed);
        partialUsed += part.length;
        rest = rest.subarray(part.length);
        if (partialUsed === SEGMENT_BYTES) {
          partialUsed = 0;
          await take(partial);
        }
      }
    },
    async state() {
      const offset = nonceUsed < NONCE_BYTES ? 0 : NONCE_BYTES + segments * SEGMENT_BYTES;
      return { offset, nonce: nonce.slice(), hashes: await list() };
    },
    async finish() {
      if (partialUsed > 0) await take(partial.subarray(0, partialUsed));
      partialUsed = 0;
      return sha256(concat(nonce.subarray(0, nonceUsed), await list()));
    },
  };
}

/** `buffer` with room for `needed` bytes, its first `used` kept: a small file should not cost a whole segment. */
function grown(buffer: Bytes, used: number, needed: number): Bytes {
  if (buffer.length >= needed) return buffer;
  const larger = new Uint8Array(Math.min(SEGMENT_BYTES, Math.max(needed, 2 * buffer.length)));
  larger.set(buffer.subarray(0, used));
  return larger;
}

/** parcel id = SHA-256(SHA-256(header) ‖ content), 32 bytes; written as 64 hex digits where a text is needed. [SEAL6] */
export async function parcelIdOf(sha256: Digest, header: Uint8Array, content: Uint8Array): Promise<Bytes> {
  return sha256(concat(await sha256(concat(header)), content));
}
