/** Owns signatures in minisign's form (pre-hashed Ed25519). Must never sign bytes that do not begin with their purpose. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, base64, concat, equalBytes, toHex, utf8 } from '../wire/bytes.ts';
import type { Sodium } from './sodium.ts';

/** What a signature is for; one made for one purpose is refused for another. [SIG1] */
export type Purpose = 'tumar-manifest/1' | 'tumar-receipt/1' | 'tumar-session/1';

/** `publicKey`: the line of a minisign .pub file (`RW…`). `secret`: base64 of the 32-byte Ed25519 seed. */
export type SigningKey = { readonly publicKey: string; readonly secret: string };

export type SignatureError = 'badSignature' | 'wrongPurpose' | 'otherKey' | 'malformed';

const KEY_ALGORITHM = utf8('Ed');
const HASHED_ALGORITHM = utf8('ED');
const KEY_ID_BYTES = 8;
const SIGNATURE_BYTES = 64;
const TRUSTED = 'trusted comment: ';
const UNTRUSTED = 'untrusted comment: ';

/** A new key from 32 fresh random bytes. */
export function createSigningKey(sodium: Sodium, rng: Rng): SigningKey {
  const seed = rng(32);
  const { publicKey } = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey: encodePublicKey(sodium, publicKey), secret: base64.encode(seed) };
}

// minisign draws key ids at random; ours come from the key, so that a seed alone restores all of it.
const encodePublicKey = (sodium: Sodium, key: Uint8Array): string =>
  base64.encode(
    concat(KEY_ALGORITHM, sodium.crypto_generichash(32, key, null).subarray(0, KEY_ID_BYTES), key),
  );

function parsePublicKey(line: string): { readonly id: Bytes; readonly key: Bytes } | undefined {
  const bytes = base64.parse(line);
  if (!bytes.ok || bytes.value.length !== 42 || !equalBytes(bytes.value.subarray(0, 2), KEY_ALGORITHM))
    return undefined;
  return { id: bytes.value.slice(2, 10), key: bytes.value.slice(10) };
}

/** The key id as minisign prints it (a little-endian number), 16 lower-case hex digits; empty for a broken line. */
export const keyId = (publicKey: string): string =>
  toHex(parsePublicKey(publicKey)?.id.reverse() ?? new Uint8Array(0));

/** The text of a .pub file. */
export const encodePublicKeyFile = (publicKey: string): string =>
  `${UNTRUSTED}minisign public key ${keyId(publicKey).toUpperCase()}\n${publicKey}\n`;

/** JSON starts with its purpose as first member, other texts have it as first line. [SIG1] */
function startsWithPurpose(bytes: Uint8Array, purpose: Purpose): boolean {
  return [`{"purpose":"${purpose}"`, `${purpose}\n`].some((start) =>
    equalBytes(bytes.subarray(0, start.length), utf8(start)),
  );
}

/** Signs one text after the other with the same key. */
export type Signer = {
  /** A minisign signature of four lines. Throws when the bytes do not begin with the purpose: a bug of the caller. [SIG1] */
  sign(purpose: Purpose, bytes: Uint8Array): string;
  /** Overwrites the key; it signs nothing afterwards. */
  end(): void;
};

/** `secret`: as in `SigningKey`. The key is worked out once and stays in memory until `end`. */
export function createSigner(sodium: Sodium, secret: string): Signer {
  const seed = base64.parse(secret);
  if (!seed.ok) throw new Error('no key to sign with');
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed.value);
  sodium.memzero(seed.value);
  const id = parsePublicKey(encodePublicKey(sodium, publicKey))?.id ?? new Uint8Array(0);
  let ended = false;
  return {
    sign(purpose, bytes) {
      if (ended || !startsWithPurpose(bytes, purpose)) throw new Error(`nothing to sign for ${purpose}`);
      const signature = sodium.crypto_sign_detached(sodium.crypto_generichash(64, bytes, null), privateKey);
      const whole = sodium.crypto_sign_detached(concat(signature, utf8(purpose)), privateKey);
      const first = base64.encode(concat(HASHED_ALGORITHM, id, signature));
      return `${UNTRUSTED}signed with Tumar\n${first}\n${TRUSTED}${purpose}\n${base64.encode(whole)}\n`;
    },
    end() {
      ended = true;
      sodium.memzero(privateKey);
    },
  };
}

/** One signature of a signer that ends with it. [SIG1] */
export function sign(sodium: Sodium, purpose: Purpose, bytes: Uint8Array, secret: string): string {
  const signer = createSigner(sodium, secret);
  try {
    return signer.sign(purpose, bytes);
  } finally {
    signer.end();
  }
}

/**
 * Checks text, key id, both signatures and the purpose, in the bytes and in the trusted comment.
 * `otherKey`: made by another key; `wrongPurpose`: genuine, but for something else. [SIG1]
 */
export function verify(
  sodium: Sodium,
  purpose: Purpose,
  bytes: Uint8Array,
  signature: string,
  publicKey: string,
): Result<true, SignatureError> {
  const key = parsePublicKey(publicKey);
  const lines = signature.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
  const [untrusted = '', first = '', trusted = '', last = ''] = lines;
  if (!key || lines.length !== 4 || !untrusted.startsWith(UNTRUSTED) || !trusted.startsWith(TRUSTED)) {
    return err('malformed');
  }
  const made = base64.parse(first);
  const whole = base64.parse(last);
  if (
    !made.ok ||
    !whole.ok ||
    made.value.length !== 10 + SIGNATURE_BYTES ||
    whole.value.length !== SIGNATURE_BYTES
  ) {
    return err('malformed');
  }
  // Only pre-hashed signatures: `Ed` would sign the bytes themselves.
  if (!equalBytes(made.value.subarray(0, 2), HASHED_ALGORITHM)) return err('malformed', 'algorithm');
  if (!equalBytes(made.value.subarray(2, 10), key.id)) return err('otherKey');
  const signed = made.value.subarray(10);
  const comment = trusted.slice(TRUSTED.length);
  if (
    !sodium.crypto_sign_verify_detached(signed, sodium.crypto_generichash(64, bytes, null), key.key) ||
    !sodium.crypto_sign_verify_detached(whole.value, concat(signed, utf8(comment)), key.key)
  ) {
    return err('badSignature');
  }
  const named = comment.split(/[ \t]/)[0];
  return named === purpose && startsWithPurpose(bytes, purpose) ? ok(true) : err('wrongPurpose');
}
