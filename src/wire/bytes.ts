/** Owns plain work on bytes: joining, comparing, texts and numbers. Must never compare secrets (crypto does that). */
import { base64urlnopad, base64 as scureBase64, base64nopad as scureBase64NoPad } from '@scure/base';
import { err, ok, type Result } from '../domain/result.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** One array holding all parts in order. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** True when both hold the same bytes. Not constant in time: only for public values. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** Strict UTF-8, a leading byte order mark kept; else `malformed`. */
export function parseUtf8(bytes: Uint8Array): Result<string, 'malformed'> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return err('malformed');
  }
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** Lower-case hexadecimal of even length, nothing else. */
export function parseHex(text: string): Result<Bytes, 'malformed'> {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return err('malformed');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i += 1) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return ok(out);
}

function coder(base: { encode(bytes: Uint8Array): string; decode(text: string): Uint8Array }) {
  return {
    encode: (bytes: Uint8Array): string => base.encode(bytes),
    /** Canonical texts only: no white space, no stray bits in the last letter. */
    parse(text: string): Result<Bytes, 'malformed'> {
      try {
        return ok(new Uint8Array(base.decode(text)));
      } catch {
        return err('malformed');
      }
    },
  };
}

/** RFC 4648 §4 with padding. */
export const base64 = /* @__PURE__ */ coder(scureBase64);
/** RFC 4648 §4 without padding, as age headers write it. */
export const base64NoPad = /* @__PURE__ */ coder(scureBase64NoPad);
/** RFC 4648 §5 without padding. */
export const base64Url = /* @__PURE__ */ coder(base64urlnopad);

/** Four bytes, big-endian. `value`: integer 0 … 2^32 − 1. */
export function u32(value: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/** Eight bytes, big-endian. `value`: integer 0 … 2^53 − 1. */
export function u64(value: number): Bytes {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
}
