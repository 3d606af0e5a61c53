/** Owns the layout of a recording that was cut off: its spare file, and the file in which it travels. Must never see a key. */
import { CHUNK_BYTES } from './buckets.ts';
import { type Bytes, utf8 } from './bytes.ts';

/** The spare file has two places, written in turn: a torn one leaves the other. [VLT20] */
export const SPARE_PLACE = CHUNK_BYTES + 1_024;
export const SPARE_BYTES = 2 * SPARE_PLACE;
/** Additional data of a spare's box. */
export const SPARE_AAD: Bytes = utf8('tumar/recording/1');

/** HKDF of a file key with this is the spare file's key; H with it before a handle is the spare file's handle. [VLT21] */
export const SPARE_NAME: Bytes = utf8('tumar/recording/spare/1');

/** Type of an attachment that holds a recording as a cut left it. [SEAL9] */
export const CUT_TYPE = 'application/x-cut-recording';

/** Flag (1) and where it begins (8). */
const HEAD = 9;

/** What a recording has beyond its whole chunks. */
export type Spare = {
  /** Where it begins in the recording. */
  readonly from: number;
  /** At most 64 KiB. */
  readonly bytes: Uint8Array;
  /** Nothing was to come after it. */
  readonly ended: boolean;
};

/** The plain text of a spare's box. The caller overwrites it. */
export function encodeSpare({ from, bytes, ended }: Spare): Bytes {
  const plain = new Uint8Array(HEAD + bytes.length);
  plain[0] = ended ? 1 : 0;
  new DataView(plain.buffer).setBigUint64(1, BigInt(from));
  plain.set(bytes, HEAD);
  return plain;
}

/** null = none. */
export function parseSpare(plain: Uint8Array): Spare | null {
  if (plain.length < HEAD) return null;
  const from = Number(new DataView(plain.buffer, plain.byteOffset).getBigUint64(1));
  return { from, bytes: plain.slice(HEAD), ended: plain[0] === 1 };
}

/** The box in a place of the spare file; null when none was written there whole. */
export function boxIn(place: Uint8Array): Uint8Array | null {
  if (place.length < 4) return null;
  const length = new DataView(place.buffer, place.byteOffset).getUint32(0);
  return length === 0 || length > place.length - 4 ? null : place.subarray(4, 4 + length);
}

/** The one of two that reaches further. */
export function further(first: Spare | null, second: Spare | null): Spare | null {
  const end = (one: Spare | null): number =>
    one === null ? -1 : one.from + one.bytes.length + (one.ended ? 0.5 : 0);
  return end(first) > end(second) ? first : second;
}
