/** Owns the Bech32 text form of keys (BIP 173, without its length limit). Must never know what a key is for. */
import { bech32 } from '@scure/base';
import { err, ok, type Result } from '../domain/result.ts';
import type { Bytes } from './bytes.ts';

export type Bech32 = { readonly prefix: string; readonly bytes: Bytes };

/** Lower-case Bech32 of `bytes` under a lower-case human-readable prefix. */
export function encodeBech32(prefix: string, bytes: Uint8Array): string {
  return bech32.encode(prefix, bech32.toWords(bytes), false);
}

/** Any length; all lower or all upper case. The prefix comes back in lower case; a wrong checksum is `malformed`. */
export function parseBech32(text: string): Result<Bech32, 'malformed'> {
  const decoded = bech32.decodeUnsafe(text, false);
  if (decoded === undefined) return err('malformed');
  const bytes = bech32.fromWordsUnsafe(decoded.words);
  if (bytes === undefined) return err('malformed');
  return ok({ prefix: decoded.prefix.toLowerCase(), bytes: new Uint8Array(bytes) });
}
