/** Owns HPKE base mode for one suite (RFC 9180; KEM 0x647A X-Wing) as age uses it. Must never offer another suite or mode. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, utf8 } from '../wire/bytes.ts';
import { hkdf, hmac } from './hash.ts';
import type { Recipient } from './identity.ts';
import type { Sodium } from './sodium.ts';

const ENCAPSULATION_SEED_BYTES = 64;
const NOTHING = new Uint8Array(0);
const MODE_BASE = 0x00;
/** "HPKE" ‖ KEM 0x647A ‖ KDF 0x0001 HKDF-SHA-256 ‖ AEAD 0x0003 ChaCha20-Poly1305 (RFC 9180 §5.1). */
const SUITE = concat(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03));
const VERSION = utf8('HPKE-v1');

export type HpkeContext = { readonly key: Bytes; readonly nonce: Bytes };

/** The labelled secret of RFC 9180 §4, LabeledExtract. */
const labelled = (label: string, secret: Bytes): Bytes => concat(VERSION, SUITE, utf8(label), secret);

/** The labelled info of RFC 9180 §4, LabeledExpand; `length` of the output in bytes. */
const labelledInfo = (label: string, info: Bytes, length: number): Bytes =>
  concat(Uint8Array.of(length >> 8, length & 0xff), labelled(label, info));

/** RFC 9180 §5.1, KeySchedule with mode base: key (32) and nonce (12) for the first and only message. */
export async function hpkeContext(sharedSecret: Bytes, info: Bytes): Promise<HpkeContext> {
  // HKDF-Extract is HMAC, and an empty salt an empty key (RFC 5869 §2.2).
  const [pskIdHash, infoHash] = await Promise.all([
    hmac(NOTHING, labelled('psk_id_hash', NOTHING)),
    hmac(NOTHING, labelled('info_hash', info)),
  ]);
  const context = concat(Uint8Array.of(MODE_BASE), pskIdHash, infoHash);
  const secret = labelled('secret', NOTHING);
  const [key, nonce] = await Promise.all([
    hkdf(secret, sharedSecret, labelledInfo('key', context, 32), 32),
    hkdf(secret, sharedSecret, labelledInfo('base_nonce', context, 12), 12),
  ]);
  return { key, nonce };
}

/** SealBase with empty aad. `enc` 1,120 bytes. `unsupported`: a key that cannot be sealed to (its X25519 half is low-order). */
export async function hpkeSeal(
  { sodium, rng }: { readonly sodium: Sodium; readonly rng: Rng },
  recipient: Recipient,
  info: Bytes,
  plain: Bytes,
): Promise<Result<{ readonly enc: Bytes; readonly sealed: Bytes }, 'unsupported'>> {
  const shared = encapsulate(sodium, recipient, rng(ENCAPSULATION_SEED_BYTES));
  if (!shared.ok) return shared;
  const { key, nonce } = await hpkeContext(shared.value.secret, info);
  const sealed = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plain, null, null, nonce, key);
  for (const secret of [shared.value.secret, key]) sodium.memzero(secret);
  return ok({ enc: shared.value.enc, sealed: concat(sealed) });
}

/** X-Wing Encaps with the 64 random bytes from outside. */
function encapsulate(
  sodium: Sodium,
  recipient: Recipient,
  seed: Bytes,
): Result<{ readonly enc: Bytes; readonly secret: Bytes }, 'unsupported'> {
  try {
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(recipient, seed);
    return ok({ enc: concat(ciphertext), secret: concat(sharedSecret) });
  } catch {
    return err('unsupported', 'key');
  } finally {
    sodium.memzero(seed);
  }
}
