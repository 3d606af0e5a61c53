/** Owns files that were chosen and not yet added: what each tells, how long it would take, and the copies of it. Must never seal or keep one. */
import type { CopyOf } from '../../domain/draft.ts';
import { isTelling, NO_TRAITS, type Part, type Traits } from '../../domain/evidence/evidenceTraits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../../wire/bytes.ts';

/** Bytes of this page, or a file that lies on the phone already. */
export type Content = Bytes | File;

/** What is to be sealed: as it is, or a copy that says what it was made from. */
export type Given = {
  readonly id: string;
  readonly content: Content;
  readonly name: string;
  readonly type: string;
  readonly from: 'camera' | 'chosen';
  readonly copyOf?: CopyOf;
};

/** A file that waits for a decision. */
export type ChosenFile = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly traits: Traits;
  /** What it tells can be left out without touching picture or sound. */
  readonly strippable: boolean;
  /** How long it would travel on the link as measured last; null = not known. */
  readonly seconds: number | null;
  /** What could go first: a smaller copy of a picture, a sheet of stills from a film. */
  readonly shrinkable: 'picture' | 'film' | null;
  readonly busy: boolean;
};

/** Longer than this is worth a word before it begins. */
const LONG = 600;
/** What is long where nobody knows the link. */
const LARGE = 20_971_520;
/** Bytes a second: a steady mobile link, and one at the edge of reception. */
const GOOD_LINK = 64_000;
const WEAK_LINK = 4_000;
/** A picture below this is small already. */
const SMALL = 1_572_864;
/** A sealed file is up to a quarter larger than the file. */
const SEALED_MORE = 1.15;

/** True bytes. */
export const sizeOf = (content: Content): number => ('size' in content ? content.size : content.length);
const reader = (content: Content) => ({
  size: sizeOf(content),
  slice: async (from: number, to: number): Promise<Uint8Array> =>
    'size' in content
      ? new Uint8Array(await content.slice(from, to).arrayBuffer())
      : content.subarray(from, to),
});

/** Seconds at so many bytes a second; null when that is not known. */
export const secondsFor = (size: number, bytesPerSecond: number | null): number | null =>
  bytesPerSecond === null || bytesPerSecond <= 0 ? null : (size * SEALED_MORE) / bytesPerSecond;

/** What to expect where nobody knows the link; null for what is small on any. */
export const secondsBetween = (size: number): { readonly good: number; readonly weak: number } | null =>
  size > SMALL ? { good: (size * SEALED_MORE) / GOOD_LINK, weak: (size * SEALED_MORE) / WEAK_LINK } : null;

function shrinks(content: Content, type: string): ChosenFile['shrinkable'] {
  if (type.startsWith('image/')) return 'picture';
  return 'size' in content && type.startsWith('video/') ? 'film' : null;
}

/** What there is to tell about a file; null when it can be added without a word. */
export async function lookAt(
  { id, content, name, type }: Given,
  bytesPerSecond: number | null,
): Promise<ChosenFile | null> {
  const size = sizeOf(content);
  const seconds = secondsFor(size, bytesPerSecond);
  let traits = NO_TRAITS;
  let strippable = false;
  try {
    const { readMetadata, stripMetadata } = await import('../../domain/evidence/evidenceMetadata.ts');
    traits = await readMetadata(reader(content));
    strippable = isTelling(traits) && (await stripMetadata(reader(content))) !== null;
  } catch {
    // It cannot be read, or the download of this part failed: sealing tells the first, and nothing is claimed about the second.
  }
  const long = seconds === null ? size > LARGE : seconds > LONG;
  if (!isTelling(traits) && !long) return null;
  const slow = size > SMALL && (long || seconds === null || seconds > 60);
  const shrinkable = slow ? shrinks(content, type) : null;
  return { id, name, size, traits, strippable, seconds, shrinkable, busy: false };
}

/** A neutral ending for a picture that was drawn anew. */
const asJpeg = (name: string, word: string): string => `${name.replace(/\.[^.]{1,5}$/, '')}-${word}.jpg`;

/** The file without what it tells about itself. `original`: SHA-256 of the untouched one, hex. */
export async function stripped(given: Given, original: string): Promise<Result<Given, 'fileUnreadable'>> {
  const { stripMetadata } = await import('../../domain/evidence/evidenceMetadata.ts');
  try {
    const parts = await stripMetadata(reader(given.content));
    if (parts === null) return err('fileUnreadable');
    const content = await put(given, parts);
    return ok({ ...given, content, copyOf: { how: 'stripped', sha256: original, id: null } });
  } catch {
    return err('fileUnreadable');
  }
}

/** A picture comes together in this page alone; a film stays where it lies, with the blanked pieces between. */
async function put({ content, name, type }: Given, parts: readonly Part[]): Promise<Content> {
  if ('size' in content && !type.startsWith('image/')) {
    const pieces = parts.map((part) =>
      'bytes' in part ? (part.bytes as Bytes) : content.slice(part.from, part.to),
    );
    return new File(pieces, name, { type });
  }
  const { slice } = reader(content);
  const pieces = await Promise.all(
    parts.map((part) => ('bytes' in part ? part.bytes : slice(part.from, part.to))),
  );
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A smaller copy of a picture, or nine stills of a film, added too, under `id`; null when nothing can be drawn, or `gone` says to stop. */
export async function smaller(
  given: Given,
  id: string,
  original: string,
  gone: AbortSignal,
): Promise<Given | null> {
  const film = 'size' in given.content && shrinks(given.content, given.type) === 'film';
  const bytes = film ? await sheetOf(given.content as File, gone) : await smallerOf(given);
  if (bytes === null) return null;
  return {
    ...{
      id,
      content: bytes,
      name: asJpeg(given.name, film ? 'stills' : 'small'),
      type: 'image/jpeg',
      from: given.from,
    },
    copyOf: { how: 'smaller', sha256: original, id: given.id },
  };
}

const sheetOf = async (film: File, gone: AbortSignal): Promise<Bytes | null> =>
  (await import('../media/sheet.ts')).drawSheet(film, gone);
const smallerOf = async ({ content, type }: Given): Promise<Bytes | null> =>
  (await import('../media/draw.ts')).drawSmaller(content, type);

/** A copy with areas covered, of a file that is in the draft. */
export const covered = (
  of: { readonly id: string; readonly name: string; readonly sha256: string },
  id: string,
  bytes: Bytes,
): Given => ({
  ...{ id, content: bytes, name: asJpeg(of.name, 'covered'), type: 'image/jpeg', from: 'chosen' },
  copyOf: { how: 'redacted', sha256: of.sha256, id: of.id },
});
