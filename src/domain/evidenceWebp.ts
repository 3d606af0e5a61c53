/** Owns what WebP files are made of (RFC 9649), reading what they tell and leaving it out. Must never touch the picture. */
import { orientationOnly, readExif } from './evidenceExif.ts';
import { joinTraits, latin, NO_TRAITS, type Part, type Stripped, type Traits } from './evidenceTraits.ts';

type Chunk = {
  readonly type: string;
  readonly from: number;
  readonly body: number;
  readonly end: number;
  readonly to: number;
};

const MOST_CHUNKS = 10_000;
const PICTURE = /^(VP8 |VP8L|VP8X|ALPH|ANIM|ANMF|ICCP)$/;
/** Flags of VP8X: Exif, XMP. */
const EXIF = 0x08;
const XMP = 0x04;

const le32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

export const isWebp = (head: Uint8Array): boolean =>
  head.length >= 20 && latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP';

/** `whole`: the chunks fill the length that the file gives. */
function chunksOf(bytes: Uint8Array): {
  readonly chunks: Chunk[];
  readonly whole: boolean;
  readonly after: boolean;
} {
  const end = Math.min(bytes.length, 8 + le32(bytes, 4));
  const chunks: Chunk[] = [];
  let at = 12;
  while (at + 8 <= end && chunks.length < MOST_CHUNKS) {
    const length = le32(bytes, at + 4);
    const to = at + 8 + length + (length % 2);
    if (to > end) break;
    chunks.push({ type: latin(bytes, at, at + 4), from: at, body: at + 8, end: at + 8 + length, to });
    at = to;
  }
  return { chunks, whole: at === 8 + le32(bytes, 4), after: bytes.length > 8 + le32(bytes, 4) };
}

/** Some programs write the signature of JPEG before the TIFF header. */
function exifIn(bytes: Uint8Array, { body, end }: Chunk) {
  const skip = latin(bytes, body, body + 6) === 'Exif\0\0' ? 6 : 0;
  return readExif(bytes.subarray(body + skip, end));
}

/** `bytes`: the whole file, or its beginning. */
export function readWebp(bytes: Uint8Array): Traits {
  const { chunks, whole, after } = chunksOf(bytes);
  let traits: Traits = { ...NO_TRAITS, format: 'webp', more: after || !whole };
  for (const chunk of chunks) {
    if (PICTURE.test(chunk.type)) continue;
    const exif = chunk.type === 'EXIF' ? exifIn(bytes, chunk) : undefined;
    traits = joinTraits(traits, exif?.traits ?? { ...NO_TRAITS, more: true });
  }
  return traits;
}

/** `bytes`: the whole file. Chunks of the picture stay byte for byte, and how it is turned. */
export function stripWebp(bytes: Uint8Array): Stripped {
  const { chunks, whole } = chunksOf(bytes);
  if (!whole) return null;
  const exif = chunks.find(({ type }) => type === 'EXIF');
  const turned = exif === undefined ? 1 : (exifIn(bytes, exif)?.orientation ?? 1);
  const parts: { readonly part: Part; readonly size: number }[] = [];
  for (const { type, from, to } of chunks.filter((one) => PICTURE.test(one.type))) {
    if (type !== 'VP8X') {
      parts.push({ part: { from, to }, size: to - from });
      continue;
    }
    const head = bytes.slice(from, to);
    const flags = (head[8] ?? 0) & ~(EXIF | XMP);
    head[8] = turned > 1 && turned <= 8 ? flags | EXIF : flags;
    parts.push({ part: { bytes: head }, size: head.length });
  }
  const extended = chunks.some(({ type }) => type === 'VP8X');
  if (extended && turned > 1 && turned <= 8) {
    const tag = orientationOnly(turned);
    const chunk = Uint8Array.of(0x45, 0x58, 0x49, 0x46, tag.length, 0, 0, 0, ...tag);
    parts.push({ part: { bytes: chunk }, size: chunk.length });
  }
  const head = bytes.slice(0, 12);
  new DataView(head.buffer).setUint32(4, 4 + parts.reduce((sum, { size }) => sum + size, 0), true);
  return [{ bytes: head }, ...parts.map(({ part }) => part)];
}
