/** Owns the short ways in which the full form writes its questions down. Must never hold one. */
import type { ListName } from '../vocabulary.ts';
import { choicesOf, heading, worded } from './fullWords.ts';
import type { Asking, Choice, Question, Scope } from './question.ts';

export const line = (max: number): Asking => ({ kind: 'text', lines: 'one', max });
export const lines = (max: number): Asking => ({ kind: 'text', lines: 'few', max });
export const story = (max: number): Asking => ({ kind: 'text', lines: 'long', max });
export const one = (choices: (scope: Scope) => readonly Choice[]): Asking => ({
  kind: 'choice',
  many: false,
  choices,
});
export const many = (choices: (scope: Scope) => readonly Choice[]): Asking => ({
  kind: 'choice',
  many: true,
  choices,
});
/** All of a list. */
export const listed = (list: ListName) => () => choicesOf(list);
/** Codes of no list. */
export function coded(...codes: readonly string[]): () => readonly Choice[] {
  const choices = worded(codes);
  return () => choices;
}
/** Questions that are answered in an object of their own. */
export const group = (name: string, questions: readonly Question[]): Question => ({
  name,
  label: heading(name),
  kind: 'group',
  nested: true,
  questions,
});
export const LANGUAGES = ['ru', 'kk', 'ky', 'tg', 'tk', 'uz-Latn', 'uz-Cyrl', 'en'] as const;
export const ONE_A_LINE = { en: 'One on each line', ru: 'По одной на строке' };
