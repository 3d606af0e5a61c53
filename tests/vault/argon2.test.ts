/** Proves the Argon2id that is used against OpenSSL's, and who may hold the words while they are stretched. */
import { argon2Sync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stretch } from '../../src/vault/argon2.ts';
import { readHeader } from '../../src/vault/keystoreLayout.ts';
import { changeWords } from '../../src/vault/openingWords.ts';
import { createStretching, type StretchPort } from '../../src/vault/stretching.ts';
import { WORDS_POLICY } from '../../src/vault/words.ts';
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
    return { seen, ...createStretching(spawn) };
  };
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
});
