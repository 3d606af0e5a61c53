/** Owns what guessing the words costs whoever has the phone's files: one processor core of this machine, and the years for five words. */
import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { stretch } from '../src/vault/words/argon2.ts';
import { WORDS_POLICY } from '../src/vault/words/words.ts';

const ROUNDS = 5;
const WORDS = 7_776 ** 5;
const YEAR = 365.25 * 24 * 3600;

export type Guesses = {
  /** Guesses a second with what the app itself runs, WebAssembly. */
  readonly ours: number;
  /** The same with OpenSSL's native code: what an attacker would at least have. */
  readonly native: number;
  /** Until half of all five-word phrases are tried, natively, on one such core. */
  readonly years: number;
};

/** Guesses a second; the first round only warms up. */
async function rate(guess: () => Promise<unknown>): Promise<number> {
  await guess();
  const from = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) await guess();
  return (ROUNDS * 1_000) / (performance.now() - from);
}

export async function guesses(): Promise<Guesses> {
  const { passes, memoryKiB } = WORDS_POLICY;
  const password = new TextEncoder().encode('ember willow canyon saddle brisk');
  const salt = new Uint8Array(randomBytes(32));
  const ours = await rate(() => stretch(password, { passes, memoryKiB, salt }));
  const derive = promisify(argon2);
  const native = await rate(() =>
    derive('argon2id', {
      message: password,
      nonce: salt,
      parallelism: 1,
      tagLength: 32,
      memory: memoryKiB,
      passes,
    }),
  );
  return { ours, native, years: WORDS / 2 / native / YEAR };
}
