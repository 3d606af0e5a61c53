/** Proves the payload: same result for any cut of the input, `content` by a second opinion, fresh keys and nonces, erasure. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindOf, createFileKey, parseFileKey, payloadKey } from '../../src/crypto/fileKey.ts';
import { hkdf, sameSecret } from '../../src/crypto/hash.ts';
import { writeHeader } from '../../src/crypto/header.ts';
import { openBytes, openStream } from '../../src/crypto/open.ts';
import { createPayloadOpener, createPayloadSealer } from '../../src/crypto/payload.ts';
import { createRng } from '../../src/crypto/random.ts';
import { parcelId, sealBytes, sealPayload, sealStream } from '../../src/crypto/seal.ts';
import { headerSize } from '../../src/wire/ageHeader.ts';
import { isBucket, sealedSize } from '../../src/wire/buckets.ts';
import { concat, toHex, utf8 } from '../../src/wire/bytes.ts';
import {
  codeOf,
  collector,
  contentByNode,
  identityFor,
  must,
  seededRng,
  sha256Hex,
  sodium,
} from './setup.ts';

const MIB = 1024 * 1024;
const identity = identityFor('reader');

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const sealPieces = async (label: string, plain: Uint8Array, sizes: readonly number[]) => {
  const rng = seededRng(label);
  const out = collector();
  const payload = await sealPayload({
    sodium,
    rng,
    fileKey: createFileKey(rng),
    source: cut(plain, sizes),
    write: out.write,
  });
  return { ...payload, bytes: out.bytes() };
};

test('[SEAL4] [SEAL6] the pieces that come in change neither the ciphertext nor `content`, and the same for opening', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 400_000 }), sizes, sizes, async (size, into, outOf) => {
      const plain = seededRng('plain')(size);
      const whole = await sealPieces('same', plain, [size || 1]);
      const pieces = await sealPieces('same', plain, into);
      expect(Buffer.compare(whole.bytes, pieces.bytes)).toBe(0);
      expect(whole.content).toEqual(pieces.content);

      const opener = createPayloadOpener({ sodium, fileKey: createFileKey(seededRng('same')), hashes: true });
      const opened = collector();
      for (const piece of cut(whole.bytes, outOf)) {
        for (const part of must(await opener.push(piece))) opened.write(part);
      }
      const end = must(await opener.finish());
      for (const part of end.pieces) opened.write(part);
      expect(Buffer.compare(opened.bytes(), plain)).toBe(0);
      expect(end.content).toEqual(whole.content);
      expect(end.size).toBe(size);
    }),
    { numRuns: 40, seed: 11 },
  );
});

test('[SEAL6] `content` and parcel equal what Node’s own hash computes, around every segment boundary', async () => {
  // 15 full chunks and 65,296 bytes of the sixteenth make exactly 1 MiB of ciphertext.
  const segment = MIB - 16 * 16;
  for (const size of [0, 1, 65_536, segment - 1, segment, segment + 1, 2 * segment, 3 * MIB]) {
    const rng = seededRng(`content/${size}`);
    const recipients = [identity.recipient];
    const sealed = must(await sealBytes({ sodium, rng, recipients, S: 1, plain: rng(size) }));
    const header = sealed.file.subarray(0, headerSize(1));
    expect(sealed.file.length).toBe(sealedSize(1, size));
    expect(sealed.fileSize).toBe(sealed.file.length);
    expect(toHex(sealed.content), `${size}`).toBe(contentByNode(sealed.file.subarray(headerSize(1))));
    const parcel = sha256Hex(Buffer.concat([Buffer.from(sha256Hex(header), 'hex'), sealed.content]));
    expect(sealed.parcel).toBe(parcel);
    expect(await parcelId(header, sealed.content)).toBe(parcel);
    const opened = must(await openBytes({ sodium, identities: [identity], file: sealed.file }));
    expect([toHex(opened.content), opened.parcel]).toEqual([toHex(sealed.content), parcel]);
  }
});

test('[SEAL4] the nonce comes first, whole segments follow, and ciphertext is not held back', async () => {
  const sealer = await createPayloadSealer({
    sodium,
    rng: seededRng('order'),
    fileKey: createFileKey(createRng()),
    hashes: false,
  });
  const first = await sealer.push(new Uint8Array(10));
  expect(first.map((piece) => piece.length)).toEqual([16]);
  expect(first[0]).toEqual(seededRng('order')(16));
  const next = await sealer.push(new Uint8Array(3 * MIB));
  expect(next.map((piece) => piece.length)).toEqual([MIB, MIB, MIB]);
  const end = await sealer.finish();
  expect(end.size).toBe(3 * MIB + 10);
  expect(end.content).toBeUndefined();
});

test('[SEAL4] two seals of the same bytes share neither file key, nonce nor any ciphertext block', async () => {
  const plain = new Uint8Array(50_000);
  const seen = new Set<string>();
  const draws: string[] = [];
  const real = createRng();
  const rng = (n: number) => {
    const bytes = real(n);
    draws.push(toHex(bytes));
    return bytes;
  };
  for (let run = 0; run < 20; run++) {
    const { file } = must(await sealBytes({ sodium, rng, recipients: [identity.recipient], S: 1, plain }));
    const payload = file.subarray(headerSize(1));
    for (let at = 0; at + 16 <= payload.length; at += 16) seen.add(toHex(payload.subarray(at, at + 16)));
  }
  expect(seen.size).toBe(20 * Math.floor((16 + 50_000 + 16) / 16));
  expect(new Set(draws).size).toBe(draws.length);
});

test('[SEAL5] [SEAL8] an attachment is true bytes, zeros and a random tail, and its file is exactly a bucket', async () => {
  for (const size of [0, 1, 10_000, 70_000, 1_500_000]) {
    const rng = seededRng(`attachment/${size}`);
    const plain = rng(size).map((byte) => byte | 1);
    const request = { sodium, rng, recipients: [identity.recipient], S: 4, padded: true, plain };
    const sealed = must(await sealBytes(request));
    expect(isBucket(sealed.file.length)).toBe(true);
    expect(sealed.size).toBe(size);
    const opened = must(await openBytes({ sodium, identities: [identity], file: sealed.file }));
    expect(Buffer.compare(opened.plain.subarray(0, size), plain)).toBe(0);
    expect(opened.plain.subarray(size, -32).every((byte) => byte === 0)).toBe(true);
    expect(opened.plain.subarray(-32)).toEqual(sealed.tail);
    expect(sealed.tail?.length).toBe(32);
  }
});

test('[SEAL8] a payload sealed while capturing gets its header later, with the payload untouched', async () => {
  const rng = createRng();
  const fileKey = createFileKey(rng);
  const plain = seededRng('photo')(200_000);
  const out = collector();
  const payload = await sealPayload({ sodium, rng, fileKey, source: [plain], write: out.write, padFor: 4 });
  const header = must(await writeHeader({ sodium, rng, fileKey, recipients: [identity.recipient], S: 4 }));
  const opened = must(await openBytes({ sodium, identities: [identity], file: concat(header, out.bytes()) }));
  expect(Buffer.compare(opened.plain.subarray(0, plain.length), plain)).toBe(0);
  expect(opened.content).toEqual(payload.content);
  expect(opened.parcel).toBe(await parcelId(header, payload.content));
});

test('[SEAL4] S2 nothing of key or plain bytes stays in the chunk buffer of the WASM heap after the end', async () => {
  const { HEAPU8 } = (sodium as unknown as { libsodium: { HEAPU8: Uint8Array } }).libsodium;
  const inHeap = (bytes: Uint8Array) => Buffer.from(HEAPU8.buffer).includes(Buffer.from(bytes));
  const marker = utf8('a-sentence-that-must-not-stay-anywhere-in-the-heap');
  const fileKey = createFileKey(seededRng('heap'));
  const rng = seededRng('heap/nonce');
  const key = await payloadKey(fileKey, seededRng('heap/nonce')(16));

  const abandoned = await createPayloadSealer({ sodium, rng, fileKey, hashes: false });
  await abandoned.push(marker);
  expect([inHeap(marker), inHeap(key)]).toEqual([true, true]);
  abandoned.abandon();
  // The allocator may write its own notes into the first bytes of what was given back, so look behind them too.
  expect([inHeap(marker), inHeap(key), inHeap(key.subarray(16))]).toEqual([false, false, false]);

  const sealer = await createPayloadSealer({ sodium, rng: seededRng('heap/nonce'), fileKey, hashes: false });
  const [nonce] = await sealer.push(marker);
  const sealed = concat(nonce ?? marker, ...(await sealer.finish()).pieces);
  const opener = createPayloadOpener({ sodium, fileKey, hashes: false });
  must(await opener.push(sealed));
  expect(must(await opener.finish()).pieces[0]).toEqual(marker);
  expect([inHeap(marker), inHeap(key), inHeap(key.subarray(16))]).toEqual([false, false, false]);
});

test('[SEAL7] an exception of source or sink passes through, and a stream that is not begun is refused as a value', async () => {
  const rng = createRng();
  const broken = async function* () {
    yield new Uint8Array(10);
    throw new Error('the camera went away');
  };
  const request = { sodium, rng, recipients: [identity.recipient], S: 1 };
  await expect(sealStream({ ...request, source: broken(), write: () => undefined })).rejects.toThrow(
    'camera',
  );
  const full = () => {
    throw new Error('disk full');
  };
  await expect(sealStream({ ...request, source: [new Uint8Array(1)], write: full })).rejects.toThrow(
    'disk full',
  );
  const written = collector();
  const none = await sealStream({ ...request, recipients: [], source: [], write: written.write });
  expect(codeOf(none)).toBe('unsupported');
  expect(written.bytes().length).toBe(0);
  const { file } = must(await sealBytes({ ...request, plain: new Uint8Array(10) }));
  await expect(openStream({ sodium, identities: [identity], source: [file], write: full })).rejects.toThrow(
    'disk',
  );
});

test('[REP2] `bind` is HKDF of the file key, and stored file keys are checked', async () => {
  const fileKey = must(parseFileKey(new Uint8Array(16).fill(7)));
  expect(await bindOf(fileKey)).toEqual(await hkdf(fileKey, new Uint8Array(0), utf8('tumar/attach/1'), 32));
  expect(codeOf(parseFileKey(new Uint8Array(15)))).toBe('malformed');
  expect(sameSecret(fileKey, fileKey.slice())).toBe(true);
  expect(sameSecret(fileKey, new Uint8Array(16))).toBe(false);
  expect(sameSecret(fileKey, new Uint8Array(15))).toBe(false);
});

test('[SEAL4] [SEAL6] with `reuse` the pieces are few and filled again, and what they carried is the same', async () => {
  const plain = seededRng('reuse')(5 * MIB + 123);
  const results: string[] = [];
  for (const reuse of [false, true]) {
    const rng = seededRng('reuse/chance');
    const buffers = new Set<ArrayBuffer>();
    const out = collector();
    const write = (piece: Uint8Array<ArrayBuffer>) => {
      buffers.add(piece.buffer);
      out.write(piece);
    };
    const request = { sodium, rng, recipients: [identity.recipient], S: 1 };
    const sealed = must(await sealStream({ ...request, source: cut(plain, [70_000]), write, reuse }));
    results.push(`${toHex(sealed.content)} ${sha256Hex(out.bytes())}`);
    // Header, nonce and the rest are apart; of the 5 whole segments with `reuse` only two buffers exist.
    expect(buffers.size).toBe(reuse ? 3 + 2 : 3 + 5);
    const file = out.bytes();

    buffers.clear();
    const opened = collector();
    const keep = (piece: Uint8Array<ArrayBuffer>) => {
      buffers.add(piece.buffer);
      opened.write(piece);
    };
    const source = cut(file, [50_000]);
    must(await openStream({ sodium, identities: [identity], source, write: keep, reuse }));
    expect(Buffer.compare(opened.bytes(), plain)).toBe(0);
    expect(buffers.size).toBe(reuse ? 2 : 81);
  }
  expect(results[0]).toBe(results[1]);
});
