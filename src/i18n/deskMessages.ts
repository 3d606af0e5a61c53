/** Owns loading the desk's words in one language, each language a download of its own. */
import type { forDesk } from './en/forDesk.ts';
import { createTranslator, type Translator } from './message.ts';
import type { Lang } from './plural.ts';

export type DeskWords = typeof forDesk;
export type DeskTranslator = Translator<DeskWords>;

/** The translator of the desk in `lang`. Fails only when the download of the words fails. */
export async function loadDeskWords(lang: Lang): Promise<DeskTranslator> {
  switch (lang) {
    case 'en':
      return createTranslator<DeskWords>(lang, (await import('./en/forDesk.ts')).forDesk);
    case 'ru':
      return createTranslator<DeskWords>(lang, (await import('./ru/forDesk.ts')).forDesk);
  }
}
