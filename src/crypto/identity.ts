/** Owns age identities (32-byte seeds) and recipients (X-Wing public keys) and their texts. Must never wrap a key. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { encodeBech32, parseBech32 } from '../wire/bech32.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import type { Sodium } from './sodium.ts';

export const SEED_BYTES = 32;
export const RECIPIENT_BYTES = 1216;
const ML_KEM_768_MODULUS = 3329;
const ML_KEM_768_COEFFICIENT_BYTES = 1152;
const IDENTITY_PREFIX = 'age-secret-key-pq-';
const RECIPIENT_PREFIX = 'age1pq';

/** Who can open: the seed of an X-Wing key pair. */
export type Identity = { readonly seed: Bytes; readonly recipient: Recipient };
/** Whom to seal to: a checked X-Wing public key of 1,216 bytes (ML-KEM-768 ‖ X25519). Only this file makes one. */
export type Recipient = Bytes & { readonly purpose: 'recipient' };

/** `malformed`: not the text or bytes of a key. `unsupported`: an age key, but not a post-quantum one. */
export type KeyError = 'malformed' | 'unsupported';

/** A new identity from 32 fresh random bytes. */
export function createIdentity(sodium: Sodium, rng: Rng): Identity {
  return identityFrom(sodium, rng(SEED_BYTES));
}

/** The identity of a stored seed (32 bytes). */
export function parseSeed(sodium: Sodium, seed: Uint8Array): Result<Identity, KeyError> {
  return seed.length === SEED_BYTES ? ok(identityFrom(sodium, concat(seed))) : err('malformed', 'length');
}

/** `AGE-SECRET-KEY-PQ-1…`, upper case as age writes it. */
export const encodeIdentity = ({ seed }: Identity): string =>
  encodeBech32(IDENTITY_PREFIX, seed).toUpperCase();

/** Reads `AGE-SECRET-KEY-PQ-1…`. Other `AGE-…` secrets are `unsupported`. */
export function parseIdentity(sodium: Sodium, text: string): Result<Identity, KeyError> {
  if (!text.startsWith(`${IDENTITY_PREFIX.toUpperCase()}1`)) {
    return err(text.startsWith('AGE-') ? 'unsupported' : 'malformed', 'prefix');
  }
  const decoded = parseBech32(text);
  if (!decoded.ok || decoded.value.prefix !== IDENTITY_PREFIX) return err('malformed');
  return parseSeed(sodium, decoded.value.bytes);
}

/** `age1pq1…`. */
export const encodeRecipient = (recipient: Recipient): string => encodeBech32(RECIPIENT_PREFIX, recipient);

/** Reads `age1pq1…`. Other `age1…` recipients are `unsupported`: nothing is sealed to them. [SEAL3] */
export function parseRecipient(text: string): Result<Recipient, KeyError> {
  if (!text.startsWith(`${RECIPIENT_PREFIX}1`)) {
    return err(text.startsWith('age1') ? 'unsupported' : 'malformed', 'prefix');
  }
  const decoded = parseBech32(text);
  if (!decoded.ok || decoded.value.prefix !== RECIPIENT_PREFIX) return err('malformed');
  return parseRecipientBytes(decoded.value.bytes);
}

/** Checks length and, as FIPS 203 §7.2 asks before each use, that all ML-KEM coefficients are reduced. */
export function parseRecipientBytes(bytes: Uint8Array): Result<Recipient, KeyError> {
  if (bytes.length !== RECIPIENT_BYTES) return err('malformed', 'length');
  for (let at = 0; at < ML_KEM_768_COEFFICIENT_BYTES; at += 3) {
    const three = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    if ((three & 0xfff) >= ML_KEM_768_MODULUS || three >> 12 >= ML_KEM_768_MODULUS)
      return err('malformed', 'key');
  }
  return ok(concat(bytes) as Recipient);
}

function identityFrom(sodium: Sodium, seed: Bytes): Identity {
  const { publicKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
  return { seed, recipient: concat(publicKey) as Recipient };
}
