/** Owns telling what a file says about itself and leaving that out, whatever kind it is. Must never change picture or sound. */
import { readExif } from './evidenceExif.ts';
import { isMovie, isStill, readMovie, stripMovie } from './evidenceMovies.ts';
import { isJpeg, readJpeg, stripJpeg } from './evidencePictures.ts';
import { isPng, readPng, stripPng } from './evidencePng.ts';
import { readStill, stripStill } from './evidenceStills.ts';
import { joinTraits, latin, NO_TRAITS, type Readable, type Stripped, type Traits } from './evidenceTraits.ts';
import { isWebp, readWebp, stripWebp } from './evidenceWebp.ts';

/** Pictures are read as far as this: most that they tell stands at their beginning, and small films hang at their end. */
const HEAD = 16_777_216;
const START = 64;
/** The largest picture that is read whole to leave something out. */
export const MOST_PICTURE = 67_108_864;

/** Where Exif begins in a format that is not taken apart: its signature and a TIFF header. */
function findExif(head: Uint8Array): Traits | null {
  for (let at = head.indexOf(0x45); at >= 0; at = head.indexOf(0x45, at + 1)) {
    if (latin(head, at, at + 4) !== 'Exif' && latin(head, at, at + 4) !== 'EXIF') continue;
    for (const skip of [4, 6, 8, 10, 14]) {
      const found = readExif(head.subarray(at + skip));
      if (found !== undefined) return found.traits;
    }
  }
  return null;
}

/** Reads at most 64 MiB of a picture, and the index of a film. Never throws for what is in it. */
export async function readMetadata(file: Readable): Promise<Traits> {
  const start = await file.slice(0, Math.min(file.size, START));
  if (isMovie(start)) return readMovie(file);
  const head = await file.slice(0, Math.min(file.size, HEAD));
  // What is read in part is said to tell more.
  const far = async (): Promise<Uint8Array> =>
    file.size <= head.length ? head : ((await wholeOf(file)) ?? head);
  if (isJpeg(head)) return readJpeg(await far());
  if (isPng(head)) return readPng(await far());
  if (isStill(head)) {
    const whole = file.size <= head.length ? head : await wholeOf(file);
    // Not understood, it is looked through for what can be found, and never said to tell nothing.
    return (
      (whole === null ? undefined : readStill(whole)) ?? {
        ...(findExif(head) ?? NO_TRAITS),
        format: 'heic',
        more: true,
      }
    );
  }
  if (isWebp(head)) {
    return joinTraits(readWebp(await far()), findExif(head) ?? NO_TRAITS);
  }
  const tiff = readExif(head);
  if (tiff !== undefined) return { ...tiff.traits, more: true };
  return unreadKind(head) ? { ...NO_TRAITS, unread: true } : NO_TRAITS;
}

const wholeOf = async (file: Readable): Promise<Uint8Array | null> =>
  file.size > MOST_PICTURE ? null : file.slice(0, file.size);

/** First letters of PDF, ZIP (office files too), old office files, Matroska and WebM, Ogg, MP3, AVI and WAV, GIF. */
const UNREAD = [
  ...['%PDF', 'PK\u0003\u0004', '\u00d0\u00cf\u0011\u00e0', '\u001aE\u00df\u00a3', 'OggS', 'ID3', 'RIFF'],
  'GIF8',
];

/** Kinds that are known to say something about themselves, and are not taken apart here. */
const unreadKind = (head: Uint8Array): boolean => {
  const first = latin(head, 0, 8);
  return UNREAD.some((mark) => first.startsWith(mark));
};

/** The parts of the same picture or film without what it tells about itself; null when that cannot be done here. */
export async function stripMetadata(file: Readable): Promise<Stripped> {
  const start = await file.slice(0, Math.min(file.size, START));
  if (isMovie(start)) return stripMovie(file);
  const strip = isJpeg(start)
    ? stripJpeg
    : isPng(start)
      ? stripPng
      : isStill(start)
        ? stripStill
        : isWebp(start)
          ? stripWebp
          : null;
  const bytes = strip === null ? null : await wholeOf(file);
  return strip === null || bytes === null ? null : strip(bytes);
}
