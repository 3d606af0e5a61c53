/** Proves that a large file read beside the worker that seals is the same file, and that whatever breaks there has a name and an end. */
import { describe, expect, it } from 'vitest';
import { createReading, ReadFault, type ReadPort, read } from '../../src/vault/drafts/reading.ts';
import type { FromReader, ToReader } from '../../src/vault/drafts/readWorker.ts';
import { type Bytes, concat } from '../../src/wire/bytes.ts';
import { seededRng, sha256Hex } from '../crypto/setup.ts';

const MIB = 1_048_576;
const film = seededRng('film')(17 * MIB + 5);
const never = new AbortController().signal;
/** As an engine gives it: what nobody takes goes on to the worker that started this one. */
const failure = new Event('error', { cancelable: true });

/** The worker's side of the port, moved by hand. */
function workers(patience?: number) {
  const got: ToReader[] = [];
  const made: { readonly port: ReadPort; ended: boolean }[] = [];
  const readBeside = createReading(() => {
    const one = {
      ended: false,
      port: {
        onmessage: null,
        onerror: null,
        postMessage: (message: ToReader) => void got.push(message),
        terminate: () => {
          one.ended = true;
        },
      } as ReadPort,
    };
    made.push(one);
    return one.port;
  }, patience);
  const say = (data: FromReader): void => made[0]?.port.onmessage?.({ data } as MessageEvent<FromReader>);
  return { got, made, readBeside, say, ended: () => made.map(({ ended }) => ended) };
}

async function taken(pieces: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return concat(...all);
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof ReadFault ? error.code : String(error)),
  );

/** Started, with the first pieces of `bytes` on their way. */
async function begun(bytes: Bytes, signal = never) {
  const worker = workers();
  const reading = read(worker, new Blob([film]), signal);
  worker.say('ready');
  const { pieces, sha256, end } = await reading;
  for (let at = 0; at < bytes.length; at += MIB) worker.say({ piece: bytes.slice(at, at + MIB) });
  return { ...worker, pieces, sha256, end };
}

describe('reading beside the worker that seals', () => {
  it('[VLT15] gives every piece in order, says which are taken, has the hash at the end, and ends the worker', async () => {
    const { got, pieces, sha256, say, ended } = await begun(film);
    expect(got).toEqual([expect.any(Blob)]);
    say({ sha256: 'ab'.repeat(32) });
    expect(sha256Hex(await taken(pieces))).toBe(sha256Hex(film));
    expect(sha256()).toBe('ab'.repeat(32));
    expect(got.slice(1)).toEqual(Array(18).fill('taken'));
    expect(ended()).toEqual([true]);
  });

  it('[VLT15] is only for large files of the disk; others are read here, and hashed alike', async () => {
    const { made, readBeside } = workers();
    for (const file of [
      new Blob([film.subarray(0, 16 * MIB - 1)]),
      { size: film.length, stream: () => new Blob([film]).stream() },
    ]) {
      const { pieces, sha256 } = await read({ readBeside }, file, never);
      const bytes = await taken(pieces);
      expect([bytes.length, sha256()]).toEqual([file.size, sha256Hex(bytes)]);
    }
    expect(made).toEqual([]);
  });

  it('[VLT15] a worker that does not start, or cannot be had, is done without', async () => {
    const late = workers();
    const reading = read(late, new Blob([film]), never);
    late.made[0]?.port.onerror?.(failure);
    const refusing = createReading(() => {
      throw new DOMException('no', 'SecurityError');
    });
    for (const { pieces, sha256 } of [
      await reading,
      await read({ readBeside: refusing }, new Blob([film]), never),
    ]) {
      await taken(pieces);
      expect(sha256()).toBe(sha256Hex(film));
    }
    expect(late.ended()).toEqual([true]);
    expect(failure.defaultPrevented).toBe(true);
  });

  it('S1 [VLT15] what breaks off, is shorter or longer than chosen, or is given up, has its code, and the worker ends', async () => {
    const broken = await begun(film.slice(0, MIB));
    broken.say('broken');
    expect(await codeOf(taken(broken.pieces))).toBe('fileUnreadable');
    const dead = await begun(film.slice(0, MIB));
    dead.made[0]?.port.onerror?.(failure);
    expect(await codeOf(taken(dead.pieces))).toBe('fileUnreadable');
    const short = await begun(film.slice(0, MIB));
    short.say({ sha256: '00'.repeat(32) });
    expect(await codeOf(taken(short.pieces))).toBe('fileChanged');
    const long = await begun(concat(film, film));
    expect(await codeOf(taken(long.pieces))).toBe('fileChanged');
    const stopped = new AbortController();
    const left = await begun(film, stopped.signal);
    stopped.abort();
    expect(await codeOf(taken(left.pieces))).toBe('aborted');
    for (const { ended } of [broken, dead, short, long, left]) expect(ended()).toEqual([true]);
  });

  it('S3 [VLT15] a worker that stands still is given up: before it started and in the middle of the file', async () => {
    for (const started of [false, true]) {
      const stop = new AbortController();
      const worker = workers();
      const reading = read(worker, new Blob([film]), stop.signal).then(({ pieces }) => taken(pieces));
      if (started) worker.say('ready');
      if (started) worker.say({ piece: film.slice(0, MIB) });
      const code = codeOf(reading);
      stop.abort();
      expect(await code).toBe('aborted');
      expect(worker.ended()).toEqual([true]);
    }
  });

  it('[VLT15] a worker that is late is done without', async () => {
    const slow = workers(0);
    const { pieces, sha256 } = await read(slow, new Blob([film]), never);
    await taken(pieces);
    expect(sha256()).toBe(sha256Hex(film));
    expect(slow.ended()).toEqual([true]);
  });

  it('[VLT15] a worker whose pieces nobody begins to take ends all the same', async () => {
    const { end, ended } = await begun(film);
    end?.();
    expect(ended()).toEqual([true]);
  });
});
