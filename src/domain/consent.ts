/** Owns who allowed what, by role (DOMAIN §2.8); default is deny, and a plain AND over everybody is wrong. */
import type { Json } from './bounded.ts';
import type { JsonObject, ReportFields } from './report.ts';
import { entriesAt, listAt, objectsAt, textAt, textsAt } from './report.ts';
import { find } from './vocabulary.ts';

const NOBODY: JsonObject = {};
/** Fields are never changed in place, so what was looked up in a list once holds: people times consents would be too slow. */
const byId = new WeakMap<readonly Json[], ReadonlyMap<string, JsonObject>>();
const allowedBy = new WeakMap<JsonObject, ReadonlySet<string>>();
const NO_USES: ReadonlySet<string> = new Set();

/** The consent with this id; empty when there is none, so that nothing is allowed. */
export function consentById(fields: ReportFields, id: string | null): JsonObject {
  if (id === null) return NOBODY;
  const list = listAt(fields, 'consents');
  const known = byId.get(list) ?? consentsById(fields);
  byId.set(list, known);
  return known.get(id) ?? NOBODY;
}

function consentsById(fields: ReportFields): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const consent of objectsAt(fields, 'consents')) {
    const id = textAt(consent, 'id');
    if (id !== null && !found.has(id)) found.set(id, consent);
  }
  return found;
}

/** Whether it is a code of somebody who can give a consent: not said, and a code nobody knows, is nobody. [FORM6] */
export const isGiver = (by: string | null | undefined): by is string =>
  by !== 'nobody' && find('givenBy', by ?? '') !== undefined;

/** Nobody has to agree that the organisation keeps what it was told. */
const needsNobody = (use: string): boolean => use === 'store';

/** The uses a consent allows now: its ticks; none once it was withdrawn or refused, and only keeping when nobody gave it. [FORM6] */
export function usesOf(consent: JsonObject): ReadonlySet<string> {
  if (textAt(consent, 'withdrawn_at') !== null || textAt(consent, 'preset') === 'refused') return NO_USES;
  const given = isGiver(textAt(consent, 'given_by'));
  const uses =
    allowedBy.get(consent) ?? new Set(textsAt(consent, 'uses').filter((use) => given || needsNobody(use)));
  allowedBy.set(consent, uses);
  return uses;
}

/** The uses a person allows. */
export const usesOfPerson = (fields: ReportFields, person: JsonObject): ReadonlySet<string> =>
  usesOf(consentById(fields, textAt(person, 'consent')));

const NAMING = ['un_government', 'un_public', 'public_named'];

/** Whether a person agreed to any use in which the name is told to outsiders. */
export function mayBeNamed(uses: ReadonlySet<string>): boolean {
  return NAMING.some((use) => uses.has(use));
}

/** Whether the use needs that risks and uses were explained first (V20). */
export const needsExplaining = (use: string): boolean => use.startsWith('un_') || use.startsWith('public_');

/** Whether the use shows a name to the public: for a minor it needs a guardian's consent (V18). */
export const namesInPublic = (use: string): boolean => use === 'public_named' || use === 'un_public';

/**
 * What a preset allows, given by a code of givenBy. By nobody only keeping (FORM6); without an explanation only what needs
 * none (V20); for a child without its guardian no name in public (V18). An unknown preset allows nothing.
 */
export function usesOfPreset(
  preset: string,
  asked: { explained: boolean; child: boolean; by: string },
): readonly string[] {
  const allows = preset === 'custom' ? ['store'] : (find('presets', preset)?.allows ?? []);
  return allows.filter(
    (use) =>
      (isGiver(asked.by) || needsNobody(use)) &&
      (asked.explained || !needsExplaining(use)) &&
      !(asked.child && asked.by !== 'guardian' && namesInPublic(use)),
  );
}

/** Roles that a kind of output treats differently: the victim, and everybody who stands behind the account. */
export type OutputKind =
  | 'statistics'
  | 'partners'
  | 'un_background'
  | 'sp_letter_named'
  | 'public_anonymous'
  | 'public_named';

/** Victims named to the UN need un_government; a source in the same letter stays confidential (un_confidential). */
const NEEDS: Record<OutputKind, { readonly victim: string; readonly other: string }> = {
  statistics: { victim: 'statistics', other: 'statistics' },
  partners: { victim: 'partners', other: 'partners' },
  un_background: { victim: 'un_confidential', other: 'un_confidential' },
  sp_letter_named: { victim: 'un_government', other: 'un_confidential' },
  public_anonymous: { victim: 'public_anonymous', other: 'public_anonymous' },
  public_named: { victim: 'public_named', other: 'public_anonymous' },
};

/** `person` is empty for a consent that belongs to nobody in the report, and where there is no consent at all. */
export type Blocker = { readonly person: string; readonly missing: string };

/** Whether a preset allows something: a refusal counts whoever it came from, and "not asked" is nobody's. */
export const isGiven = (preset: string | null): boolean =>
  preset !== null && preset !== 'none' && preset !== 'refused';

/** It says that something is allowed, and not by whom (F06). */
export const isByNobody = (consent: JsonObject): boolean =>
  isGiven(textAt(consent, 'preset')) && !isGiver(textAt(consent, 'given_by'));

/** Nobody agreed to anything: there is no consent, or each one says that nobody was asked. */
export function nobodyAsked(fields: ReportFields): boolean {
  return objectsAt(fields, 'consents').every((one) => textAt(one, 'preset') === 'none' || isByNobody(one));
}

/** The ids of the consents that people and files have. */
export const heldIn = (fields: ReportFields): ReadonlySet<string | null> =>
  new Set(
    [...objectsAt(fields, 'persons'), ...objectsAt(fields, 'evidence')].map((one) => textAt(one, 'consent')),
  );

/** What no person of the report answers for still limits it: all consents without persons, else those nobody points to. */
function heldByNobody(fields: ReportFields, persons: readonly JsonObject[]): readonly JsonObject[] {
  const consents = objectsAt(fields, 'consents');
  if (persons.length === 0) return consents.length === 0 ? [NOBODY] : consents;
  const held = heldIn(fields);
  return consents.filter((one) => !held.has(textAt(one, 'id')));
}

/** The same with the place of each person in the report; null = a consent that belongs to nobody. */
export function blockedAt(
  fields: ReportFields,
  kind: OutputKind,
): readonly (Blocker & { readonly index: number | null })[] {
  const persons = objectsAt(fields, 'persons');
  const people = entriesAt(fields, 'persons').flatMap(([index, person]) => {
    const role = textsAt(person, 'roles').includes('victim') ? 'victim' : 'other';
    const missing = NEEDS[kind][role];
    return usesOfPerson(fields, person).has(missing)
      ? []
      : [{ person: textAt(person, 'label') ?? '', missing, index }];
  });
  // Nobody knows whose consent it is, so it must do for a victim, who may be shown least.
  const missing = NEEDS[kind].victim;
  const others = heldByNobody(fields, persons)
    .filter((one) => !usesOf(one).has(missing))
    .map(() => ({ person: '', missing, index: null }));
  return [...people, ...others];
}

/** Who stands in the way of an output, in the order of the people; an empty list = it is allowed. Default is deny. */
export const blockers = (fields: ReportFields, kind: OutputKind): readonly Blocker[] =>
  blockedAt(fields, kind).map(({ person, missing }) => ({ person, missing }));

/**
 * Labels of the victims who may be named in a public text in which the others stay anonymous; null = no such text,
 * because somebody did not agree to be in one at all.
 */
export function namedInMixed(fields: ReportFields): readonly string[] | null {
  if (blockers(fields, 'public_anonymous').length > 0) return null;
  return objectsAt(fields, 'persons')
    .filter((person) => usesOfPerson(fields, person).has('public_named'))
    .flatMap((person) => textAt(person, 'label') ?? []);
}

/** The ids of the consents that files have of their own: no person has them. Without people the first is the report's. */
export function ownOfFiles(fields: ReportFields): ReadonlySet<string> {
  const persons = objectsAt(fields, 'persons');
  const shared = new Set(
    persons.length > 0
      ? persons.map((one) => textAt(one, 'consent'))
      : objectsAt(fields, 'consents')
          .slice(0, 1)
          .map((one) => textAt(one, 'id')),
  );
  const ids = objectsAt(fields, 'evidence').flatMap((item) => textAt(item, 'consent') ?? []);
  return new Set(ids.filter((id) => !shared.has(id)));
}

const SHOWN_FREELY = new Set<string | null>(['none', 'consenting']);
/** Whoever allows one of these lets something be shown to everybody. */
const SHOWING = ['image', 'public_anonymous', 'public_named'];

/**
 * Whether every piece of evidence may be shown: nobody on it, all agreed, or a consent for images. Not said = denied. What
 * was said for the file alone comes first: it must let the file be published, whoever is on it. [FORM6]
 */
export function imagesAllowed(fields: ReportFields): boolean {
  const own = ownOfFiles(fields);
  return objectsAt(fields, 'evidence').every((item) => {
    const id = textAt(item, 'consent');
    const consent = consentById(fields, id);
    const uses = usesOf(consent);
    if (uses.has('image')) return true;
    // Not asked about a file says nothing about it.
    const said = id !== null && own.has(id) && textAt(consent, 'preset') !== 'none';
    return SHOWN_FREELY.has(textAt(item, 'shows_people')) && (!said || SHOWING.some((use) => uses.has(use)));
  });
}

/** Whether nobody can be recognised on any piece of evidence: then there is no picture of people that might be used. */
export const nobodyShown = (fields: ReportFields): boolean =>
  objectsAt(fields, 'evidence').every((item) => textAt(item, 'shows_people') === 'none');
