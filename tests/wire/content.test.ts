/** Proves the hash that names a payload: any pieces, a restart at any point, and never more than two digests at once. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bytes, concat, toHex } from '../../src/wire/bytes.ts';
import { createContentHasher, type Digest, parcelIdOf } from '../../src/wire/content.ts';

const MIB = 1024 * 1024;
const sha = (bytes: Uint8Array): Bytes => concat(createHash('sha256').update(bytes).digest());
const digest: Digest = async (bytes) => sha(bytes);

const payload = new Uint8Array(16 + 3 * MIB + 777).map((_, i) => (i * 7 + (i >> 9)) & 255);
const expected = toHex(
  sha(
    concat(
      payload.subarray(0, 16),
      ...[0, 1, 2, 3].map((i) => sha(payload.subarray(16 + i * MIB, 16 + (i + 1) * MIB))),
    ),
  ),
);

test('[SEAL6] pieces of any size give the same content', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 2 * MIB }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sizes, async (pieces) => {
      const hasher = createContentHasher(digest);
      // One buffer is used again for every piece, as a network reader would.
      const buffer = new Uint8Array(2 * MIB);
      for (let at = 0, i = 0; at < payload.length; i++) {
        const piece = payload.subarray(at, at + (pieces[i % pieces.length] ?? 1) + 500);
        buffer.set(piece.subarray(0, buffer.length));
        const length = Math.min(piece.length, buffer.length);
        await hasher.push(buffer.subarray(0, length));
        at += length;
      }
      expect(toHex(await hasher.finish())).toBe(expected);
    }),
    { numRuns: 20, seed: 2 },
  );
});

test('[SEAL6] S7 a hasher restarted from its state needs only what follows the last whole segment', async () => {
  for (const cut of [0, 5, 16, 17, 16 + MIB - 1, 16 + MIB, 16 + MIB + 1, 16 + 3 * MIB, payload.length]) {
    const before = createContentHasher(digest);
    await before.push(payload.subarray(0, cut));
    const state = await before.state();
    expect(state.offset).toBe(cut < 16 ? 0 : 16 + Math.floor((cut - 16) / MIB) * MIB);
    expect(state.hashes.length).toBe(Math.max(0, Math.floor((cut - 16) / MIB)) * 32);
    const stored = structuredClone(state);
    const after = createContentHasher(digest, stored);
    await after.push(payload.subarray(stored.offset));
    expect(toHex(await after.finish()), `${cut}`).toBe(expected);
  }
});

test('[SEAL6] at most two segments are being hashed while more bytes come', async () => {
  let now = 0;
  let most = 0;
  const slow: Digest = async (bytes) => {
    const hash = sha(bytes);
    now += 1;
    most = Math.max(most, now);
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    now -= 1;
    return hash;
  };
  const hasher = createContentHasher(slow);
  const big = new Uint8Array(16 + 12 * MIB);
  await hasher.push(big);
  await hasher.finish();
  expect(most).toBe(2);
});

test('[SEAL6] a digest that fails is an error of the caller’s await, once and not in between', async () => {
  const hasher = createContentHasher(async () => {
    throw new Error('no digest here');
  });
  await hasher.push(new Uint8Array(16 + 100));
  await expect(hasher.finish()).rejects.toThrow('no digest');
});

test('[SEAL6] the parcel id is the hash of the header’s hash and content', async () => {
  const header = new Uint8Array(100).fill(1);
  const content = new Uint8Array(32).fill(2);
  expect(await parcelIdOf(digest, header, content)).toEqual(sha(concat(sha(header), content)));
});
