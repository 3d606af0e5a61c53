/** Owns what a file tells about itself besides its picture or sound, and what it is made of. Must never trust a length it reads. */

/** Bytes from..to of a file (to not included, cut at its end). */
export type Slice = (from: number, to: number) => Promise<Uint8Array>;
export type Readable = { readonly size: number; readonly slice: Slice };

/** What stands in a file in clear, as far as it is understood. All texts were written by somebody else. */
export type Traits = {
  readonly format: 'jpeg' | 'png' | 'webp' | 'heic' | 'mp4' | 'other';
  /** "2026-05-12T14:03:22" as it stands there, with "Z" or "+05:00" where the file says so; a day where it has no time. */
  readonly taken: string | null;
  /** Degrees. */
  readonly place: { readonly lat: number; readonly lon: number } | null;
  /** Maker and model. */
  readonly device: string | null;
  readonly program: string | null;
  /** Who made it, as the file says. */
  readonly author: string | null;
  /** Anything else that is no picture and no sound: notes, a small preview, another programme's remarks. */
  readonly more: boolean;
  /** A kind of file that may well tell something, and is not read here. */
  readonly unread: boolean;
};

export const NO_TRAITS: Traits = {
  format: 'other',
  taken: null,
  place: null,
  device: null,
  program: null,
  author: null,
  more: false,
  unread: false,
};

/** Whether there is anything to tell. */
export const isTelling = ({ taken, place, device, program, author, more, unread }: Traits): boolean =>
  more || unread || [taken, place, device, program, author].some((one) => one !== null);

/** What another part of the same file adds; what was found first stays. */
export const joinTraits = (first: Traits, more: Traits): Traits => ({
  format: first.format,
  taken: first.taken ?? more.taken,
  place: first.place ?? more.place,
  device: first.device ?? more.device,
  program: first.program ?? more.program,
  author: first.author ?? more.author,
  more: first.more || more.more,
  unread: first.unread || more.unread,
});

/** Big-endian readers; NaN past the end, which no comparison takes. */
export const u16 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? Number.NaN) * 256 + (bytes[at + 1] ?? Number.NaN);
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 65_536 + u16(bytes, at + 2);

/** Bytes as Latin letters, one each. */
export const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, from + MOST_TEXT)));

/** A colour profile of so many bytes begins here. (ICC.1, 7.2) */
export const isProfile = (bytes: Uint8Array, length: number): boolean =>
  u32(bytes, 0) === length && latin(bytes, 36, 40) === 'acsp';

/** No text of a file is taken longer than this. */
export const MOST_TEXT = 200;

/** UTF-8, and where it is none, one letter a byte. */
function decoded(bytes: Uint8Array): string {
  const letters = latin(bytes, 0, bytes.length);
  try {
    return decodeURIComponent(
      letters.replace(/[^A-Za-z0-9]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`),
    );
  } catch {
    return letters;
  }
}

/** A text for people, without anything that cannot be seen; null when nothing is left. */
export function tidyText(bytes: Uint8Array): string | null {
  const text = decoded(bytes)
    .replace(/[\p{C}\p{Z}\ufffd]+/gu, ' ')
    .trim();
  return text === '' ? null : text;
}

/** "2026:05:12 14:03:22", or with - and T, as "2026-05-12T14:03:22", a zone kept; null for anything that is no time. */
export function timeOf(text: string | null): string | null {
  const match =
    /^(\d{4})[:-](\d\d)[:-](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:(Z)|([+-]\d\d):?(\d\d))?)?/.exec(
      text ?? '',
    );
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour, minute = '', second = '00', utc = '', ahead, rest] = match;
  const real = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  if (!real || Number(year) <= 1900) return null;
  const date = `${year}-${month}-${day}`;
  // A file that says a day alone does not say midnight.
  if (hour === undefined) return date;
  if (Number(hour) >= 24 || Number(minute) >= 60) return null;
  return `${date}T${hour}:${minute}:${second}${ahead === undefined ? utc : `${ahead}:${rest}`}`;
}

/** null unless both are on the globe; 0, 0 is what a device without a fix writes. */
export const placeOf = (lat: number, lon: number): Traits['place'] =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
    ? { lat: Math.round(lat * 1e5) / 1e5, lon: Math.round(lon * 1e5) / 1e5 }
    : null;

/** A file made of parts of another one and of new bytes, in order. */
export type Part = { readonly from: number; readonly to: number } | { readonly bytes: Uint8Array };
/** `null`: this cannot be taken out here without touching picture or sound. */
export type Stripped = readonly Part[] | null;
