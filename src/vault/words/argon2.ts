/** Owns Argon2id itself. Must never run in the vault's worker: WASM memory only grows, and keeps what was in it. */
import { argon2id } from 'hash-wasm';
import { keyCopy } from '../keys/keyRoom.ts';
import type { Argon2 } from './words.ts';

/** RFC 9106, version 0x13, one lane, 32 bytes out. */
export const stretch: Argon2 = async (password, { passes, memoryKiB, salt }) => {
  const made = await argon2id({
    password,
    salt,
    iterations: passes,
    memorySize: memoryKiB,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  });
  const copy = keyCopy(made);
  // On the engine's own heap, whose pages outlive the worker: whoever tidies them copies what is in them. [VLT15]
  made.fill(0);
  return copy;
};
