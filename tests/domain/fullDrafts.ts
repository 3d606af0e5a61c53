import type { Json } from '../../src/domain/bounded.ts';
import { answer, type Draft, type DraftAttachment, emptyDraft, setFull } from '../../src/domain/draft.ts';
import { withAnswer } from '../../src/domain/form/answers.ts';
import { toFull } from '../../src/domain/form/fullDraft.ts';
import { checkFull, finishFull } from '../../src/domain/form/fullFinish.ts';
import type { Path } from '../../src/domain/form/question.ts';
import { onDay } from '../../src/domain/partialDate.ts';
import type { ReportFields } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { nfc } from '../../src/domain/text.ts';
import { fortyVictims } from './fortyVictims.ts';
import { fieldsOf, NOW, samples, TODAY } from './samples.ts';
import { AUTOMATIC, draftOf } from './typedIn.ts';

/** What can be compared: no member of the machine's own, no custody (the device writes its own), nothing empty. */
export function comparable(value: Json): Json {
  if (Array.isArray(value)) return value.map(comparable);
  // V31: what is sealed is in normal form C.
  if (typeof value === 'string') return nfc(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== 'custody' && member !== null && JSON.stringify(member) !== '[]')
      .map(([name, member]) => [name, comparable(member)]),
  );
}

export const stated = (fields: ReportFields): Json =>
  comparable(Object.fromEntries(Object.entries(fields).filter(([name]) => !AUTOMATIC.includes(name))));

export function made(fields: ReportFields): ReportFields {
  const done = finishFull(draftOf(fields), { now: NOW });
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value;
}

/** Each finding once, the kind of letters aside: normal form C is made by the form. */
export const lines = (of: ReportFields): readonly string[] => [
  ...new Set(check(of, TODAY).map((one) => `${one.rule} ${one.severity} ${one.path}`)),
];

export const reports: readonly (readonly [string, ReportFields])[] = [
  ...samples.map(({ key, report }) => [key, fieldsOf(report)] as const),
  ['forty victims', fortyVictims()] as const,
];

export const base = (): Draft => {
  const draft = emptyDraft({ id: ID, localRef: 'ZKZ73', lang: 'en', country: 'UZ', now: NOW });
  return answer(
    draft,
    {
      what: 'lib.arrest',
      when: { start: onDay('2026-11-20'), time: 'morning', ongoing: true },
      who: {
        pseudonym: 'Neighbour',
        count: { kind: 'exact', count: 1 },
        harmed: ['woman', 'child'],
        occupations: ['student'],
      },
      by: ['uz.police'],
      words: 'Taken from the yard.',
      source: 'witness',
      use: {
        preset: 'public_name',
        explained: true,
        givenBy: 'relative',
        method: 'oral_witnessed',
        urgency: 'u2',
        urgencyReason: 'Court tomorrow',
        monitorAtRisk: true,
        riskFlags: ['small_place'],
      },
      captures: ['ABCDE'],
    },
    NOW,
  );
};

export const ID = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';

export let number = 0;

export const newId = (): string => {
  number += 1;
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
};

export const photo = (said: Partial<DraftAttachment>): DraftAttachment => ({
  id: '5d32fe61-985f-44e7-aa09-5ee82bb29976',
  kind: 'photo',
  name: 'a.jpg',
  mime: 'image/jpeg',
  bytes: 1,
  sha256: 'a'.repeat(64),
  title: '',
  description: '',
  method: 'other',
  showsPeople: 'notAsked',
  captured: null,
  ...said,
});

export const inFull = (draft: Draft): Draft => setFull(draft, toFull(draft, newId), NOW);

export const withFull = (draft: Draft, path: Path, value: Json): Draft =>
  setFull(draft, withAnswer(draft.full ?? {}, path, value), NOW);

export const finished = (draft: Draft): ReportFields => {
  const done = finishFull(draft, { now: NOW });
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value;
};

export const told = (draft: Draft): string[] =>
  checkFull(draft, TODAY).map(({ rule, severity, at }) => `${rule} ${severity} ${at.join('.')}`);
