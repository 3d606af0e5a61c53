/** Proves the sizes: which buckets there are, that each is reachable, and that padding wastes no more than it must. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  attachmentZeros,
  bucketFor,
  isBucket,
  padTo,
  plainFor,
  sealedSize,
  streamSize,
} from '../../src/wire/buckets.ts';

const KIB = 1024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;

function bucketsUpTo(most: number): number[] {
  const list: number[] = [];
  for (let size = bucketFor(1); size <= most; size = bucketFor(size + 1)) list.push(size);
  return list;
}

test('[SEAL5] buckets are 16 KiB · 2^k up to 4 MiB, then four an octave', () => {
  expect(bucketsUpTo(16 * MIB).map((size) => size / KIB)).toEqual([
    16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 5120, 6144, 7168, 8192, 10240, 12288, 14336, 16384,
  ]);
  expect(bucketsUpTo(64 * GIB)).toHaveLength(9 + 4 * 14);
  for (const size of bucketsUpTo(64 * GIB)) {
    expect(isBucket(size)).toBe(true);
    expect(isBucket(size - 1)).toBe(false);
    expect(bucketFor(size)).toBe(size);
    expect(bucketFor(size - 1)).toBe(size);
  }
  expect([0, 1, 8 * KIB].some(isBucket)).toBe(false);
});

test('[SEAL5] S4 with four stanzas every bucket up to 64 GiB is the exact size of some file', () => {
  let reached = 0;
  for (const size of bucketsUpTo(64 * GIB)) {
    const plain = plainFor(4, size);
    expect(plain, `${size}`).toBeDefined();
    expect(sealedSize(4, plain ?? 0)).toBe(size);
    reached += 1;
  }
  expect(reached).toBe(65);
});

test('[SEAL1] [SEAL5] a size that no file can have is said so, and padding takes the next bucket', () => {
  for (let tail = 1; tail <= 16; tail++) expect(plainFor(4, sealedSize(4, 65_536) + tail)).toBeUndefined();
  expect(plainFor(4, sealedSize(4, 65_536) + 17)).toBe(65_537);
  expect(plainFor(4, 100)).toBeUndefined();
  expect(streamSize(0)).toBe(16);
  // From S = 11 on the header alone outgrows the smallest bucket.
  for (let S = 1; S <= 41; S++) expect(isBucket(sealedSize(S, padTo(S, 10)))).toBe(true);
});

test('[SEAL5] [SEAL8] padding ends exactly in a bucket, keeps every byte, and takes the smallest bucket that fits', () => {
  const lengths = fc.oneof(
    fc.nat(300_000),
    fc.nat(64 * MIB),
    fc.nat({ max: 2 ** 31 - 1 }).map((n) => n * 30),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), lengths, (S, plain) => {
      const padded = padTo(S, plain);
      const size = sealedSize(S, padded);
      expect(padded).toBeGreaterThanOrEqual(plain);
      expect(isBucket(size)).toBe(true);
      const first = bucketFor(sealedSize(S, plain));
      if (size !== first) expect(plainFor(S, first) ?? -1).toBeLessThan(plain);
      const zeros = attachmentZeros(S, plain);
      expect(zeros).toBeGreaterThanOrEqual(0);
      expect(isBucket(sealedSize(S, plain + zeros + 32))).toBe(true);
    }),
    { numRuns: 2_000, seed: 5 },
  );
});
