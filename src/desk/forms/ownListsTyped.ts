/** Owns making an entry of a list out of what a coordinator typed, and what is wrong with it. Must never give a code twice. [MAN9] */
import { foldedWords } from '../../domain/fold.ts';
import { LONGEST_NAME, OWN_REGION, type OwnListName } from '../../domain/ownCodes.ts';
import type { OwnEntry, OwnLists } from '../../domain/ownLists.ts';
import type { Rng } from '../../domain/ports.ts';
import { ok } from '../../domain/result.ts';
import { codePoints, hasHidden, nfc } from '../../domain/text.ts';
import { find, lists as ours } from '../../domain/vocabulary.ts';

/** What was typed. `country` '' = all (agencies); `iso`: of a region, '' = none known. */
export type TypedEntry = {
  readonly list: OwnListName;
  readonly country: string;
  readonly en: string;
  readonly ru: string;
  /** In the language of the country. */
  readonly local: string;
  readonly abbr: string;
  readonly iso: string;
};
export type TypedField = 'en' | 'ru' | 'local' | 'abbr' | 'iso';
export type TypedFault = {
  readonly field: TypedField;
  readonly code: 'noName' | 'tooLong' | 'hidden' | 'isoForm' | 'isoCountry' | 'isoTaken' | 'noneFree';
  /** The region that has the code. */
  readonly taken?: string;
};

export const LONGEST_ABBR = 40;
const LOCAL: Readonly<Record<string, string>> = { KZ: 'kk', KG: 'ky', TJ: 'tg', TM: 'tk', UZ: 'uz' };
/** The language of a country; null for all countries, which have none in common. */
export const localOf = (country: string): string | null => LOCAL[country] ?? null;

const clean = (text: string): string => nfc(text).replace(/\s+/gu, ' ').trim();
const NAMES = ['en', 'ru', 'local'] as const;

/** The fields of an entry that is there, to be changed. */
export function typedFrom(list: OwnListName, entry: OwnEntry): TypedEntry {
  const country = entry.country ?? '';
  const { names, abbr = '', code } = entry;
  const local = names[localOf(country) ?? ''] ?? '';
  return {
    list,
    country,
    en: names['en'] ?? '',
    ru: names['ru'] ?? '',
    local,
    abbr,
    iso: list === 'regions' ? code : '',
  };
}

function wrongText(typed: TypedEntry): TypedFault | undefined {
  if (clean(typed.en) === '' && clean(typed.ru) === '') return { field: 'en', code: 'noName' };
  for (const field of [...NAMES, 'abbr'] as const) {
    const text = clean(typed[field]);
    // As UTF-16 counts, which is what a reader of the abbreviation counts.
    const long = field === 'abbr' ? text.length > LONGEST_ABBR : codePoints(text) > LONGEST_NAME;
    if (long) return { field, code: 'tooLong' };
    if (hasHidden(text)) return { field, code: 'hidden' };
  }
  return undefined;
}

const isTaken = (list: OwnListName, code: string, lists: OwnLists): boolean =>
  find(list, code) !== undefined || lists[list].added.some((one) => one.code === code);

/** "kz-99" and "99" are the same region of Kazakhstan. */
function isoOf({ iso, country }: TypedEntry): string {
  const typed = clean(iso)
    .toUpperCase()
    .replace(/[\s–—]+/gu, '-');
  return typed.includes('-') ? typed : `${country}-${typed}`;
}

type Coded =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly fault: TypedFault };
const badIso = (code: TypedFault['code'], taken?: string): Coded => ({
  ok: false,
  fault: { field: 'iso', code, ...(taken === undefined ? {} : { taken }) },
});

function regionCode(typed: TypedEntry, lists: OwnLists): Coded {
  if (clean(typed.iso) === '') {
    for (let n = 1; n < 100; n += 1) {
      const code = `${typed.country}-X${String(n).padStart(2, '0')}`;
      if (!isTaken('regions', code, lists)) return ok(code);
    }
    return badIso('noneFree');
  }
  const code = isoOf(typed);
  if (!OWN_REGION.test(code)) return badIso('isoForm');
  if (!code.startsWith(`${typed.country}-`)) return badIso('isoCountry');
  return isTaken('regions', code, lists) ? badIso('isoTaken', code) : ok(code);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `own.` and eight letters or digits, each as likely as the other. */
function agencyCode(lists: OwnLists, rng: Rng): string {
  for (;;) {
    let drawn = '';
    while (drawn.length < 8)
      for (const byte of rng(16))
        if (byte < 252 && drawn.length < 8) drawn += LETTERS[byte % LETTERS.length] ?? '';
    const code = `own.${drawn}`;
    if (!isTaken('perpetrators', code, lists)) return code;
  }
}

/**
 * The entry that was typed: a new one with a code that nothing has yet, or `before` with other names. `lists`: in force, with
 * what is not published yet.
 */
export function entryFrom(
  typed: TypedEntry,
  { lists, rng, before }: { readonly lists: OwnLists; readonly rng: Rng; readonly before?: OwnEntry },
): { readonly ok: true; readonly value: OwnEntry } | { readonly ok: false; readonly fault: TypedFault } {
  const wrong = wrongText(typed);
  if (wrong !== undefined) return { ok: false, fault: wrong };
  const code: Coded =
    before !== undefined
      ? ok(before.code)
      : typed.list === 'regions'
        ? regionCode(typed, lists)
        : ok(agencyCode(lists, rng));
  if (!code.ok) return code;
  const local = localOf(typed.country);
  const { en: _en, ru: _ru, ...others } = before?.names ?? {};
  const said = [
    ['en', clean(typed.en)],
    ['ru', clean(typed.ru)],
    ...(local === null ? [] : [[local, clean(typed.local)] as const]),
  ] as const;
  const kept = Object.entries(others).filter(([language]) => language !== local);
  const names = Object.fromEntries([...said.filter(([, name]) => name !== ''), ...kept]);
  const abbr = clean(typed.abbr);
  const entry = {
    code: code.value,
    names,
    ...(typed.country === '' ? {} : { country: typed.country }),
    ...(typed.list === 'perpetrators' && abbr !== '' ? { abbr } : {}),
  };
  return { ok: true, value: entry };
}

const key = (name: string): string => foldedWords(name).join(' ');

/** The code and name of an entry of that country that is called the same, also one that is not offered; agencies without a country are everybody's. */
export function sameName(
  typed: TypedEntry,
  lists: OwnLists,
  but?: string,
): { readonly code: string; readonly name: string } | null {
  const wanted = new Set(NAMES.map((field) => key(typed[field])).filter((name) => name !== ''));
  const { list, country } = typed;
  const there =
    list === 'regions'
      ? ours.regions.map(({ code, en, ru, local }) => ({
          code,
          country: code.slice(0, 2),
          all: [en, ru, local],
        }))
      : ours.perpetrators.map((one) => ({
          code: one.code,
          country: one.country,
          all: [one.en, one.ru, one.local ?? ''],
        }));
  const added = lists[list].added.map((one) => ({
    code: one.code,
    country: one.country,
    all: Object.values(one.names),
  }));
  for (const one of [...there, ...added]) {
    const near = country === '' || one.country === undefined || one.country === country;
    const name = one.all.find((other) => wanted.has(key(other)));
    if (near && one.code !== but && name !== undefined) return { code: one.code, name };
  }
  return null;
}
