/** Owns how words become a key: normalising, Argon2id's parameters, the key that wraps the root. Must never store words. */
import type { Sodium } from '../../crypto/sodium.ts';
import { type Bytes, utf8 } from '../../wire/bytes.ts';
import { normaliseWords } from '../../wire/words/words.ts';
import { derive } from '../keys/keyRoom.ts';

export type Argon2Params = { readonly passes: number; readonly memoryKiB: number; readonly salt: Bytes };
/** 32 bytes of Argon2id (version 0x13, one lane). In a browser it runs in a worker that ends with the answer. */
export type Argon2 = (password: Bytes, params: Argon2Params) => Promise<Bytes>;

export type WordsPolicy = {
  readonly passes: number;
  readonly memoryKiB: number;
  /** What a stored header may at least say: a weaker one is refused, not obeyed (FAULTS M6). */
  readonly leastMemoryKiB: number;
};

/** [VLT2] */
export const WORDS_POLICY: WordsPolicy = { passes: 3, memoryKiB: 65_536, leastMemoryKiB: 65_536 };
const MOST_MEMORY_KIB = 2_097_152;
const MOST_PASSES = 64;

export const isAllowed = (params: Omit<Argon2Params, 'salt'>, policy: WordsPolicy): boolean =>
  params.passes >= Math.min(3, policy.passes) &&
  params.passes <= MOST_PASSES &&
  params.memoryKiB >= policy.leastMemoryKiB &&
  params.memoryKiB <= MOST_MEMORY_KIB;

/** KEK = HKDF(Argon2id(words), salt, "tumar/vault/kek/1"); a second factor will be joined before HKDF. [VLT2] */
export async function keyFromWords(
  { argon2, sodium }: { readonly argon2: Argon2; readonly sodium: Sodium },
  words: string,
  params: Argon2Params,
): Promise<Bytes> {
  const password = utf8(normaliseWords(words));
  const stretched = await argon2(password, params);
  const key = derive(sodium, stretched, 'tumar/vault/kek/1', params.salt);
  password.fill(0);
  stretched.fill(0);
  return key;
}
