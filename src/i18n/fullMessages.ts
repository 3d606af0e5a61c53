/** Owns loading the full form's words and mini-guides, a download of their own; never those of the first screens. */
import type { forFull } from './en/forFull.ts';
import { createTranslator, type Translator } from './message.ts';
import type { Lang } from './plural.ts';

export type FullWords = typeof forFull;
export type FullTranslator = Translator<FullWords>;

/** The name of a mini-guide. */
export type GuideName = {
  [K in keyof FullWords]: K extends `guide.${infer N}.title` ? N : never;
}[keyof FullWords];

/** The translator of the full form in a reviewed language. Fails only when the download of the words fails. */
export async function loadFullWords(lang: Lang): Promise<FullTranslator> {
  return lang === 'en'
    ? createTranslator<FullWords>(lang, (await import('./en/forFull.ts')).forFull)
    : createTranslator<FullWords>(lang, (await import('./ru/forFull.ts')).forFull);
}
