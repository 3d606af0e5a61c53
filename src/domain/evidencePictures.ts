/** Owns what JPEG and PNG files are made of, reading what they tell and leaving it out without touching the picture. Must never decode one. */
import { orientationOnly, readExif } from './evidenceExif.ts';
import {
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  type Stripped,
  type Traits,
  tidyText,
  u16,
  u32,
} from './evidenceTraits.ts';

/** A stretch of a file. `what`: "E1" and so on of a JPEG marker, the type of a PNG chunk, or "after" for what follows the end. */
type Stretch = { readonly what: string; readonly from: number; readonly body: number; readonly to: number };
const MOST_STRETCHES = 10_000;

export const isJpeg = (head: Uint8Array): boolean => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
export const isPng = (head: Uint8Array): boolean => latin(head, 0, 8) === '\u0089PNG\r\n\u001a\n';

const RESTART = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Where the compressed picture that begins at `at` ends: the next marker that is none of its own. */
function scanEnd(bytes: Uint8Array, at: number): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !RESTART(next)) return i;
  }
  return bytes.length;
}

/** Of a whole JPEG, or of its beginning. `ended`: the end of the picture is there. (ITU T.81 B) */
function jpegStretches(bytes: Uint8Array): { readonly stretches: Stretch[]; readonly ended: boolean } {
  const stretches: Stretch[] = [];
  for (let at = 2; at + 1 < bytes.length && stretches.length < MOST_STRETCHES; ) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1] ?? 0;
    // Any number of FF may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) {
      if (at + 2 < bytes.length)
        stretches.push({ what: 'after', from: at + 2, body: at + 2, to: bytes.length });
      return { stretches, ended: true };
    }
    const length = u16(bytes, at + 2);
    if (!(length >= 2) || at + 2 + length > bytes.length) break;
    const end = at + 2 + length;
    const to = marker === 0xda ? scanEnd(bytes, end) : end;
    stretches.push({ what: marker.toString(16).toUpperCase(), from: at, body: at + 4, to });
    at = to;
  }
  return { stretches, ended: false };
}

const begins = (bytes: Uint8Array, { body, to }: Stretch, with_: string): boolean =>
  body + with_.length <= to && latin(bytes, body, body + with_.length) === with_;
const isExif = (bytes: Uint8Array, one: Stretch): boolean =>
  one.what === 'E1' && begins(bytes, one, 'Exif\0\0');

/** What a decoder needs or may show differently without: all but application segments and comments, and of those these. */
function isPicture(bytes: Uint8Array, one: Stretch): boolean {
  if (one.what === 'after' || one.what === 'FE') return false;
  if (!/^E[0-9A-F]$/.test(one.what)) return true;
  return (
    (one.what === 'E0' && begins(bytes, one, 'JFIF\0')) ||
    (one.what === 'E2' && begins(bytes, one, 'ICC_PROFILE\0')) ||
    (one.what === 'EE' && begins(bytes, one, 'Adobe'))
  );
}

/** `bytes`: the whole file, or its beginning. */
export function readJpeg(bytes: Uint8Array): Traits {
  let traits: Traits = { ...NO_TRAITS, format: 'jpeg' };
  for (const one of jpegStretches(bytes).stretches) {
    if (isPicture(bytes, one)) continue;
    const exif = isExif(bytes, one) ? readExif(bytes.subarray(one.body + 6, one.to)) : undefined;
    traits = joinTraits(traits, exif?.traits ?? { ...NO_TRAITS, more: true });
  }
  return traits;
}

/** `bytes`: the whole file. How the picture is turned stays; a colour profile too. */
export function stripJpeg(bytes: Uint8Array): Stripped {
  const { stretches, ended } = jpegStretches(bytes);
  if (!ended) return null;
  const exif = stretches.find((one) => isExif(bytes, one));
  const turned =
    exif === undefined ? 1 : (readExif(bytes.subarray(exif.body + 6, exif.to))?.orientation ?? 1);
  const parts: Part[] = [{ from: 0, to: 2 }];
  let told = !(turned > 1 && turned <= 8);
  for (const one of stretches) {
    if (!isPicture(bytes, one)) continue;
    // After JFIF, which wants to be first.
    if (!told && one.what !== 'E0') {
      const tag = orientationOnly(turned);
      parts.push({
        bytes: Uint8Array.of(0xff, 0xe1, 0, tag.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tag),
      });
      told = true;
    }
    parts.push({ from: one.from, to: one.to });
  }
  parts.push({ bytes: Uint8Array.of(0xff, 0xd9) });
  return parts;
}

/** Without these a picture looks the same, or moves the same. (PNG, third edition, 11) */
const SHOWN = /^(IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|sBIT|bKGD|pHYs|cICP|mDCV|cLLI|acTL|fcTL|fdAT)$/;

function pngStretches(bytes: Uint8Array): { readonly stretches: Stretch[]; readonly ended: boolean } {
  const stretches: Stretch[] = [];
  for (let at = 8; at + 12 <= bytes.length && stretches.length < MOST_STRETCHES; ) {
    const length = u32(bytes, at);
    const to = at + 12 + length;
    if (to > bytes.length) break;
    const what = latin(bytes, at + 4, at + 8);
    stretches.push({ what, from: at, body: at + 8, to });
    at = to;
    if (what === 'IEND') {
      if (at < bytes.length) stretches.push({ what: 'after', from: at, body: at, to: bytes.length });
      return { stretches, ended: true };
    }
  }
  return { stretches, ended: false };
}

/** `bytes`: the whole file, or its beginning. */
export function readPng(bytes: Uint8Array): Traits {
  let traits: Traits = { ...NO_TRAITS, format: 'png' };
  for (const { what, body, to } of pngStretches(bytes).stretches) {
    if (SHOWN.test(what)) continue;
    const data = bytes.subarray(body, to - 4);
    const exif = what === 'eXIf' ? readExif(data)?.traits : undefined;
    const named = what === 'tEXt' && latin(data, 0, 9) === 'Software\0' ? tidyText(data.subarray(9)) : null;
    const time = what === 'tIME' && data.length >= 7 ? pngTime(data) : null;
    traits = joinTraits(
      traits,
      exif ?? { ...NO_TRAITS, program: named, taken: time, more: named === null && time === null },
    );
  }
  return traits;
}

function pngTime(data: Uint8Array): string {
  const two = (n: number | undefined): string => String(n ?? 0).padStart(2, '0');
  const [, , month, day, hour, minute, second] = data;
  return `${u16(data, 0)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `bytes`: the whole file. */
export function stripPng(bytes: Uint8Array): Stripped {
  const { stretches, ended } = pngStretches(bytes);
  if (!ended) return null;
  const shown = stretches.filter(({ what }) => SHOWN.test(what));
  return [{ from: 0, to: 8 }, ...shown.map(({ from, to }) => ({ from, to }))];
}
