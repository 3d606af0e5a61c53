/** Owns what HEIC, HEIF and AVIF files are made of (ISO 23008-12): items, where each lies, and blanking those that tell something. Must never move or touch a picture. */
import { readExif } from './evidenceExif.ts';
import {
  joinTraits,
  latin,
  NO_TRAITS,
  type Part,
  type Stripped,
  type Traits,
  u16,
  u32,
} from './evidenceTraits.ts';

type Box = { readonly type: string; readonly from: number; readonly body: number; readonly to: number };
type Range = { readonly from: number; readonly to: number };
type Item = { readonly id: number; readonly type: string; readonly ranges: readonly Range[] };

const MOST_ITEMS = 5_000;
/** Pictures, and pictures made of pictures. Anything else is told, and a file with it is not called clean. */
const PICTURES = new Set(['hvc1', 'hev1', 'av01', 'jpeg', 'avc1', 'vvc1', 'grid', 'iden', 'iovl', 'tmap']);
/** Exif, and XMP. */
const TELLING = new Set(['Exif', 'mime']);
const OUTER = new Set(['ftyp', 'meta', 'mdat', 'free', 'skip', 'wide']);
const META = new Set(['hdlr', 'pitm', 'iinf', 'iloc', 'iref', 'iprp', 'idat', 'dinf', 'grpl']);

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
function itemTypes(bytes: Uint8Array, { body, to }: Box): ReadonlyMap<number, string> | undefined {
  const boxes = boxesIn(bytes, body + (bytes[body] === 0 ? 6 : 8), to);
  if (boxes === undefined) return undefined;
  const types = new Map<number, string>();
  for (const box of boxes) {
    const version = bytes[box.body];
    if (box.type !== 'infe' || (version !== 2 && version !== 3)) return undefined;
    const wide = version === 3;
    const at = box.body + (wide ? 10 : 8);
    if (at + 4 > box.to) return undefined;
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
  return places;
}

type Read = { readonly items: readonly Item[]; readonly strange: boolean };

/** undefined: not understood. `strange`: there is something besides, which is not blanked. */
function look(bytes: Uint8Array): Read | undefined {
  const outer = boxesIn(bytes, 0, bytes.length);
  const metas = outer?.filter(({ type }) => type === 'meta') ?? [];
  const [meta] = metas;
  if (outer === undefined || meta === undefined || metas.length > 1) return undefined;
  const inner = boxesIn(bytes, meta.body + 4, meta.to);
  const only = (type: string): Box | undefined => inner?.find((box) => box.type === type);
  const [infos, locations] = [only('iinf'), only('iloc')];
  if (inner === undefined || infos === undefined || locations === undefined) return undefined;
  const types = itemTypes(bytes, infos);
  const places = itemPlaces(bytes, locations, only('idat'));
  if (types === undefined || places === undefined) return undefined;
  const items = [...types].map(([id, type]) => ({ id, type, ranges: places.get(id) ?? [] }));
  const empty = ({ body, to }: Box): boolean => bytes.subarray(body, to).every((byte) => byte === 0);
  const strange =
    outer.some((box) => !OUTER.has(box.type) || (/free|skip|wide/.test(box.type) && !empty(box))) ||
    inner.some((box) => !META.has(box.type) && !(box.type === 'free' && empty(box))) ||
    [...places.keys()].some((id) => !types.has(id)) ||
    items.some(({ type }) => !PICTURES.has(type) && !TELLING.has(type));
  return { items, strange };
}

/** `bytes`: the whole file. undefined: it is not understood. */
export function readStill(bytes: Uint8Array): Traits | undefined {
  const found = look(bytes);
  if (found === undefined) return undefined;
  let traits: Traits = { ...NO_TRAITS, format: 'heic', more: found.strange };
  for (const { type, ranges } of found.items) {
    const [range] = ranges;
    if (!TELLING.has(type) || range === undefined) continue;
    const item = bytes.subarray(range.from, range.to);
    if (item.every((byte) => byte === 0)) continue;
    const exif = type === 'Exif' ? readExif(item.subarray(4 + u32(item, 0))) : undefined;
    traits = joinTraits(traits, exif?.traits ?? { ...NO_TRAITS, more: true });
  }
  return traits;
}

/**
 * The same length with zeros where Exif and XMP were, so that no picture moves; how it is turned is a property of the picture
 * itself. null: something would stay, or lies together with a picture.
 */
export function stripStill(bytes: Uint8Array): Stripped {
  const found = look(bytes);
  if (found === undefined || found.strange) return null;
  const of = (telling: boolean): Range[] =>
    found.items.filter(({ type }) => TELLING.has(type) === telling).flatMap(({ ranges }) => ranges);
  const blank = of(true).sort((a, b) => a.from - b.from);
  const pictures = of(false);
  const meets = (one: Range, other: Range): boolean => one.from < other.to && other.from < one.to;
  if (
    blank.some(
      (one, i) =>
        pictures.some((other) => meets(one, other)) || blank.some((other, k) => k > i && meets(one, other)),
    )
  )
    return null;
  const parts: Part[] = [];
  let at = 0;
  for (const { from, to } of blank) {
    parts.push({ from: at, to: from }, { bytes: new Uint8Array(to - from) });
    at = to;
  }
  return [...parts, { from: at, to: bytes.length }];
}
