/** Owns the conditions of the full form (DOMAIN 2.4). Total: an answer of the wrong kind counts as none. */

import { type JsonObject, listAt, objectAt, objectsAt, textAt, textsAt } from '../report.ts';
import { isMinor } from '../rules/rulesOfPeople.ts';
import { find, groupOf } from '../vocabulary.ts';
import { isAnswered, member } from './answers.ts';
import type { Condition, Scope } from './question.ts';

/** The entry of a list that a question stands in, also from deeper inside. */
function entryOf(list: string, { root, path }: Scope): JsonObject {
  const [name, index] = path;
  const entry = name === list && typeof index === 'number' ? listAt(root, list)[index] : undefined;
  return objectAt({ entry: entry ?? null }, 'entry');
}

export const not =
  (condition: Condition): Condition =>
  (scope) =>
    !condition(scope);

/** Whether a text member of the object here is one of these codes. */
export const hereIs =
  (name: string, ...codes: readonly string[]): Condition =>
  ({ here }) =>
    codes.includes(textAt(here, name) ?? '');
/** Whether the member has any answer. */
export const answered =
  (name: string): Condition =>
  ({ here }) =>
    isAnswered(member(here, name));

const NATIONAL = new Set(['KZ', 'KG', 'TJ', 'TM', 'UZ']);
/** Whether it happened outside the five countries. */
export function isAbroad(root: JsonObject): boolean {
  const country = textAt(objectAt(root, 'place'), 'country') ?? '';
  return country !== '' && !NATIONAL.has(country);
}
export const abroad: Condition = ({ root }) => isAbroad(root);

const typeOf = (act: JsonObject): string => textAt(act, 'type') ?? '';
const isLaw = (act: JsonObject): boolean => groupOf(typeOf(act)) === 'law';
/** A law or policy has no individual victims. */
export const aboutPeople: Condition = (scope) => !isLaw(entryOf('acts', scope));
/** Only laws are reported: the place is the country. */
export const onlyLaws: Condition = ({ root }) => {
  const acts = objectsAt(root, 'acts');
  return acts.length > 0 && acts.every(isLaw);
};
export const severalActs: Condition = ({ root }) => listAt(root, 'acts').length > 1;
/** HURIDOCS' methods of violence are asked only where there was some. */
export const hasMethods: Condition = (scope) => {
  const type = typeOf(entryOf('acts', scope));
  return ['tor', 'lif', 'pri'].includes(groupOf(type)) || type === 'pea.force' || type === 'lib.psych';
};

/**
 * The blocks of an act, its type's own first; then what the people and the place ask for: a missing person, a death, an
 * organisation, another country.
 */
export function blocksOf(act: JsonObject, root: JsonObject): readonly string[] {
  const own = find('violations', typeOf(act))?.block;
  const named = new Set(textsAt(act, 'victims'));
  // The only act is done to everybody harmed, unless some were chosen.
  const all = named.size === 0 && listAt(root, 'acts').length === 1;
  const victims = objectsAt(root, 'persons').filter((person) =>
    all ? textsAt(person, 'roles').includes('victim') : named.has(textAt(person, 'id') ?? ''),
  );
  const has = (name: string, code: string) => victims.some((person) => textAt(person, name) === code);
  return [
    ...new Set([
      ...(own === undefined ? [] : [own]),
      ...(has('status_now', 'missing') ? ['disappearance'] : []),
      ...(has('status_now', 'dead') ? ['death'] : []),
      ...(has('kind', 'organisation') ? ['ngo'] : []),
      ...(isAbroad(root) && !isLaw(act) ? ['tnr'] : []),
    ]),
  ];
}
/** Whether an act has this block. */
export const hasBlock =
  (block: string): Condition =>
  (scope) =>
    blocksOf(entryOf('acts', scope), scope.root).includes(block);

export const isPerson: Condition = (scope) =>
  (textAt(entryOf('persons', scope), 'kind') ?? 'individual') === 'individual';
export const isNotOrganisation: Condition = (scope) =>
  textAt(entryOf('persons', scope), 'kind') !== 'organisation';
export const isChild: Condition = (scope) => isMinor(entryOf('persons', scope));

const HELD = /^(held_|serving$)/;
/** In custody: feeds the list of prisoners. */
export const inCustody: Condition = (scope) =>
  HELD.test(textAt(entryOf('persons', scope), 'status_now') ?? '');

/** Somebody on it can be recognised, and the consent chosen for it does not allow images (V24). */
export const imageNeedsConsent: Condition = ({ here }) => textAt(here, 'shows_people') === 'identifiable';
