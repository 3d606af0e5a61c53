/** Owns which lists of words the screens show: to open with, to compare, to read aloud. Never keeps one. */
import type { Rng } from '../domain/ports.ts';
import type { Lang } from '../i18n/plural.ts';
import { SAFETY_WORDS, VERSION_WORDS } from '../wire/wordNumbers.ts';
import {
  loadSafetyWords,
  loadWords,
  passphrase,
  passphraseLength,
  safetyWords,
  wordsOf,
} from '../wire/words/words.ts';

/** Words to open the notes with: five of 7,776 or six of 4,096. [VLT2] */
export const freshPassphrase = async (lang: Lang, rng: Rng): Promise<readonly string[]> =>
  passphrase(await loadWords(lang), passphraseLength[lang], rng);

/** The ten words of an invite, the same on both screens. [INV2] */
export const safetyPhrase = async (hash: Uint8Array, lang: Lang): Promise<readonly string[]> =>
  safetyWords(hash, SAFETY_WORDS, await loadSafetyWords(lang));

/** The four words of this phone, from their numbers. [REP6] */
export const helloPhrase = async (numbers: readonly number[], lang: Lang): Promise<readonly string[]> =>
  wordsOf(numbers, await loadSafetyWords(lang));

/** Six words of a version, from the hash of its list of files. */
export const versionPhrase = async (hash: Uint8Array, lang: Lang): Promise<readonly string[]> =>
  safetyWords(hash, VERSION_WORDS, await loadSafetyWords(lang));
