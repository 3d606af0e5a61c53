/** Owns words as a way to write bits for people: passphrases and safety words; never stores one. */
import type { Rng } from '../../domain/ports.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { wordNumbers } from '../wordNumbers.ts';

/** Languages that have lists. A person without one uses the nearer of the two. */
export type WordsLang = 'en' | 'ru';

/** Words a passphrase has: five of 7,776 (64.6 bits) or six of 4,096 (72 bits). [VLT2] */
export const passphraseLength: Readonly<Record<WordsLang, number>> = { en: 5, ru: 6 };

/** The list that passphrases are drawn from: 7,776 English or 4,096 Russian words, sorted. Downloaded when asked for. */
export async function loadWords(lang: WordsLang): Promise<readonly string[]> {
  switch (lang) {
    case 'en':
      return (await import('./en7776.ts')).enPassphrase.split(' ');
    case 'ru':
      return (await import('./ru4096.ts')).ruPassphrase.split(' ');
  }
}

/** The 2,048 safety words of a language, 11 bits each, sorted; the first four letters tell them apart. */
export async function loadSafetyWords(lang: WordsLang): Promise<readonly string[]> {
  switch (lang) {
    case 'en':
      return (await import('./en2048.ts')).enSafety.split(' ');
    case 'ru':
      return (await import('./ru2048.ts')).ruSafety.split(' ');
  }
}

/**
 * `count` words drawn from `list` with equal chance each. 16 random bits a draw; a draw from the last, incomplete
 * round of the list is thrown away, since keeping it would favour the words at its start.
 */
export function passphrase(list: readonly string[], count: number, rng: Rng): readonly string[] {
  if (list.length === 0 || list.length > 65_536) throw new RangeError('a list has 1 to 65,536 words');
  const fair = 65_536 - (65_536 % list.length);
  const words: string[] = [];
  while (words.length < count) {
    const [high = 0, low = 0] = rng(2);
    const draw = (high << 8) | low;
    const word = draw < fair ? list[draw % list.length] : undefined;
    if (word !== undefined) words.push(word);
  }
  return words;
}

/** Bits of a passphrase of `count` words drawn from a list of `listLength`. */
export const passphraseBits = (listLength: number, count: number): number => count * Math.log2(listLength);

/**
 * What a person typed, in the one form that is compared and hashed: NFKC, lower case, ё as е, every run of
 * anything but letters and digits as one space. Give the same form to the vault when the words are set and when
 * they are typed.
 */
export function normaliseWords(input: string): string {
  return input
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of numbers below 2,048 in one language's list. */
export function wordsOf(numbers: readonly number[], list: readonly string[]): readonly string[] {
  return numbers.map((number) => {
    const word = list[number];
    if (word === undefined) throw new RangeError('a safety word is one of 2,048');
    return word;
  });
}

/** The first 11·`count` bits of `hash` as words: ten for an invite, four for a device. [INV2] [REP6] */
export const safetyWords = (hash: Uint8Array, count: number, list: readonly string[]): readonly string[] =>
  wordsOf(wordNumbers(hash, count), list);

/**
 * Reads safety words as typed from a phone whose language nobody knows: all words must be of one of `lists`. A word
 * may be cut to its first four letters. `wordsCount` when there are not `count`; `wordsUnknown` with the place of the
 * first (from 1) that is in no list that knows those before it.
 */
export function parseSafetyWords(
  input: string,
  count: number,
  lists: readonly (readonly string[])[],
): Result<readonly number[], 'wordsCount' | 'wordsUnknown'> {
  const typed = normaliseWords(input)
    .split(' ')
    .filter((word) => word !== '');
  if (typed.length !== count) return err('wordsCount');
  let farthest = 0;
  for (const list of lists) {
    const numbers: number[] = [];
    for (const word of typed) {
      const number = find(word, list);
      if (number < 0) break;
      numbers.push(number);
    }
    if (numbers.length === count) return ok(numbers);
    farthest = Math.max(farthest, numbers.length);
  }
  return err('wordsUnknown', String(farthest + 1));
}

function find(word: string, list: readonly string[]): number {
  const whole = list.indexOf(word);
  return whole >= 0 || word.length < 4 ? whole : list.findIndex((each) => each.startsWith(word));
}
