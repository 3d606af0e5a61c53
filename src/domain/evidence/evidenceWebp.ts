/** Owns what WebP files are made of (RFC 9649), reading what they tell and leaving it out. Must never touch the picture. */
import { orientationOnly, readExif } from './evidenceExif.ts';
import {
  isProfile,
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  type Stripped,
  type Traits,
} from './evidenceTraits.ts';

type Chunk = {
  readonly type: string;
  readonly from: number;
  readonly body: number;
  readonly end: number;
  readonly to: number;
};

const MOST_CHUNKS = 10_000;
const BITMAP = /^(VP8 |VP8L)$/;
/** Flags of VP8X: a profile, a see-through layer, Exif, a moving picture. */
const PROFILE = 0x20;
const LAYER = 0x10;
const EXIF = 0x08;
const MOVES = 0x02;
/** Length of VP8X, of ANIM, and of ANMF before its chunks. */
const HEAD = 10;
const ANIM = 6;
const FRAME = 16;

const le32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

export const isWebp = (head: Uint8Array): boolean =>
  head.length >= 20 && latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP';

/** `whole`: the chunks fill what they stand in. */
function chunksOf(
  bytes: Uint8Array,
  from: number,
  end: number,
): { readonly chunks: Chunk[]; readonly whole: boolean } {
  const chunks: Chunk[] = [];
  let at = from;
  while (at + 8 <= end && chunks.length < MOST_CHUNKS) {
    const length = le32(bytes, at + 4);
    const to = at + 8 + length + (length % 2);
    if (to > end) break;
    chunks.push({ type: latin(bytes, at, at + 4), from: at, body: at + 8, end: at + 8 + length, to });
    at = to;
  }
  return { chunks, whole: at === end };
}

/** Some programs write the signature of JPEG before the TIFF header. */
function exifIn(bytes: Uint8Array, { body, end }: Chunk) {
  const skip = latin(bytes, body, body + 6) === 'Exif\0\0' ? 6 : 0;
  return readExif(bytes.subarray(body + skip, end));
}

type Kept = { readonly type: string; readonly bytes: Uint8Array };
type Looked = { readonly kept: readonly Kept[]; readonly told: readonly Chunk[]; readonly whole: boolean };

/** `kept`: what a decoder needs, each once; of VP8X and of frames without what is longer or unknown. */
function look(bytes: Uint8Array): Looked {
  const size = 8 + le32(bytes, 4);
  const { chunks, whole } = chunksOf(bytes, 12, Math.min(bytes.length, size));
  const kept: Kept[] = [];
  const told: Chunk[] = [];
  const seen = new Set<string>();
  let right = whole && bytes.length >= size;
  for (const chunk of chunks) {
    const { type, body, end, from, to } = chunk;
    const own = bytes.subarray(from, to);
    const once = BITMAP.test(type) ? 'bitmap' : type;
    const again = seen.has(once) && type !== 'ANMF';
    seen.add(once);
    let short: Uint8Array | null = null;
    if (again) right &&= once !== 'bitmap' && type !== 'VP8X';
    else if (type === 'VP8X') {
      right &&= end - body >= HEAD && from === 12;
      short = chunkOf(type, bytes.subarray(body, body + HEAD));
    } else if (type === 'ICCP') short = isProfile(bytes.subarray(body, end), end - body) ? own : null;
    else if (type === 'ANIM') short = end - body === ANIM ? own : null;
    else if (type === 'ANMF') short = frame(bytes, chunk);
    else if (BITMAP.test(type) || type === 'ALPH') short = own;
    if (short !== null) kept.push({ type, bytes: short });
    if (short === null || short.length !== own.length) told.push(chunk);
    if (short === null && /^(ANIM|ANMF)$/.test(type)) right = false;
  }
  const moves = seen.has('ANMF');
  // One picture, or several that move; not one beside the others.
  right &&= moves !== seen.has('bitmap') && !(moves && seen.has('ALPH')) && moves === seen.has('ANIM');
  return { kept, told, whole: right };
}

const chunkOf = (type: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const out = new Uint8Array(8 + length + (length % 2));
  out.set(Uint8Array.from(type, (letter) => letter.charCodeAt(0)));
  new DataView(out.buffer).setUint32(4, length, true);
  let at = 8;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** One picture of several without unknown chunks; null when it is none. */
function frame(bytes: Uint8Array, { body, end }: Chunk): Uint8Array | null {
  const { chunks, whole } = chunksOf(bytes, body + FRAME, end);
  const pictures = chunks.filter(({ type }) => BITMAP.test(type));
  const layers = chunks.filter(({ type }) => type === 'ALPH');
  if (!whole || pictures.length !== 1 || layers.length > 1) return null;
  const own = chunks.filter((one) => pictures.includes(one) || layers.includes(one));
  return chunkOf(
    'ANMF',
    bytes.subarray(body, body + FRAME),
    ...own.map(({ from, to }) => bytes.subarray(from, to)),
  );
}

/** `bytes`: the whole file, or its beginning. */
export function readWebp(bytes: Uint8Array): Traits {
  const { told, whole } = look(bytes);
  const after = bytes.length > 8 + le32(bytes, 4);
  let traits: Traits = { ...NO_TRAITS, format: 'webp', more: after || !whole };
  for (const chunk of told) {
    const exif = chunk.type === 'EXIF' ? exifIn(bytes, chunk) : undefined;
    traits = joinTraits(traits, exif?.traits ?? { ...NO_TRAITS, more: true });
  }
  return traits;
}

/** `bytes`: the whole file. Chunks of the picture stay byte for byte, and how it is turned. */
export function stripWebp(bytes: Uint8Array): Stripped {
  const { kept, told, whole } = look(bytes);
  if (!whole) return null;
  const exif = told.find(({ type }) => type === 'EXIF');
  const orientation = exif === undefined ? 1 : (exifIn(bytes, exif)?.orientation ?? 1);
  const turned = orientation > 1 && orientation <= 8;
  const parts: Uint8Array[] = [];
  for (const { type, bytes: own } of kept) {
    if (type !== 'VP8X') {
      parts.push(own);
      continue;
    }
    const head = own.slice();
    const profile = kept.some((one) => one.type === 'ICCP') ? PROFILE : 0;
    head[8] = ((head[8] ?? 0) & (LAYER | MOVES)) | profile | (turned ? EXIF : 0);
    head.fill(0, 9, 12);
    parts.push(head);
  }
  if (turned && kept.some(({ type }) => type === 'VP8X'))
    parts.push(chunkOf('EXIF', orientationOnly(orientation)));
  const head = bytes.slice(0, 12);
  new DataView(head.buffer).setUint32(4, 4 + parts.reduce((sum, part) => sum + part.length, 0), true);
  return [{ bytes: head }, ...parts.map((part): Part => ({ bytes: part }))];
}
