/** Owns what HEIC, HEIF and AVIF files are made of (ISO 23008-12): items, where each lies, and blanking those that tell something. Must never move or touch a picture. */

import type { Box, Range } from './evidenceBoxes.ts';
import { readExif } from './evidenceExif.ts';
import { gapsIn } from './evidenceSamples.ts';
import {
  type Beside,
  free,
  lookAtHandler,
  lookAtLists,
  lookAtName,
  lookAtProperties,
} from './evidenceStillParts.ts';
import { joinTraits, latin, NO_TRAITS, type Stripped, type Traits, u16, u32 } from './evidenceTraits.ts';

type Item = { readonly id: number; readonly type: string; readonly ranges: readonly Range[] };

const MOST_ITEMS = 5_000;
/** Pictures, and pictures made of pictures. Anything else is told, and a file with it is not called clean. */
const PICTURES = new Set(['hvc1', 'hev1', 'av01', 'jpeg', 'avc1', 'vvc1', 'grid', 'iden', 'iovl', 'tmap']);
/** Exif, and XMP. */
const TELLING = new Set(['Exif', 'mime']);
const OUTER = new Set(['ftyp', 'meta', 'mdat', 'free', 'skip', 'wide']);
const META = new Set(['pitm', 'iinf', 'iloc', 'idat']);
/** `ftyp`: letters of four, of kinds that the file is. */
const MOST_BRANDS = 168;

/** Boxes from `from` to `to`; undefined when they do not add up. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    const size = u32(bytes, at);
    const large = size === 1;
    const length = large
      ? u32(bytes, at + 8) * 4_294_967_296 + u32(bytes, at + 12)
      : size === 0
        ? to - at
        : size;
    const body = at + (large ? 16 : 8);
    if (!(at + length >= body && at + length <= to) || boxes.length > MOST_ITEMS) return undefined;
    boxes.push({ type: latin(bytes, at + 4, at + 8), from: at, body, to: at + length });
    at += length;
  }
  return boxes;
}

/** `iinf`: number and type of each item; undefined for versions that nobody writes. */
function itemTypes(
  bytes: Uint8Array,
  { body, to }: Box,
  beside: Beside,
): ReadonlyMap<number, string> | undefined {
  const boxes = boxesIn(bytes, body + (bytes[body] === 0 ? 6 : 8), to);
  if (boxes === undefined) return undefined;
  const types = new Map<number, string>();
  for (const box of boxes) {
    const version = bytes[box.body];
    if (box.type !== 'infe' || (version !== 2 && version !== 3)) return undefined;
    const wide = version === 3;
    const at = box.body + (wide ? 10 : 8);
    if (at + 4 > box.to) return undefined;
    lookAtName(bytes, box, at + 4, beside);
    types.set(wide ? u32(bytes, box.body + 4) : u16(bytes, box.body + 4), latin(bytes, at, at + 4));
  }
  return types;
}

/** `iloc`: where each item lies in the file; undefined when one lies where it cannot be told. */
function itemPlaces(
  bytes: Uint8Array,
  { body, to }: Box,
  data: Box | undefined,
): ReadonlyMap<number, readonly Range[]> | undefined {
  const version = bytes[body] ?? 9;
  if (version > 2) return undefined;
  const [first = 0, second = 0] = bytes.subarray(body + 4, body + 6);
  const [offsetSize, lengthSize, baseSize] = [first >> 4, first & 15, second >> 4];
  const indexSize = version === 0 ? 0 : second & 15;
  let at = body + 6;
  const read = (size: number): number => {
    const value =
      size === 8
        ? u32(bytes, at) * 4_294_967_296 + u32(bytes, at + 4)
        : size === 4
          ? u32(bytes, at)
          : size === 2
            ? u16(bytes, at)
            : 0;
    at += size;
    return value;
  };
  if (![offsetSize, lengthSize, baseSize, indexSize].every((size) => [0, 4, 8].includes(size)))
    return undefined;
  const wide = version === 2 ? 4 : 2;
  const count = read(wide);
  if (!(count <= MOST_ITEMS)) return undefined;
  const places = new Map<number, Range[]>();
  for (let i = 0; i < count; i += 1) {
    const id = read(wide);
    const way = version === 0 ? 0 : read(2) & 15;
    const elsewhere = read(2);
    const base = read(baseSize);
    const extents = read(2);
    const inside = way === 1 ? data : undefined;
    // In another file, or made of other items: nothing to find here.
    if (elsewhere !== 0 || way > 1 || (way === 1 && data === undefined) || !(extents <= MOST_ITEMS))
      return undefined;
    const ranges: Range[] = [];
    for (let n = 0; n < extents; n += 1) {
      read(indexSize);
      const from = (inside?.body ?? 0) + base + read(offsetSize);
      const length = read(lengthSize);
      const end = inside?.to ?? bytes.length;
      // Without a length it is all there is: then picture and remarks cannot be told apart.
      if (!(length > 0 && from >= 0 && from + length <= end) || at > to) return undefined;
      ranges.push({ from, to: from + length });
    }
    places.set(id, ranges);
  }
  // Behind the last one nothing is read.
  return at === to ? places : undefined;
}

type Read = { readonly items: readonly Item[]; readonly beside: Beside };

/** undefined: not understood. `beside.strange`: there is something besides, which is not blanked. */
function look(bytes: Uint8Array): Read | undefined {
  const outer = boxesIn(bytes, 0, bytes.length);
  const metas = outer?.filter(({ type }) => type === 'meta') ?? [];
  const [meta] = metas;
  if (outer === undefined || meta === undefined || metas.length > 1) return undefined;
  const inner = boxesIn(bytes, meta.body + 4, meta.to);
  const only = (type: string): Box | undefined => inner?.find((box) => box.type === type);
  const [infos, locations, small] = [only('iinf'), only('iloc'), only('idat')];
  if (inner === undefined || infos === undefined || locations === undefined) return undefined;
  const beside: Beside = { strange: false, more: false, program: null, frees: [], zero: [], fill: [] };
  const types = itemTypes(bytes, infos, beside);
  const places = itemPlaces(bytes, locations, small);
  if (types === undefined || places === undefined) return undefined;
  const items = [...types].map(([id, type]) => ({ id, type, ranges: places.get(id) ?? [] }));
  for (const box of outer) {
    if (/^(free|skip|wide)$/.test(box.type)) free(bytes, box, beside);
    else if (!OUTER.has(box.type)) beside.strange = true;
    else if (box.type === 'ftyp' && (box.to - box.from > MOST_BRANDS || (box.to - box.body) % 4 !== 0))
      beside.strange = true;
  }
  for (const box of inner) {
    if (box.type === 'iprp') lookAtProperties(bytes, box, beside);
    else if (box.type === 'hdlr') lookAtHandler(bytes, box, beside);
    else if (box.type === 'iref' || box.type === 'grpl') lookAtLists(bytes, box, beside);
    // Where other files would lie, of which there are none.
    else if (box.type === 'dinf' || box.type === 'free') free(bytes, box, beside);
    else if (!META.has(box.type)) beside.strange = true;
    else if (box.type === 'pitm' && box.to - box.body !== (bytes[box.body] === 0 ? 6 : 8))
      beside.strange = true;
  }
  if (META_ONCE.some((type) => inner.filter((box) => box.type === type).length > 1)) return undefined;
  if (
    [...places.keys()].some((id) => !types.has(id)) ||
    items.some(({ type }) => !PICTURES.has(type) && !TELLING.has(type))
  )
    beside.strange = true;
  // What no item owns lies there for somebody else.
  const rooms = [...outer.filter(({ type }) => type === 'mdat'), ...(small === undefined ? [] : [small])];
  const gaps = gapsIn(
    rooms.map(({ body, to }) => ({ from: body, to })).sort((a, b) => a.from - b.from),
    items.flatMap(({ ranges }) => ranges),
  );
  if (gaps === null) beside.strange = true;
  for (const gap of gaps ?? []) {
    beside.zero.push(gap);
    if (bytes.subarray(gap.from, gap.to).some((byte) => byte !== 0)) beside.more = true;
  }
  return { items, beside };
}

const META_ONCE = ['iinf', 'iloc', 'idat', 'iprp'];

/** `bytes`: the whole file. undefined: it is not understood. */
export function readStill(bytes: Uint8Array): Traits | undefined {
  const found = look(bytes);
  if (found === undefined) return undefined;
  const { strange, more, program } = found.beside;
  let traits: Traits = { ...NO_TRAITS, format: 'heic', more: strange || more };
  for (const { type, ranges } of found.items) {
    const [range] = ranges;
    if (!TELLING.has(type) || range === undefined) continue;
    const item = bytes.subarray(range.from, range.to);
    if (item.every((byte) => byte === 0)) continue;
    const exif = type === 'Exif' ? readExif(item.subarray(4 + u32(item, 0))) : undefined;
    traits = joinTraits(traits, exif?.traits ?? { ...NO_TRAITS, more: true });
  }
  return joinTraits(traits, { ...NO_TRAITS, program });
}

/**
 * The same length with zeros where Exif, XMP and what is said besides were, so that no picture moves; how it is turned is a property
 * of the picture itself. null: something would stay, or lies together with a picture.
 */
export function stripStill(bytes: Uint8Array): Stripped {
  const found = look(bytes);
  if (found === undefined || found.beside.strange) return null;
  const { frees, zero, fill } = found.beside;
  const of = (telling: boolean): Range[] =>
    found.items.filter(({ type }) => TELLING.has(type) === telling).flatMap(({ ranges }) => ranges);
  const blank = [...of(true), ...zero, ...fill, ...frees].sort((a, b) => a.from - b.from);
  const pictures = of(false);
  const meets = (one: Range, other: Range): boolean => one.from < other.to && other.from < one.to;
  if (
    blank.some((one, i) => {
      const next = blank[i + 1];
      return (next !== undefined && meets(one, next)) || pictures.some((other) => meets(one, other));
    })
  )
    return null;
  const out = bytes.slice();
  for (const { from, to } of [...of(true), ...zero]) out.fill(0, from, to);
  for (const { from, to } of fill)
    out.set(
      bytes.subarray(from, to).map((byte) => (byte === 0 ? 0 : 0x20)),
      from,
    );
  for (const { from, body, to } of frees) {
    out.set([0x66, 0x72, 0x65, 0x65], from + 4);
    out.fill(0, body, to);
  }
  return [{ bytes: out }];
}
