/** Owns where keys lie in memory, and deriving from them there, so that locking can overwrite every copy. Must never keep one. */
import type { Sodium } from '../../crypto/sodium.ts';
import { type Bytes, utf8 } from '../../wire/bytes.ts';

const HASH_BYTES = 32;
const TAG_BYTES = 16;

/** What of libsodium's own module is used past its wrapper; places on its heap are numbers. */
type Module = {
  readonly HEAPU8: Uint8Array;
  _malloc(length: number): number;
  _free(at: number): void;
  _crypto_kdf_hkdf_sha256_extract(
    out: number,
    salt: number,
    saltLength: number,
    input: number,
    inputLength: number,
  ): number;
  _crypto_kdf_hkdf_sha256_expand(
    out: number,
    length: number,
    info: number,
    infoLength: number,
    key: number,
  ): number;
  /** C arguments: a length is 64 bits in two halves, a null pointer is 0. */
  _crypto_aead_xchacha20poly1305_ietf_decrypt(...args: readonly number[]): number;
};
type Spot = { readonly at: number; readonly length: number };

const moduleOf = (sodium: Sodium): Module => (sodium as unknown as { readonly libsodium: Module }).libsodium;

/**
 * Room for a key. Up to 64 bytes V8 would put an array on its own heap, and leave a copy behind when it tidies there; a
 * buffer that was asked for by name never moves.
 */
export const keyRoom = (length: number): Bytes => new Uint8Array(new ArrayBuffer(length));

/** All parts in order, in a room of their own; the caller overwrites it. */
export function keyCopy(...parts: readonly Uint8Array[]): Bytes {
  const out = keyRoom(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Runs `work` with room for `length` bytes and copies of `inputs` on libsodium's heap, and overwrites them all. */
function withSpots<T>(
  sodium: Sodium,
  length: number,
  inputs: readonly Uint8Array[],
  work: (module: Module, out: number, spots: readonly Spot[]) => T,
): T {
  const module = moduleOf(sodium);
  const spots = [new Uint8Array(length), ...inputs].map((bytes): Spot => {
    const at = module._malloc(Math.max(1, bytes.length));
    if (at === 0) throw new Error('libsodium: no memory');
    module.HEAPU8.set(bytes, at);
    return { at, length: bytes.length };
  });
  const [out = { at: 0, length: 0 }, ...given] = spots;
  const made = work(module, out.at, given);
  for (const { at, length: size } of spots) {
    module.HEAPU8.fill(0, at, at + size);
    module._free(at);
  }
  return made;
}

/** The same, for one answer of `length` bytes; undefined where `work` says that it failed. */
const onHeap = (
  sodium: Sodium,
  length: number,
  inputs: readonly Uint8Array[],
  work: (module: Module, out: number, spots: readonly Spot[]) => number,
): Bytes | undefined =>
  withSpots(sodium, length, inputs, (module, out, spots) =>
    work(module, out, spots) === 0 ? keyCopy(module.HEAPU8.subarray(out, out + length)) : undefined,
  );

function derived(bytes: Bytes | undefined): Bytes {
  if (bytes === undefined) throw new Error('libsodium: derivation');
  return bytes;
}

type Sealed = { readonly nonce: Uint8Array; readonly box: Uint8Array; readonly aad: Uint8Array };

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): each plaintext in a room of its own, or undefined for anything but the
 * very bytes that were sealed. Nothing of them stays on the heap. Opening a vault tries hundreds of boxes that hold nothing:
 * the wrapper would throw for each, and asking for room for each took ten times as long as opening them.
 */
export function openAllOnHeap(
  sodium: Sodium,
  key: Uint8Array,
  sealed: readonly Sealed[],
): readonly (Bytes | undefined)[] {
  const longest = (of: (one: Sealed) => Uint8Array): Uint8Array =>
    new Uint8Array(Math.max(0, ...sealed.map((one) => of(one).length)));
  const [nonces, boxes, aads] = [
    longest(({ nonce }) => nonce),
    longest(({ box }) => box),
    longest(({ aad }) => aad),
  ];
  return withSpots(sodium, boxes.length, [key, nonces, boxes, aads], (module, out, spots) => {
    const [from = 0, nonceAt = 0, boxAt = 0, aadAt = 0] = spots.map(({ at }) => at);
    return sealed.map(({ nonce, box, aad }) => {
      module.HEAPU8.set(nonce, nonceAt);
      module.HEAPU8.set(box, boxAt);
      module.HEAPU8.set(aad, aadAt);
      const failed = module._crypto_aead_xchacha20poly1305_ietf_decrypt(
        ...[out, 0, 0, boxAt, box.length, 0],
        ...[aadAt, aad.length, 0, nonceAt, from],
      );
      return failed === 0 ? keyCopy(module.HEAPU8.subarray(out, out + box.length - TAG_BYTES)) : undefined;
    });
  });
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. WebCrypto would keep a copy of the key that nobody can overwrite. [VLT15] */
export const tagWith = (sodium: Sodium, key: Bytes, message: Uint8Array): Bytes =>
  // HKDF's first step is HMAC with the salt as the key (RFC 5869, 2.2).
  derived(
    onHeap(sodium, HASH_BYTES, [key, message], (module, out, [salt, input]) =>
      module._crypto_kdf_hkdf_sha256_extract(
        out,
        salt?.at ?? 0,
        salt?.length ?? 0,
        input?.at ?? 0,
        input?.length ?? 0,
      ),
    ),
  );

/** HKDF-SHA-256 (RFC 5869), 32 bytes, for a secret that is a key of the vault. [VLT15] */
export function derive(sodium: Sodium, secret: Uint8Array, info: string, salt = new Uint8Array(0)): Bytes {
  const key = tagWith(sodium, salt, secret);
  const made = onHeap(sodium, HASH_BYTES, [key, utf8(info)], (module, out, [from, label]) =>
    module._crypto_kdf_hkdf_sha256_expand(out, HASH_BYTES, label?.at ?? 0, label?.length ?? 0, from?.at ?? 0),
  );
  key.fill(0);
  return derived(made);
}

/** Overwrites libsodium's heap, where copies of keys and of plaintext lie. Nothing of it works afterwards. */
export function wipeHeap(sodium: Sodium): void {
  moduleOf(sodium).HEAPU8.fill(0);
}
