/** Owns what MP4, MOV and 3GP files are made of (ISO 14496-12), reading what they tell and blanking it in place. Must never touch picture or sound. */
import {
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  placeOf,
  type Readable,
  type Stripped,
  type Traits,
  tidyText,
  timeOf,
  u16,
  u32,
} from './evidenceTraits.ts';

type Box = { readonly type: string; readonly from: number; readonly body: number; readonly to: number };

/** A recording in pieces has two boxes a piece. */
const MOST_BOXES = 20_000;
const MOST_INNER = 50_000;
/** Bytes of all indexes together, which are taken into memory. */
const MOST_INDEX = 33_554_432;
const DEEPEST = 8;
/** moov, trak, mdia. */
const IN_MEDIA = 3;
/** Seconds from 1904 to 1970. */
const EPOCH = 2_082_844_800;

export const isMovie = (head: Uint8Array): boolean =>
  ['ftyp', 'moov', 'mdat', 'wide', 'skip', 'free'].includes(latin(head, 4, 8)) && !isStill(head);
/** HEIC and AVIF are the same boxes around a still picture. */
export const isStill = (head: Uint8Array): boolean =>
  latin(head, 4, 8) === 'ftyp' && /^(heic|heix|hevc|heim|heis|mif1|msf1|avif|avis)$/.test(latin(head, 8, 12));

function boxAt(head: Uint8Array, at: number, base: number, end: number): Box | null {
  const size = u32(head, at);
  const large = size === 1;
  const length = large
    ? u32(head, at + 8) * 4_294_967_296 + u32(head, at + 12)
    : size === 0
      ? end - base
      : size;
  const body = base + (large ? 16 : 8);
  return base + length >= body && base + length <= end
    ? { type: latin(head, at + 4, at + 8), from: base, body, to: base + length }
    : null;
}

/** The boxes of the file itself; `whole`: nothing stands beside them. */
async function outerBoxes(file: Readable): Promise<{ readonly boxes: Box[]; readonly whole: boolean }> {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= file.size && boxes.length < MOST_BOXES) {
    const box = boxAt(await file.slice(at, Math.min(file.size, at + 16)), 0, at, file.size);
    if (box === null) break;
    boxes.push(box);
    at = box.to;
  }
  return { boxes, whole: at === file.size };
}

/** Boxes inside bytes that were read. `undefined`: they do not add up. */
function innerBoxes(bytes: Uint8Array, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to) {
    const box = boxAt(bytes, at, at, to);
    if (box === null || boxes.length > MOST_INNER) return undefined;
    boxes.push(box);
    at = box.to;
  }
  // QuickTime ends some lists with four zeros.
  return to - at === 0 || (to - at === 4 && u32(bytes, at) === 0) ? boxes : undefined;
}

const MARK = '\u00a9';
const HOLDERS = new Set(['moov', 'trak', 'mdia', 'edts', 'minf', 'dinf', 'stbl', 'mvex', 'moof', 'traf']);
/** What is part of playing; anything else inside says something. */
const PLAYED = new Set([
  ...HOLDERS,
  ...['mvhd', 'tkhd', 'mdhd', 'hdlr', 'elst', 'vmhd', 'smhd', 'nmhd', 'gmhd', 'dref', 'url ', 'stsd', 'stts'],
  ...['ctts', 'cslg', 'stss', 'stsz', 'stz2', 'stsc', 'stco', 'co64', 'sdtp', 'sgpd', 'sbgp', 'saiz', 'saio'],
  ...['tref', 'tapt', 'load', 'iods', 'trex', 'mehd', 'mfhd', 'tfhd', 'tfdt', 'trun', 'tfra', 'mfro', 'clef'],
]);
const OUTER = new Set(['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'mfra', 'wide', 'pdin', 'ssix']);

/** "+39.9042+066.3950+512.1/". (ISO 6709) */
function iso6709(text: string | null): Traits['place'] {
  const match = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)/.exec(text ?? '');
  return match === null ? null : placeOf(Number(match[1]), Number(match[2]));
}

const trait = (name: string, text: string | null): Traits => {
  if (text === null) return { ...NO_TRAITS, more: true };
  if (/xyz$|location\.ISO6709$/.test(name)) {
    const place = iso6709(text);
    return { ...NO_TRAITS, place, more: place === null };
  }
  if (/day$|creationdate$/.test(name)) {
    const taken = timeOf(text);
    return { ...NO_TRAITS, taken, more: taken === null };
  }
  if (/mak$|\.make$|mod$|\.model$|manufacturer$/.test(name)) return { ...NO_TRAITS, device: text };
  if (/swr$|too$|enc$|software$/.test(name)) return { ...NO_TRAITS, program: text };
  if (/aut$|ART$|author$|artist$/.test(name)) return { ...NO_TRAITS, author: text };
  return { ...NO_TRAITS, more: true };
};

/** `udta`: texts with a mark before their name (QuickTime), `loci` (3GPP), or another list inside `meta`. */
function readUserData(bytes: Uint8Array, { body, to }: Box): Traits {
  let traits = NO_TRAITS;
  const boxes = innerBoxes(bytes, body, to);
  if (boxes === undefined) return { ...NO_TRAITS, more: true };
  for (const box of boxes) {
    if (box.type.startsWith(MARK)) {
      const length = u16(bytes, box.body);
      const text = tidyText(bytes.subarray(box.body + 4, Math.min(box.to, box.body + 4 + (length || 0))));
      traits = joinTraits(traits, trait(box.type.slice(1), text));
    } else if (box.type === 'loci') {
      traits = joinTraits(traits, readLoci(bytes.subarray(box.body, box.to)));
    } else if (box.type === 'meta') traits = joinTraits(traits, readMeta(bytes, box));
    else traits = joinTraits(traits, { ...NO_TRAITS, more: true });
  }
  return traits;
}

/** 3GPP TS 26.244 8.10: version, language, name, role, then 16.16 longitude and latitude. */
function readLoci(bytes: Uint8Array): Traits {
  const wide = u16(bytes, 6) === 0xfeff;
  let at = 6;
  while (at < bytes.length && (wide ? u16(bytes, at) !== 0 : bytes[at] !== 0)) at += wide ? 2 : 1;
  at += (wide ? 2 : 1) + 1;
  const signed = (i: number): number => (u32(bytes, i) | 0) / 65_536;
  const place = at + 8 <= bytes.length ? placeOf(signed(at + 4), signed(at)) : null;
  return { ...NO_TRAITS, place, more: place === null };
}

/** `meta`: names in `keys`, values in `ilst` by number (QuickTime), or names as types (iTunes). */
function readMeta(bytes: Uint8Array, box: Box): Traits {
  // In MP4 four bytes of version come first, in QuickTime they do not.
  const boxes = innerBoxes(bytes, box.body + 4, box.to) ?? innerBoxes(bytes, box.body, box.to) ?? undefined;
  if (boxes === undefined) return { ...NO_TRAITS, more: true };
  const names: string[] = [];
  const keys = boxes.find(({ type }) => type === 'keys');
  for (const key of keys === undefined ? [] : (innerBoxes(bytes, keys.body + 8, keys.to) ?? []))
    names.push(latin(bytes, key.body, key.to));
  const values = boxes.find(({ type }) => type === 'ilst');
  const listed = values === undefined ? [] : (innerBoxes(bytes, values.body, values.to) ?? []);
  return listed.reduce<Traits>((traits, value) => {
    const name = value.type.startsWith(MARK) ? value.type : (names[u32(bytes, value.from + 4) - 1] ?? '');
    const [data] = innerBoxes(bytes, value.body, value.to) ?? [];
    const text = data?.type === 'data' ? tidyText(bytes.subarray(data.body + 8, data.to)) : null;
    return joinTraits(traits, trait(name, text));
  }, NO_TRAITS);
}

const bodyTime = (bytes: Uint8Array, { body }: Box): string | null => {
  const seconds =
    bytes[body] === 1 ? u32(bytes, body + 4) * 4_294_967_296 + u32(bytes, body + 8) : u32(bytes, body + 4);
  const since = seconds - EPOCH;
  return since > 0 && since < 8e9 ? new Date(since * 1_000).toISOString().slice(0, 19) : null;
};

type Walked = { traits: Traits; hidden: boolean; blank: Box[]; times: Box[] };

/** Goes through an index in memory: what it tells, what can be blanked, and whether a track carries something unseen. */
function walk(bytes: Uint8Array, from: number, to: number, depth: number, found: Walked): boolean {
  const boxes = depth > DEEPEST ? undefined : innerBoxes(bytes, from, to);
  if (boxes === undefined) return false;
  return boxes.every((box) => {
    if (HOLDERS.has(box.type)) return walk(bytes, box.body, box.to, depth + 1, found);
    if (box.type === 'mvhd' || box.type === 'tkhd' || box.type === 'mdhd') {
      const taken = bodyTime(bytes, box);
      if (taken !== null) found.traits = joinTraits(found.traits, { ...NO_TRAITS, taken });
      found.times.push(box);
    }
    // Places along the way lie among picture and sound: only the track's kind tells.
    if (box.type === 'hdlr' && depth === IN_MEDIA)
      found.hidden ||= !/^(vide|soun)$/.test(latin(bytes, box.body + 8, box.body + 12));
    // A packed index is not looked into, and cannot be blanked.
    if (box.type === 'cmov') return false;
    if (PLAYED.has(box.type)) return true;
    found.blank.push(box);
    const told =
      box.type === 'udta' ? readUserData(bytes, box) : box.type === 'meta' ? readMeta(bytes, box) : null;
    const empty = bytes.subarray(box.body, box.to).every((byte) => byte === 0);
    if (told !== null) found.traits = joinTraits(found.traits, told);
    else if (!empty) found.traits = joinTraits(found.traits, { ...NO_TRAITS, more: true });
    return true;
  });
}

async function look(
  file: Readable,
): Promise<(Walked & { readonly whole: boolean; readonly parts: Part[] }) | null> {
  const { boxes, whole } = await outerBoxes(file);
  const found: Walked = { traits: { ...NO_TRAITS, format: 'mp4' }, hidden: false, blank: [], times: [] };
  const parts: Part[] = [];
  let fits = whole;
  let taken = 0;
  for (const box of boxes) {
    if (!OUTER.has(box.type) || box.type === 'moov' || box.type === 'moof') taken += box.to - box.from;
    if (box.type === 'moov' || box.type === 'moof') {
      if (taken > MOST_INDEX) return null;
      const bytes = await file.slice(box.from, box.to);
      const [blanks, times] = [found.blank.length, found.times.length];
      if (bytes.length !== box.to - box.from || !walk(bytes, box.body - box.from, bytes.length, 1, found))
        return null;
      parts.push({ bytes: blanked(bytes, found.blank.slice(blanks), found.times.slice(times)) });
    } else if (OUTER.has(box.type)) parts.push({ from: box.from, to: box.to });
    else if (taken > MOST_INDEX) fits = false;
    else {
      const bytes = await file.slice(box.from, box.to);
      if (bytes.subarray(box.body - box.from).some((byte) => byte !== 0))
        found.traits = joinTraits(found.traits, { ...NO_TRAITS, more: true });
      const here = { ...box, from: 0, body: box.body - box.from, to: bytes.length };
      parts.push({ bytes: blanked(bytes, [here], []) });
    }
  }
  return { ...found, whole: fits, parts };
}

/** The same length, so that nothing that is pointed at moves: boxes become free space, times become zero. */
function blanked(bytes: Uint8Array, blank: readonly Box[], times: readonly Box[]): Uint8Array {
  const out = bytes.slice();
  for (const { from, body, to } of blank) {
    out.set([0x66, 0x72, 0x65, 0x65], from + 4);
    out.fill(0, body, to);
  }
  for (const { body } of times) out.fill(0, body + 4, body + (bytes[body] === 1 ? 20 : 12));
  return out;
}

/** What an MP4, MOV or 3GP file tells; one whose index does not add up tells "more". */
export async function readMovie(file: Readable): Promise<Traits> {
  const found = await look(file);
  if (found === null) return { ...NO_TRAITS, format: 'mp4', more: true };
  return found.hidden || !found.whole ? { ...found.traits, more: true } : found.traits;
}

/** null when the file is not understood whole, or a track carries what is neither picture nor sound. */
export async function stripMovie(file: Readable): Promise<Stripped> {
  const found = await look(file);
  return found === null || found.hidden || !found.whole ? null : found.parts;
}
