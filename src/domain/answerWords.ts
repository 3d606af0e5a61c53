/** Owns the words for answers that are codes of no list ("warrant: no"); the phone loads it only with the full form. */
import answers from './vocabulary/answers.json' with { type: 'json' };
import type { Lang, Option } from './vocabulary.ts';

const words = new Map<string, Option>(answers.words.map((word) => [word.code, word]));

/** The labels of such an answer: in its own place (`prison.cell.punishment`), else wherever the code stands. */
export const answerOption = (code: string, place = ''): Option | undefined =>
  words.get(`${place}.${code}`) ?? words.get(code);

/** The word for it; undefined when it is none of ours. */
export const answerWord = (code: string, lang: Lang, place = ''): string | undefined =>
  answerOption(code, place)?.[lang];

/** Ways of violence by their HURIDOCS code (list 5), in our own words. */
export const methods: readonly Option[] = answers.methods;
