/** Proves that a file that was altered, cut or rearranged in any way is refused, and with which code. */
import { expect, test } from 'vitest';
import { createFileKey } from '../../src/crypto/fileKey.ts';
import { openBytes, openStream } from '../../src/crypto/open.ts';
import { createPayloadOpener } from '../../src/crypto/payload.ts';
import { sealBytes, sealPayload } from '../../src/crypto/seal.ts';
import { headerSize } from '../../src/wire/ageHeader.ts';
import { concat } from '../../src/wire/bytes.ts';
import { codeOf, collector, identityFor, must, seededRng, sodium } from './setup.ts';

const identity = identityFor('reader');
const identities = [identity];
const CHUNK = 65_536 + 16;

const sealed = async (size: number, S = 1, padded = false) => {
  const rng = seededRng(`damage/${size}`);
  const plain = rng(size);
  return must(await sealBytes({ sodium, rng, recipients: [identity.recipient], S, padded, plain })).file;
};

const opens = async (file: Uint8Array): Promise<string> =>
  codeOf(await openBytes({ sodium, identities, file }));

function flip(file: Uint8Array, bit: number): Uint8Array {
  const out = file.slice();
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return out;
}

test('[SEAL1] [SEAL7] every single-bit flip of a small file is refused, and never as truncated in the payload', async () => {
  const file = await sealed(20);
  expect(await opens(file)).toBe('ok');
  const codes = new Map<string, number>();
  const BATCH = 64;
  for (let from = 0; from < file.length * 8; from += BATCH) {
    const bits = Array.from({ length: Math.min(BATCH, file.length * 8 - from) }, (_, i) => from + i);
    const seen = await Promise.all(bits.map((bit) => opens(flip(file, bit))));
    for (const [i, code] of seen.entries()) {
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (from + i >= headerSize(1) * 8) expect(code).toBe('damaged');
    }
  }
  expect(codes.get('ok')).toBeUndefined();
  expect([...codes.keys()].sort()).toEqual(['damaged', 'notForThisKey', 'truncated', 'unsupported']);
  expect([...codes.values()].reduce((sum, n) => sum + n, 0)).toBe(file.length * 8);
});

test('[SEAL4] [SEAL7] every truncation of a small file is refused: truncated, or damaged where a chunk was cut', async () => {
  const file = await sealed(20);
  for (let length = 0; length < file.length; length++) {
    const code = await opens(file.subarray(0, length));
    expect(code, `${length} bytes`).toBe(length < headerSize(1) + 16 + 16 ? 'truncated' : 'damaged');
  }
});

test('[SEAL4] S6 a file cut after any whole chunk is truncated, and its plain bytes are never called complete', async () => {
  const file = await sealed(5 * 65_536);
  for (let chunks = 0; chunks < 5; chunks++) {
    const out = collector();
    const cut = file.subarray(0, headerSize(1) + 16 + chunks * CHUNK);
    const result = await openStream({ sodium, identities, source: [cut], write: out.write });
    expect(codeOf(result)).toBe('truncated');
    expect(out.bytes().length).toBe(Math.max(0, chunks - 1) * 65_536);
  }
  expect(await opens(file)).toBe('ok');
});

test('[SEAL5] [SEAL7] a parcel cut anywhere is truncated, because a parcel is always exactly a bucket', async () => {
  const file = await sealed(100_000, 4, true);
  expect(file.length).toBe(131_072);
  for (const length of [6_000, 6_314, 6_330, 20_000, 70_000, 100_000, 131_071]) {
    expect(await opens(file.subarray(0, length)), `${length} bytes`).toBe('truncated');
  }
  expect(await opens(flip(file, file.length * 8 - 1))).toBe('damaged');
});

test('[SEAL4] chunks dropped, doubled, swapped or taken from another payload are refused', async () => {
  const file = await sealed(4 * 65_536 + 100);
  const foreign = await sealed(4 * 65_536 + 101);
  const start = headerSize(1) + 16;
  const head = file.subarray(0, start);
  const chunk = (from: Uint8Array, i: number) => from.subarray(start + i * CHUNK, start + (i + 1) * CHUNK);
  const order = (...list: number[]) => concat(head, ...list.map((i) => chunk(file, i)));
  expect(await opens(order(0, 1, 2, 3, 4))).toBe('ok');
  for (const wrong of [
    [1, 2, 3, 4],
    [0, 0, 1, 2, 3, 4],
    [0, 2, 1, 3, 4],
    [0, 1, 2, 4],
    [4],
    [0, 1, 2, 3, 4, 4],
  ]) {
    expect(await opens(order(...wrong)), wrong.join()).toBe('damaged');
  }
  const spliced = concat(
    head,
    chunk(file, 0),
    chunk(foreign, 1),
    chunk(file, 2),
    chunk(file, 3),
    chunk(file, 4),
  );
  expect(await opens(spliced)).toBe('damaged');
  expect(await opens(concat(file, Uint8Array.of(0)))).toBe('damaged');
});

test('[SEAL4] [SEAL7] under a known file key too, nothing comes out after a fault', async () => {
  const rng = seededRng('fault');
  const fileKey = createFileKey(rng);
  const out = collector();
  await sealPayload({ sodium, rng, fileKey, source: [rng(300_000)], write: out.write });
  const payload = out.bytes();
  const opener = createPayloadOpener({ sodium, fileKey, hashes: true });
  expect(codeOf(await opener.push(flip(payload, 8 * 100_000)))).toBe('damaged');
  expect(codeOf(await opener.push(payload))).toBe('damaged');
  expect(codeOf(await opener.finish())).toBe('damaged');
});

test('[SEAL7] files of other kinds are unsupported, an empty one is truncated', async () => {
  const text = (words: string) => new TextEncoder().encode(words);
  expect(await opens(text('-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n'))).toBe('unsupported');
  expect(await opens(text('age-encryption.org/v2\n-> X25519 abc\n'))).toBe('unsupported');
  expect(await opens(text('age-encryption.org/v1\n--- '.padEnd(100, 'A')))).toBe('truncated');
  expect(await opens(text('age-encryption.org/v1\n-> '.padEnd(70_000, 'A')))).toBe('unsupported');
  expect(await opens(seededRng('noise')(10_000))).toBe('unsupported');
  expect(await opens(new Uint8Array(0))).toBe('truncated');
});
