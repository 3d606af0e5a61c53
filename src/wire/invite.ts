/** Owns the invite code: a text to scan or paste inside the app. Must never appear in a URL and never touch the network. */
import { bech32m } from '@scure/base';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, parseHex, parseUtf8, toHex, utf8 } from './bytes.ts';
import { dayOfEpoch, daysSinceEpoch, isEndpointUrl } from './shape.ts';

export type Invite = {
  /** 16 bytes, hex. */
  readonly org: string;
  /** Hash of the roots, 32 bytes, hex. [MAN3] */
  readonly pin: string;
  /** 32 bytes; opens the manifest box. [MAN5] */
  readonly readKey: Bytes;
  /** 16 bytes; works once. [EP5] */
  readonly secret: Bytes;
  /** The last day on which it can be used. */
  readonly lastDay: string;
  /** URLs, the first one tried first. */
  readonly endpoints: readonly string[];
};

const PREFIX = 'join';
const VERSION = 1;
const FIXED_BYTES = 1 + 16 + 32 + 32 + 16 + 2 + 1;
const MAX_TEXT = 8192;

const bytesOf = (hex: string): Bytes => {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new RangeError('invite: not hexadecimal');
  return bytes.value;
};

/** The code, lower case, starting with `join1`. [INV1] */
export function encodeInvite(invite: Invite): string {
  const day = daysSinceEpoch(invite.lastDay);
  const urls = invite.endpoints.map((url) => utf8(url));
  const bytes = concat(
    Uint8Array.of(VERSION),
    bytesOf(invite.org),
    bytesOf(invite.pin),
    invite.readKey,
    invite.secret,
    Uint8Array.of(day >> 8, day & 0xff, urls.length),
    ...urls.map((url) => concat(Uint8Array.of(url.length), url)),
  );
  return bech32m.encode(PREFIX, bech32m.toWords(bytes), false);
}

/** Reads a code as people paste it: spaces, line breaks and capitals do not matter, each other change is refused. [INV1] */
export function parseInvite(text: string): Result<Invite, 'inviteMalformed'> {
  if (text.length > MAX_TEXT) return err('inviteMalformed', 'length');
  const decoded = bech32m.decodeUnsafe(text.replace(/\s/g, '').toLowerCase(), false);
  if (decoded === undefined || decoded.prefix !== PREFIX) return err('inviteMalformed', 'checksum');
  const bytes = bech32m.fromWordsUnsafe(decoded.words);
  if (bytes === undefined || bytes.length < FIXED_BYTES) return err('inviteMalformed', 'length');
  if (bytes[0] !== VERSION) return err('inviteMalformed', 'version');
  const endpoints: string[] = [];
  let at = FIXED_BYTES;
  for (let left = bytes[FIXED_BYTES - 1] ?? 0; left > 0; left -= 1) {
    const length = bytes[at] ?? 0;
    const url = parseUtf8(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
    if (at > bytes.length || !url.ok || !isEndpointUrl(url.value)) return err('inviteMalformed', 'endpoint');
    endpoints.push(url.value);
  }
  if (at !== bytes.length || endpoints.length === 0) return err('inviteMalformed', 'length');
  return ok({
    org: toHex(bytes.subarray(1, 17)),
    pin: toHex(bytes.subarray(17, 49)),
    readKey: bytes.slice(49, 81) as Bytes,
    secret: bytes.slice(81, 97) as Bytes,
    lastDay: dayOfEpoch(((bytes[97] ?? 0) << 8) | (bytes[98] ?? 0)),
    endpoints,
  });
}
