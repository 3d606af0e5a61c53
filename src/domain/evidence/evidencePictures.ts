/** Owns what JPEG files are made of, reading what they tell and leaving it out without touching the picture. Must never decode one. */
import { orientationOnly, readExif } from './evidenceExif.ts';
import {
  isProfile,
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  type Stripped,
  type Traits,
  u16,
} from './evidenceTraits.ts';

/** A stretch of a file. `what`: "E1" and so on of a marker, or "after" for what follows the end; `end`: of its segment. */
type Stretch = {
  readonly what: string;
  readonly from: number;
  readonly body: number;
  readonly end: number;
  readonly to: number;
};
const MOST_STRETCHES = 10_000;

export const isJpeg = (head: Uint8Array): boolean => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;

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
        stretches.push({ what: 'after', from: at + 2, body: at + 2, end: bytes.length, to: bytes.length });
      return { stretches, ended: true };
    }
    const length = u16(bytes, at + 2);
    if (!(length >= 2) || at + 2 + length > bytes.length) break;
    const end = at + 2 + length;
    const to = marker === 0xda ? scanEnd(bytes, end) : end;
    stretches.push({
      what: marker.toString(16).toUpperCase().padStart(2, '0'),
      from: at,
      body: at + 4,
      end,
      to,
    });
    at = to;
  }
  return { stretches, ended: false };
}

const begins = (bytes: Uint8Array, { body, to }: Stretch, with_: string): boolean =>
  body + with_.length <= to && latin(bytes, body, body + with_.length) === with_;
const isExif = (bytes: Uint8Array, one: Stretch): boolean =>
  one.what === 'E1' && begins(bytes, one, 'Exif\0\0');

/** Baseline, extended and progressive: what phones write and browsers show. Others are not taken apart here. */
const FRAME = /^C[012]$/;
const OTHER_FRAME = /^C[35679ABDEF]$|^CC$|^D[C-F]$/;
/** A segment of a decoder has the length that its numbers give. (ITU T.81 B.2) */
function fits(bytes: Uint8Array, { what, body, end }: Stretch): boolean {
  const length = end - body;
  if (FRAME.test(what)) return length === 6 + (bytes[body + 5] ?? 0) * 3 && u16(bytes, body + 1) > 0;
  if (what === 'DA') return length === 4 + (bytes[body] ?? 0) * 2;
  if (what === 'DD') return length === 2;
  if (what !== 'DB' && what !== 'C4') return false;
  let at = body;
  while (at < end) {
    if (what === 'DB') at += (bytes[at] ?? 0) >> 4 === 0 ? 65 : 129;
    else at = bytes.subarray(at + 1, at + 17).reduce((sum, many) => sum + many, at + 17);
  }
  return at === end;
}

const JFIF = 'JFIF\0';
const ADOBE = 'Adobe';
const PROFILE = 'ICC_PROFILE\0';

type Looked = {
  /** In order: what a decoder needs, and of which only these bytes stay. */
  readonly kept: readonly { readonly what: string; readonly bytes: Uint8Array }[];
  readonly told: readonly Stretch[];
  /** `kept` is a picture, and there was nothing in it that is longer than it says. */
  readonly whole: boolean;
};

function look(bytes: Uint8Array): Looked {
  const { stretches, ended } = jpegStretches(bytes);
  const kept: { readonly what: string; readonly bytes: Uint8Array }[] = [];
  const told: Stretch[] = [];
  const seen = new Set<string>();
  const profile = profileIn(bytes, stretches);
  let whole = ended;
  for (const one of stretches) {
    const { what, from, body, to } = one;
    const own = bytes.subarray(from, to);
    let short: Uint8Array | null = null;
    if (what === 'E0' && !seen.has(what) && begins(bytes, one, JFIF) && to - body >= 14)
      // Without the small picture in it.
      short = Uint8Array.of(0xff, 0xe0, 0, 16, ...bytes.subarray(body, body + 12), 0, 0);
    else if (what === 'EE' && !seen.has(what) && begins(bytes, one, ADOBE) && to - body >= 12)
      short = Uint8Array.of(0xff, 0xee, 0, 14, ...bytes.subarray(body, body + 12));
    else if (profile.includes(one)) short = own;
    if (short !== null) {
      kept.push({ what, bytes: short });
      if (short.length !== own.length || short.some((byte, at) => byte !== own[at])) told.push(one);
    } else if (fits(bytes, one) && !(FRAME.test(what) && seen.has('frame'))) kept.push({ what, bytes: own });
    else {
      told.push(one);
      if (FRAME.test(what) || OTHER_FRAME.test(what) || /^(DA|DB|DD|C4)$/.test(what)) whole = false;
    }
    seen.add(FRAME.test(what) ? 'frame' : what);
  }
  return { kept, told, whole: whole && seen.has('frame') && seen.has('DA') };
}

/** The pieces of a colour profile: all of it, and nothing else. (ICC.1, B.4) */
function profileIn(bytes: Uint8Array, stretches: readonly Stretch[]): readonly Stretch[] {
  const pieces = stretches.filter((one) => one.what === 'E2' && begins(bytes, one, PROFILE));
  const [first] = pieces;
  const sum = pieces.reduce((length, { body, to }) => length + to - body - 14, 0);
  const inOrder = pieces.every(
    ({ body }, at) => bytes[body + 12] === at + 1 && bytes[body + 13] === pieces.length,
  );
  return first !== undefined && inOrder && isProfile(bytes.subarray(first.body + 14, first.to), sum)
    ? pieces
    : [];
}

/** `bytes`: the whole file, or its beginning. */
export function readJpeg(bytes: Uint8Array): Traits {
  const { told, whole } = look(bytes);
  let traits: Traits = { ...NO_TRAITS, format: 'jpeg', more: !whole };
  for (const one of told) {
    const exif = isExif(bytes, one) ? readExif(bytes.subarray(one.body + 6, one.to)) : undefined;
    traits = joinTraits(traits, exif?.traits ?? { ...NO_TRAITS, more: true });
  }
  return traits;
}

/** `bytes`: the whole file. How the picture is turned stays; a colour profile too. */
export function stripJpeg(bytes: Uint8Array): Stripped {
  const { kept, told, whole } = look(bytes);
  if (!whole) return null;
  const exif = told.find((one) => isExif(bytes, one));
  const turned =
    exif === undefined ? 1 : (readExif(bytes.subarray(exif.body + 6, exif.to))?.orientation ?? 1);
  const parts: Part[] = [{ from: 0, to: 2 }];
  let said = !(turned > 1 && turned <= 8);
  for (const one of kept) {
    // After JFIF, which wants to be first.
    if (!said && one.what !== 'E0') {
      const tag = orientationOnly(turned);
      parts.push({
        bytes: Uint8Array.of(0xff, 0xe1, 0, tag.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tag),
      });
      said = true;
    }
    parts.push({ bytes: one.bytes });
  }
  parts.push({ bytes: Uint8Array.of(0xff, 0xd9) });
  return parts;
}
