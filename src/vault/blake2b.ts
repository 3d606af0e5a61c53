/** Owns BLAKE2b for the few hashes around Argon2id, in a worker without libsodium. Slow; must never hash a file. */
import type { Bytes } from '../wire/bytes.ts';

const BLOCK = 128;
const WORD = (1n << 64n) - 1n;
/** RFC 7693, section 2.6. */
const IV: readonly bigint[] = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];
/** RFC 7693, section 2.7: a line a round, a hex digit a word; the last two rounds are the first two again. */
const SIGMA: readonly string[] = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
];
/** RFC 7693, section 3.1: four columns, then four diagonals. */
const QUADRUPLES: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

const rotate = (word: bigint, bits: bigint): bigint => ((word >> bits) | (word << (64n - bits))) & WORD;

function compress(state: bigint[], block: DataView, counted: number, last: boolean): void {
  const at = (list: readonly bigint[], index: number): bigint => list[index] ?? 0n;
  const message = Array.from({ length: 16 }, (_, index) => block.getBigUint64(index * 8, true));
  const work = [...state, ...IV];
  work[12] = at(work, 12) ^ BigInt(counted);
  if (last) work[14] = at(work, 14) ^ WORD;
  for (let round = 0; round < 12; round += 1) {
    const order = SIGMA[round % 10] ?? '';
    for (const [index, [a, b, c, d]] of QUADRUPLES.entries())
      for (const [half, turnD, turnB] of [
        [0, 32n, 24n],
        [1, 16n, 63n],
      ] as const) {
        const word = at(message, Number.parseInt(order.charAt(index * 2 + half), 16));
        work[a] = (at(work, a) + at(work, b) + word) & WORD;
        work[d] = rotate(at(work, d) ^ at(work, a), turnD);
        work[c] = (at(work, c) + at(work, d)) & WORD;
        work[b] = rotate(at(work, b) ^ at(work, c), turnB);
      }
  }
  for (let index = 0; index < 8; index += 1)
    state[index] = at(state, index) ^ at(work, index) ^ at(work, index + 8);
}

/** Unkeyed BLAKE2b (RFC 7693) of `length` bytes, 1 … 64. */
export function blake2b(input: Uint8Array, length: number): Bytes {
  const state = [...IV];
  state[0] = (state[0] ?? 0n) ^ BigInt(0x01010000 ^ length);
  const blocks = Math.max(1, Math.ceil(input.length / BLOCK));
  const padded = new Uint8Array(blocks * BLOCK);
  padded.set(input);
  for (let block = 0; block < blocks; block += 1) {
    const last = block === blocks - 1;
    const counted = last ? input.length : (block + 1) * BLOCK;
    compress(state, new DataView(padded.buffer, block * BLOCK, BLOCK), counted, last);
  }
  padded.fill(0);
  const out = new DataView(new ArrayBuffer(64));
  for (const [index, word] of state.entries()) out.setBigUint64(index * 8, word, true);
  return new Uint8Array(out.buffer, 0, length).slice();
}
