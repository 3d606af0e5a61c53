/** Owns the languages and which plural form a number takes in each; never asks the device (it has no rule for tg). */

/** Languages with complete, reviewed messages. */
export const languages = ['en', 'ru'] as const;
export type Lang = (typeof languages)[number];
/** Every language the phone speaks. All but `languages` are drafts that no native reader has signed. */
export const spokenLanguages = [...languages, 'kk', 'ky', 'tg', 'tk', 'uz', 'uz-Cyrl'] as const;
export type SpokenLang = (typeof spokenLanguages)[number];
export type PluralCategory = 'one' | 'few' | 'many' | 'other';

/** True when `value` names a language with complete messages. */
export const isLang = (value: unknown): value is Lang => languages.some((lang) => lang === value);

/** What each language calls itself. */
export const languageNames: Readonly<Record<SpokenLang, string>> = {
  en: 'English',
  ru: 'Русский',
  kk: 'Қазақша',
  ky: 'Кыргызча',
  tg: 'Тоҷикӣ',
  tk: 'Türkmençe',
  uz: 'Oʻzbekcha',
  'uz-Cyrl': 'Ўзбекча',
};

/** True when `value` names a language that the phone speaks. */
export const isSpoken = (value: unknown): value is SpokenLang =>
  spokenLanguages.some((lang) => lang === value);

/** The reviewed language to show where a language has no reviewed words of its own: Russian is read in all five countries. */
export const readAs = (lang: SpokenLang): Lang => (lang === 'en' ? 'en' : 'ru');

/** The plural forms a language needs, so that a translation can be checked to have them all. */
export const pluralCategories: Readonly<Record<SpokenLang, readonly PluralCategory[]>> = {
  en: ['one', 'other'],
  ru: ['one', 'few', 'many', 'other'],
  kk: ['one', 'other'],
  ky: ['one', 'other'],
  tg: ['other'],
  tk: ['one', 'other'],
  uz: ['one', 'other'],
  'uz-Cyrl': ['one', 'other'],
};

/**
 * The plural form that `n` takes. Follows CLDR 48 where it has the language; Tajik, which it lacks, uses `other`
 * alone, since its nouns stay singular after a number.
 */
export function pluralCategory(lang: SpokenLang, n: number): PluralCategory {
  const size = Math.abs(n);
  switch (lang) {
    case 'ru': {
      if (!Number.isInteger(size)) return 'other';
      const ten = size % 10;
      const hundred = size % 100;
      if (ten === 1 && hundred !== 11) return 'one';
      if (ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14)) return 'few';
      return 'many';
    }
    case 'tg':
      return 'other';
    case 'en':
    case 'kk':
    case 'ky':
    case 'tk':
    case 'uz':
    case 'uz-Cyrl':
      return size === 1 ? 'one' : 'other';
  }
}
