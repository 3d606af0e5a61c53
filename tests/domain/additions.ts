/** Owns reports and additions to them, for tests of what is sent later. */
import { expect } from 'vitest';
import { type Addition, additionFields } from '../../src/domain/later/addition.ts';
import { history, type Sent } from '../../src/domain/later/history.ts';
import { type ReportFields, textAt } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { fieldsOf, NOW, sample, TODAY } from './samples.ts';

export const S5 = fieldsOf(sample('S5').report);

export const S1 = fieldsOf(sample('S1').report);

export const MONITOR = 'chain-1';

export const CONSENT = '00000000-0000-4000-8000-00000000000c';

export let number = 0;

export function addition(about: ReportFields, given: Partial<Addition>): Addition {
  number += 1;
  return {
    id: `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`,
    code: 'ABCDE',
    about: { report: textAt(about, 'id') ?? '', code: textAt(about, 'local_ref') ?? '' },
    kind: 'correct',
    language: 'ru',
    reason: '',
    answers: {},
    whose: [],
    attachments: [],
    now: NOW + number * 60_000,
    ...given,
  };
}

export function made(about: ReportFields, given: Partial<Addition>): ReportFields {
  const result = additionFields(addition(about, given));
  if (!result.ok) throw new Error(result.code);
  expect(check(result.value, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
  return fieldsOf(result.value);
}

export const by = (
  fields: ReportFields,
  author: string | null = MONITOR,
  forced = false,
  n: number | null = null,
): Sent => ({ fields, author, n, forced });

export const last = (about: ReportFields, ...later: readonly ReportFields[]) => {
  const versions = history(
    by(about),
    later.map((fields) => by(fields)),
  );
  const version = versions.at(-1);
  if (version === undefined) throw new Error('no version');
  expect(versions).toHaveLength(later.length + 1);
  expect(versions[0]?.fields).toEqual(about);
  return version;
};
