/** Owns what PNG files are made of, reading what they tell and leaving it out without touching the picture. Must never decode one. */
import { readExif } from './evidenceExif.ts';
import {
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  type Stripped,
  type Traits,
  tidyText,
  timeOf,
  u16,
  u32,
} from './evidenceTraits.ts';

/** `what`: the type of a chunk, or "after" for what follows the end. */
type Stretch = { readonly what: string; readonly from: number; readonly body: number; readonly to: number };
const MOST_STRETCHES = 100_000;

export const isPng = (head: Uint8Array): boolean => latin(head, 0, 8) === '\u0089PNG\r\n\u001a\n';

/** By kind of colour, 0 to 6: bytes of a see-through colour, of a background, of significant bits. 0: there is none. */
const CLEAR = [2, 0, 6, -1, 0, 0, 0];
const GROUND = [2, 0, 6, 1, 2, 0, 6];
const BITS = [1, 0, 3, 3, 2, 0, 4];

/** Without these a picture looks the same, or moves the same; each of one length. (PNG, third edition, 11) */
const FITS: Readonly<Record<string, (length: number, colour: number) => boolean>> = {
  IHDR: (length) => length === 13,
  PLTE: (length) => length > 0 && length <= 768 && length % 3 === 0,
  IDAT: () => true,
  IEND: (length) => length === 0,
  tRNS: (length, colour) => (CLEAR[colour] === -1 ? length <= 256 : length > 0 && length === CLEAR[colour]),
  bKGD: (length, colour) => length > 0 && length === GROUND[colour],
  sBIT: (length, colour) => length > 0 && length === BITS[colour],
  gAMA: (length) => length === 4,
  cHRM: (length) => length === 32,
  sRGB: (length) => length === 1,
  iCCP: (length) => length > 2,
  pHYs: (length) => length === 9,
  cICP: (length) => length === 4,
  mDCV: (length) => length === 24,
  cLLI: (length) => length === 8,
  acTL: (length) => length === 8,
  fcTL: (length) => length === 26,
  fdAT: (length) => length >= 4,
};
const MANY = /^(IDAT|fcTL|fdAT)$/;
const MOVING = /^(fcTL|fdAT)$/;

type Read = { readonly shown: Stretch[]; readonly told: Stretch[]; readonly whole: boolean };

/** `whole`: a decoder has all it needs in `shown`, once and in its length, and nothing else. */
function look(bytes: Uint8Array): Read {
  const [shown, told]: [Stretch[], Stretch[]] = [[], []];
  const seen = new Set<string>();
  const colour = bytes[25] ?? 0;
  let [whole, ended, before] = [true, false, ''];
  for (let at = 8; at + 12 <= bytes.length && !ended && shown.length + told.length < MOST_STRETCHES; ) {
    const to = at + 12 + u32(bytes, at);
    if (to > bytes.length) break;
    const what = latin(bytes, at + 4, at + 8);
    const one = { what, from: at, body: at + 8, to };
    const fits = Object.hasOwn(FITS, what) && FITS[what]?.(to - at - 12, colour) === true;
    const again = seen.has(what) && !MANY.test(what);
    const adrift =
      (MOVING.test(what) && !seen.has('acTL')) || (what === 'IDAT' && seen.has(what) && before !== what);
    if (fits && !again && !adrift) shown.push(one);
    else {
      told.push(one);
      // Capital letters: it cannot be shown without.
      if (/^[A-Z]/.test(what)) whole = false;
    }
    if (at === 8 && what !== 'IHDR') whole = false;
    seen.add(what);
    before = what;
    at = to;
    if (what !== 'IEND') continue;
    ended = true;
    if (at < bytes.length) told.push({ what: 'after', from: at, body: at, to: bytes.length });
  }
  return { shown, told, whole: whole && ended };
}

/** A profile has a name beside it, which is any text up to the first zero. */
const NAME = 'ICC';
const USUAL = /^((Photoshop )?ICC( profile)?|sRGB( IEC61966-2[.-]1)?)$/i;
const nameOf = (bytes: Uint8Array, { body, to }: Stretch): string =>
  latin(bytes, body, Math.max(body, Math.min(to - 4, bytes.indexOf(0, body))));

/** `bytes`: the whole file, or its beginning. */
export function readPng(bytes: Uint8Array): Traits {
  const { shown, told, whole } = look(bytes);
  let traits: Traits = { ...NO_TRAITS, format: 'png', more: !whole };
  for (const { what, body, to } of told) {
    const data = bytes.subarray(body, to - 4);
    const exif = what === 'eXIf' ? readExif(data)?.traits : undefined;
    const named = what === 'tEXt' && latin(data, 0, 9) === 'Software\0' ? tidyText(data.subarray(9)) : null;
    const time = what === 'tIME' && data.length >= 7 ? pngTime(data) : null;
    traits = joinTraits(
      traits,
      exif ?? { ...NO_TRAITS, program: named, taken: time, more: named === null && time === null },
    );
  }
  const profile = shown.find(({ what }) => what === 'iCCP');
  const usual = profile === undefined || USUAL.test(nameOf(bytes, profile));
  return usual ? traits : { ...traits, more: true };
}

/** In universal time (PNG 3rd edition, 11.3.4.1); null when it is none. */
function pngTime(data: Uint8Array): string | null {
  const two = (n: number | undefined): string => String(n ?? 0).padStart(2, '0');
  const [, , month, day, hour, minute, second] = data;
  return timeOf(`${u16(data, 0)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`);
}

/** `bytes`: the whole file. */
export function stripPng(bytes: Uint8Array): Stripped {
  const { shown, whole } = look(bytes);
  if (!whole) return null;
  const parts = shown.map((one): Part | null =>
    one.what === 'iCCP' ? renamed(bytes, one) : { from: one.from, to: one.to },
  );
  return [{ from: 0, to: 8 }, ...parts.filter((part) => part !== null)];
}

/** The profile under a name that says nothing; null when it is none. */
function renamed(bytes: Uint8Array, { body, to }: Stretch): Part | null {
  const end = bytes.indexOf(0, body);
  if (end < 0 || end + 2 >= to - 4) return null;
  const data = bytes.subarray(end, to - 4);
  const chunk = new Uint8Array(12 + NAME.length + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, NAME.length + data.length);
  chunk.set(
    Uint8Array.from(`iCCP${NAME}`, (letter) => letter.charCodeAt(0)),
    4,
  );
  chunk.set(data, 8 + NAME.length);
  view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, chunk.length - 4)));
  return { bytes: chunk };
}

/** PNG, third edition, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) * 0xedb88320);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
