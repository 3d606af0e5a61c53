/** Owns a report as it stands after what was sent later, version by version; must never change or hide the original. [REP10] */
import { ADDED_LISTS, type AdditionKind, additionKind, reportOfAddition } from './additionNames.ts';
import type { Json } from './bounded.ts';
import { blockers, consentById, imagesAllowed, type OutputKind, usesOf, usesOfPerson } from './consent.ts';
import { foldedWords } from './fold.ts';
import { answerAt, parsePathText, withAnswer } from './form/answers.ts';
import {
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
  textsAt,
} from './report.ts';

/** One opened report or addition. `author`: the verified chain, null for an anonymous one; `forced`: written under force. */
export type Sent = {
  readonly fields: ReportFields;
  readonly author: string | null;
  readonly forced: boolean;
};

export type ChangedField = {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
};

/** What was allowed before this version and is not any more: outputs and uses to be called back. */
export type Recall = {
  readonly outputs: readonly OutputKind[];
  readonly uses: readonly { readonly person: string; readonly use: string }[];
  readonly images: boolean;
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
  readonly recall: Recall;
  /** Labels that nobody in the report has; see [REP10] for what then holds. */
  readonly unmatched: readonly string[];
  /** The report as it stands after this version. */
  readonly fields: ReportFields;
};

const OUTPUTS: readonly OutputKind[] = [
  'statistics',
  'partners',
  'un_background',
  'sp_letter_named',
  'public_anonymous',
  'public_named',
];
const nothing: Recall = { outputs: [], uses: [], images: false };

function recallOf(before: ReportFields, after: ReportFields): Recall {
  const allowed = (fields: ReportFields) => OUTPUTS.filter((kind) => blockers(fields, kind).length === 0);
  const now = new Set(allowed(after));
  const people = new Map(objectsAt(after, 'persons').map((person) => [textAt(person, 'id'), person]));
  return {
    outputs: allowed(before).filter((kind) => !now.has(kind)),
    uses: objectsAt(before, 'persons').flatMap((person) => {
      const left = usesOfPerson(after, people.get(textAt(person, 'id')) ?? {});
      return [...usesOfPerson(before, person)]
        .filter((use) => !left.has(use))
        .map((use) => ({ person: textAt(person, 'label') ?? '', use }));
    }),
    images: imagesAllowed(before) && !imagesAllowed(after),
  };
}

type Applied = { readonly fields: ReportFields; readonly unmatched: readonly string[] };

/** Nothing may be used any more; what is known stays. */
function withdrawn(fields: ReportFields, at: string): ReportFields {
  const consents = objectsAt(fields, 'consents').map((one) => ({ ...one, withdrawn_at: at }));
  return { ...fields, status: 'withdrawn', consents };
}

const same = (label: string) => foldedWords(label).join(' ');

/**
 * Another consent for those named, for everybody when nobody is. Where a label fits nobody, a narrower consent holds for
 * everybody and a wider one for nobody: default deny.
 */
function consented(fields: ReportFields, addition: ReportFields): Applied {
  const [consent] = objectsAt(objectAt(addition, 'add'), 'consents');
  const id = consent === undefined ? null : textAt(consent, 'id');
  if (consent === undefined || id === null) return { fields, unmatched: [] };
  const persons = objectsAt(fields, 'persons');
  const labels = textsAt(addition, 'whose');
  const known = new Set(persons.map((person) => same(textAt(person, 'label') ?? '')));
  const unmatched = labels.filter((label) => !known.has(same(label)));
  const uses = usesOf(consent);
  const narrower = objectsAt(fields, 'consents').some((one) =>
    [...usesOf(one)].some((use) => !uses.has(use)),
  );
  if (unmatched.length > 0 && !narrower) return { fields, unmatched };
  const everybody = labels.length === 0 || unmatched.length > 0;
  const meant = new Set(labels.map(same));
  const held = new Set<string | null>();
  const people = persons.map((person) => {
    if (!everybody && !meant.has(same(textAt(person, 'label') ?? ''))) return person;
    held.add(textAt(person, 'consent'));
    return { ...person, consent: id };
  });
  const evidence = objectsAt(fields, 'evidence').map((item) =>
    everybody || held.has(textAt(item, 'consent')) ? { ...item, consent: id } : item,
  );
  const pointed = new Set([...people, ...evidence].map((one) => textAt(one, 'consent')));
  // A consent that nobody holds any more would still limit the report: it stays in the version before.
  const left = objectsAt(fields, 'consents').filter((one) => !everybody && pointed.has(textAt(one, 'id')));
  return {
    fields: {
      ...fields,
      ...(persons.length > 0 ? { persons: people } : {}),
      evidence,
      consents: [...left, consent],
    },
    unmatched,
  };
}

/** Whole entries at the end of their lists; an id that is there already is not added again. */
function added(fields: ReportFields, addition: ReportFields): ReportFields {
  const given = objectAt(addition, 'add');
  const acts = listAt(fields, 'acts').length;
  const fresh = listAt(given, 'acts').length;
  let next: { [name: string]: Json } = { ...fields };
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
    if (entries.length > 0) next = { ...next, [name]: [...listAt(next, name), ...entries] };
  }
  return next;
}

/** Single answers in their place; to a list that is added to, only what is new. */
function changed(fields: ReportFields, addition: ReportFields, kind: AdditionKind): ReportFields {
  let next = fields;
  for (const change of objectsAt(addition, 'changes')) {
    const path = parsePathText(textAt(change, 'path') ?? '');
    const value = change['value'];
    // Never the names of the report itself, or an addition could pass for another one.
    const strange = path.length === 0 || path.length > DEEPEST || path.some((key) => NEVER.has(String(key)));
    if (strange || KEPT.has(String(path[0])) || value === undefined) continue;
    const before = answerAt(next, path);
    const both = kind === 'add' && Array.isArray(value) && Array.isArray(before);
    next = withAnswer(next, path, both ? [...new Set([...before, ...value])] : (value ?? undefined));
  }
  return next;
}
/** Names that reach a prototype when an object is copied member by member. */
const NEVER = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 8;
const KEPT = new Set(['id', 'schema_version', 'form', 'local_ref', 'created_at', 'consents', 'audit']);

function differences(before: ReportFields, after: ReportFields): readonly ChangedField[] {
  const found: ChangedField[] = [];
  const names = (value: Json | undefined): readonly string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const walk = (a: Json | undefined, b: Json | undefined, path: string): void => {
    if (JSON.stringify(a) === JSON.stringify(b)) return;
    if (Array.isArray(a) && Array.isArray(b)) {
      for (let index = 0; index < Math.max(a.length, b.length); index += 1)
        walk(a[index], b[index], `${path}[${index}]`);
      return;
    }
    const keys = new Set([...names(a), ...names(b)]);
    if (keys.size === 0 || names(a).length === 0 || names(b).length === 0) {
      found.push({ path, before: a, after: b });
      return;
    }
    for (const key of keys)
      walk((a as JsonObject)[key], (b as JsonObject)[key], path === '' ? key : `${path}.${key}`);
  };
  walk(before, after, '');
  return found;
}

function apply(fields: ReportFields, addition: ReportFields, kind: AdditionKind): Applied {
  if (kind === 'withdraw')
    return { fields: withdrawn(fields, textAt(addition, 'created_at') ?? ''), unmatched: [] };
  if (kind === 'consent') return consented(fields, addition);
  return { fields: changed(added(fields, addition), addition, kind), unmatched: [] };
}

const written = ({ fields }: Sent): string => textAt(fields, 'created_at') ?? '';

/**
 * The versions of a report: the original first, then what was sent about it, in the order of the device's clock (equal
 * instants in the order given). Additions about another report are passed over. The last version is how it stands.
 */
export function history(original: Sent, additions: readonly Sent[]): readonly Version[] {
  const id = textAt(original.fields, 'id') ?? '';
  const first: Version = {
    id,
    kind: 'original',
    at: textAt(original.fields, 'created_at'),
    reason: '',
    applied: true,
    changes: [],
    recall: nothing,
    unmatched: [],
    fields: original.fields,
  };
  const later = additions
    .flatMap((sent) => {
      const kind = additionKind(sent.fields);
      return kind !== null && reportOfAddition(sent.fields) === id ? [{ sent, kind }] : [];
    })
    .sort((a, b) => written(a.sent).localeCompare(written(b.sent), 'en'));
  const versions: Version[] = [first];
  let now = original.fields;
  for (const { sent, kind } of later) {
    const applied = sent.author === original.author && !sent.forced;
    const next = applied ? apply(now, sent.fields, kind) : { fields: now, unmatched: [] };
    versions.push({
      id: textAt(sent.fields, 'id') ?? '',
      kind,
      at: textAt(sent.fields, 'created_at'),
      reason: textAt(sent.fields, 'reason') ?? '',
      applied,
      changes: differences(now, next.fields),
      recall: recallOf(now, next.fields),
      unmatched: next.unmatched,
      fields: next.fields,
    });
    now = next.fields;
  }
  return versions;
}

/** Whether the consent of a report was withdrawn as a whole. */
export const isWithdrawn = (fields: ReportFields): boolean => {
  const consents = objectsAt(fields, 'consents');
  return (
    consents.length > 0 && consents.every((one) => usesOf(consentById(fields, textAt(one, 'id'))).size === 0)
  );
};
