/** Proves our Argon2id and BLAKE2b against OpenSSL's and hash-wasm's, and who may hold the words while they are stretched. */
import { argon2Sync, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { argon2id, blake2b as peerBlake2b } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { createStretcher, stretch, stretchIn } from '../../src/vault/argon2.ts';
import { kernelBytes } from '../../src/vault/argon2Kernel.ts';
import { blake2b } from '../../src/vault/blake2b.ts';
import { createStretching, type StretchPort } from '../../src/vault/stretching.ts';
import { toHex, utf8 } from '../../src/wire/bytes.ts';

const openSsl = (password: Uint8Array, salt: Uint8Array, memoryKiB: number, passes: number): string =>
  argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: memoryKiB,
    passes,
  }).toString('hex');

describe('BLAKE2b', () => {
  it.each([0, 1, 63, 127, 128, 129, 255, 256, 257, 1_000])('hashes %i bytes as OpenSSL does', (length) => {
    const input = new Uint8Array(randomBytes(length));
    expect(toHex(blake2b(input, 64))).toBe(createHash('blake2b512').update(input).digest('hex'));
  });

  it('has other lengths than 64 bytes, which are no beginnings of it', async () => {
    const input = utf8('ember');
    for (const length of [1, 20, 32, 33])
      expect(toHex(blake2b(input, length))).toBe(await peerBlake2b(input, length * 8));
  });
});

describe('Argon2id', () => {
  it.each([true, false])(
    '[VLT2] agrees with OpenSSL for any words, salt, memory and passes (pairs: %s)',
    (pairs) => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 300 }),
          fc.uint8Array({ minLength: 8, maxLength: 64 }),
          // Not only multiples of four; from 2,048 on a segment needs more than four blocks of addresses.
          fc.oneof(fc.integer({ min: 8, max: 70 }), fc.integer({ min: 500, max: 530 }), fc.constant(2_200)),
          fc.integer({ min: 1, max: 4 }),
          (password, salt, memoryKiB, passes) => {
            const ours = stretchIn(createStretcher(memoryKiB, pairs), Uint8Array.from(password), {
              salt: Uint8Array.from(salt),
              memoryKiB,
              passes,
            });
            expect(toHex(ours)).toBe(openSsl(password, salt, memoryKiB, passes));
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it('[VLT2] agrees with OpenSSL and hash-wasm at the strength of a vault', async () => {
    const [password, salt] = [utf8('ember willow canyon saddle brisk'), new Uint8Array(randomBytes(32))];
    const ours = toHex(await stretch(password, { salt, memoryKiB: 65_536, passes: 3 }));
    const peer = { password, salt, iterations: 3, memorySize: 65_536, parallelism: 1, hashLength: 32 };
    expect(ours).toBe(openSsl(password, salt, 65_536, 3));
    expect(ours).toBe(await argon2id({ ...peer, outputType: 'hex' }));
  });

  it('[VLT2] does not remember what the same memory held before', () => {
    const stretcher = createStretcher(64);
    const params = { salt: new Uint8Array(16).fill(9), memoryKiB: 64, passes: 3 };
    const first = toHex(stretchIn(stretcher, utf8('first'), params));
    stretchIn(stretcher, utf8('second'), { ...params, passes: 2 });
    expect(toHex(stretchIn(stretcher, utf8('first'), params))).toBe(first);
  });

  it('is a module that every engine takes, one of them without 128-bit registers', () => {
    expect(WebAssembly.validate(kernelBytes(true))).toBe(true);
    expect(WebAssembly.validate(kernelBytes(false))).toBe(true);
    expect([...kernelBytes(false)].filter((byte) => byte === 0x7b)).toEqual([]);
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
