/** Owns the figures for sealing: ours beside raw libsodium and typage, in one run. Must never be part of the tests. */
import { Decrypter, Encrypter } from 'age-encryption';
import { createFileKey } from '../src/crypto/fileKey.ts';
import { createIdentity, encodeIdentity, encodeRecipient } from '../src/crypto/identity.ts';
import { openStream } from '../src/crypto/open.ts';
import { createPayloadOpener, createPayloadSealer } from '../src/crypto/payload.ts';
import { createRng } from '../src/crypto/random.ts';
import { sealStream } from '../src/crypto/seal.ts';
import { createSodium } from '../src/crypto/sodium.ts';

const MIB = 1024 * 1024;
const CHUNK = 65_536;
const ROUNDS = 5;

export type Figures = {
  /** MB/s (10^6 bytes a second), the median of the rounds. */
  readonly speeds: Record<string, number>;
  /** Ours against a peer of the same run, with what we aim for. */
  readonly ratios: Record<string, { readonly value: number; readonly aim: number }>;
  /** Growth of resident memory while 256 MiB pass through, in MiB. */
  readonly memory: Record<string, { readonly value: number; readonly aim: number }>;
};

const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

/** One buffer again and again, as a camera or disk would hand it over, without 256 MiB in memory. */
function* pieces(total: number, piece: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < total; at += piece.length)
    yield piece.subarray(0, Math.min(piece.length, total - at));
}

async function peakGrowth(work: (look: () => void) => Promise<void>): Promise<number> {
  (globalThis as { gc?: () => void }).gc?.();
  const start = process.memoryUsage().rss;
  let peak = start;
  await work(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  });
  return (peak - start) / MIB;
}

/** `size`: bytes sealed in each measurement. */
export async function run(size = 256 * MIB): Promise<Figures> {
  const sodium = await createSodium();
  const rng = createRng();
  const identity = createIdentity(sodium, rng);
  const fileKey = createFileKey(rng);
  const piece = rng(MIB);
  const slower = size / 4;

  // Memory first, while the process has not grown for other reasons.
  const request = { sodium, rng, recipients: [identity.recipient], S: 4, padded: true };
  const sealGrowth = await peakGrowth(async (look) => {
    await sealStream({ ...request, source: pieces(size, piece), write: look, reuse: true });
  });
  const sealedFile: Uint8Array[] = [];
  await sealStream({
    ...request,
    source: pieces(size, piece),
    write(part) {
      sealedFile.push(part);
    },
  });
  const openGrowth = await peakGrowth(async (look) => {
    const opened = await openStream({
      sodium,
      identities: [identity],
      source: sealedFile,
      write: look,
      reuse: true,
    });
    if (!opened.ok) throw new Error(opened.code);
  });

  const seal = async (hashes: boolean): Promise<void> => {
    const sealer = await createPayloadSealer({ sodium, rng, fileKey, hashes });
    for (const each of pieces(size, piece)) (await sealer.push(each)).forEach(sealer.reuse);
    await sealer.finish();
  };
  const open = async (sealed: readonly Uint8Array[], hashes: boolean): Promise<void> => {
    const opener = createPayloadOpener({ sodium, fileKey, hashes });
    for (const each of sealed) {
      const opened = await opener.push(each);
      if (opened.ok) opened.value.forEach(opener.reuse);
    }
    const end = await opener.finish();
    if (!end.ok) throw new Error(end.code);
  };
  const sealedPieces: Uint8Array[] = [];
  const sealer = await createPayloadSealer({ sodium, rng, fileKey, hashes: false });
  for (const each of pieces(slower, piece)) sealedPieces.push(...(await sealer.push(each)));
  sealedPieces.push(...(await sealer.finish()).pieces);

  const encrypter = new Encrypter();
  encrypter.addRecipient(encodeRecipient(identity.recipient));
  const decrypter = new Decrypter();
  decrypter.addIdentity(encodeIdentity(identity));
  const streamOf = (list: Iterable<Uint8Array>) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const each of list) controller.enqueue(each);
        controller.close();
      },
    });
  const source = () => streamOf(pieces(slower, piece));
  const drainStream = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> => {
    const out: Uint8Array[] = [];
    for await (const each of stream) out.push(each);
    return out;
  };
  const typageFile = await drainStream(await encrypter.encrypt(source()));

  const key = rng(32);
  const nonce = rng(12);
  const chunk = piece.subarray(0, CHUNK);
  const sealedChunk = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(chunk, null, null, nonce, key);

  const contests: Record<string, { bytes: number; work: () => unknown }> = {
    'libsodium seal': {
      bytes: size,
      work() {
        for (let at = 0; at < size; at += CHUNK) {
          sodium.crypto_aead_chacha20poly1305_ietf_encrypt(chunk, null, null, nonce, key);
        }
      },
    },
    'ours seal': { bytes: size, work: () => seal(false) },
    'ours seal + content': { bytes: size, work: () => seal(true) },
    'typage seal': { bytes: slower, work: async () => drainStream(await encrypter.encrypt(source())) },
    'libsodium open': {
      bytes: slower,
      work() {
        for (let at = 0; at < slower; at += CHUNK) {
          sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealedChunk, null, nonce, key);
        }
      },
    },
    'ours open': { bytes: slower, work: () => open(sealedPieces, false) },
    'ours open + content': { bytes: slower, work: () => open(sealedPieces, true) },
    'typage open': {
      bytes: slower,
      work: async () => drainStream(await decrypter.decrypt(streamOf(typageFile))),
    },
  };

  // Each round runs every contest once, so that a busy moment of the machine hits all of them alike.
  const taken: Record<string, number[]> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, { bytes, work }] of Object.entries(contests)) {
      const start = performance.now();
      await work();
      const speed = bytes / 1000 / (performance.now() - start);
      // The first round only warms up.
      if (round > 0) taken[name] = [...(taken[name] ?? []), speed];
    }
  }
  const speeds = Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, median(list)]));
  const against = (ours: string, peer: string): number =>
    median((taken[ours] ?? []).map((speed, i) => speed / (taken[peer]?.[i] ?? Number.NaN)));

  return {
    speeds,
    ratios: {
      'seal / libsodium': { value: against('ours seal', 'libsodium seal'), aim: 0.9 },
      'seal / typage': { value: against('ours seal', 'typage seal'), aim: 3 },
      'seal + content / libsodium': { value: against('ours seal + content', 'libsodium seal'), aim: 0.7 },
      'open / libsodium': { value: against('ours open', 'libsodium open'), aim: 0.9 },
      'open + content / libsodium': { value: against('ours open + content', 'libsodium open'), aim: 0.7 },
      'open / typage': { value: against('ours open', 'typage open'), aim: 3 },
    },
    memory: {
      'seal, growth in MiB': { value: sealGrowth, aim: 64 },
      'open, growth in MiB': { value: openGrowth, aim: 64 },
    },
  };
}

if (import.meta.main) {
  const { speeds, ratios, memory } = await run();
  for (const [name, speed] of Object.entries(speeds))
    console.log(`${name.padEnd(30)} ${speed.toFixed(0)} MB/s`);
  for (const [name, { value, aim }] of Object.entries(ratios)) {
    console.log(`${name.padEnd(30)} ${value.toFixed(2)} (aim ≥ ${aim})`);
  }
  for (const [name, { value, aim }] of Object.entries(memory)) {
    console.log(`${name.padEnd(30)} ${value.toFixed(0)} (aim ≤ ${aim})`);
  }
}
