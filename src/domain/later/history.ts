/** Owns a report as it stands after what was sent later, version by version; must never change or hide the original. [REP10] */

import { type Json, REPORT_LIMITS } from '../bounded.ts';
import { consentById, ownOfFiles, usesOf } from '../consent.ts';
import { foldedWords } from '../fold.ts';
import { answerAt, parsePathText, withAnswer } from '../form/answers.ts';
import { mergedOwnCodes, ownCodesOf, withOwnCodes } from '../ownCodes.ts';
import {
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
  textsAt,
} from '../report.ts';
import { belongingTo, type Linked } from './additionLinks.ts';
import { ADDED_LISTS, type AdditionKind, additionKind, reportOfAddition } from './additionNames.ts';
import { type ChangedField, differences } from './historyChanges.ts';
import { type Allowed, allowedIn, nothingRecalled, type Recall, recalled } from './historyRecall.ts';

/**
 * One opened report or addition. `author`: the verified chain, `n`: its number on it, both null for an anonymous one;
 * `forced`: written under force.
 */
export type Sent = {
  readonly fields: ReportFields;
  readonly author: string | null;
  readonly n: number | null;
  readonly forced: boolean;
};

export type Version = {
  readonly id: string;
  readonly kind: 'original' | AdditionKind;
  /** By the device's clock; null when it did not say. */
  readonly at: string | null;
  readonly reason: string;
  /** false = only a claim: by somebody else than the author of the report, or under force. Nothing was changed. */
  readonly applied: boolean;
  readonly changes: readonly ChangedField[];
  /** Changes that are not listed, and what an addition held beyond the most that one can: that was not done. */
  readonly more: number;
  readonly refused: number;
  readonly recall: Recall;
  /** Labels that nobody in the report has; see [REP10] for what then holds. */
  readonly unmatched: readonly string[];
  /** The report as it stands after this version. */
  readonly fields: ReportFields;
};

type Applied = {
  readonly fields: ReportFields;
  readonly unmatched: readonly string[];
  readonly refused: number;
};

/** Nothing may be used any more; what is known stays. */
function withdrawn(fields: ReportFields, at: string): ReportFields {
  const consents = objectsAt(fields, 'consents').map((one) =>
    textAt(one, 'withdrawn_at') === null ? { ...one, withdrawn_at: at } : one,
  );
  return { ...fields, status: 'withdrawn', consents };
}

const same = (label: string) => foldedWords(label).join(' ');

/** What both consents allow: the old one when that is all of it, the new one when that is, else the old one cut down. */
function narrowed(old: JsonObject, fresh: JsonObject): JsonObject {
  const [had, given] = [usesOf(old), usesOf(fresh)];
  const both = [...had].filter((use) => given.has(use));
  if (both.length === had.size) return old;
  return both.length === given.size ? fresh : { ...old, uses: both };
}

/** The same for a consent that a file has of its own: it stays the file's, so that nothing later can widen it with the others. */
function cut(old: JsonObject, fresh: JsonObject): JsonObject {
  const left = narrowed(old, fresh);
  return left === fresh ? { ...old, uses: [...usesOf(fresh)] } : left;
}

/**
 * Nobody knows whom a label that fits nobody means, so everybody keeps only what the new consent allows too, and nobody
 * gets more: default deny.
 */
function narrowedForAll(fields: ReportFields, consent: JsonObject): ReportFields {
  const id = textAt(consent, 'id');
  const moved = new Set<string | null>();
  const consents: JsonObject[] = [];
  const own = ownOfFiles(fields);
  for (const old of objectsAt(fields, 'consents')) {
    const left = (own.has(textAt(old, 'id') ?? '') ? cut : narrowed)(old, consent);
    // In the place of the first: without people that one is the report's own.
    if (left !== consent || moved.size === 0) consents.push(left);
    if (left === consent) moved.add(textAt(old, 'id'));
  }
  const held = (one: JsonObject): JsonObject =>
    moved.has(textAt(one, 'consent')) ? { ...one, consent: id } : one;
  return {
    ...fields,
    ...(fields['persons'] === undefined ? {} : { persons: objectsAt(fields, 'persons').map(held) }),
    ...(fields['evidence'] === undefined ? {} : { evidence: objectsAt(fields, 'evidence').map(held) }),
    consents,
  };
}

/** Another consent for those named; when nobody is, for everybody who gave one. */
function consented(fields: ReportFields, addition: ReportFields): Applied {
  const [given] = objectsAt(objectAt(addition, 'add'), 'consents');
  const named = given === undefined ? null : textAt(given, 'id');
  const done: Applied = { fields, unmatched: [], refused: 0 };
  if (given === undefined || named === null) return done;
  // Under an id that is taken, somebody would get what another one allowed.
  const taken = isTaken(fields, named);
  const id = taken ? `${named}-${listAt(fields, 'consents').length}` : named;
  const consent = taken ? { ...given, id } : given;
  const persons = objectsAt(fields, 'persons');
  const labels = textsAt(addition, 'whose');
  const known = new Set(persons.map((person) => same(textAt(person, 'label') ?? '')));
  const unmatched = labels.filter((label) => !known.has(same(label)));
  if (unmatched.length > 0) return { ...done, fields: narrowedForAll(fields, consent), unmatched };
  const everybody = labels.length === 0;
  const meant = new Set(labels.map(same));
  const own = ownOfFiles(fields);
  // Without people the first consent is the report's own.
  const report = everybody && persons.length === 0 ? objectsAt(fields, 'consents').slice(0, 1) : [];
  const held = new Set(report.map((one) => textAt(one, 'id')));
  const people = persons.map((person) => {
    const theirs = textAt(person, 'consent');
    // Who never held a consent was not asked then, and is not now unless somebody names them: default deny.
    if (everybody ? theirs === null : !meant.has(same(textAt(person, 'label') ?? ''))) return person;
    if (theirs !== null) held.add(theirs);
    return { ...person, consent: id };
  });
  const evidence = objectsAt(fields, 'evidence').map((item) =>
    held.has(textAt(item, 'consent')) ? { ...item, consent: id } : item,
  );
  const pointed = new Set([...people, ...evidence].map((one) => textAt(one, 'consent')));
  // A consent that nobody holds any more would still limit the report: it stays in the version before.
  const left = objectsAt(fields, 'consents')
    .filter((one) => (everybody ? own.has(textAt(one, 'id') ?? '') : pointed.has(textAt(one, 'id'))))
    .map((one) => (everybody ? cut(one, consent) : one));
  return {
    ...done,
    fields: {
      ...fields,
      ...(persons.length > 0 ? { persons: people } : {}),
      evidence,
      consents: everybody ? [consent, ...left] : [...left, consent],
    },
  };
}

const isTaken = (fields: ReportFields, id: string): boolean => textAt(consentById(fields, id), 'id') === id;

/** Whole entries at the end of their lists, as long as a report may be; an id that is there already is not added again. */
function added(fields: ReportFields, addition: ReportFields): Applied {
  const given = objectAt(addition, 'add');
  const acts = listAt(fields, 'acts').length;
  const fresh = listAt(given, 'acts').length;
  let next: { [name: string]: Json } = { ...fields };
  let refused = 0;
  for (const name of ADDED_LISTS) {
    const known = new Set(objectsAt(next, name).map((entry) => textAt(entry, 'id')));
    const entries = objectsAt(given, name)
      .filter((entry) => textAt(entry, 'id') === null || !known.has(textAt(entry, 'id')))
      .map((entry): JsonObject => {
        if (name === 'acts') return { ...entry, primary: acts === 0 && entry['primary'] === true };
        if (name !== 'perpetrators' || fresh === 0) return entry;
        // Acts are counted from the addition's own first one; none named = all that came with it.
        const named = Array.isArray(entry['acts'])
          ? entry['acts']
          : Array.from({ length: fresh }, (_, at) => at);
        return { ...entry, acts: named.map((act: Json) => (typeof act === 'number' ? act + acts : act)) };
      });
    const room = Math.max(0, REPORT_LIMITS.items - listAt(next, name).length);
    refused += Math.max(0, entries.length - room);
    if (entries.length > 0) next = { ...next, [name]: [...listAt(next, name), ...entries.slice(0, room)] };
  }
  return { fields: next, unmatched: [], refused };
}

/** Single answers in their place; to a list that is added to, only what is new. */
function changed({ fields, refused }: Applied, addition: ReportFields, kind: AdditionKind): Applied {
  const changes = objectsAt(addition, 'changes');
  let next = fields;
  for (const change of changes.slice(0, MOST_ANSWERS)) {
    const path = parsePathText(textAt(change, 'path') ?? '');
    const value = change['value'];
    // Never the names of the report itself, or an addition could pass for another one.
    const strange = path.length === 0 || path.length > DEEPEST || path.some((key) => NEVER.has(String(key)));
    if (strange || KEPT.has(String(path[0])) || value === undefined) continue;
    const before = answerAt(next, path);
    const both = kind === 'add' && Array.isArray(value) && Array.isArray(before);
    next = withAnswer(next, path, both ? [...new Set([...before, ...value])] : (value ?? undefined));
  }
  return { fields: next, unmatched: [], refused: refused + Math.max(0, changes.length - MOST_ANSWERS) };
}
/** The full form has fewer single answers. */
const MOST_ANSWERS = 200;
/** Names that reach a prototype when an object is copied member by member. */
const NEVER = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 8;
const KEPT = new Set([
  'id',
  'schema_version',
  'form',
  'local_ref',
  'created_at',
  'consents',
  'audit',
  'own_codes',
]);

function apply(fields: ReportFields, addition: ReportFields, kind: AdditionKind): Applied {
  if (kind === 'withdraw')
    return { fields: withdrawn(fields, textAt(addition, 'created_at') ?? ''), unmatched: [], refused: 0 };
  if (kind === 'consent') return consented(fields, addition);
  const done = changed(added(fields, addition), addition, kind);
  const named = mergedOwnCodes(ownCodesOf(fields), ownCodesOf(addition));
  return { ...done, fields: withOwnCodes(done.fields, named) };
}

type Later = { readonly sent: Sent; readonly kind: AdditionKind; readonly applied: boolean };

/** The order of arrival, with the author's own ones in the order of their numbers: a phone's clock may be wrong. */
function inOrder(later: readonly Later[]): readonly Later[] {
  const own = later.filter(({ applied }) => applied).sort((a, b) => (a.sent.n ?? 0) - (b.sent.n ?? 0));
  let at = 0;
  return later.map((one) => {
    if (!one.applied) return one;
    at += 1;
    return own[at - 1] ?? one;
  });
}

const linked = (sent: Sent): Linked & { readonly sent: Sent } => ({
  id: textAt(sent.fields, 'id') ?? '',
  about: reportOfAddition(sent.fields),
  author: sent.author,
  sent,
});

/**
 * The versions of a report one by one, so that who shows them can do other things between: the original first, then what was
 * sent about it or about one of those. Additions about another report are passed over. The last version is how it stands.
 */
export function* versionsOf(original: Sent, additions: readonly Sent[]): Generator<Version> {
  const id = textAt(original.fields, 'id') ?? '';
  yield {
    id,
    kind: 'original',
    at: textAt(original.fields, 'created_at'),
    reason: '',
    applied: true,
    changes: [],
    more: 0,
    refused: 0,
    recall: nothingRecalled,
    unmatched: [],
    fields: original.fields,
  };
  const links = additions.map(linked);
  const { own, claims } = belongingTo({ id, about: null, author: original.author }, links);
  const later = links.flatMap((link) => {
    const kind = additionKind(link.sent.fields);
    // Led here by somebody else's addition, or written under force: it says so, and changes nothing.
    return kind !== null && (own.has(link) || claims.has(link))
      ? [{ sent: link.sent, kind, applied: own.has(link) && !link.sent.forced }]
      : [];
  });
  let now = original.fields;
  let allowed: Allowed | null = null;
  let ended: string | null = null;
  for (const { sent, kind, applied } of inOrder(later)) {
    const about = {
      id: textAt(sent.fields, 'id') ?? '',
      kind,
      at: textAt(sent.fields, 'created_at'),
      reason: textAt(sent.fields, 'reason') ?? '',
      applied,
    };
    if (!applied) {
      const nothing = { changes: [], more: 0, refused: 0, recall: nothingRecalled, unmatched: [] };
      yield { ...about, ...nothing, fields: now };
      continue;
    }
    const { unmatched, refused, ...next } = apply(now, sent.fields, kind);
    if (kind === 'withdraw') ended ??= about.at ?? '';
    // Only a new report can allow anything after a withdrawal.
    const fields: ReportFields = ended === null ? next.fields : withdrawn(next.fields, ended);
    const before: Allowed = allowed ?? allowedIn(now);
    allowed = allowedIn(fields);
    const recall = recalled(before, allowed);
    yield { ...about, ...differences(now, fields), refused, recall, unmatched, fields };
    now = fields;
  }
}

/** All versions at once. */
export const history = (original: Sent, additions: readonly Sent[]): readonly Version[] => [
  ...versionsOf(original, additions),
];

/** Whether the consent of a report was withdrawn as a whole. */
export const isWithdrawn = (fields: ReportFields): boolean => {
  const consents = objectsAt(fields, 'consents');
  return (
    consents.length > 0 && consents.every((one) => usesOf(consentById(fields, textAt(one, 'id'))).size === 0)
  );
};
