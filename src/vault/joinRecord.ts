/** Owns what joining leaves in the vault: invite, credential, manifest, words of the hello, voids. Must never be split over records. */

import { manifestHash } from '../crypto/manifestCheck.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Bytes } from '../wire/bytes.ts';
import { parseUtf8, utf8 } from '../wire/bytes.ts';
import { type Invite, parseInvite } from '../wire/invite.ts';
import {
  encodeSigned,
  type Manifest,
  parseManifest,
  parseSigned,
  type SignedManifest,
} from '../wire/manifest.ts';
import { isCount, isHex, isListOf, isText, parseJsonObject } from '../wire/shape.ts';
import type { RecordCode, Records } from './records.ts';

export type Join = {
  readonly text: string;
  readonly invite: Invite;
  /** 32 bytes hex. */
  readonly credential: string;
  readonly enrolled: boolean;
  /** Words of the hello as numbers of 11 bits; null before it. */
  readonly words: readonly number[] | null;
  readonly signed: SignedManifest | null;
  readonly manifest: { readonly manifest: Manifest; readonly hash: string } | null;
  /** Numbers of reports that were deleted before they were stored. */
  readonly voids: readonly number[];
};

const NAME = 'join';

function encodeJoin({ text, credential, enrolled, words, signed, voids }: Join): Bytes {
  return utf8(
    JSON.stringify({
      v: 1,
      text,
      credential,
      enrolled,
      words,
      voids,
      signed: signed && encodeSigned(signed),
    }),
  );
}

const isNumber = (value: unknown): value is number => isCount(value, 0xffffffff);

async function parseJoin(bytes: Bytes): Promise<Join | undefined> {
  const decoded = parseUtf8(bytes);
  const value = decoded.ok ? parseJsonObject(decoded.value) : undefined;
  if (value === undefined || value['v'] !== 1) return undefined;
  const { text, credential, enrolled, words, voids, signed } = value;
  if (!isText(text, 8192) || !isHex(credential, 32) || typeof enrolled !== 'boolean') return undefined;
  if (words !== null && !isListOf(words, 4, isNumber)) return undefined;
  if (!isListOf(voids, 4096, isNumber)) return undefined;
  const invite = parseInvite(text);
  if (!invite.ok) return undefined;
  const base = { text, invite: invite.value, credential, enrolled, words, voids };
  if (signed === null) return { ...base, signed: null, manifest: null };
  const box = parseSigned(signed);
  const manifest = box.ok ? parseManifest(box.value.manifest) : box;
  if (!box.ok || !manifest.ok) return undefined;
  const hash = await manifestHash(box.value.manifest);
  return { ...base, signed: box.value, manifest: { manifest: manifest.value, hash } };
}

export async function loadJoin(records: Records): Promise<Result<Join | null, 'damaged'>> {
  const stored = await records.get('join', NAME);
  if (!stored.ok) return stored.code === 'notFound' ? ok(null) : err('damaged', 'join');
  const join = await parseJoin(stored.value);
  return join === undefined ? err('damaged', 'join') : ok(join);
}

/** Saves it and makes it the one in force. */
export async function saveJoin(
  opened: { readonly records: Records; join: Join | null },
  join: Join,
): Promise<Result<true, RecordCode>> {
  const saved = await opened.records.put('join', NAME, encodeJoin(join));
  if (!saved.ok) return saved;
  opened.join = join;
  return ok(true);
}
