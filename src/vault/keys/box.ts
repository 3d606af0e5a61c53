/** Owns locking up and taking out: XChaCha20-Poly1305 to oneself. Must never choose a key or re-use a nonce. */

import type { Sodium } from '../../crypto/sodium.ts';
import type { Rng } from '../../domain/ports.ts';
import type { VaultBox } from '../../store/disk.ts';
import { type Bytes, concat, utf8 } from '../../wire/bytes.ts';
import { openAllOnHeap } from './keyRoom.ts';

export const NONCE_BYTES = 24;
export const KEY_BYTES = 32;
export const BOX_OVERHEAD = NONCE_BYTES + 16;

export type Chance = { readonly sodium: Sodium; readonly rng: Rng };

/** nonce(24) ‖ ciphertext ‖ tag(16), with a fresh random nonce. `aad` binds the box to its place. [VLT5] */
export function lockUp(
  { sodium, rng }: Chance,
  key: Uint8Array,
  plain: Uint8Array,
  aad: Uint8Array,
): VaultBox {
  const nonce = rng(NONCE_BYTES);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, aad, null, nonce, key);
  return concat(nonce, sealed) as VaultBox;
}

/** A box, and what binds it to its place. */
type Placed = { readonly box: Uint8Array; readonly aad: Uint8Array };

/** The plaintexts of boxes under one key, each undefined when key, place or bytes are not the right ones. */
export function takeOutAll(
  sodium: Sodium,
  key: Uint8Array,
  placed: readonly Placed[],
): readonly (Bytes | undefined)[] {
  if (key.length !== KEY_BYTES) return placed.map(() => undefined);
  // libsodium refuses what is too short for a tag.
  const sealed = placed.map(({ box, aad }) => ({
    nonce: box.subarray(0, NONCE_BYTES),
    box: box.subarray(NONCE_BYTES),
    aad,
  }));
  return openAllOnHeap(sodium, key, sealed);
}

/** The same for one box. */
export const takeOut = (
  sodium: Sodium,
  key: Uint8Array,
  box: Uint8Array,
  aad: Uint8Array,
): Bytes | undefined => takeOutAll(sodium, key, [{ box, aad }])[0];

/** aad = handle ‖ part ‖ schema, LF between. [VLT5] */
export const aadFor = (handle: string, part: 'head' | 'body' | 'item' | 'trace'): Bytes =>
  utf8(`tumar/vault/1\n${handle}\n${part}`);
