/** Owns what can be wrong with a draft of a language, whichever words it is of. */
import { type Catalogue, holesOf, type Message } from '../../src/i18n/message.ts';
import { pluralCategories, type SpokenLang } from '../../src/i18n/plural.ts';

export const textsOf = (message: Message): readonly string[] =>
  typeof message === 'string' ? [message] : Object.values(message);

/** The letters of each language's alphabet, and no others that look like them; digits, signs and names of products are written in any. */
const ALPHABETS: Readonly<Record<string, RegExp>> = {
  kk: /^[а-яёәғқңөұүһі]+$/iu,
  ky: /^[а-яёңөү]+$/iu,
  tg: /^[а-яёғӣқӯҳҷ]+$/iu,
  tk: /^[abdefghijklmnoprstuwyzäçžňöşüý]+$/iu,
  uz: /^(?:[abd-vxyzʻʼ]|ch)+$/iu,
};
const NAMES =
  /^(?:Android|Google|iPhone|iOS|Chrome|Chromium|Firefox|Safari|Wi|Fi|https?|json|Tor|English|QR|PDF|GPS|URL|HTTPS|Shift|Lockdown|KZT|USD|LGBTIQ|j|k|e)$/;

/** Words in letters that are not the language's own. */
export function strangeWords(lang: SpokenLang, messages: Iterable<readonly [string, Message]>): string[] {
  const fits = ALPHABETS[lang] ?? /./;
  return [...messages].flatMap(([key, message]) =>
    textsOf(message)
      .flatMap((text) => text.replace(/\{[a-zA-Z]+\}/g, ' ').match(/[\p{L}ʻʼ]+/gu) ?? [])
      .filter((word) => !fits.test(word) && !NAMES.test(word))
      .map((word) => `${key}: ${word}`),
  );
}

/** Keys whose draft has other holes, lines or forms than its source and its language ask for, or is empty or padded. */
export function misfits(lang: SpokenLang, words: Catalogue, english: Catalogue): readonly string[] {
  const lines = (message: Message) => (typeof message === 'string' ? message.split('\n').length : 0);
  return Object.entries(words)
    .filter(([key, message]) => {
      const source = english[key];
      if (source === undefined || typeof source !== typeof message) return true;
      if (holesOf(source).join() !== holesOf(message).join() || lines(source) !== lines(message)) return true;
      if (textsOf(message).some((text) => text === '' || text !== text.trim())) return true;
      return (
        typeof message !== 'string' &&
        Object.keys(message).sort().join() !== [...pluralCategories[lang]].sort().join()
      );
    })
    .map(([key]) => key);
}
