/** Owns changes to the organisation's own regions and agencies between two publishings. Must never take out an entry that was published. [MAN9] */

import { OWN_LISTS, type OwnListName } from '../../domain/ownCodes.ts';
import {
  agenciesOffered,
  type Offered,
  type OwnEntry,
  type OwnList,
  type OwnLists,
  parseOwnLists,
  regionsOffered,
} from '../../domain/ownLists.ts';
import type { Result } from '../../domain/result.ts';
import { encodeOwnLists } from '../../wire/ownLists.ts';
import { isObject, type JsonObject } from '../../wire/shape.ts';

/** `entry`: added, or with other names. `offer`: taken out of what phones offer, or offered again. */
export type ListChange =
  | { readonly kind: 'entry'; readonly list: OwnListName; readonly entry: OwnEntry }
  | { readonly kind: 'offer'; readonly list: OwnListName; readonly code: string; readonly offered: boolean };

/** Never taken out: whoever does not know must be able to say so. */
export const canTakeOut = (code: string): boolean => code !== 'unknown' && code !== 'other';

const codeOf = (change: ListChange): string => (change.kind === 'entry' ? change.entry.code : change.code);
const isAbout = (change: ListChange, list: OwnListName, code: string): boolean =>
  change.list === list && codeOf(change) === code;

/** One more change; it takes the place of an earlier one of its kind about the same code. */
export const withChange = (changes: readonly ListChange[], change: ListChange): readonly ListChange[] => [
  ...changes.filter((one) => one.kind !== change.kind || !isAbout(one, change.list, codeOf(change))),
  change,
];

/** Without what was to change about this code: an entry that was not published yet is gone. */
export const withoutChanges = (
  changes: readonly ListChange[],
  list: OwnListName,
  code: string,
): readonly ListChange[] => changes.filter((one) => !isAbout(one, list, code));

/** Puts in the place of the one with this code, or at the end. */
function put<T>(all: readonly T[], one: T, is: (other: T) => boolean): readonly T[] {
  const at = all.findIndex(is);
  return at < 0 ? [...all, one] : all.map((other, index) => (index === at ? one : other));
}

type Parts<T> = { readonly added: readonly T[]; readonly withdrawn: readonly unknown[] };

/** A list after changes to it; `entryOf` makes the entry out of what was there. */
function after<T>(
  list: Parts<T>,
  changes: readonly ListChange[],
  codeIn: (one: T) => unknown,
  entryOf: (entry: OwnEntry, before: T | undefined) => T,
): Parts<T> {
  let { added, withdrawn } = list;
  for (const change of changes) {
    if (change.kind === 'entry') {
      const is = (one: T): boolean => codeIn(one) === change.entry.code;
      added = put(added, entryOf(change.entry, added.find(is)), is);
      continue;
    }
    withdrawn = withdrawn.filter((code) => code !== change.code);
    if (!change.offered) withdrawn = [...withdrawn, change.code];
  }
  return { added, withdrawn };
}

/** What is in force, with these changes. */
export function applied(lists: OwnLists, changes: readonly ListChange[]): OwnLists {
  const of = (list: OwnListName): OwnList => {
    const about = changes.filter((change) => change.list === list);
    const { added, withdrawn } = after(
      lists[list],
      about,
      ({ code }) => code,
      (entry) => entry,
    );
    return { added, withdrawn: withdrawn as readonly string[] };
  };
  return { regions: of('regions'), perpetrators: of('perpetrators') };
}

const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort());
const alike = (one: OwnEntry | undefined, other: OwnEntry): boolean =>
  one !== undefined &&
  sorted({ ...one, names: sorted(one.names) }) === sorted({ ...other, names: sorted(other.names) });

/** Those that change something of what is in force: taken out and offered again is no change. */
export const effective = (lists: OwnLists, changes: readonly ListChange[]): readonly ListChange[] =>
  changes.filter((change) => {
    const { added, withdrawn } = lists[change.list];
    return change.kind === 'entry'
      ? !alike(
          added.find(({ code }) => code === change.entry.code),
          change.entry,
        )
      : withdrawn.includes(change.code) === change.offered;
  });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * `ownLists` of the next manifest: of the one in force with these changes. Entries that this version cannot read stay as they
 * are, and so do members it does not know. `listsTooLarge`: more than 300 entries in one list, or more than 64 KiB. [MAN9]
 */
export function changedLists(
  inForce: unknown,
  changes: readonly ListChange[],
): Result<JsonObject, 'listsTooLarge'> {
  const wanted = effective(parseOwnLists(inForce), changes);
  const of = (list: OwnListName): Parts<unknown> => {
    const raw = isObject(inForce) ? inForce[list] : undefined;
    const { added, withdrawn } = isObject(raw) ? raw : { added: [], withdrawn: [] };
    return after<unknown>(
      { added: listOf(added), withdrawn: listOf(withdrawn) },
      wanted.filter((change) => change.list === list),
      (one) => (isObject(one) ? one['code'] : undefined),
      (entry, before) => ({ ...(isObject(before) ? before : {}), ...entry }),
    );
  };
  return encodeOwnLists({ regions: of('regions'), perpetrators: of('perpetrators') });
}

/** One line of the page: what phones offer, or do not. */
export type ListRow = Offered & {
  readonly offered: boolean;
  /** Not published yet: the whole entry, or something about it. */
  readonly unpublished: 'no' | 'new' | 'changed';
};

/** Everything that a list has for a country, ours first, also what is not offered; '' = agencies that every country has. */
export function rowsOf(
  list: OwnListName,
  country: string,
  inForce: OwnLists,
  changes: readonly ListChange[],
): readonly ListRow[] {
  const lists = applied(inForce, changes);
  const { withdrawn } = lists[list];
  const open = { ...lists, [list]: { ...lists[list], withdrawn: [] } };
  const all =
    list === 'regions'
      ? regionsOffered(open, country)
      : agenciesOffered(open, country).filter((one) => (one.country ?? '') === country);
  const about = effective(inForce, changes);
  const isNew = (code: string): boolean =>
    lists[list].added.some((one) => one.code === code) &&
    !inForce[list].added.some((one) => one.code === code);
  return all.map((one) => ({
    ...one,
    offered: !withdrawn.includes(one.code),
    unpublished: isNew(one.code)
      ? 'new'
      : about.some((change) => isAbout(change, list, one.code))
        ? 'changed'
        : 'no',
  }));
}

/** How many entries of its own an organisation has. */
export const ownCount = (lists: OwnLists): number =>
  OWN_LISTS.reduce((sum, list) => sum + lists[list].added.length, 0);

/** How many codes phones do not offer any more. */
export const outCount = (lists: OwnLists): number =>
  OWN_LISTS.reduce((sum, list) => sum + lists[list].withdrawn.length, 0);
