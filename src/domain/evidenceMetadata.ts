/** Owns telling what a file says about itself and leaving that out, whatever kind it is. Must never change picture or sound. */
import { readExif } from './evidenceExif.ts';
import { isMovie, isStill, readMovie, stripMovie } from './evidenceMovies.ts';
import { isJpeg, isPng, readJpeg, readPng, stripJpeg, stripPng } from './evidencePictures.ts';
import { latin, NO_TRAITS, type Readable, type Stripped, type Traits } from './evidenceTraits.ts';

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

/** Reads at most 16 MiB of a picture, and the index of a film. Never throws for what is in it. */
export async function readMetadata(file: Readable): Promise<Traits> {
  const start = await file.slice(0, Math.min(file.size, START));
  if (isMovie(start)) return readMovie(file);
  const head = await file.slice(0, Math.min(file.size, HEAD));
  if (isJpeg(head)) return readJpeg(head);
  if (isPng(head)) return readPng(head);
  if (isStill(head)) return { ...(findExif(head) ?? NO_TRAITS), format: 'heic' };
  if (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP')
    return { ...(findExif(head) ?? NO_TRAITS), format: 'webp' };
  return NO_TRAITS;
}

/** The parts of the same picture or film without what it tells about itself; null when that cannot be done here. */
export async function stripMetadata(file: Readable): Promise<Stripped> {
  const head = await file.slice(0, Math.min(file.size, 16));
  if (isMovie(head)) return stripMovie(file);
  if (!(isJpeg(head) || isPng(head)) || file.size > MOST_PICTURE) return null;
  const bytes = await file.slice(0, file.size);
  return isJpeg(bytes) ? stripJpeg(bytes) : stripPng(bytes);
}
