/** Owns the rules about people: V13–V18, F08; must never decide whether a pseudonym is good, only whether it shows a name. */

import { consentById, namesInPublic, usesOf } from '../consent.ts';
import { foldedWords } from '../fold.ts';
import { bounds } from '../partialDate.ts';
import {
  dateAt,
  entriesAt,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  type ReportFields,
  span,
  textAt,
  victims,
} from '../report.ts';
import type { Tell } from './finding.ts';

function counts(fields: ReportFields, tell: Tell): void {
  const group = objectAt(fields, 'victim_group');
  const [min, max] = [numberAt(group, 'min'), numberAt(group, 'max')];
  if (min !== null && max !== null && min > max) tell('V13', 'victim_group', 'countImpossible');
  const most = numberAt(group, 'count_exact') ?? max;
  if (most !== null && victims(fields).length > most) {
    tell('V14', 'victim_group', 'moreVictimsThanStated', 'warn');
  }
}

/** Every way a recorded real name is written, folded: whole, and family, given name and patronymic alone. */
export function foldedNames(person: JsonObject): readonly string[] {
  const names = objectsAt(person, 'names').flatMap((name) =>
    ['full', 'family', 'given', 'patronymic'].flatMap((part) => textAt(name, part) ?? []),
  );
  return [...new Set(names.map((name) => foldedWords(name).join(' ')).filter((name) => name !== ''))];
}

/** Words that begin with a name of this length show it ("Zafarjonbek"); shorter ones must stand alone ("Али"). */
const PREFIX_LENGTH = 4;

/** A text prepared for showsName: folded words between single spaces. */
export const asWords = (text: string): string => ` ${foldedWords(text).join(' ')} `;

/** Whether prepared words contain a folded name (V16). */
export function showsName(words: string, name: string): boolean {
  return words.includes(` ${name} `) || (name.length >= PREFIX_LENGTH && words.includes(` ${name}`));
}

function naming(person: JsonObject, path: string, tell: Tell): void {
  const anonymity = textAt(person, 'anonymity');
  const names = foldedNames(person);
  // Organisations are named by their label.
  if (anonymity === 'named' && textAt(person, 'kind') === 'individual' && names.length === 0) {
    tell('V15', `${path}.names`, 'nameMissing');
  }
  if (anonymity === 'named' || anonymity === null) return;
  const label = asWords(textAt(person, 'label') ?? '');
  if (names.some((name) => showsName(label, name))) tell('V16', `${path}.label`, 'pseudonymShowsName');
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Completed years between two days. */
function years(from: string, to: string): number {
  return yearOf(to) - yearOf(from) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

/** V17: possible ages at the time of the event, from the birth date, against the stated age, one year of slack. */
function age(fields: ReportFields, person: JsonObject, path: string, today: string, tell: Tell): void {
  const stated = objectAt(person, 'age');
  const [min, max] = [numberAt(stated, 'min'), numberAt(stated, 'max')];
  if (
    (min !== null && min > 120) ||
    (max !== null && max > 120) ||
    (min !== null && max !== null && min > max)
  ) {
    tell('V17', `${path}.age`, 'ageImpossible');
  }
  const birth = dateAt(person, 'birth');
  if (birth === null) return;
  const born = bounds(birth);
  if (
    (born.latest !== null && born.latest < '1900-01-01') ||
    (born.earliest !== null && born.earliest > today)
  ) {
    tell('V17', `${path}.birth`, 'birthImpossible');
    return;
  }
  if (min === null || max === null) return;
  const event = span(fields);
  const youngest = born.latest === null ? 0 : years(born.latest, event.earliest ?? today);
  const oldest = born.earliest === null ? 120 : years(born.earliest, event.latest ?? today);
  if (max < youngest - 1 || min > oldest + 1) tell('V17', `${path}.age`, 'ageContradictsBirth');
}

const MINOR = new Set(['0-13', '14-17', 'minor']);

/** Whether a person is, by group or by age, under 18. */
export function isMinor(person: JsonObject): boolean {
  const oldest = numberAt(objectAt(person, 'age'), 'max');
  return MINOR.has(textAt(person, 'age_group') ?? '') || (oldest !== null && oldest < 18);
}

function guardian(fields: ReportFields, person: JsonObject, path: string, tell: Tell): void {
  if (!isMinor(person)) return;
  const consent = consentById(fields, textAt(person, 'consent'));
  const named = [...usesOf(consent)].some(namesInPublic);
  if (named && textAt(consent, 'given_by') !== 'guardian') {
    tell('V18', `${path}.consent`, 'minorNamedWithoutGuardian');
  }
}

/** F08: both cannot be meant, and only a person can say which. */
function withheld(fields: ReportFields, person: JsonObject, path: string, tell: Tell): void {
  const anonymity = textAt(person, 'anonymity');
  if (anonymity !== 'pseudonym' && anonymity !== 'anonymous') return;
  const uses = usesOf(consentById(fields, textAt(person, 'consent')));
  if ([...uses].some(namesInPublic)) tell('F08', `${path}.anonymity`, 'unnamedMayBeNamed', 'warn');
}

export function rulesOfPeople(fields: ReportFields, today: string, tell: Tell): void {
  counts(fields, tell);
  for (const [index, person] of entriesAt(fields, 'persons')) {
    const path = `persons[${index}]`;
    naming(person, path, tell);
    age(fields, person, path, today, tell);
    guardian(fields, person, path, tell);
    withheld(fields, person, path, tell);
    if (Object.hasOwn(person, 'status_now') && !Object.hasOwn(person, 'status_at')) {
      tell('F01', `${path}.status_at`, 'missing');
    }
  }
}
