/** Owns what stands in the index of a film and is needed to play it: lengths of its tables, kinds of picture and sound. Must never let an unknown one pass. */
import { type Box, innerBoxes, type Range } from './evidenceBoxes.ts';
import { latin, tidyText, u16, u32 } from './evidenceTraits.ts';

/** What an index may hold, by length: anything longer has a tail, and anything not here says something. (ISO 14496-12, 8) */
const LENGTHS: Readonly<Record<string, (bytes: Uint8Array, body: number) => number>> = {
  mvhd: (bytes, at) => (bytes[at] === 1 ? 112 : 100),
  tkhd: (bytes, at) => (bytes[at] === 1 ? 96 : 84),
  mdhd: (bytes, at) => (bytes[at] === 1 ? 36 : 24),
  vmhd: () => 12,
  smhd: () => 8,
  nmhd: () => 4,
  clef: () => 12,
  prof: () => 12,
  enof: () => 12,
  elst: (bytes, at) => 8 + u32(bytes, at + 4) * (bytes[at] === 1 ? 20 : 12),
  stts: (bytes, at) => 8 + u32(bytes, at + 4) * 8,
  ctts: (bytes, at) => 8 + u32(bytes, at + 4) * 8,
  stss: (bytes, at) => 8 + u32(bytes, at + 4) * 4,
  stsc: (bytes, at) => 8 + u32(bytes, at + 4) * 12,
  stco: (bytes, at) => 8 + u32(bytes, at + 4) * 4,
  co64: (bytes, at) => 8 + u32(bytes, at + 4) * 8,
  stsz: (bytes, at) => 12 + (u32(bytes, at + 4) === 0 ? u32(bytes, at + 8) * 4 : 0),
  stz2: (bytes, at) => 12 + Math.ceil((u32(bytes, at + 8) * (bytes[at + 7] ?? 0)) / 8),
  cslg: (bytes, at) => (bytes[at] === 1 ? 44 : 24),
  sbgp: (bytes, at) => (bytes[at] === 1 ? 16 : 12) + u32(bytes, at + (bytes[at] === 1 ? 12 : 8)) * 8,
  mehd: (bytes, at) => (bytes[at] === 1 ? 12 : 8),
  trex: () => 24,
  mfhd: () => 8,
  tfdt: (bytes, at) => (bytes[at] === 1 ? 12 : 8),
  tfhd: (bytes, at) =>
    8 + bits(flagsAt(bytes, at), [0x2, 0x8, 0x10, 0x20]) * 4 + bits(flagsAt(bytes, at), [1]) * 8,
  trun: (bytes, at) =>
    8 +
    bits(flagsAt(bytes, at), [0x1, 0x4]) * 4 +
    u32(bytes, at + 4) * bits(flagsAt(bytes, at), [0x100, 0x200, 0x400, 0x800]) * 4,
  mfro: () => 8,
  tfra: (bytes, at) => {
    const sizes = u32(bytes, at + 8);
    const numbers = ((sizes >> 4) & 3) + ((sizes >> 2) & 3) + (sizes & 3) + 3;
    return 16 + u32(bytes, at + 12) * ((bytes[at] === 1 ? 16 : 8) + numbers);
  },
  sidx: (bytes, at) => {
    const start = bytes[at] === 1 ? 28 : 20;
    return start + 4 + u16(bytes, at + start + 2) * 12;
  },
};

export const flagsAt = (bytes: Uint8Array, at: number): number => u32(bytes, at) & 0xff_ffff;
export const bits = (flags: number, wanted: readonly number[]): number =>
  wanted.filter((one) => (flags & one) !== 0).length;

/** What stands behind the end of a table; undefined: it is none that is known, null: it is shorter than it says. */
export function tailOf(bytes: Uint8Array, { type, body, to }: Box): Range | null | undefined {
  const length = Object.hasOwn(LENGTHS, type) ? LENGTHS[type]?.(bytes, body) : undefined;
  if (length === undefined) return undefined;
  return body + length <= to ? { from: body + length, to } : null;
}

/** `sgpd`: where decoding may begin, in numbers of one or two bytes; any other group may say something. */
export const isPlainGroup = (bytes: Uint8Array, { body, to }: Box): boolean =>
  bytes[body] === 1 &&
  /^(roll|prol|rap |sync)$/.test(latin(bytes, body + 4, body + 8)) &&
  u32(bytes, body + 8) <= 2 &&
  u32(bytes, body + 12) <= 4 &&
  body + 16 + u32(bytes, body + 8) * u32(bytes, body + 12) === to;

const VIDEO =
  /^(avc[1-4]|hvc1|hev1|dvh1|dvhe|dva1|dvav|av01|vp08|vp09|mp4v|s263|h263|jpeg|mjp[ab]|ap(ch|cn|cs|co|4h|4x))$/;
const SOUND =
  /^(mp4a|Opus|fLaC|ac-3|ec-3|samr|sawb|alac|\.mp3|sowt|twos|in24|in32|fl32|fl64|lpcm|raw |ulaw|alaw|ipcm|fpcm)$/;
/** Its samples have one length, which is written in several ways. */
const PLAIN = /^(sowt|twos|in24|in32|fl32|fl64|lpcm|raw |ulaw|alaw|ipcm|fpcm)$/;
/** How picture or sound is packed, its colours, its shape. */
const SETUP = new Set([
  ...['avcC', 'hvcC', 'lhvC', 'av1C', 'vpcC', 'd263', 'dvcC', 'dvvC', 'dvwC', 'btrt', 'colr', 'pasp', 'clap'],
  ...['fiel', 'gama', 'mdcv', 'clli', 'SmDm', 'CoLL', 'amve', 'esds', 'dOps', 'dfLa', 'dac3', 'dec3', 'damr'],
  ...['alac', 'pcmC', 'srat', 'chnl', 'chan', 'frma', 'enda', 'mp4a', '\0\0\0\0'],
]);

type Found = {
  readonly blank: readonly Range[];
  readonly frees: readonly Box[];
  readonly names: readonly string[];
};

/** `stsd`: what in it is no setup. `plain`: bytes of a sample where all are alike. null: of a kind that is not known. */
export function lookAtKinds(
  bytes: Uint8Array,
  { body, to }: Box,
  handler: string,
): (Found & { readonly plain: number | null }) | null {
  const entries = innerBoxes(bytes, body + 8, to);
  if (entries === undefined || entries.length !== u32(bytes, body + 4)) return null;
  const blank: Range[] = [];
  const frees: Box[] = [];
  const names: string[] = [];
  let plain: number | null = null;
  for (const entry of entries) {
    const at = entry.body;
    const known = handler === 'vide' ? VIDEO.test(entry.type) : handler === 'soun' && SOUND.test(entry.type);
    const starts = handler === 'vide' ? [78] : ({ 0: [28], 1: [44, 28], 2: [64] }[u16(bytes, at + 8)] ?? []);
    const start = starts.find((one) => setupIn(bytes, at + one, entry.to) !== null);
    if (!known || start === undefined) return null;
    // Who wrote the programme that packs, in four letters; and in video its name.
    blank.push({ from: at + 12, to: at + 16 });
    if (handler === 'vide') {
      const name = { from: at + 42, to: at + 74 };
      const text = tidyText(bytes.subarray(name.from + 1, name.to));
      if (text !== null) names.push(text);
      blank.push(name);
    } else if (PLAIN.test(entry.type)) {
      if (entries.length > 1) return null;
      plain =
        start === 28
          ? (u16(bytes, at + 16) * u16(bytes, at + 18)) / 8
          : u32(bytes, at + (start === 44 ? 36 : 56));
    }
    frees.push(...(setupIn(bytes, at + start, entry.to) ?? []));
  }
  return { blank, frees, names, plain };
}

/** Boxes behind the fixed part of a kind, which are no setup; null when they do not add up. */
function setupIn(bytes: Uint8Array, from: number, to: number): readonly Box[] | null {
  const boxes = from > to ? undefined : innerBoxes(bytes, from, to);
  if (boxes === undefined) return null;
  const strange: Box[] = [];
  for (const box of boxes) {
    if (box.type === 'wave') {
      const inner = setupIn(bytes, box.body, box.to);
      if (inner === null) return null;
      strange.push(...inner);
    } else if (!SETUP.has(box.type)) strange.push(box);
  }
  return strange;
}

/** `dref`: everything lies in this file, and nothing says where another one lay. */
export function isOwnData(bytes: Uint8Array, { body, to }: Box): boolean {
  const entries = innerBoxes(bytes, body + 8, to);
  return (
    entries?.every(
      (entry) =>
        entry.to >= entry.body + 4 && bytes.subarray(entry.body + 4, entry.to).every((byte) => byte === 0),
    ) === true
  );
}

/** Names that half of all programs write. */
const USUAL =
  /^.?((Video|Sound|Audio)Hand(le|ler)|Core Media (Video|Audio)|Apple (Video|Sound) Media Handler)$/;

/** `hdlr`: its kind, and the stretches that say who made it. QuickTime's mark in front of the kind stays: readers go by it. */
export function lookAtHandler(
  bytes: Uint8Array,
  { body, to }: Box,
): { readonly kind: string; readonly blank: Range; readonly name: string | null } | null {
  if (body + 24 > to || !/^(\0\0\0\0|mhlr|dhlr)$/.test(latin(bytes, body + 4, body + 8))) return null;
  const name = tidyText(bytes.subarray(body + 24, to));
  return {
    kind: latin(bytes, body + 8, body + 12),
    blank: { from: body + 12, to },
    name: name === null || USUAL.test(name) ? null : name,
  };
}
