/** Owns which language the app speaks, and in which a new report is begun; whoever writes may choose another. */
import type { ReportLanguage } from '../domain/draft.ts';
import { isSpoken, type SpokenLang } from '../i18n/plural.ts';
import { createObservable, type Observable } from '../ui/observable.ts';

/** Any key–value store of texts that survives a reload; `localStorage` fits, and may throw in a private window. */
export type Shelf = { getItem(key: string): string | null; setItem(key: string, value: string): void };

const KEY = 'lang';

/** In what a report is written by whoever reads these words; it can be changed in the full form. */
export const writtenIn = (lang: SpokenLang): ReportLanguage => (lang === 'uz' ? 'uz-Latn' : lang);

/** The language chosen here before, else the first of the browser's that we have, else English. */
export function firstLanguage(shelf: Shelf, preferred: readonly string[]): SpokenLang {
  try {
    const kept = shelf.getItem(KEY);
    if (isSpoken(kept)) return kept;
  } catch {
    // A browser that keeps nothing still tells what it prefers.
  }
  // A draft is only for those who choose it: most readers of the five languages read Russian too.
  const near: Readonly<Record<string, SpokenLang>> = {
    ru: 'ru',
    kk: 'ru',
    ky: 'ru',
    tg: 'ru',
    tk: 'ru',
    uz: 'ru',
    en: 'en',
  };
  for (const tag of preferred) {
    const found = near[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (found !== undefined) return found;
  }
  return 'en';
}

/** The language as a value to watch. Kept outside the vault: the locked page must speak it too, and it is no secret. */
export function createLanguage(shelf: Shelf, preferred: readonly string[]): Observable<SpokenLang> {
  const language = createObservable(firstLanguage(shelf, preferred));
  return {
    ...language,
    set: (next) => {
      language.set(next);
      try {
        shelf.setItem(KEY, next);
      } catch {
        // Not kept, then: it will be asked again.
      }
    },
  };
}
