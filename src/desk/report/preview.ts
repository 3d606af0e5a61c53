/** Owns showing an attachment without trusting it: new pixels, plain text, or sound of a known kind. Must never hand on markup. */
import { ok, type Result } from '../../domain/result.ts';
import { type Bytes, concat } from '../../wire/bytes.ts';
import { pixelsOf, type Sniffed, sniff } from './sniff.ts';

/** `none`: only for saving. `text`: at most `MOST_TEXT` bytes of it. */
export type Preview =
  | {
      readonly kind: 'image';
      readonly sniffed: Sniffed;
      readonly picture: Blob;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'text'; readonly sniffed: Sniffed; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'audio' | 'video'; readonly sniffed: Sniffed; readonly media: Blob }
  | { readonly kind: 'none'; readonly sniffed: Sniffed; readonly why: 'kind' | 'tooLarge' | 'broken' };

/** Draws a picture anew as PNG, at most `side` pixels a side; throws when it is none. */
export type Decode = (
  picture: Blob,
  side: number,
) => Promise<{ picture: Blob; width: number; height: number }>;

type Extract = (write: (piece: Bytes) => void) => Promise<Result<true, string>>;

const HEAD = 65_536;
const MOST_TEXT = 262_144;
const MOST_PICTURE = 67_108_864;
const MOST_MEDIA = 2_147_483_648;
/** 64 megapixels: more is a mistake or a bomb. */
const MOST_PIXELS = 67_108_864;
const MOST_SIDE = 16_384;
const SHOWN_SIDE = 2_400;

/** Types that a browser's media player may be given. */
const PLAYED = new Set([
  'audio/wav',
  'audio/ogg',
  'audio/mpeg',
  'audio/aac',
  'audio/flac',
  'audio/mp4',
  'video/mp4',
  'video/webm',
]);

/** What can be shown of an attachment whose bytes match its report. */
export async function previewOf(
  entry: { readonly size: number },
  extract: Extract,
  decode: Decode,
): Promise<Result<Preview, string>> {
  const parts: Blob[] = [];
  let head: Bytes = new Uint8Array(0);
  const done = await extract((piece) => {
    if (head.length < MOST_TEXT) head = concat(head, piece.subarray(0, MOST_TEXT - head.length));
    parts.push(new Blob([piece]));
  });
  if (!done.ok) return done;
  const sniffed = sniff(head.subarray(0, HEAD), entry.size <= HEAD);
  const none = (why: 'kind' | 'tooLarge' | 'broken'): Result<Preview> => ok({ kind: 'none', sniffed, why });
  switch (sniffed.kind) {
    case 'text': {
      const cut = entry.size > head.length;
      const text = new TextDecoder('utf-8').decode(head, { stream: cut });
      return ok({ kind: 'text', sniffed, text, cut });
    }
    case 'image': {
      const pixels = pixelsOf(head, sniffed);
      if (entry.size > MOST_PICTURE) return none('tooLarge');
      if (pixels !== null) {
        const { width, height } = pixels;
        if (width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS) return none('tooLarge');
        if (width === 0 || height === 0) return none('broken');
      } else if (sniffed.mime === 'image/png' || sniffed.mime === 'image/jpeg') return none('broken');
      try {
        const drawn = await decode(new Blob(parts, { type: sniffed.mime }), SHOWN_SIDE);
        return ok({ kind: 'image', sniffed, ...drawn });
      } catch {
        return none('broken');
      }
    }
    case 'audio':
    case 'video': {
      if (!PLAYED.has(sniffed.mime)) return none('kind');
      if (entry.size > MOST_MEDIA) return none('tooLarge');
      return ok({ kind: sniffed.kind, sniffed, media: new Blob(parts, { type: sniffed.mime }) });
    }
    default:
      return none('kind');
  }
}
