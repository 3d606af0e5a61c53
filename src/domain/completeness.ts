/** Owns what a report still lacks for each output (V34); must never stand in anybody's way. Loaded only with the full form and at the desk. */
import type { Json } from './bounded.ts';
import { consentById, usesOf } from './consent.ts';
import { blockFieldList } from './fieldNames.ts';
import { blocksOf } from './form/fullWhen.ts';
import type { Path } from './form/question.ts';
import {
  entriesAt,
  type JsonObject,
  objectAt,
  primaryAct,
  type ReportFields,
  textAt,
  victimCount,
  victims,
} from './report.ts';
import type { Finding } from './rules/finding.ts';
import outputs from './vocabulary/outputs.json' with { type: 'json' };
import { groupOf, type Option } from './vocabulary.ts';

/** Something an output needs; `any` names the members of which one is enough. */
export type Need = { readonly en: string; readonly ru: string; readonly any: string };
type Output = Option & { readonly only?: readonly string[]; readonly needs: readonly Need[] };

export type Complete = {
  readonly output: Option;
  /** Where the answers belong that are missing, in the order of the output; an act's details with their block. */
  readonly missing: readonly Path[];
  readonly needs: readonly Need[];
  readonly of: number;
};

const all: readonly Output[] = outputs.outputs;

/** What an output is called; undefined for one that this version does not know. */
export const outputNamed = (code: string): Option | undefined => all.find((one) => one.code === code);

/** A code "unknown", an unknown date and nothing at all are no answers to an output. */
function isKnown(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === 'unknown') return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== 'object') return true;
  const date = value as JsonObject;
  return date['q'] === undefined ? Object.keys(value).length > 0 : date['q'] !== 'unknown';
}

/** The value at names joined by dots; of a list, any entry that has it. */
function has(owner: JsonObject, names: readonly string[]): boolean {
  const [name = '', ...rest] = names;
  const value = Object.hasOwn(owner, name) ? owner[name] : undefined;
  if (rest.length === 0) return isKnown(value);
  return Array.isArray(value)
    ? value.some((item: Json) => has(objectAt({ item }, 'item'), rest))
    : has(objectAt(owner, name), rest);
}

const isLaw = (fields: ReportFields): boolean => groupOf(textAt(primaryAct(fields), 'type') ?? '') === 'law';

function ofVictims(fields: ReportFields, names: readonly string[]): Path | null {
  const list = victims(fields);
  if (list.length === 0) return ['persons'];
  for (const [index, person] of entriesAt(fields, 'persons')) {
    if (list.includes(person) && !has(person, names)) return ['persons', index, ...names.slice(0, 1)];
  }
  return null;
}

/** A member of any act's details; missing is named in the first act whose blocks ask for it. */
function ofDetails(fields: ReportFields, name: string): Path | null {
  const acts = entriesAt(fields, 'acts');
  if (
    acts.some(
      ([, act]) => isKnown(objectAt(act, 'details')[name]) || objectAt(act, 'details')[name] === 'unknown',
    )
  )
    return null;
  for (const [index, act] of acts) {
    const block = blocksOf(act, fields).find((one) =>
      blockFieldList.some((field) => field.block === one && field.name === name),
    );
    if (block !== undefined) return ['acts', index, 'details', block, name];
  }
  return ['acts'];
}

/** Every victim allows the use, and the consent is not overdue for review. */
function ofConsents(fields: ReportFields, use: string, today: string): Path | null {
  const list = victims(fields);
  if (use === 'conditions')
    return entriesAt(fields, 'consents').some(([, one]) => textAt(one, 'conditions') !== null)
      ? null
      : ['consents'];
  if (list.length === 0) {
    const [consent] = entriesAt(fields, 'consents');
    return consent !== undefined && usesOf(consent[1]).has(use) ? null : ['consents'];
  }
  for (const [index, person] of entriesAt(fields, 'persons')) {
    if (!list.includes(person)) continue;
    const consent = consentById(fields, textAt(person, 'consent'));
    const review = textAt(consent, 'review_on');
    if (!usesOf(consent).has(use) || (review !== null && review < today))
      return ['persons', index, 'consent'];
  }
  return null;
}

/** null = there. */
function lacks(fields: ReportFields, member: string, today: string): Path | null {
  const [scope = '', ...names] = member.split('.');
  const [name = ''] = names;
  switch (scope) {
    case 'law':
      return isLaw(fields) ? null : ['acts'];
    case 'count':
      return victimCount(fields) === null && !isLaw(fields) ? ['victim_group'] : null;
    case 'victim':
      return ofVictims(fields, names);
    case 'act': {
      const at = entriesAt(fields, 'acts').find(([, act]) => act === primaryAct(fields))?.[0];
      if (has(primaryAct(fields), names)) return null;
      return at === undefined ? ['acts'] : ['acts', at, ...names];
    }
    case 'detail':
      return ofDetails(fields, name);
    case 'consent':
      return ofConsents(fields, name, today);
    case 'perpetrators':
    case 'sources': {
      const list = entriesAt(fields, scope);
      if (list.some(([, entry]) => has(entry, names))) return null;
      return list.length === 0 ? [scope] : [scope, 0, ...names];
    }
    default:
      return has(fields, [scope, ...names]) ? null : [scope, ...names];
  }
}

function applies(fields: ReportFields, { only }: Output): boolean {
  if (only === undefined) return true;
  const held = victims(fields).some((person) => /^(held_|serving$)/.test(textAt(person, 'status_now') ?? ''));
  const blocks = new Set(entriesAt(fields, 'acts').flatMap(([, act]) => blocksOf(act, fields)));
  return only.some((one) => (one === 'custody' ? held : blocks.has(one)));
}

/**
 * What each output that fits this report still needs; `of` counts what the report itself can answer. `today` is
 * "YYYY-MM-DD": a consent overdue for review does not count.
 */
export function completeness(fields: ReportFields, today: string): readonly Complete[] {
  return all
    .filter((output) => applies(fields, output))
    .map((output) => {
      const open = output.needs.flatMap((need) => {
        const lacking = need.any.split('|').map((member) => lacks(fields, member, today));
        const [first] = lacking;
        return lacking.includes(null) || first === undefined || first === null ? [] : [{ need, path: first }];
      });
      return {
        output: { code: output.code, en: output.en, ru: output.ru },
        missing: open.map(({ path }) => path),
        needs: open.map(({ need }) => need),
        of: output.needs.length,
      };
    });
}

/** V34: what is missing for one output as findings, for information only. */
export function missingFor(fields: ReportFields, output: string, today: string): readonly Finding[] {
  const found = completeness(fields, today).find((one) => one.output.code === output);
  return (found?.missing ?? []).map((path) => ({
    rule: 'V34',
    severity: 'info',
    path: path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
      .join('')
      .slice(1),
    code: 'missingForOutput',
  }));
}
