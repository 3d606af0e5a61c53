/** Owns how numbers, sizes and days are written; never reads a clock. */
import type { SpokenLang } from './plural.ts';

// A device that lacks one of these takes Russian ways, not its own: the screens must not differ by device.
const locales: Readonly<Record<SpokenLang, readonly string[]>> = {
  en: ['en-GB'],
  ru: ['ru-RU'],
  kk: ['kk-KZ', 'ru-RU'],
  ky: ['ky-KG', 'ru-RU'],
  tg: ['tg-TJ', 'ru-RU'],
  tk: ['tk-TM', 'ru-RU'],
  uz: ['uz-Latn-UZ', 'ru-RU'],
  'uz-Cyrl': ['uz-Cyrl-UZ', 'ru-RU'],
};
const formats = new Map<SpokenLang, Intl.NumberFormat>();

/** A number with the separators of the language, at most one decimal. */
export function formatNumber(lang: SpokenLang, value: number): string {
  let numbers = formats.get(lang);
  if (numbers === undefined) {
    numbers = new Intl.NumberFormat(localesOf(lang), { maximumFractionDigits: 1 });
    formats.set(lang, numbers);
  }
  return numbers.format(value);
}

/** The locales to hand to `Intl` for sorting and names in a language, best first. */
export const localesOf = (lang: SpokenLang): string[] => [...locales[lang]];

export type SizeUnit = 'b' | 'kb' | 'mb' | 'gb';

/** Splits a byte count into an amount with at most one decimal and a unit of 1,024 steps. */
export function sizeParts(bytes: number): { readonly amount: number; readonly unit: SizeUnit } {
  const units: readonly SizeUnit[] = ['b', 'kb', 'mb', 'gb'];
  let amount = bytes;
  let at = 0;
  while (amount >= 1024 && at < units.length - 1) {
    amount /= 1024;
    at += 1;
  }
  const rounded = amount >= 10 || at === 0 ? Math.round(amount) : Math.round(amount * 10) / 10;
  return { amount: rounded, unit: units[at] ?? 'b' };
}

/** The whole percentage of `done` in `all`, 0…100; 100 only when it is all. */
export function percentOf(done: number, all: number): number {
  if (all <= 0) return 0;
  return done >= all ? 100 : Math.min(99, Math.floor((done / all) * 100));
}

/** An ISO day `YYYY-MM-DD` (or `YYYY-MM`, `YYYY`) as dd.mm.yyyy; anything else comes back unchanged. */
export function formatDay(iso: string): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(iso);
  if (match === null) return iso;
  return [match[3], match[2], match[1]].filter((part) => part !== undefined).join('.');
}

/** A day, or `YYYY-MM-DDTHH:MM:SS` with its zone if it has one, as day and time there: never counted over into another zone. */
export function formatMoment(iso: string): string {
  const [, day = iso, time, zone = ''] = /^([^T]+)T(\d\d:\d\d)(?::\d\d)?(Z|[+-]\d\d:\d\d)?$/.exec(iso) ?? [];
  if (time === undefined) return formatDay(day);
  return `${formatDay(day)}, ${time}${zone === '' ? '' : ` UTC${zone === 'Z' ? '' : zone}`}`;
}
