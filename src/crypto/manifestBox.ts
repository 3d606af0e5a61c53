/** Owns the box in which a manifest travels, under the organisation's read key. Must never judge what is inside. */
import type { Rng } from '../domain/ports.ts';
import { err, type Result } from '../domain/result.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import { boxInput } from '../wire/inputs.ts';
import { encodeBoxPlain, parseBoxPlain, type SignedManifest } from '../wire/manifest.ts';
import type { Sodium } from './sodium.ts';

const NONCE_BYTES = 24;

/** nonce(24) ‖ XChaCha20-Poly1305. `readKey`: 32 bytes; `org`: 16 bytes hex. [MAN5] */
export function boxManifest(
  { sodium, rng }: { readonly sodium: Sodium; readonly rng: Rng },
  {
    readKey,
    org,
    signed,
  }: { readonly readKey: Bytes; readonly org: string; readonly signed: SignedManifest },
): Bytes {
  const nonce = rng(NONCE_BYTES);
  const plain = encodeBoxPlain(signed);
  return concat(
    nonce,
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, boxInput(org), null, nonce, readKey),
  );
}

/** `boxDamaged`: another key, another organisation, or altered bytes. [MAN5] */
export function openManifestBox(
  sodium: Sodium,
  { readKey, org, box }: { readonly readKey: Bytes; readonly org: string; readonly box: Uint8Array },
): Result<SignedManifest, 'boxDamaged' | 'manifestMalformed'> {
  if (box.length < NONCE_BYTES + sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES) return err('boxDamaged');
  const nonce = box.subarray(0, NONCE_BYTES);
  const sealed = box.subarray(NONCE_BYTES);
  try {
    const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed,
      boxInput(org),
      nonce,
      readKey,
    );
    return parseBoxPlain(plain);
  } catch {
    return err('boxDamaged');
  }
}
