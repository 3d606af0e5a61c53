/** Owns reading Exif (TIFF tags: CIPA DC-008). Must never follow more than a few lists, or read past the end. */
import { latin, NO_TRAITS, placeOf, type Traits, tidyText, timeOf } from './evidenceTraits.ts';

/** TIFF 6.0: bytes of one value by type. */
const WIDTH: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };
const MOST_TAGS = 200;
const TAG = {
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  orientation: 0x0112,
  software: 0x0131,
  changed: 0x0132,
  artist: 0x013b,
  copyright: 0x8298,
  exif: 0x8769,
  gps: 0x8825,
  original: 0x9003,
  owner: 0xa430,
  serial: 0xa431,
  makerNote: 0x927c,
} as const;

type Tag = { readonly type: number; readonly count: number; readonly at: number };
type Tags = ReadonlyMap<number, Tag>;

export type Exif = { readonly traits: Traits; readonly orientation: number };

/** `bytes` begin with the TIFF header; `undefined` when they do not. */
export function readExif(bytes: Uint8Array): Exif | undefined {
  const order = latin(bytes, 0, 2);
  if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const little = order === 'II';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fits = (at: number, length: number): boolean => at >= 0 && at + length <= bytes.length;
  const short = (at: number): number => (fits(at, 2) ? view.getUint16(at, little) : Number.NaN);
  const long = (at: number): number => (fits(at, 4) ? view.getUint32(at, little) : Number.NaN);
  if (short(2) !== 42) return undefined;

  function list(at: number): { readonly tags: Tags; readonly next: number } {
    const tags = new Map<number, Tag>();
    const count = Math.min(short(at) || 0, MOST_TAGS);
    for (let i = 0; i < count; i += 1) {
      const entry = at + 2 + i * 12;
      if (!fits(entry, 12)) break;
      const [type, values] = [short(entry + 2), long(entry + 4)];
      const size = (WIDTH[type] ?? 0) * values;
      const place = size <= 4 ? entry + 8 : long(entry + 8);
      if (size > 0 && fits(place, size)) tags.set(short(entry), { type, count: values, at: place });
    }
    return { tags, next: long(at + 2 + count * 12) };
  }
  const text = (tags: Tags, tag: number): string | null => {
    const found = tags.get(tag);
    return found?.type === 2 ? tidyText(bytes.subarray(found.at, found.at + found.count)) : null;
  };
  const pointer = (tags: Tags, tag: number): Tags => {
    const found = tags.get(tag);
    return found?.type === 4 ? list(long(found.at)).tags : new Map();
  };
  /** Degrees, minutes and seconds, each a fraction. */
  const angle = (tags: Tags, tag: number, back: string): number => {
    const found = tags.get(tag + 1);
    if (found?.type !== 5 || found.count < 3) return Number.NaN;
    const part = (i: number): number => {
      const [above, below] = [long(found.at + i * 8), long(found.at + i * 8 + 4)];
      return above === 0 ? 0 : above / below;
    };
    const value = part(0) + part(1) / 60 + part(2) / 3600;
    return text(tags, tag)?.toUpperCase() === back ? -value : value;
  };

  const { tags: first, next } = list(long(4));
  const exif = pointer(first, TAG.exif);
  const gps = pointer(first, TAG.gps);
  const maker = [text(first, TAG.make), text(first, TAG.model)].filter((one) => one !== null);
  const [make = '', model = ''] = maker;
  const turned = first.get(TAG.orientation);
  return {
    orientation: turned?.type === 3 ? short(turned.at) : 1,
    traits: {
      ...NO_TRAITS,
      taken: timeOf(text(exif, TAG.original)) ?? timeOf(text(first, TAG.changed)),
      place: placeOf(angle(gps, 1, 'S'), angle(gps, 3, 'W')),
      // Models often begin with the maker's name already.
      device: maker.length === 0 ? null : model.startsWith(make) && model !== '' ? model : maker.join(' '),
      program: text(first, TAG.software),
      author: text(first, TAG.artist) ?? text(exif, TAG.owner) ?? text(first, TAG.copyright),
      more:
        (next > 0 && fits(next, 2)) ||
        exif.has(TAG.serial) ||
        exif.has(TAG.makerNote) ||
        text(first, TAG.description) !== null,
    },
  };
}

/** Exif that says nothing but how the picture is to be turned: big-endian, one tag. */
export const orientationOnly = (orientation: number): Uint8Array =>
  Uint8Array.of(
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
  );
