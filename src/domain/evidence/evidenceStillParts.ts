/** Owns what stands beside the pictures of HEIC and AVIF: properties, names, lists of numbers. Must never let an unknown one pass. */
import { type Box, innerBoxes, type Range } from './evidenceBoxes.ts';
import { isProfile, latin, tidyText, u16, u32 } from './evidenceTraits.ts';

/** `strange`: something that is not known stays. `fill`: names, which become spaces; `zero`: the rest. */
export type Beside = {
  strange: boolean;
  more: boolean;
  program: string | null;
  readonly frees: Box[];
  readonly zero: Range[];
  readonly fill: Range[];
};

const isEmpty = (bytes: Uint8Array, from: number, to: number): boolean =>
  bytes.subarray(from, to).every((byte) => byte === 0);

/** Arrays of HEVC's parameters. (ISO 14496-15, 8.3) */
function hevcLength(bytes: Uint8Array, { body, to }: Box): number {
  let at = body + 23;
  for (let array = 0; array < (bytes[body + 22] ?? 0); array += 1) {
    const many = u16(bytes, at + 1);
    at += 3;
    for (let i = 0; i < many && at < to; i += 1) at += 2 + u16(bytes, at);
  }
  return at - body;
}

/** What a picture is shown by, each of its length; -1: of any. (ISO 23008-12, 6.5; AV1 in HEIF; ISO 23001-17) */
const SHOWN: Readonly<Record<string, (bytes: Uint8Array, box: Box) => number>> = {
  ispe: () => 12,
  pixi: (bytes, { body }) => 5 + (bytes[body + 4] ?? 0),
  irot: () => 1,
  imir: () => 1,
  pasp: () => 8,
  clap: () => 32,
  rloc: () => 12,
  lsel: () => 2,
  clli: () => 4,
  mdcv: () => 24,
  amve: () => 8,
  a1op: () => 1,
  a1lx: (bytes, { body }) => ((bytes[body] ?? 0) & 1 ? 13 : 7),
  hvcC: hevcLength,
  av1C: () => -1,
  avcC: () => -1,
  vvcC: () => -1,
  jpgC: () => -1,
  colr: (bytes, { body, to }) => {
    const kind = latin(bytes, body, body + 4);
    if (kind === 'nclx') return 11;
    const profile = bytes.subarray(body + 4, to);
    return /^(prof|rICC)$/.test(kind) && isProfile(profile, profile.length) ? -1 : Number.NaN;
  },
  auxC: (bytes, { body, to }) =>
    /^urn:[a-z0-9:]{1,60}\0/i.test(latin(bytes, body + 4, to)) ? -1 : Number.NaN,
};
/** Longest setup of a decoder in a property. */
const MOST_SETUP = 4096;
/** What people and programmes write: a description, times, another text. A player does without. */
const SAID = new Set(['udes', 'crtt', 'altt', 'mdft', 'uuid', 'free', 'skip']);

/** `iprp`: properties by number, so that none may go; and which picture has which. */
export function lookAtProperties(bytes: Uint8Array, { body, to }: Box, beside: Beside): void {
  const boxes = innerBoxes(bytes, body, to);
  const [first] = boxes ?? [];
  if (boxes === undefined || first?.type !== 'ipco') {
    beside.strange = true;
    return;
  }
  for (const box of innerBoxes(bytes, first.body, first.to) ?? [{ ...first, type: '' }]) {
    const length = Object.hasOwn(SHOWN, box.type)
      ? (SHOWN[box.type]?.(bytes, box) ?? Number.NaN)
      : Number.NaN;
    const own = box.to - box.body;
    if (SAID.has(box.type)) free(bytes, box, beside);
    else if (!(length === -1 ? own <= MOST_SETUP || box.type === 'colr' : length === own))
      beside.strange = true;
  }
  for (const box of boxes.slice(1)) {
    if (box.type === 'free') free(bytes, box, beside);
    else if (box.type !== 'ipma' || !isExact(bytes, box)) beside.strange = true;
  }
}

function isExact(bytes: Uint8Array, { body, to }: Box): boolean {
  const [wide, long] = [bytes[body] === 0 ? 2 : 4, ((bytes[body + 3] ?? 0) & 1) + 1];
  const entries = u32(bytes, body + 4);
  let at = body + 8;
  for (let i = 0; i < entries && at < to; i += 1) at += wide + 1 + (bytes[at + wide] ?? 0) * long;
  return at === to;
}

/** The box becomes free space. */
export function free(bytes: Uint8Array, box: Box, beside: Beside): void {
  beside.frees.push(box);
  if (!isEmpty(bytes, box.body, box.to)) beside.more = true;
}

const XMP = 'application/rdf+xml';
/** `infe` from the name on: it becomes spaces, since more may follow it. */
export function lookAtName(bytes: Uint8Array, { to }: Box, from: number, beside: Beside): void {
  beside.fill.push({ from, to });
  const text = tidyText(bytes.subarray(from, to));
  if (text !== null && text !== XMP) beside.more = true;
}

/** `hdlr`: who made it. */
export function lookAtHandler(bytes: Uint8Array, { body, to }: Box, beside: Beside): void {
  if (latin(bytes, body + 8, body + 12) !== 'pict' || body + 24 > to) beside.strange = true;
  beside.zero.push({ from: body + 4, to: body + 8 }, { from: body + 12, to });
  beside.program ??= tidyText(bytes.subarray(body + 24, to));
  if (!isEmpty(bytes, body + 4, body + 8) || !isEmpty(bytes, body + 12, body + 24)) beside.more = true;
}

/** `iref` and `grpl`: lists of numbers, each as long as it says. */
export function lookAtLists(bytes: Uint8Array, { type, body, to }: Box, beside: Beside): void {
  const lists = innerBoxes(bytes, type === 'iref' ? body + 4 : body, to);
  const wide = bytes[body] === 0 ? 2 : 4;
  const length = (list: Box): number =>
    type === 'iref' ? wide + 2 + u16(bytes, list.body + wide) * wide : 12 + u32(bytes, list.body + 8) * 4;
  const known =
    type === 'iref'
      ? /^(thmb|dimg|auxl|cdsc|prem|base|exbl|tbas|evir|iloc|fdel)$/
      : /^(altr|eqiv|ster|tsyn|brst|pano|favc|iaug|albc|dobr)$/;
  if (lists?.every((list) => known.test(list.type) && list.to - list.body === length(list)) !== true)
    beside.strange = true;
}
