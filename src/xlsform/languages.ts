/** Owns which language a heading names, as a BCP 47 code; must never translate. */
import type { Texts } from '../domain/form/question.ts';

/** Under this stand words whose language nobody named. */
export const UNNAMED = 'und';

const CODE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const NAMES: { readonly [name: string]: string } = {
  english: 'en',
  eng: 'en',
  russian: 'ru',
  русский: 'ru',
  рус: 'ru',
  rus: 'ru',
  kazakh: 'kk',
  казахский: 'kk',
  қазақ: 'kk',
  қазақша: 'kk',
  'қазақ тілі': 'kk',
  kyrgyz: 'ky',
  kirghiz: 'ky',
  киргизский: 'ky',
  кыргызский: 'ky',
  кыргыз: 'ky',
  кыргызча: 'ky',
  tajik: 'tg',
  таджикский: 'tg',
  тоҷикӣ: 'tg',
  'забони тоҷикӣ': 'tg',
  turkmen: 'tk',
  туркменский: 'tk',
  türkmen: 'tk',
  türkmençe: 'tk',
  'türkmen dili': 'tk',
  uzbek: 'uz',
  узбекский: 'uz',
  oʻzbek: 'uz',
  "o'zbek": 'uz',
  oʻzbekcha: 'uz',
  "o'zbekcha": 'uz',
  "o'zbek tili": 'uz',
  ўзбек: 'uz-Cyrl',
  ўзбекча: 'uz-Cyrl',
  karakalpak: 'kaa',
  qaraqalpaq: 'kaa',
  ukrainian: 'uk',
  українська: 'uk',
  french: 'fr',
  français: 'fr',
  francais: 'fr',
  spanish: 'es',
  español: 'es',
  espanol: 'es',
  portuguese: 'pt',
  português: 'pt',
  german: 'de',
  deutsch: 'de',
  arabic: 'ar',
  العربية: 'ar',
  chinese: 'zh',
  中文: 'zh',
  turkish: 'tr',
  türkçe: 'tr',
  persian: 'fa',
  farsi: 'fa',
  dari: 'prs',
  pashto: 'ps',
  hindi: 'hi',
  swahili: 'sw',
};

/**
 * "English (en)", "en", "English", "Русский (ru)". `known` false: a name without a code that is not listed here; it gets
 * a private one, so that its words are not lost.
 */
export function languageOf(named: string): { readonly code: string; readonly known: boolean } {
  const bracket = /\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$/.exec(named)?.[1];
  if (bracket !== undefined) return { code: tidy(bracket), known: true };
  const plain = named.trim().toLowerCase();
  const listed = Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
  if (listed !== undefined) return { code: listed, known: true };
  if (CODE.test(plain.replaceAll('_', '-'))) return { code: tidy(plain), known: true };
  const slug = [...plain.normalize('NFKD').replace(/[^a-z0-9]/g, '')].slice(0, 8).join('');
  return { code: `x-${slug === '' ? 'other' : slug}`, known: false };
}

/** Language small, script with a capital, region large. */
function tidy(code: string): string {
  const [language = '', ...rest] = code.replaceAll('_', '-').split('-');
  const parts = rest.map((part) =>
    part.length === 4
      ? part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()
      : part.length === 2
        ? part.toUpperCase()
        : part,
  );
  return [language.toLowerCase(), ...parts].join('-');
}

/** Texts by language; what stands under no language goes to the form's default one, unless that has words of its own. */
export function textsOf(cells: ReadonlyMap<string, string>, unnamed: string): Texts {
  const texts: { [language: string]: string } = {};
  const named = [...cells].filter(([language]) => language !== '');
  const bare = cells.get('');
  const hasOwn = named.some(([language]) => language === unnamed);
  if (bare !== undefined && !hasOwn) texts[unnamed] = bare;
  for (const [language, text] of named) texts[language] = text;
  return texts;
}
