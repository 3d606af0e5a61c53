/** Owns what is sent after a report: a correction, more, a withdrawal, another consent. Must never need the report itself: the phone cannot read it. [REP10] */

import type { Json } from '../bounded.ts';
import { isByNobody } from '../consent.ts';
import { instant } from '../day.ts';
import {
  type Draft,
  type DraftAbout,
  type DraftAttachment,
  emptyDraft,
  type ReportLanguage,
  setFull,
} from '../draft.ts';
import { parsePathText } from '../form/answers.ts';
import { answerPath, curesOf, type FullFinding, filesNotReady } from '../form/fullFinish.ts';
import { kept, keptOf } from '../form/fullKept.ts';
import { LATER, laterOf } from '../form/fullLater.ts';
import { type Made, madeFrom } from '../form/fullReport.ts';
import type { Path, Section } from '../form/question.ts';
import { type OwnCode, withOwnCodes } from '../ownCodes.ts';
import { dayOf } from '../ports.ts';
import { entriesAt, type JsonObject, listAt, objectAt, type ReportFields, textAt } from '../report.ts';
import { check, isClean } from '../rules/check.ts';
import { nfc } from '../text.ts';
import { ADDED_LISTS, ADDITION_FORM, type AdditionKind } from './additionNames.ts';

/** Members that hold single answers. */
const GROUPS = ['event', 'place', 'victim_group', 'risk', 'urgency'] as const;
const SINGLE = [
  'title',
  'language',
  'official_response',
  'themes',
  'tags',
  'cases',
  'notes_internal',
] as const;

export type Addition = {
  readonly id: string;
  /** The addition's own short code. */
  readonly code: string;
  /** What the phone still knows of the report it is about. */
  readonly about: { readonly report: string; readonly code: string };
  readonly kind: AdditionKind;
  readonly language: ReportLanguage;
  /** In the person's own words: why. */
  readonly reason: string;
  /** Answers of the full form, only those that are new or other; nothing for a withdrawal. */
  readonly answers: JsonObject;
  /** A consent holds for these people, by the labels they were given; nobody named = everybody. */
  readonly whose: readonly string[];
  readonly attachments: readonly DraftAttachment[];
  /** Names of the organisation's own codes among the answers. [REP11] */
  readonly ownCodes?: readonly OwnCode[];
  /** Epoch milliseconds. */
  readonly now: number;
};

export type AdditionMade =
  | { readonly ok: true; readonly value: ReportFields }
  | { readonly ok: false; readonly code: 'empty' };

function draftOf({ id, code, language, answers, attachments, now }: Addition): Draft {
  const empty = emptyDraft({ id, localRef: code, lang: language, country: '', now });
  return setFull({ ...empty, attachments }, answers, now);
}

/** The single answers that were given, under the paths they have in a report. */
function changesOf(answers: JsonObject, fields: ReportFields): readonly JsonObject[] {
  const changes: JsonObject[] = [];
  const take = (path: string, value: Json | undefined): void => {
    if (value !== undefined) changes.push({ path, value });
  };
  for (const group of GROUPS) {
    const given = objectAt(answers, group);
    const made = objectAt(fields, group);
    const names = Object.keys(keptOf(given));
    if (given['_point'] !== undefined) names.push('lat', 'lon');
    if (given['_part'] !== undefined && !names.includes('time')) names.push('time');
    for (const name of new Set(names)) take(`${group}.${name}`, made[name]);
  }
  for (const name of SINGLE) if (kept(answers[name]) !== undefined) take(name, fields[name]);
  if (answers['extra'] !== undefined) take('extra', fields['extra']);
  return changes;
}

/** Whole entries that were given; those the form would add by itself ("unknown") are not. */
function addedTo(
  fields: ReportFields,
  origins: Readonly<Record<string, readonly number[]>>,
  answers: JsonObject,
): JsonObject {
  const lists: [string, Json][] = [];
  for (const name of ADDED_LISTS) {
    const places = origins[name] ?? [];
    const given = listAt(answers, name).length;
    const own = listAt(fields, name).filter((_, index) => {
      const place = places[index];
      // The consent that allows nothing is for people who were added; a file without words about it is one too.
      if (name === 'consents' && place === given)
        return listAt(answers, 'persons').length + places.length > 1;
      return place !== undefined;
    });
    if (own.length > 0) lists.push([name, own]);
  }
  return Object.fromEntries(lists);
}

/**
 * The fields of an addition (form "addition", status "ready"); `empty` = nothing was said that could be added. `own`: the
 * pages of the organisation's own forms.
 */
export function additionFields(addition: Addition, own: readonly Section[] = []): AdditionMade {
  return fieldsFrom(addition, madeFrom(draftOf(addition), addition.now, dayOf(addition.now), own));
}

function fieldsFrom(addition: Addition, made: Made): AdditionMade {
  const { id, code, about, kind, language, whose, now } = addition;
  const reason = nfc(addition.reason.trim());
  const changes = kind === 'withdraw' ? [] : changesOf(addition.answers, made.fields);
  const add = kind === 'withdraw' ? {} : addedTo(made.fields, made.origins, addition.answers);
  const labels = whose.map((label) => nfc(label.trim())).filter((label) => label !== '');
  const said = changes.length > 0 || Object.keys(add).length > 0;
  if (kind === 'consent' ? listAt(add, 'consents').length === 0 : kind !== 'withdraw' && !said)
    return { ok: false, code: 'empty' };
  return {
    ok: true,
    value: withOwnCodes(
      {
        id,
        schema_version: '1.0.0',
        form: ADDITION_FORM,
        local_ref: code,
        status: 'ready',
        created_at: instant(now),
        language,
        about: { report: about.report, code: about.code },
        kind,
        ...(reason === '' ? {} : { reason }),
        ...(kind === 'consent' && labels.length > 0 ? { whose: labels } : {}),
        ...(changes.length > 0 ? { changes } : {}),
        ...(Object.keys(add).length > 0 ? { add } : {}),
      },
      addition.ownCodes,
    ),
  };
}

/** What a draft about an earlier report says; answers of pages that its kind does not ask for are not in it. */
export function additionOf(draft: Draft, about: DraftAbout, now: number): Addition {
  const answers = draft.full ?? {};
  const { kind, report, code } = about;
  const whole = kind === 'correct' || kind === 'add';
  return {
    id: draft.id,
    code: draft.localRef,
    about: { report, code },
    kind,
    language: draft.language,
    ...laterOf(answers),
    answers: whole
      ? answers
      : kind === 'consent'
        ? { consents: listAt(answers, 'consents').slice(0, 1) }
        : {},
    attachments: whole ? draft.attachments : [],
    ...(draft.ownCodes === undefined ? {} : { ownCodes: draft.ownCodes }),
    now,
  };
}

/** Whether anything can be sent, and what is wrong or doubtful, at the answers that it is about. */
export type AdditionChecked = { readonly empty: boolean; readonly findings: readonly FullFinding[] };

/** Where the answer behind a path of an addition stands. */
function placeOf(path: string, fields: ReportFields, made: Made): Path {
  if (path.startsWith('reason') || path.startsWith('whose')) return [LATER, path.split('[')[0] ?? path];
  if (path.startsWith('add.')) return answerPath(path.slice('add.'.length), made);
  const change = /^changes\[(\d+)\]/.exec(path)?.[1];
  const changed = listAt(fields, 'changes')[Number(change)];
  return change === undefined ? [] : parsePathText(textAt(changed, 'path') ?? '');
}

/** `today` is the local day "YYYY-MM-DD". */
export function checkAddition(
  draft: Draft,
  about: DraftAbout,
  today: string,
  own: readonly Section[] = [],
): AdditionChecked {
  const addition = additionOf(draft, about, Date.parse(`${today}T00:00:00Z`));
  const made = madeFrom(draftOf(addition), addition.now, today, own);
  const fields = fieldsFrom(addition, made);
  if (!fields.ok) return { empty: true, findings: [] };
  const notReady = addition.attachments.length > 0 ? filesNotReady(draft) : [];
  const found = check(fields.value, today)
    .filter(({ path }) => notReady.length === 0 || !/\.(file|custody)/.test(path))
    .map((finding) => ({ ...finding, at: placeOf(finding.path, fields.value, made) }));
  const unsaid = entriesAt(objectAt(fields.value, 'add'), 'consents')
    .filter(([, consent]) => isByNobody(consent))
    .map(([index]): FullFinding => {
      const path = `add.consents[${index}].given_by`;
      const at = placeOf(path, fields.value, made);
      return { rule: 'F06', severity: 'warn', path, code: 'consentByNobody', at };
    });
  return { empty: false, findings: [...notReady, ...curesOf(made), ...found, ...unsaid] };
}

export type AdditionFinished =
  | { readonly ok: true; readonly value: ReportFields }
  | { readonly ok: false; readonly code: 'incomplete' };

/** Turns a draft about an earlier report into the fields that are sealed. `now` is epoch milliseconds. */
export function finishAddition(
  draft: Draft,
  about: DraftAbout,
  { now, own = [] }: { readonly now: number; readonly own?: readonly Section[] },
): AdditionFinished {
  const made = additionFields(additionOf(draft, about, now), own);
  if (!made.ok || !isClean(checkAddition(draft, about, dayOf(now), own).findings))
    return { ok: false, code: 'incomplete' };
  return made;
}
