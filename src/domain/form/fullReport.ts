/** Owns the step from the answers of the full form to the fields of a report; must never lose an answer that is asked for, and never invent one. */
import { account } from '../account.ts';
import { instant } from '../day.ts';
import type { Draft } from '../draft.ts';
import { codeLabel, isKnownCode, withOwnCodes } from '../ownCodes.ts';
import { type JsonObject, objectAt, primaryAct, type ReportFields, textAt, textsAt } from '../report.ts';
import type { Finding } from '../rules/finding.ts';
import { isMinor } from '../rules/rulesOfPeople.ts';
import { cutToPrecision } from '../rules/rulesOfPlace.ts';
import { suggestedUrgency, type UrgencyLevel, urgencyOf } from '../urgency.ts';
import { groupOf, label, lists } from '../vocabulary.ts';
import { isAnswered } from './answers.ts';
import { fullSections } from './full.ts';
import { type Consents, consentsOf } from './fullAllowed.ts';
import { actsOf, evidenceOf, type Listed, othersOf, peopleOf, perpetratorsOf } from './fullEntries.ts';
import { kept, keptAsTheyAre, keptOf, linesOf, withOffset } from './fullKept.ts';
import { shownOf } from './ownKept.ts';
import type { Section } from './question.ts';
import { askedOnly } from './settled.ts';

/** The fields, where each entry of their lists stands among the answers, and what was left out to be on the safe side. */
export type Made = {
  readonly fields: ReportFields;
  readonly origins: Readonly<Record<string, readonly number[]>>;
  readonly cures: readonly Finding[];
};

function eventOf(answers: JsonObject): JsonObject {
  const given = objectAt(answers, 'event');
  const { ongoing, time, ...rest } = keptOf(given);
  const stillOn = rest['end'] === undefined && (ongoing === true || textAt(rest['start'], 'q') === 'ongoing');
  const clock = time ?? kept(given['_part']);
  const narrative = textAt(rest, 'narrative');
  const summary = textAt(rest, 'summary') ?? (narrative === null ? null : account(narrative).summary);
  return {
    ...rest,
    ...(stillOn ? { ongoing: true } : {}),
    ...(clock === undefined ? {} : { time: clock }),
    ...(summary === null ? {} : { summary }),
  };
}

function placeOf(answers: JsonObject, cures: Finding[]): JsonObject {
  const given = objectAt(answers, 'place');
  const { precision, ...rest } = keptOf(given);
  const point = objectAt(given, '_point');
  const [lat, lon] = [point['lat'], point['lon']];
  if (typeof lat !== 'number' || typeof lon !== 'number') return { ...rest };
  if (typeof precision !== 'string') {
    cures.push({ rule: 'V10', severity: 'warn', path: 'place.precision', code: 'coordinatesIncomplete' });
    return { ...rest };
  }
  // Out of range stays as it is: a rule will say so.
  const cut = (degrees: number): number | null => cutToPrecision(degrees, precision);
  const [south, west] = [cut(lat), cut(lon)];
  return south === null || west === null ? { ...rest } : { ...rest, precision, lat: south, lon: west };
}

function riskOf(answers: JsonObject, persons: readonly JsonObject[]): JsonObject {
  const { victim, source, family, monitor, flags, ...rest } = keptOf(answers['risk']);
  const levels = Object.entries({ victim, source, family, monitor }).filter(([, code]) => code !== undefined);
  const given = Array.isArray(flags) ? flags.filter((flag): flag is string => typeof flag === 'string') : [];
  const minor = persons.some((person) => textsAt(person, 'roles').includes('victim') && isMinor(person));
  return {
    ...Object.fromEntries(
      levels.map(([name, code]) => [name, typeof code === 'string' ? Number(code) : (code ?? 0)]),
    ),
    flags: [...new Set([...given, ...(minor ? ['minor'] : [])])],
    ...rest,
  };
}

/** Themes follow from the groups of the acts where nobody chose any. */
function themesOf(answers: JsonObject, acts: readonly JsonObject[]): readonly string[] {
  const chosen = textsAt(answers, 'themes');
  if (chosen.length > 0) return chosen;
  const groups = new Set(acts.map((act) => groupOf(textAt(act, 'type') ?? '')));
  return lists.themes
    .filter((theme) => theme.groups.some((group) => groups.has(group)))
    .map(({ code }) => code);
}

/** "Arrest · Aktobe Region · 2026-10": never a name. */
function titleOf(fields: ReportFields, language: string): string {
  const lang = language === 'en' ? 'en' : 'ru';
  const place = objectAt(fields, 'place');
  const region = textAt(place, 'region') ?? '';
  const month = (textAt(objectAt(objectAt(fields, 'event'), 'start'), 'edtf') ?? '').slice(0, 7);
  const parts = [
    label('violations', textAt(primaryAct(fields), 'type') ?? '', lang),
    isKnownCode(fields, 'regions', region)
      ? codeLabel(fields, 'regions', region, lang)
      : (textAt(place, 'country') ?? ''),
    /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const entries = ({ entries: list }: Listed): readonly JsonObject[] => list.map(([, entry]) => entry);
const indexes = ({ entries: list }: Listed): readonly number[] => list.map(([index]) => index);

/** What the main act suggests; torture of somebody in custody is an emergency also beside another act (DOMAIN 2.4). */
function suggestedLevel(acts: readonly JsonObject[], main: string, flags: readonly string[]): UrgencyLevel {
  const tortured = acts.map((act) => textAt(act, 'type') ?? '').find((type) => type.startsWith('tor.'));
  const type = tortured !== undefined && flags.includes('in_custody') ? tortured : main;
  return suggestedUrgency(type, flags);
}

/** What is asked of the answers; those to a form that is not offered any more as they stand, without what it hid. [FORM7] */
function askedOf(
  sections: readonly Section[],
  own: readonly Section[],
  answers: JsonObject,
  day: string,
): JsonObject {
  const given = objectAt(answers, 'extra');
  const id = textAt(given, 'form');
  if (id === null || own.some(({ form }) => form === id))
    return askedOnly([...sections, ...own], answers, day);
  const { extra: _foreign, ...ours } = answers;
  return { ...askedOnly(sections, ours, day), extra: shownOf(given) };
}

/** Answers to a form of the organisation's own, once there are any; nothing else that stands beside them. [MAN8] */
function extraOf(answers: JsonObject): JsonObject | null {
  const extra = objectAt(answers, 'extra');
  const given = objectAt(extra, 'answers');
  if (!isAnswered(given)) return null;
  const name = (key: string): string => textAt(extra, key) ?? 'unknown';
  return { form: name('form'), version: name('version'), answers: keptAsTheyAre(given) };
}

/** The same beside the short form: what is asked of it, once anything is answered. `day` is the local day there. [FORM7] */
export const ownAnswers = (extra: JsonObject, day: string, own: readonly Section[]): JsonObject | null =>
  extraOf(askedOf([], own, { extra }, day));

/**
 * The report that the answers make now, complete or not. `now` is epoch milliseconds, `day` the local day there, `own` the
 * pages of the organisation's own forms. [FORM1]
 */
export function madeFrom(draft: Draft, now: number, day: string, own: readonly Section[] = []): Made {
  const answers = askedOf(fullSections(), own, draft.full ?? {}, day);
  const at = instant(now);
  const cures: Finding[] = [];
  const country = textAt(objectAt(answers, 'place'), 'country') ?? '';
  const language = textAt(answers, 'language') ?? draft.language;
  const consents: Consents = consentsOf(draft.id, answers, day, language, cures);
  const people = peopleOf(answers, language, day, consents.held);
  const acts = actsOf(answers, country, entries(people), cures);
  const perpetrators = perpetratorsOf(answers, indexes(acts));
  const evidence = evidenceOf(answers, draft.attachments, at, consents.held);
  const rest = othersOf(answers);
  const risk = riskOf(answers, entries(people));
  const urgency = keptOf(answers['urgency']);
  const deadline = textAt(urgency, 'deadline');
  const type = textAt(primaryAct({ acts: entries(acts) }), 'type') ?? '';
  const group = keptOf(answers['victim_group']);
  const known = new Set(fullSections().flatMap(({ questions }) => questions.map(({ name }) => name)));
  const others = Object.fromEntries(
    Object.entries(answers).filter(([name]) => !known.has(name) && name !== 'extra' && !name.startsWith('_')),
  );
  const extra = extraOf(answers);
  const { cases, tags, notes_internal: notes, official_response: response } = answers;
  const [caseList, tagList, note] = [linesOf(cases), linesOf(tags), kept(notes)];
  const themes = themesOf(answers, entries(acts));
  const reaction = kept(response);

  const fields: ReportFields = {
    ...others,
    id: draft.id,
    schema_version: '1.0.0',
    form: 'full',
    local_ref: draft.localRef,
    status: 'ready',
    created_at: draft.createdAt,
    updated_at: at,
    language,
    urgency: {
      ...urgency,
      ...(deadline === null ? {} : { deadline: withOffset(deadline, country) }),
      level: urgencyOf(suggestedLevel(entries(acts), type, textsAt(risk, 'flags')), textAt(urgency, 'level')),
    },
    acts: entries(acts),
    event: eventOf(answers),
    ...(themes.length > 0 ? { themes } : {}),
    place: placeOf(answers, cures),
    persons: entries(people),
    ...(Object.keys(group).length > 0 || people.entries.length === 0 ? { victim_group: group } : {}),
    perpetrators: perpetrators.entries.length > 0 ? entries(perpetrators) : [{ type: 'unknown' }],
    ...(reaction === undefined ? {} : { official_response: reaction }),
    sources: rest.sources.entries.length > 0 ? entries(rest.sources) : [{ type: 'unknown' }],
    evidence: entries(evidence),
    consents: entries(consents.list),
    risk,
    interventions: entries(rest.interventions),
    remedies: entries(rest.remedies),
    links: entries(rest.links),
    ...(caseList === undefined ? {} : { cases: caseList }),
    ...(tagList === undefined ? {} : { tags: tagList }),
    ...(note === undefined ? {} : { notes_internal: note }),
    ...(extra === null ? {} : { extra }),
    ...(draft.captures.length > 0 ? { captures: [...new Set(draft.captures)] } : {}),
  };
  const named = withOwnCodes(fields, draft.ownCodes);
  const title = kept(answers['title']) ?? titleOf(named, language);
  return {
    fields: title === '' ? named : { ...named, title },
    origins: {
      acts: indexes(acts),
      persons: indexes(people),
      perpetrators: indexes(perpetrators),
      evidence: indexes(evidence),
      consents: indexes(consents.list),
      sources: indexes(rest.sources),
      interventions: indexes(rest.interventions),
      remedies: indexes(rest.remedies),
      links: indexes(rest.links),
    },
    cures,
  };
}
