/** Owns taking boxes apart (ISO 14496-12, 4.2), as MP4, MOV and 3GP files have them. Must never read past what it was given. */
import { latin, u32 } from './evidenceTraits.ts';

export type Box = {
  readonly type: string;
  readonly from: number;
  readonly body: number;
  readonly to: number;
};
/** Bytes of a file, `to` not included. */
export type Range = { readonly from: number; readonly to: number };

const MOST_INNER = 50_000;

/** The box whose first bytes stand at `at` of `head`, and at `base` of what ends at `end`; null when it does not fit. */
export function boxAt(head: Uint8Array, at: number, base: number, end: number): Box | null {
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

/** Boxes inside bytes that were read. `undefined`: they do not add up. */
export function innerBoxes(bytes: Uint8Array, from: number, to: number): Box[] | undefined {
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
