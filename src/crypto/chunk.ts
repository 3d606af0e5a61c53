/** Owns the cipher of 64 KiB chunks under a known payload key. Must never see a header, an identity or a recipient. */
import { CHUNK_BYTES, TAG_BYTES } from '../wire/buckets.ts';
import type { Sodium } from './sodium.ts';

export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** The part of the raw WASM module that is needed; the wrapper exports it, its types do not say so. */
type RawSodium = {
  /** Read anew each time: when the heap grows, the old view is detached. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(size: number): number;
  _free(address: number): void;
  _crypto_aead_chacha20poly1305_ietf_encrypt: AeadCall;
  _crypto_aead_chacha20poly1305_ietf_decrypt: AeadCall;
};
/** C arguments: a length is 64 bits in two halves, a null pointer is 0. Gives 0, or −1. */
type AeadCall = (...args: readonly number[]) => number;

/**
 * Chunks 0, 1, … of one payload. One buffer in libsodium's heap collects the bytes and is worked on in place: no
 * allocation and no copy of the key a chunk, which the wrapper's calls would make. Results are views of that buffer:
 * copy them before anything is awaited. [SEAL4]
 */
export type ChunkCipher = {
  /** Takes bytes until `room` bytes wait, and says how many it took. */
  append(bytes: Uint8Array, room: number): number;
  /** Bytes that wait. */
  waiting(): number;
  /** Seals what waits as the next chunk. */
  seal(last: boolean): Uint8Array;
  /** True when what waits is exactly the next chunk. */
  verify(last: boolean): boolean;
  /** Opens what waits as the next chunk, or undefined when it is not exactly that; the bytes are gone either way. */
  open(last: boolean): Uint8Array | undefined;
  /** Overwrites key, buffer and what libsodium left on its stack, and gives the heap back. */
  wipe(): void;
};

/** `key`: the 32-byte payload key; the caller overwrites its own copy. */
export function createChunkCipher(sodium: Sodium, key: Uint8Array): ChunkCipher {
  const raw = (sodium as unknown as { libsodium: RawSodium }).libsodium;
  const size = KEY_BYTES + NONCE_BYTES + SEALED_CHUNK_BYTES;
  const keyAt = raw._malloc(size);
  if (keyAt === 0) throw new Error('no room in the WASM heap');
  const nonceAt = keyAt + KEY_BYTES;
  const dataAt = nonceAt + NONCE_BYTES;
  raw.HEAPU8.set(key, keyAt);
  let used = 0;
  let index = 0;
  let wiped = false;

  /** Nonce = 11-byte big-endian counter ‖ last flag (C2SP age.md, "Payload"). */
  const setNonce = (last: boolean): void => {
    if (wiped) throw new Error('chunk cipher used after wipe');
    const nonce = new DataView(raw.HEAPU8.buffer, nonceAt, NONCE_BYTES);
    nonce.setUint32(0, 0);
    nonce.setBigUint64(3, BigInt(index));
    nonce.setUint8(11, last ? 1 : 0);
  };
  const next = (length: number): Uint8Array => {
    used = 0;
    index += 1;
    return raw.HEAPU8.subarray(dataAt, dataAt + length);
  };
  const decrypt = (to: number): boolean =>
    raw._crypto_aead_chacha20poly1305_ietf_decrypt(to, 0, 0, dataAt, used, 0, 0, 0, 0, nonceAt, keyAt) === 0;

  return {
    append(bytes, room) {
      const part = bytes.subarray(0, Math.min(room, SEALED_CHUNK_BYTES) - used);
      if (!wiped) raw.HEAPU8.set(part, dataAt + used);
      used += part.length;
      return part.length;
    },
    waiting: () => used,
    seal(last) {
      setNonce(last);
      const call = raw._crypto_aead_chacha20poly1305_ietf_encrypt;
      if (call(dataAt, 0, dataAt, used, 0, 0, 0, 0, 0, nonceAt, keyAt) !== 0) throw new Error('seal failed');
      return next(used + TAG_BYTES);
    },
    verify(last) {
      setNonce(last);
      return decrypt(0);
    },
    open(last) {
      setNonce(last);
      return decrypt(dataAt) ? next(used - TAG_BYTES) : undefined;
    },
    wipe() {
      if (wiped) return;
      wiped = true;
      raw.HEAPU8.fill(0, keyAt, keyAt + size);
      // libsodium works on an incomplete last block of 64 bytes on its stack and leaves it there: a call over zeros, under
      // a key of zeros, overwrites it.
      const call = raw._crypto_aead_chacha20poly1305_ietf_encrypt;
      call(dataAt, 0, dataAt, 63, 0, 0, 0, 0, 0, nonceAt, keyAt);
      raw._free(keyAt);
    },
  };
}
