/** Owns how large a parcel may be: file sizes come in buckets, so that a size says little. Must never see a payload. */
import { headerSize } from './ageHeader.ts';

const KIB = 1024;
const SMALLEST = 16 * KIB;
const DOUBLING_UP_TO = 4 * KIB * KIB;
const STEPS_AN_OCTAVE = 4;

/** Stanzas of every parcel of a deployment, however many people can read it. [SEAL3] */
export const PARCEL_STANZAS = 4;
export const CHUNK_BYTES = 65_536;
export const TAG_BYTES = 16;
export const NONCE_BYTES = 16;
/** Random bytes that end an attachment's payload: who can name them has opened it. */
export const TAIL_BYTES = 32;

/** The smallest bucket of at least `size` bytes: 16 KiB · 2^k up to 4 MiB, then four an octave. [SEAL5] */
export function bucketFor(size: number): number {
  let octave = SMALLEST;
  while (octave < DOUBLING_UP_TO && octave < size) octave *= 2;
  if (size <= octave) return octave;
  while (octave * 2 < size) octave *= 2;
  const step = octave / STEPS_AN_OCTAVE;
  return octave + step * Math.ceil((size - octave) / step);
}

export const isBucket = (size: number): boolean => size >= SMALLEST && bucketFor(size) === size;

/** Bytes of ciphertext for a payload of `plain` bytes: each chunk of 64 KiB grows by 16; an empty payload is one chunk. */
export function streamSize(plain: number): number {
  return plain + TAG_BYTES * Math.max(1, Math.ceil(plain / CHUNK_BYTES));
}

/** Bytes of the whole file: size(S,P) = 86 + 1557·S + P + 16·ceil(P/65536). [SEAL1] */
export function sealedSize(stanzas: number, plain: number): number {
  return headerSize(stanzas) + NONCE_BYTES + streamSize(plain);
}

/** The payload length whose sealed file is exactly `size` bytes, or undefined when none is (a chunk would hold no byte). */
export function plainFor(stanzas: number, size: number): number | undefined {
  const stream = size - headerSize(stanzas) - NONCE_BYTES;
  const plain = stream - TAG_BYTES * Math.max(1, Math.ceil(stream / (CHUNK_BYTES + TAG_BYTES)));
  return plain >= 0 && streamSize(plain) === stream ? plain : undefined;
}

/** Payload length P ≥ `plain` for which the sealed file is exactly a bucket; the next bucket where one is out of reach. [SEAL5] */
export function padTo(stanzas: number, plain: number): number {
  let size = bucketFor(sealedSize(stanzas, plain));
  for (;;) {
    const padded = plainFor(stanzas, size);
    if (padded !== undefined) return padded;
    size = bucketFor(size + 1);
  }
}

/** How many zero bytes go between an attachment's `plain` true bytes and its tail. [SEAL8] */
export function attachmentZeros(stanzas: number, plain: number): number {
  return padTo(stanzas, plain + TAIL_BYTES) - plain - TAIL_BYTES;
}
