/** Owns Argon2id itself. Must never run in the vault's worker: WASM memory only grows, and keeps what was in it. */
import { type Bytes, concat } from '../wire/bytes.ts';
import { type Compress, kernelBytes, SCRATCH_BYTES } from './argon2Kernel.ts';
import { blake2b } from './blake2b.ts';
import type { Argon2, Argon2Params } from './words.ts';

const BLOCK = 1_024;
const SLICES = 4;
const OUT_BYTES = 32;
const [VERSION, ARGON2ID] = [0x13, 2] as const;
/** Addresses: the kernel's scratch, then three blocks for the addressing of section 3.4.1.2 (the first stays zeros), then the memory. */
const ZEROS = SCRATCH_BYTES;
const INPUT = ZEROS + BLOCK;
const SPARE = INPUT + BLOCK;
const ADDRESSES = SPARE + BLOCK;
const MEMORY = ADDRESSES + BLOCK;
const TWO_32 = 2 ** 32;

const littleEndian = (value: number): Bytes => {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
};

/** H′, section 3.3. */
function longHash(input: Uint8Array, length: number): Bytes {
  const whole = concat(littleEndian(length), input);
  if (length <= 64) return blake2b(whole, length);
  const parts: Bytes[] = [];
  let last = blake2b(whole, 64);
  let left = length - 32;
  parts.push(last.slice(0, 32));
  while (left > 64) {
    last = blake2b(last, 64);
    parts.push(last.slice(0, 32));
    left -= 32;
  }
  return concat(...parts, blake2b(last, left));
}

/** H₀, section 3.2; one lane, no secret and no associated data. */
function firstHash(password: Bytes, { passes, memoryKiB, salt }: Argon2Params): Bytes {
  const numbers = [1, OUT_BYTES, memoryKiB, passes, VERSION, ARGON2ID].map(littleEndian);
  const none = littleEndian(0);
  const texts = [littleEndian(password.length), password, littleEndian(salt.length), salt, none, none];
  const whole = concat(...numbers, ...texts);
  const hash = blake2b(whole, 64);
  whole.fill(0);
  return hash;
}

/** How many blocks before the current one may be referred to, and which of them the 32 random bits mean (section 3.4). */
function referred(random: number, pass: number, slice: number, at: number, segment: number): number {
  const reachable = (pass === 0 ? slice * segment : (SLICES - 1) * segment) + at - 1;
  const high = Math.floor((squareHigh(random) * reachable) / TWO_32);
  const begin = pass === 0 || slice === SLICES - 1 ? 0 : (slice + 1) * segment;
  return (begin + reachable - 1 - high) % (segment * SLICES);
}

/** The upper 32 bits of the square of a 32-bit number, in doubles that hold every step exactly. */
function squareHigh(value: number): number {
  const [high, low] = [value >>> 16, value & 0xffff];
  return high * high + Math.floor((2 * high * low * 65_536 + low * low) / TWO_32);
}

/** The kernel, compiled for this engine, with the memory for so many KiB. */
export type Stretcher = {
  readonly memoryKiB: number;
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly compress: Compress;
};

/** Everything that can be done before there are words. `pairs`: with registers of 128 bits; left out, if the engine has them. */
export function createStretcher(memoryKiB: number, pairs?: boolean): Stretcher {
  const wide = kernelBytes(true);
  const bytes = (pairs ?? WebAssembly.validate(wide)) ? wide : kernelBytes(false);
  const pages = Math.ceil((MEMORY + memoryKiB * BLOCK) / 65_536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes), { a: { m: memory } });
  const compress = kernel.exports['c'] as Compress;
  return { memoryKiB, memory: new Uint8Array(memory.buffer), compress };
}

/** One segment of one pass, sections 3.1.3 and 3.4. */
function fillSegment(
  { memory, compress }: Stretcher,
  passes: number,
  pass: number,
  slice: number,
  blocks: number,
): void {
  const words = new Uint32Array(memory.buffer);
  const segment = blocks / SLICES;
  const addressed = pass === 0 && slice < SLICES / 2;
  const input = INPUT / 4;
  words.fill(0, input, input + BLOCK / 4);
  for (const [index, value] of [pass, 0, slice, blocks, passes, ARGON2ID].entries())
    words[input + index * 2] = value;
  const nextAddresses = (count: number): void => {
    words[input + 12] = count;
    compress(ZEROS, INPUT, ZEROS, SPARE);
    compress(ZEROS, SPARE, ZEROS, ADDRESSES);
  };
  for (let at = pass === 0 && slice === 0 ? 2 : 0; at < segment; at += 1) {
    const index = slice * segment + at;
    const before = MEMORY + (index === 0 ? blocks - 1 : index - 1) * BLOCK;
    const here = MEMORY + index * BLOCK;
    if (addressed && (at % 128 === 0 || index === 2)) nextAddresses(Math.floor(at / 128) + 1);
    const random = words[addressed ? ADDRESSES / 4 + (at % 128) * 2 : before / 4] ?? 0;
    const other = MEMORY + referred(random, pass, slice, at, segment) * BLOCK;
    compress(before, other, pass === 0 ? ZEROS : here, here);
  }
}

/**
 * RFC 9106, version 0x13, one lane, 32 bytes out. `memoryKiB` of both at least 8. The stretcher's memory is left as it is:
 * whoever made it lets go of it.
 */
export function stretchIn(stretcher: Stretcher, password: Bytes, params: Argon2Params): Bytes {
  const { memory } = stretcher;
  const blocks = Math.floor(params.memoryKiB / SLICES) * SLICES;
  const seed = firstHash(password, params);
  for (const index of [0, 1]) {
    const block = longHash(concat(seed, littleEndian(index), littleEndian(0)), BLOCK);
    memory.set(block, MEMORY + index * BLOCK);
  }
  seed.fill(0);
  for (let pass = 0; pass < params.passes; pass += 1)
    for (let slice = 0; slice < SLICES; slice += 1)
      fillSegment(stretcher, params.passes, pass, slice, blocks);
  const last = MEMORY + (blocks - 1) * BLOCK;
  return longHash(memory.subarray(last, last + BLOCK), OUT_BYTES);
}

/** The same, all at once. */
export const stretch: Argon2 = async (password, params) =>
  stretchIn(createStretcher(params.memoryKiB), password, params);
