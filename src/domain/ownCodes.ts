/** Owns what a report says itself about codes that no list of ours has [REP11]; must never rename one of ours. */
import { sayIn } from './form/answers.ts';
import type { Texts } from './form/question.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from './report.ts';
import { hasHidden } from './text.ts';
import { find, type Lang, label } from './vocabulary.ts';

/** The lists to which an organisation may add. */
export const OWN_LISTS = ['regions', 'perpetrators'] as const;
export type OwnListName = (typeof OWN_LISTS)[number];
/** A code with what its organisation calls it, by language. */
export type OwnCode = { readonly list: OwnListName; readonly code: string; readonly names: Texts };

/** An agency of an organisation's own. */
export const OWN_AGENCY = /^own\.[a-z0-9]{1,20}$/;
/** A region as ISO 3166-2 writes it, in one of the five countries. */
export const OWN_REGION = /^(?:KZ|KG|TJ|TM|UZ)-[A-Z0-9]{1,3}$/;
/** In code points. */
export const LONGEST_NAME = 160;
export const MOST_OWN_CODES = 100;

/** Whether a code is one that an organisation may add to that list, as far as its form tells. */
export const isOwnForm = (list: OwnListName, code: string): boolean =>
  (list === 'regions' ? OWN_REGION : OWN_AGENCY).test(code);

/** Whether what stands there are names by language (BCP 47), one at least, without characters that cannot be seen. */
export function isNames(value: unknown): value is Texts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.entries(value);
  return (
    names.length > 0 &&
    names.length <= 12 &&
    names.every(
      ([language, name]) =>
        /^[a-z]{2,3}(-[A-Za-z]{2,8})?$/.test(language) &&
        typeof name === 'string' &&
        name.trim() !== '' &&
        [...name].length <= LONGEST_NAME &&
        !hasHidden(name) &&
        // Line breaks too, and the blank that hasHidden lets through as a braille sign.
        !/[\p{Cc}\u2800]/u.test(name),
    )
  );
}

/** Whether a value has the shape of one. */
export function isOwnCode(value: unknown): value is OwnCode {
  if (typeof value !== 'object' || value === null) return false;
  const { list, code, names } = value as { readonly [key: string]: unknown };
  const known = OWN_LISTS.find((one) => one === list);
  return known !== undefined && typeof code === 'string' && isOwnForm(known, code) && isNames(names);
}

/** One entry as it travels; undefined for anything else, and for a code of ours: that keeps its own name. */
export function parseOwnCode(value: unknown): OwnCode | undefined {
  if (!isOwnCode(value) || find(value.list, value.code) !== undefined) return undefined;
  const { list, code, names } = value;
  return { list, code, names };
}

/** What a report, or an addition, says about codes that are not ours. */
export function ownCodesOf(fields: ReportFields): readonly OwnCode[] {
  const known = read.get(fields);
  if (known !== undefined) return known;
  const codes = objectsAt(fields, 'own_codes')
    .slice(0, MOST_OWN_CODES)
    .flatMap((entry) => parseOwnCode(entry) ?? []);
  read.set(fields, codes);
  return codes;
}
/** Read once a report: its rules ask for every agency again. */
const read = new WeakMap<ReportFields, readonly OwnCode[]>();

/** What a code that is not ours is called, by the report that uses it. */
export const ownNames = (fields: ReportFields, list: OwnListName, code: string): Texts | undefined =>
  ownCodesOf(fields).find((one) => one.list === list && one.code === code)?.names;

/** What a code is called: ours, else as the report that uses it says, else the code itself. */
export function codeLabel(fields: ReportFields, list: OwnListName, code: string, lang: Lang): string {
  const names = find(list, code) === undefined ? ownNames(fields, list, code) : undefined;
  return names === undefined ? label(list, code, lang) : sayIn(names, lang);
}

/** Whether a code is one of ours, or named in the report. */
export const isKnownCode = (fields: ReportFields, list: OwnListName, code: string): boolean =>
  find(list, code) !== undefined || ownNames(fields, list, code) !== undefined;

/** The codes of both lists in a report, in an addition to one, or in the answers of the full form. */
export function codesUsed(fields: JsonObject): { readonly [L in OwnListName]: ReadonlySet<string> } {
  const types = [...objectsAt(fields, 'perpetrators'), ...objectsAt(objectAt(fields, 'add'), 'perpetrators')];
  const changed = objectsAt(fields, 'changes').find((change) => textAt(change, 'path') === 'place.region');
  const regions = [textAt(objectAt(fields, 'place'), 'region'), textAt(changed, 'value')];
  return {
    regions: new Set(regions.flatMap((code) => code ?? [])),
    perpetrators: new Set(types.flatMap((one) => textAt(one, 'type') ?? [])),
  };
}

/** `own_codes` for these fields: those of `known` that they use; nothing when there are none. */
export function withOwnCodes(fields: ReportFields, known: readonly OwnCode[] | undefined): ReportFields {
  if (known === undefined || known.length === 0) return fields;
  const used = codesUsed(fields);
  const named = known.filter(({ list, code }) => used[list].has(code)).slice(0, MOST_OWN_CODES);
  if (named.length === 0) return fields;
  return {
    ...fields,
    own_codes: named.map(({ list, code, names }) => ({ list, code, names: { ...names } })),
  };
}

/** Both, the first ones first; a code that stands in both is called what the first says. */
export function mergedOwnCodes(first: readonly OwnCode[], more: readonly OwnCode[]): readonly OwnCode[] {
  const fresh = more.filter(({ list, code }) => !first.some((one) => one.list === list && one.code === code));
  return [...first, ...fresh];
}
