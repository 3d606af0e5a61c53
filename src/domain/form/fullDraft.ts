/** Owns the step from the short form's answers to those of the full form; must never lose one, and is taken once. */
import { account } from '../account.ts';
import type { Json } from '../bounded.ts';
import { type ConsentSaid, type Draft, type DraftAttachment, defaultUse, hasChild } from '../draft.ts';
import { agreed, holderOf, isDescribed, obtained, person, TYPE_OF_KIND, victimGroup } from '../finish.ts';
import { type JsonObject, listAt, objectsAt, textAt } from '../report.ts';

const given = (name: string, value: string): JsonObject => (value.trim() === '' ? {} : { [name]: value });

/** One attachment as an entry of the evidence; the file itself stays in the draft and is joined by its id. */
function evidenceOf(one: DraftAttachment, consent: string | undefined): JsonObject {
  return {
    id: one.id,
    _attached: 'yes',
    type: TYPE_OF_KIND[one.kind],
    ...given('title', one.title),
    ...given('description', one.description),
    method: one.method,
    ...(one.showsPeople === 'notAsked' ? {} : { shows_people: one.showsPeople }),
    ...(one.captured === null ? {} : { captured: { ...one.captured } }),
    ...obtained(one),
    ...(consent === undefined ? {} : { consent }),
  };
}

/**
 * The answers of the full form that the short one gives already: same report id and code, nothing invented. `newId`
 * makes the ids of the person and the consent. Not answered stays unanswered.
 */
export function toFull(draft: Draft, newId: () => string): JsonObject {
  const use = draft.use ?? defaultUse();
  const { who, when, where } = draft;
  const ids = { person: newId(), consent: newId() };
  const persons: Json[] = who !== null && isDescribed(who) ? [person(draft, who, ids)] : [];
  const group = who === null ? null : victimGroup(who);
  const flags = [
    ...new Set([
      ...use.riskFlags,
      ...(use.monitorAtRisk ? ['monitor_exposed'] : []),
      ...(hasChild(draft) ? ['minor'] : []),
    ]),
  ];
  const pseudonym = who !== null && who.pseudonym.trim() !== '';
  const consentOf = (id: string, said: ConsentSaid): JsonObject => ({
    id,
    preset: said.preset,
    ...agreed(said),
    ...(said.preset === 'none' ? {} : { language: draft.language }),
    ...(pseudonym ? { name_form: 'pseudonym' } : {}),
    ...(said.explained ? { informed: ['uses', 'risks'] } : {}),
  });
  const ofFiles = draft.attachments.flatMap(({ id, use: own }) =>
    own ? [{ file: id, consent: consentOf(newId(), own) }] : [],
  );
  const clock = when?.time ?? '';
  return {
    language: draft.language,
    acts:
      draft.what === null
        ? []
        : [{ type: draft.what, ...(persons.length > 0 ? { victims: [ids.person] } : {}) }],
    event: {
      ...(when === null ? {} : { start: { ...when.start } }),
      ...(when?.ongoing === true || when?.start.q === 'ongoing' ? { ongoing: true } : {}),
      ...(clock === '' ? {} : /^\d\d:\d\d$/.test(clock) ? { time: clock } : { _part: clock }),
      ...(draft.words.trim() === '' ? {} : account(draft.words)),
    },
    place: {
      ...given('country', where.country),
      ...(where.region === null ? {} : { region: where.region }),
      ...given('locality', where.locality),
    },
    persons,
    ...(group === null ? {} : { victim_group: group }),
    perpetrators: (draft.by ?? []).map((type) => ({ type })),
    sources: draft.source === null ? [] : [{ type: draft.source }],
    evidence: draft.attachments.map((one, _, all) => {
      const own = ofFiles.find(({ file }) => file === holderOf(all, one).id)?.consent;
      return evidenceOf(one, textAt(own ?? {}, 'id') ?? ids.consent);
    }),
    consents: [consentOf(ids.consent, use), ...ofFiles.map(({ consent }) => consent)],
    risk: { ...(flags.length > 0 ? { flags } : {}) },
    urgency: {
      ...(use.urgency === null ? {} : { level: use.urgency }),
      ...given('reason', use.urgencyReason),
    },
    ...(draft.extra === undefined ? {} : { extra: draft.extra }),
  };
}

/** The answers with an entry of the evidence for each attachment, and none for a file that was taken out. */
export function withEvidence(full: JsonObject, attachments: readonly DraftAttachment[]): JsonObject {
  const held = new Set(attachments.map(({ id }) => id));
  const listed = new Set(objectsAt(full, 'evidence').map((entry) => textAt(entry, 'id')));
  const evidence = listAt(full, 'evidence');
  const kept = evidence.filter(
    (entry) => textAt(entry, '_attached') !== 'yes' || held.has(textAt(entry, 'id') ?? ''),
  );
  const added = attachments.filter(({ id }) => !listed.has(id));
  if (added.length === 0 && kept.length === evidence.length) return full;
  return { ...full, evidence: [...kept, ...added.map((one) => evidenceOf(one, undefined))] };
}
