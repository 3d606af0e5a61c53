/** Owns which bytes of a film are picture and sound, by its tables. Must never guess: where they do not say, nothing is. */
import type { Box, Range } from './evidenceBoxes.ts';
import { bits, flagsAt } from './evidenceTracks.ts';
import { u16, u32 } from './evidenceTraits.ts';

/** More stretches than this are not kept. */
const MOST_RANGES = 2_000_000;

type Boxes = readonly Box[];
const first = (boxes: Boxes, type: string): Box | undefined => boxes.find((box) => box.type === type);

/** Each chunk of a track, from its `stbl`. `plain`: bytes of a sample where the kind says so. null: the tables do not say. */
export function chunksOf(bytes: Uint8Array, stbl: Boxes, plain: number | null): Range[] | null {
  const [runs, sizes, small] = [first(stbl, 'stsc'), first(stbl, 'stsz'), first(stbl, 'stz2')];
  const [near, far] = [first(stbl, 'stco'), first(stbl, 'co64')];
  const places = near ?? far;
  const table = sizes ?? small;
  if (runs === undefined || places === undefined || table === undefined) return null;
  if (stbl.filter(({ type }) => /^(stsc|stsz|stz2|stco|co64)$/.test(type)).length !== 3) return null;
  const [chunks, samples, steps] = [
    u32(bytes, places.body + 4),
    u32(bytes, table.body + 8),
    u32(bytes, runs.body + 4),
  ];
  if (!(chunks <= MOST_RANGES)) return null;
  const told = sizes === undefined ? 0 : u32(bytes, sizes.body + 4);
  // QuickTime counts plain sound in frames, and may write 1.
  if (plain !== null && !(plain > 0 && (told === plain || told === 1))) return null;
  const same = plain ?? told;
  const wide = small === undefined ? 32 : (bytes[small.body + 7] ?? 0);
  if (![4, 8, 16, 32].includes(wide)) return null;
  const sizeOf = (i: number): number => {
    const at = table.body + 12;
    if (wide === 32) return u32(bytes, at + i * 4);
    if (wide === 16) return u16(bytes, at + i * 2);
    const byte = bytes[at + Math.floor((i * wide) / 8)] ?? 0;
    return wide === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15;
  };
  const found: Range[] = [];
  let [sample, step] = [0, 0];
  for (let chunk = 1; chunk <= chunks; chunk += 1) {
    while (step + 1 < steps && u32(bytes, runs.body + 8 + (step + 1) * 12) <= chunk) step += 1;
    const many = steps === 0 ? 0 : u32(bytes, runs.body + 8 + step * 12 + 4);
    const end = sample + many;
    if (!(end <= samples)) return null;
    let length = same * many;
    if (same === 0) for (let i = sample; i < end; i += 1) length += sizeOf(i);
    sample = end;
    const entry = places.body + 8 + (chunk - 1) * (far === undefined ? 4 : 8);
    const from =
      far === undefined ? u32(bytes, entry) : u32(bytes, entry) * 4_294_967_296 + u32(bytes, entry + 4);
    found.push({ from, to: from + length });
  }
  return sample === samples ? found : null;
}

/** Bytes of a sample by track, where a piece does not say: from the `trex` of the index. */
export const usualSizes = (bytes: Uint8Array, trexes: Boxes): ReadonlyMap<number, number> =>
  new Map(trexes.map(({ body }) => [u32(bytes, body + 4), u32(bytes, body + 16)]));

/** Each run of a piece of a film. `start`: of its `moof` in the file; `trafs`: the boxes in each. null: it does not say. */
export function runsOf(
  bytes: Uint8Array,
  start: number,
  trafs: readonly Boxes[],
  usual: ReadonlyMap<number, number>,
): Range[] | null {
  const found: Range[] = [];
  let last = start;
  for (const traf of trafs) {
    const head = first(traf, 'tfhd');
    if (head === undefined) return null;
    const flags = flagsAt(bytes, head.body);
    let at = head.body + 8;
    let base = (flags & 0x20000) !== 0 ? start : last;
    if ((flags & 1) !== 0) {
      base = u32(bytes, at) * 4_294_967_296 + u32(bytes, at + 4);
      at += 8;
    }
    at += bits(flags, [0x2, 0x8]) * 4;
    const same = (flags & 0x10) !== 0 ? u32(bytes, at) : usual.get(u32(bytes, head.body + 4));
    let next = base;
    for (const { body } of traf.filter(({ type }) => type === 'trun')) {
      const told = flagsAt(bytes, body);
      const [samples, each] = [u32(bytes, body + 4), bits(told, [0x100, 0x200, 0x400, 0x800]) * 4];
      // A 32-bit number with a sign.
      const from = (told & 1) !== 0 ? base + (u32(bytes, body + 8) | 0) : next;
      const table = body + 8 + bits(told, [0x1, 0x4]) * 4 + bits(told, [0x100]) * 4;
      if (!(samples <= MOST_RANGES) || ((told & 0x200) === 0 && same === undefined)) return null;
      let length = 0;
      if ((told & 0x200) === 0) length = samples * (same ?? 0);
      else for (let i = 0; i < samples; i += 1) length += u32(bytes, table + i * each);
      next = from + length;
      found.push({ from, to: next });
    }
    last = next;
  }
  return found;
}

/** What of `room` no range covers; null when one lies outside of all rooms. */
export function gapsIn(rooms: readonly Range[], owned: readonly Range[]): Range[] | null {
  const sorted = owned.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const gaps: Range[] = [];
  let i = 0;
  for (const { from, to } of rooms) {
    let at = from;
    for (; i < sorted.length; i += 1) {
      const one = sorted[i];
      if (one === undefined || one.from >= to) break;
      if (one.from < from || one.to > to) return null;
      if (one.from > at) gaps.push({ from: at, to: one.from });
      at = Math.max(at, one.to);
    }
    if (at < to) gaps.push({ from: at, to });
  }
  return i === sorted.length ? gaps : null;
}
