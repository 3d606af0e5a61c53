/** Owns SHA-256, HMAC and HKDF on WebCrypto, and the comparison of secrets. Must never keep a key. */
import type { Bytes } from '../wire/bytes.ts';

const HASH_BYTES = 32;
const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256' };

/** One-shot SHA-256. WebCrypto takes its copy of the bytes before this returns, so the caller may re-use them at once. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  // WebCrypto refuses an empty key; RFC 2104 pads keys with zeros, so a zero block is the same key.
  const raw = key.length > 0 ? key : new Uint8Array(HASH_BYTES);
  const imported = await globalThis.crypto.subtle.importKey('raw', raw, HMAC_SHA256, false, ['sign']);
  return new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', imported, message));
}

/** HKDF-SHA-256 (RFC 5869). More than 8,160 bytes is a bug of the caller and throws. */
export async function hkdf(secret: Bytes, salt: Bytes, info: Bytes, length = HASH_BYTES): Promise<Bytes> {
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const derive = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await subtle.deriveBits(derive, imported, length * 8));
}

/** Compares two MACs or other secrets in a time that does not depend on where they differ. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}
