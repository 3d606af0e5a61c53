/** Owns what MP4, MOV and 3GP files are made of (ISO 14496-12), reading what they tell and blanking it in place. Must never touch picture or sound. */
import { type Box, boxAt, innerBoxes, type Range } from './evidenceBoxes.ts';
import { chunksOf, gapsIn, runsOf, usualSizes } from './evidenceSamples.ts';
import { isOwnData, isPlainGroup, lookAtHandler, lookAtKinds, tailOf } from './evidenceTracks.ts';
import {
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  type Readable,
  type Stripped,
  type Traits,
  u32,
} from './evidenceTraits.ts';
import { readMeta, readUserData } from './evidenceUserData.ts';

/** A recording in pieces has two boxes a piece. */
const MOST_BOXES = 20_000;
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

const HOLDERS = new Set([
  ...['moov', 'trak', 'mdia', 'edts', 'minf', 'dinf', 'stbl', 'mvex', 'moof', 'traf', 'tapt', 'mfra'],
]);
/** Indexes, which are taken into memory. */
const INDEX = new Set(['moov', 'moof', 'mfra', 'sidx']);
/** What says who wrote the file in letters of four, and nothing else. */
const BRANDS = new Set(['ftyp', 'styp']);
const MOST_BRANDS = 168;
/** Bytes beside picture and sound that are blanked, and stretches of them. */
const MOST_LEFT = 33_554_432;
const MOST_GAPS = 20_000;

/** Universal time (ISO/IEC 14496-12, 8.2.2). */
const bodyTime = (bytes: Uint8Array, { body }: Box): string | null => {
  const seconds =
    bytes[body] === 1 ? u32(bytes, body + 4) * 4_294_967_296 + u32(bytes, body + 8) : u32(bytes, body + 4);
  const since = seconds - EPOCH;
  return since > 0 && since < 8e9 ? `${new Date(since * 1_000).toISOString().slice(0, 19)}Z` : null;
};

type Walked = {
  traits: Traits;
  /** Something that is neither picture nor sound, or of a kind that is not known. */
  hidden: boolean;
  /** Of the index that is gone through: what becomes zero, and what becomes free space. */
  zero: Range[];
  frees: Box[];
  /** The kind of the track that is gone through. */
  kind: string;
  trafs: Box[][];
  trexes: Box[];
  /** Picture and sound, in the file. */
  owned: Range[];
};

const tells = (found: Walked, traits: Partial<Traits>): void => {
  found.traits = joinTraits(found.traits, { ...NO_TRAITS, ...traits });
};
const isEmpty = (bytes: Uint8Array, { from, to }: Range): boolean =>
  bytes.subarray(from, to).every((byte) => byte === 0);

/** Goes through an index in memory: what it tells, what can be blanked, and whether a track carries something unseen. */
function walk(bytes: Uint8Array, from: number, to: number, depth: number, found: Walked): boolean {
  const boxes = depth > DEEPEST ? undefined : innerBoxes(bytes, from, to);
  if (boxes === undefined) return false;
  if (!boxes.every((box) => see(bytes, box, boxes, depth, found))) return false;
  found.trexes.push(...boxes.filter(({ type }) => type === 'trex'));
  return true;
}

function see(bytes: Uint8Array, box: Box, beside: readonly Box[], depth: number, found: Walked): boolean {
  if (box.type === 'trak') found.kind = '';
  if (box.type === 'traf') found.trafs.push(innerBoxes(bytes, box.body, box.to) ?? []);
  if (HOLDERS.has(box.type)) return walk(bytes, box.body, box.to, depth + 1, found);
  if (box.type === 'hdlr') {
    const handler = lookAtHandler(bytes, box);
    if (handler === null) return false;
    if (handler.name !== null) tells(found, { program: handler.name });
    found.zero.push(handler.blank);
    // Places along the way lie among picture and sound: only the track's kind tells.
    if (depth === IN_MEDIA) {
      found.kind = handler.kind;
      found.hidden ||= !/^(vide|soun)$/.test(handler.kind);
    }
    return true;
  }
  if (box.type === 'dref') {
    found.hidden ||= !isOwnData(bytes, box);
    return true;
  }
  if (box.type === 'stsd') {
    const kinds = lookAtKinds(bytes, box, found.kind);
    const chunks = kinds === null ? null : chunksOf(bytes, beside, kinds.plain);
    found.hidden ||= chunks === null;
    for (const program of kinds?.names ?? []) tells(found, { program });
    found.zero.push(...(kinds?.blank ?? []));
    for (const free of kinds?.frees ?? []) blankBox(bytes, free, found);
    found.owned.push(...(chunks ?? []));
    return true;
  }
  const tail = tailOf(bytes, box);
  if (tail === null) return false;
  // A packed index is not looked into, and cannot be blanked.
  if (box.type === 'cmov') return false;
  if (box.type === 'sgpd' && isPlainGroup(bytes, box)) return true;
  if (tail === undefined) {
    blankBox(bytes, box, found);
    return true;
  }
  if (!isEmpty(bytes, tail)) tells(found, { more: true });
  found.zero.push(tail);
  if (/^(mv|tk|md)hd$/.test(box.type)) {
    const taken = bodyTime(bytes, box);
    if (taken !== null) tells(found, { taken });
    found.zero.push({ from: box.body + 4, to: box.body + (bytes[box.body] === 1 ? 20 : 12) });
    // What QuickTime remembers of a player, and what is kept free.
    const end = tail.from;
    if (box.type === 'mvhd')
      found.zero.push({ from: end - 74, to: end - 64 }, { from: end - 28, to: end - 4 });
  }
  return true;
}

function blankBox(bytes: Uint8Array, box: Box, found: Walked): void {
  found.frees.push(box);
  if (box.type === 'udta') tells(found, readUserData(bytes, box));
  else if (box.type === 'meta') tells(found, readMeta(bytes, box));
  else if (!isEmpty(bytes, { from: box.body, to: box.to })) tells(found, { more: true });
}

type Looked = { readonly traits: Traits; readonly clean: boolean; readonly parts: Part[] };

/** null: its index does not add up. `clean`: the parts hold nothing but picture, sound and what is needed to play them. */
async function look(file: Readable): Promise<Looked | null> {
  const { boxes, whole } = await outerBoxes(file);
  const found: Walked = {
    ...{ traits: { ...NO_TRAITS, format: 'mp4' }, hidden: false, zero: [], frees: [], kind: '' },
    ...{ trafs: [], trexes: [], owned: [] },
  };
  const parts: Part[] = [];
  let clean = whole;
  let taken = 0;
  const pieces: { readonly bytes: Uint8Array; readonly start: number; readonly trafs: Box[][] }[] = [];
  let usual: ReadonlyMap<number, number> = new Map();
  for (const box of boxes) {
    const { type, from, to } = box;
    const brands = BRANDS.has(type) && to - from <= MOST_BRANDS && (to - box.body) % 4 === 0;
    if (type === 'mdat' || brands) {
      parts.push({ from, to });
      continue;
    }
    taken += to - from;
    if (taken > MOST_INDEX) {
      if (INDEX.has(type)) return null;
      clean = false;
      continue;
    }
    const bytes = await file.slice(from, to);
    if (bytes.length !== to - from) return null;
    const here = { ...box, from: 0, body: box.body - from, to: bytes.length };
    [found.zero, found.frees, found.trafs, found.trexes] = [[], [], [], []];
    if (INDEX.has(type)) {
      if (!see(bytes, here, [], 0, found)) return null;
      if (type === 'moov') usual = usualSizes(bytes, found.trexes);
      if (type === 'moof') pieces.push({ bytes, start: from, trafs: found.trafs });
    } else blankBox(bytes, here, found);
    parts.push({ bytes: blanked(bytes, found) });
  }
  for (const { bytes, start, trafs } of pieces) {
    const runs = runsOf(bytes, start, trafs, usual);
    found.hidden ||= runs === null;
    found.owned.push(...(runs ?? []));
  }
  const rooms = boxes.filter(({ type }) => type === 'mdat').map(({ body, to }) => ({ from: body, to }));
  const gaps = gapsIn(rooms, found.owned);
  const left = (gaps ?? []).reduce((sum, { from, to }) => sum + to - from, 0);
  clean &&= !found.hidden;
  if (!clean || gaps === null || gaps.length > MOST_GAPS || left > MOST_LEFT) {
    return { traits: { ...found.traits, more: true }, clean: false, parts };
  }
  for (const { from, to } of gaps) {
    if (found.traits.more) break;
    const bytes = await file.slice(from, to);
    if (!isEmpty(bytes, { from: 0, to: bytes.length })) tells(found, { more: true });
  }
  return { traits: found.traits, clean, parts: parts.flatMap((part) => withoutGaps(part, gaps)) };
}

/** Bytes that nothing points at lie between picture and sound: places along the way, as cameras of cars write them. */
function withoutGaps(part: Part, gaps: readonly Range[]): Part[] {
  if ('bytes' in part) return [part];
  const parts: Part[] = [];
  let at = part.from;
  for (const { from, to } of gaps) {
    if (from < part.from || to > part.to) continue;
    if (from > at) parts.push({ from: at, to: from });
    parts.push({ bytes: new Uint8Array(to - from) });
    at = to;
  }
  return at < part.to ? [...parts, { from: at, to: part.to }] : parts;
}

/** The same length, so that nothing that is pointed at moves: boxes become free space, times and names become zero. */
function blanked(bytes: Uint8Array, { frees, zero }: Walked): Uint8Array {
  const out = bytes.slice();
  for (const { from, body, to } of frees) {
    out.set([0x66, 0x72, 0x65, 0x65], from + 4);
    out.fill(0, body, to);
  }
  for (const { from, to } of zero) out.fill(0, from, to);
  return out;
}

/** What an MP4, MOV or 3GP file tells; one of which something would stay tells "more". */
export async function readMovie(file: Readable): Promise<Traits> {
  return (await look(file))?.traits ?? { ...NO_TRAITS, format: 'mp4', more: true };
}

/** null when the file is not understood whole, or a track carries what is neither picture nor sound. */
export async function stripMovie(file: Readable): Promise<Stripped> {
  const found = await look(file);
  return found?.clean === true ? found.parts : null;
}
