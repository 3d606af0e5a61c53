/** Owns what is chosen outside the vault: language and appearance. Must never keep anything of a report. */
import { isLang, type Lang } from '../i18n/plural.ts';
import { createObservable, type Observable } from '../ui/observable.ts';
import type { Theme } from './desk.tsx';

/** Any key–value store of texts that survives a reload; `localStorage` fits, and may throw in a private window. */
export type Shelf = { getItem(key: string): string | null; setItem(key: string, value: string): void };

function kept(shelf: Shelf, key: string): string | null {
  try {
    return shelf.getItem(key);
  } catch {
    // A browser that keeps nothing: asked again next time.
    return null;
  }
}

function remembered<T extends string>(shelf: Shelf, key: string, start: T): Observable<T> {
  const value = createObservable(start);
  return {
    ...value,
    set(next) {
      value.set(next);
      try {
        shelf.setItem(key, next);
      } catch {
        // Not kept, then.
      }
    },
  };
}

const READS_RUSSIAN = ['ru', 'kk', 'ky', 'tg', 'tk', 'uz', 'be'];

/** The language chosen before, else the nearest of the browser's. */
export function createChosenLanguage(shelf: Shelf, preferred: readonly string[]): Observable<Lang> {
  const before = kept(shelf, 'lang');
  const first = preferred.map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  const near = first.find((tag) => tag === 'en' || READS_RUSSIAN.includes(tag));
  const start: Lang = isLang(before) ? before : near !== undefined && near !== 'en' ? 'ru' : 'en';
  return remembered(shelf, 'lang', start);
}

export function createChosenTheme(shelf: Shelf): Observable<Theme> {
  const before = kept(shelf, 'look');
  return remembered(shelf, 'look', before === 'light' || before === 'dark' ? before : 'auto');
}
