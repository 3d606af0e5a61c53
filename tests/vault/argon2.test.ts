/** Proves the Argon2id that is used against OpenSSL's, and who may hold the words while they are stretched. */
import { argon2Sync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/domain/ports.ts';
import { readHeader } from '../../src/vault/keys/keystoreLayout.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import { changeWords } from '../../src/vault/words/openingWords.ts';
import { createStretching, type StretchPort } from '../../src/vault/words/stretching.ts';
import { createStretchMemory, type Wasm } from '../../src/vault/words/stretchMemory.ts';
import { WORDS_POLICY } from '../../src/vault/words/words.ts';
import { toHex, utf8 } from '../../src/wire/bytes.ts';
import { must, sodium } from '../crypto/setup.ts';
import { createDevice, WORDS } from './device.ts';

const openSsl = (password: Uint8Array, salt: Uint8Array, memoryKiB: number, passes: number): string =>
  argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: memoryKiB,
    passes,
  }).toString('hex');

describe('Argon2id', () => {
  it('[VLT2] agrees with OpenSSL for any words, salt, memory and passes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.uint8Array({ minLength: 8, maxLength: 64 }),
        fc.integer({ min: 8, max: 530 }),
        fc.integer({ min: 1, max: 4 }),
        async (password, salt, memoryKiB, passes) => {
          const ours = await stretch(Uint8Array.from(password), {
            salt: Uint8Array.from(salt),
            memoryKiB,
            passes,
          });
          expect(toHex(ours)).toBe(openSsl(password, salt, memoryKiB, passes));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('[VLT2] a new vault asks for three passes over 64 MiB, and so does one after a change of words', async () => {
    const device = createDevice();
    const engine = await device.boot(WORDS_POLICY);
    const asked = async () => {
      const header = await readHeader(sodium, device.disk.dump().get('a') ?? new Uint8Array(0));
      return typeof header === 'object' ? [header.passes, header.memoryKiB] : header;
    };
    must(await engine.create(WORDS));
    expect(await asked()).toEqual([3, 65_536]);
    must(await changeWords(engine.room, WORDS, `${WORDS} and more`));
    expect(await asked()).toEqual([3, 65_536]);
  });

  it('[VLT2] agrees with OpenSSL at the strength of a vault', async () => {
    const [password, salt] = [utf8('ember willow canyon saddle brisk'), new Uint8Array(randomBytes(32))];
    const ours = toHex(await stretch(password, { salt, memoryKiB: 65_536, passes: 3 }));
    expect(ours).toBe(openSsl(password, salt, 65_536, 3));
  });
});

describe('[VLT15] what it leaves', () => {
  /** Every array that is cut out of another, as hash-wasm cuts its answer out of WASM memory. */
  async function cutOut(work: () => Promise<unknown>): Promise<readonly Uint8Array[]> {
    const real = Uint8Array.prototype.slice;
    const cut: Uint8Array[] = [];
    Uint8Array.prototype.slice = function (...args: Parameters<typeof real>) {
      const piece = real.apply(this, args);
      cut.push(piece);
      return piece;
    };
    await work().finally(() => {
      Uint8Array.prototype.slice = real;
    });
    return cut;
  }

  it('is its answer alone, in a buffer that never moves', async () => {
    let made = new Uint8Array(0);
    const cut = await cutOut(async () => {
      made = await stretch(utf8('ember'), { salt: new Uint8Array(16), memoryKiB: 64, passes: 1 });
    });
    expect(cut.filter(({ length }) => length === 32).length).toBeGreaterThan(0);
    expect(cut.filter((piece) => toHex(piece) === toHex(made))).toEqual([]);
    expect(made.some((byte) => byte !== 0)).toBe(true);
  });
});

describe('the worker that stretches', () => {
  type Seen = { readonly port: StretchPort; readonly got: unknown[]; ended: boolean };
  const workers = () => {
    const seen: Seen[] = [];
    const spawn = (): StretchPort => {
      const one: Seen = {
        got: [],
        ended: false,
        port: {
          onmessage: null,
          onerror: null,
          postMessage: (message) => void one.got.push(message),
          terminate: () => {
            one.ended = true;
          },
        },
      };
      seen.push(one);
      return one.port;
    };
    const naps: { readonly end: () => void; readonly signal: { readonly aborted: boolean } }[] = [];
    const sleep: Clock['sleep'] = (_milliseconds, signal = never) =>
      new Promise((end) => naps.push({ end, signal }));
    return { seen, naps, ...createStretching(spawn, sleep) };
  };
  const never = new AbortController().signal;
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  const params = { salt: new Uint8Array(32), memoryKiB: 65_536, passes: 3 };
  const answer = (one: Seen | undefined, data: Uint8Array): void =>
    one?.port.onmessage?.({ data } as MessageEvent);
  const fail = (one: Seen | undefined): void => one?.port.onerror?.({} as ErrorEvent);

  it('[VLT15] is made ready once, takes one set of words, and ends with its answer', async () => {
    const { seen, argon2, getReady } = workers();
    getReady(65_536);
    getReady(65_536);
    expect(seen.map(({ got }) => got)).toEqual([[{ memoryKiB: 65_536 }]]);
    const password = utf8('ember');
    const made = argon2(password, params);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.got[1]).toEqual({ password: utf8('ember'), ...params });
    const data = new Uint8Array(32).fill(7);
    answer(seen[0], data);
    expect(await made).toEqual(new Uint8Array(32).fill(7));
    expect(seen[0]?.ended).toBe(true);
    expect(data).toEqual(new Uint8Array(32));
    void argon2(password, params);
    expect(seen).toHaveLength(2);
  });

  it('[VLT15] without memory for it is a fault with a name; one that fails while it waits is forgotten', async () => {
    const { seen, argon2, getReady } = workers();
    getReady(65_536);
    fail(seen[0]);
    expect(seen[0]?.ended).toBe(true);
    const made = argon2(utf8('ember'), params);
    expect(seen).toHaveLength(2);
    fail(seen[1]);
    await expect(made).rejects.toMatchObject({ code: 'storageFailed', reason: 'argon2' });
    expect(seen[1]?.ended).toBe(true);
  });

  it('[VLT15] ends when nobody gives words for a while; each asking begins the while anew', async () => {
    const { seen, naps, argon2, getReady } = workers();
    getReady(65_536);
    getReady(65_536);
    expect(naps.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    naps[0]?.end();
    await turn();
    expect(seen[0]?.ended).toBe(false);
    naps[1]?.end();
    await turn();
    expect(seen[0]?.ended).toBe(true);
    getReady(65_536);
    expect(seen).toHaveLength(2);
    void argon2(utf8('ember'), params);
    naps[2]?.end();
    await turn();
    expect(seen[1]?.ended).toBe(false);
  });
});

describe('memory for Argon2id', () => {
  /** The engine's own, as the library reaches it, and how much memory each instance had when it was handed out and has at last. */
  async function watched(work: (memory: ReturnType<typeof createStretchMemory>) => Promise<void>) {
    const wasm = WebAssembly as unknown as Wasm;
    const real = wasm.instantiate;
    const made: { readonly before: number; readonly memory: WebAssembly.Memory }[] = [];
    const memory = createStretchMemory(wasm);
    const ours = wasm.instantiate;
    wasm.instantiate = async (module, imports) => {
      const one = await ours(module, imports);
      const held = one.exports['memory'] as WebAssembly.Memory;
      if ('Hash_SetMemorySize' in one.exports) made.push({ before: held.buffer.byteLength, memory: held });
      return one;
    };
    await work(memory).finally(() => {
      wasm.instantiate = real;
    });
    return made.map(({ before, memory: { buffer } }) => ({ before, after: buffer.byteLength }));
  }
  const params = { salt: new Uint8Array(32).fill(3), memoryKiB: 8_192, passes: 2 };

  it('[VLT15] is there before the words, for one hash, which comes out the same', async () => {
    const words = utf8('ember willow canyon');
    const said = openSsl(words, params.salt, params.memoryKiB, params.passes);
    const made: string[] = [];
    const sizes = await watched(async (memory) => {
      await memory.getReady(params.memoryKiB);
      made.push(toHex(await stretch(words, params)));
      await memory.getReady(params.memoryKiB);
      made.push(toHex(await stretch(words, params)), toHex(await stretch(words, params)));
    });
    expect(made).toEqual([said, said, said]);
    const [plain, ready, ...others] = sizes;
    // A page more, which the library adds itself; no second one like it.
    expect(ready?.before).toBeGreaterThanOrEqual(params.memoryKiB * 1_024);
    expect(ready?.after).toBe((ready?.before ?? 0) + 65_536);
    expect([plain?.after, ...others.map(({ after }) => after)]).toEqual([ready?.after, ready?.after]);
    expect(
      [plain?.before, ...others.map(({ before }) => before)].every((size) => Number(size) < 1_048_576),
    ).toBe(true);
  });

  it('[VLT2] more or less than was made ready gives the same hash as well', async () => {
    const words = utf8('saddle brisk');
    await watched(async (memory) => {
      await stretch(words, params);
      for (const [ready, asked] of [
        [4_096, 8_192],
        [8_192, 1_024],
      ] as const) {
        await memory.getReady(ready);
        const ours = toHex(await stretch(words, { ...params, memoryKiB: asked }));
        expect(ours).toBe(openSsl(words, params.salt, asked, params.passes));
      }
    });
  });
});
