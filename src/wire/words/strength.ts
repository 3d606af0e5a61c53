/** Owns the estimate of how hard words are to guess, on the low side on purpose; must never store or send them. */
import { normaliseWords } from './words.ts';

/** Below this many bits own words are refused; from the second on they are called strong (generated ones are). */
export const ENOUGH_BITS = 45;
export const STRONG_BITS = 60;

/** Guesses a second of one computer of a few cores against the keystore's Argon2id (64 MiB, 3 passes), rounded up. [VLT2] */
export const GUESSES_PER_SECOND = 20;

/** A word that is in no list here is likely part of a sentence, where one word tells the next: eight bits at most. */
const OTHER_WORD = 8;
/** Bits of each letter or digit of such a word: a short one is worth less. */
const BITS_A_LETTER = 1.5;
const BITS_A_DIGIT = 3.3;

/** Rows of keyboards that people run a finger along; letters and digits in their own order are told by counting. */
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];

export type Verdict = 'weak' | 'enough' | 'strong';

export type Strength = {
  /** Rounded down. */
  readonly bits: number;
  readonly verdict: Verdict;
  /** How many words counted for something. */
  readonly counted: number;
  /** Words typed that counted for nothing: repeats, runs of letters or keys, neighbours in the list. */
  readonly ignored: number;
};

const isRow = (word: string): boolean =>
  ROWS.some((row) => row.includes(word) || [...row].reverse().join('').includes(word));

/** aaaa, abcd, 4321: every step from letter to letter is the same, and at most one. */
function isRun(word: string): boolean {
  const points = Array.from(word, (letter) => letter.codePointAt(0) ?? 0);
  const step = (points[1] ?? 0) - (points[0] ?? 0);
  if (points.length < 3 || Math.abs(step) > 1) return false;
  return points.every((point, at) => at === 0 || point - (points[at - 1] ?? 0) === step);
}

/** A word that is only another one typed twice ("lamplamp") says no more than the half. */
function core(word: string): string {
  for (let part = 1; part <= word.length / 2; part += 1)
    if (word.length % part === 0 && word.slice(0, part).repeat(word.length / part) === word)
      return word.slice(0, part);
  return word;
}

function otherBits(word: string): number {
  const letters = Array.from(word);
  const digits = letters.filter((letter) => /\p{N}/u.test(letter)).length;
  return Math.min(OTHER_WORD, digits * BITS_A_DIGIT + (letters.length - digits) * BITS_A_LETTER);
}

const verdictOf = (bits: number): Verdict =>
  bits < ENOUGH_BITS ? 'weak' : bits < STRONG_BITS ? 'enough' : 'strong';

/**
 * An estimator that knows these sorted lists of words. In: what was typed, in any form. A word of a list counts
 * log2(its length), another one at most 8 bits; a repeated word, a run of letters or keys, and a word that stands
 * beside the one before it in the list count nothing. What a person makes up is easier to guess than this says:
 * sayings and names are tried first.
 */
export function createStrength(lists: readonly (readonly string[])[]): (typed: string) => Strength {
  const places = lists.map((list) => new Map(list.map((word, at) => [word, at])));

  const find = (word: string): { readonly list: number; readonly place: number } | null => {
    for (const [list, map] of places.entries()) {
      const place = map.get(word);
      if (place !== undefined) return { list, place };
    }
    return null;
  };

  return (typed) => {
    const words = normaliseWords(typed)
      .split(' ')
      .filter((word) => word !== '');
    const seen = new Set<string>();
    let before: ReturnType<typeof find> = null;
    let bits = 0;
    let counted = 0;
    for (const word of words) {
      const known = find(word);
      const beside =
        known !== null &&
        before !== null &&
        known.list === before.list &&
        Math.abs(known.place - before.place) <= 2;
      before = known;
      const heart = core(word);
      if (seen.has(heart) || beside || isRun(word) || isRow(word)) continue;
      seen.add(heart);
      counted += 1;
      bits += known === null ? otherBits(heart) : Math.log2(lists[known.list]?.length ?? 1);
    }
    const whole = Math.floor(bits);
    return { bits: whole, verdict: verdictOf(whole), counted, ignored: words.length - counted };
  };
}

export type GuessTime = {
  readonly unit: 'seconds' | 'days' | 'years' | 'thousandYears' | 'millionYears';
  readonly amount: number;
};

const DAY = 86_400;
const YEAR = 31_557_600;

/** How long one computer tries on average until it has words of so many bits, in a unit that can be read aloud. */
export function guessTime(bits: number, perSecond: number = GUESSES_PER_SECOND): GuessTime {
  const seconds = 2 ** Math.max(0, bits - 1) / perSecond;
  const years = seconds / YEAR;
  if (years >= 2e6) return { unit: 'millionYears', amount: rounded(years / 1e6) };
  if (years >= 2e3) return { unit: 'thousandYears', amount: rounded(years / 1e3) };
  if (years >= 2) return { unit: 'years', amount: rounded(years) };
  if (seconds >= DAY) return { unit: 'days', amount: rounded(seconds / DAY) };
  return { unit: 'seconds', amount: rounded(seconds) };
}

/** Down to one digit that means something: more would pretend to know. */
function rounded(value: number): number {
  if (value < 10) return Math.floor(value);
  const scale = 10 ** Math.floor(Math.log10(value));
  return Math.floor(value / scale) * scale;
}
