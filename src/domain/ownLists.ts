/** Owns the regions and agencies that an organisation adds to ours, and those that it does not want offered [MAN9]; must never change one of ours. */
import { bounded } from './bounded.ts';
import type { Draft } from './draft.ts';
import type { Texts } from './form/question.ts';
import { codesUsed, OWN_LISTS, type OwnCode, type OwnListName, parseOwnCode } from './ownCodes.ts';
import { find, type Option, options, perpetratorsOf, regionsOf } from './vocabulary.ts';

/** `country`: of an agency; without one it is offered everywhere. `abbr`: what it is known as. */
export type OwnEntry = {
  readonly code: string;
  readonly names: Texts;
  readonly country?: string;
  readonly abbr?: string;
};
/** `withdrawn`: codes, ours or added, that are not offered any more; they keep their names. */
export type OwnList = { readonly added: readonly OwnEntry[]; readonly withdrawn: readonly string[] };
export type OwnLists = { readonly [L in OwnListName]: OwnList };

const NOTHING: OwnList = { added: [], withdrawn: [] };
export const NO_LISTS: OwnLists = { regions: NOTHING, perpetrators: NOTHING };

/** Both lists together, as JSON in UTF-8. */
export const MAX_LISTS_BYTES = 65_536;
export const MOST_ADDED = 300;
const LONGEST_ABBR = 40;
const ENTRY = { bytes: 8_192, depth: 4, items: 20, keys: 20 } as const;
const MOST_WITHDRAWN = 1_000;
/** Always offered. */
const ALWAYS = new Set(['unknown', 'other']);

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` for anything else, and where ours has this code by now. */
function parseEntry(list: OwnListName, value: unknown): OwnEntry | undefined {
  if (!isObject(value) || !bounded(value, ENTRY).ok) return undefined;
  const own = parseOwnCode({ ...value, list });
  if (own === undefined) return undefined;
  const { country, abbr } = value;
  const region = list === 'regions' ? own.code.slice(0, 2) : country;
  return {
    code: own.code,
    names: own.names,
    ...(typeof region === 'string' && find('countries', region) !== undefined ? { country: region } : {}),
    ...(typeof abbr === 'string' && abbr.trim() !== '' && abbr.length <= LONGEST_ABBR ? { abbr } : {}),
  };
}

function parseList(name: OwnListName, value: unknown): OwnList {
  if (!isObject(value)) return NOTHING;
  const { added, withdrawn } = value;
  const entries = (Array.isArray(added) ? added : [])
    .slice(0, MOST_ADDED)
    .flatMap((one) => parseEntry(name, one) ?? []);
  const codes = new Map(entries.map((entry) => [entry.code, entry]));
  return {
    added: [...codes.values()],
    withdrawn: (Array.isArray(withdrawn) ? withdrawn : [])
      .slice(0, MOST_WITHDRAWN)
      .filter((code): code is string => typeof code === 'string' && !ALWAYS.has(code)),
  };
}

/** Reads a manifest's `ownLists`, each entry by itself: what cannot be read is left out, and the rest stands. [MAN9] */
export function parseOwnLists(value: unknown): OwnLists {
  if (!isObject(value)) return NO_LISTS;
  return {
    regions: parseList('regions', value['regions']),
    perpetrators: parseList('perpetrators', value['perpetrators']),
  };
}

/** One to choose. `own`: added by the organisation. */
export type Offered = Omit<OwnEntry, 'names'> & { readonly names: Texts; readonly own: boolean };

const ours = (option: Option & { readonly country?: string; readonly abbr?: string }): Offered => ({
  code: option.code,
  names: { en: option.en, ru: option.ru },
  own: false,
  ...(option.country === undefined ? {} : { country: option.country }),
  ...(option.abbr === undefined ? {} : { abbr: option.abbr }),
});
const theirs = (entry: OwnEntry): Offered => ({ ...entry, own: true });

/** What was chosen stays offered, whatever was withdrawn since. */
type Chosen = readonly unknown[];
const without = ({ withdrawn }: OwnList, all: readonly Offered[], chosen: Chosen = []): readonly Offered[] =>
  all.filter(({ code }) => !withdrawn.includes(code) || chosen.includes(code));

/** The regions of a country: ours, then those that were added. */
export const regionsOffered = ({ regions }: OwnLists, country: string, chosen?: Chosen): readonly Offered[] =>
  without(
    regions,
    [
      ...regionsOf(country).map(ours),
      ...regions.added.filter((entry) => entry.country === country).map(theirs),
    ],
    chosen,
  );

/** The agencies of a country, ours and those that were added, then the ones that every country has, likewise. */
export function agenciesOffered(
  { perpetrators }: OwnLists,
  country: string,
  chosen: Chosen = [],
): readonly Offered[] {
  const all = perpetratorsOf(country).map(ours);
  const added = perpetrators.added.map(theirs);
  const here = without(
    perpetrators,
    [
      ...all.filter((one) => one.country !== undefined),
      ...added.filter((one) => one.country === country),
      ...all.filter((one) => one.country === undefined),
      ...added.filter((one) => one.country === undefined),
    ],
    chosen,
  );
  // Chosen before the country was changed: an answer stays where it can be seen.
  const elsewhere = [...options('perpetrators').map(ours), ...added].filter(
    (one) => chosen.includes(one.code) && !here.includes(one) && !here.some(({ code }) => code === one.code),
  );
  return [...here, ...elsewhere];
}

/** The lists for a draft: what it has chosen keeps the names it was chosen under, and what is gone is not offered again. [REP11] */
export function listsFor(draft: Draft, lists: OwnLists): OwnLists {
  const { ownCodes = [] } = draft;
  if (ownCodes.length === 0) return lists;
  const kept = (list: OwnListName): OwnList => {
    const { added, withdrawn } = lists[list];
    const mine = ownCodes.filter((one) => one.list === list);
    const gone = mine.filter(({ code }) => !added.some((entry) => entry.code === code));
    return {
      added: [
        ...added.map((entry) => ({
          ...entry,
          names: mine.find(({ code }) => code === entry.code)?.names ?? entry.names,
        })),
        ...gone.flatMap((one) => parseEntry(list, one) ?? []),
      ],
      withdrawn: [...withdrawn, ...gone.map(({ code }) => code)],
    };
  };
  return { regions: kept('regions'), perpetrators: kept('perpetrators') };
}

/** The draft with the names of the organisation's codes that it uses now; the same draft when nothing changed. [REP11] */
export function withNames(draft: Draft, lists: OwnLists): Draft {
  const named = namedIn(draft, lists);
  if (JSON.stringify(named) === JSON.stringify(draft.ownCodes ?? [])) return draft;
  return { ...draft, ownCodes: named };
}

/** The codes that a draft uses and that are not ours, with their names: as they were when they were chosen. [REP11] */
export function namedIn(draft: Draft, lists: OwnLists): readonly OwnCode[] {
  const full = codesUsed(draft.full ?? {});
  const used: { readonly [L in OwnListName]: ReadonlySet<string> } = {
    regions: new Set([...full.regions, ...(draft.where.region === null ? [] : [draft.where.region])]),
    perpetrators: new Set([...full.perpetrators, ...(draft.by ?? [])]),
  };
  return OWN_LISTS.flatMap((list) =>
    [...used[list]].flatMap((code): readonly OwnCode[] => {
      if (find(list, code) !== undefined) return [];
      const kept = draft.ownCodes?.find((one) => one.list === list && one.code === code);
      const names = kept?.names ?? lists[list].added.find((entry) => entry.code === code)?.names;
      return names === undefined ? [] : [{ list, code, names }];
    }),
  );
}
