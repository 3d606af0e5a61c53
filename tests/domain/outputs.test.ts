/** Owns the proof of the rules about outputs: consent, doubles, tables, anonymity, completeness (V19, V28, V30, V33, V34). */
import { describe, expect, it } from 'vitest';
import { completeness, missingFor } from '../../src/domain/completeness.ts';
import { blockers, namedInMixed } from '../../src/domain/consent.ts';
import { duplicates, looksSame } from '../../src/domain/duplicates.ts';
import { blocksOf } from '../../src/domain/form/fullWhen.ts';
import { headline, listAt, objectsAt, textsAt, victimCount, victims } from '../../src/domain/report.ts';
import {
  formulaCells,
  mayShowWho,
  notCovered,
  startsFormula,
  tableCell,
} from '../../src/domain/rules/rulesOfOutputs.ts';
import outputs from '../../src/domain/vocabulary/outputs.json' with { type: 'json' };
import { changed, fieldsOf, sample, samples, TODAY } from './samples.ts';

describe('what the samples state', () => {
  it.each(samples.map((one) => [one.key, one] as const))('%s', (_key, { report, expected }) => {
    const fields = fieldsOf(report);
    const mixed = expected.permissions['public_mixed'] as { allowed: boolean; may_be_named: string[] };
    expect(namedInMixed(fields)).toEqual(mixed.allowed ? mixed.may_be_named : null);
    const stated = expected as unknown as Record<string, unknown>;
    expect(victims(fields)).toHaveLength(Number(stated['recorded_victims']));
    expect(listAt(fields, 'acts')).toHaveLength(Number(stated['violation_count']));
    if (expected.urgency !== undefined) expect(headline(fields).urgency).toBe(expected.urgency);
    const count = victimCount(fields);
    expect(count).toEqual({
      min: expected.unique_victims ?? expected.unique_victims_min,
      max: expected.unique_victims ?? expected.unique_victims_max,
    });
  });

  it('V30 names the cells that a table programme would run', () => {
    const { report, expected } = sample('T2');
    const cells = (expected as unknown as { csv_formula_cells: string[] }).csv_formula_cells;
    expect(
      formulaCells(fieldsOf(report))
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...cells].sort());
    expect(formulaCells(fieldsOf(sample('S1').report))).toEqual([]);
  });
});

it('V19 names the person in the way, or all consents when nobody is', () => {
  const fields = fieldsOf(sample('S5').report);
  expect(notCovered(fields, 'public_named')).toEqual([
    { rule: 'V19', severity: 'error', path: 'persons[1].consent', code: 'useNotAllowed' },
  ]);
  expect(notCovered(fields, 'public_anonymous')).toEqual([]);
  expect(notCovered(fieldsOf({}), 'statistics').map(({ path }) => path)).toEqual(['consents']);
  expect(notCovered(fields, 'sp_letter_named')).toHaveLength(blockers(fields, 'sp_letter_named').length);
});

describe('V28 duplicates', () => {
  const S5 = sample('S5').report;
  const again = (...changes: readonly (readonly [(string | number)[], unknown])[]) =>
    changes.reduce(
      (fields, [path, value]) => changed(fields, path, value),
      changed(S5, ['id'], '11111111-1111-4111-8111-111111111111'),
    );

  it('suspects the same region, days, group and a similar name, however it is spelt', () => {
    const one = fieldsOf(S5);
    expect(duplicates(one, [again(), one])).toMatchObject({
      ids: ['11111111-1111-4111-8111-111111111111'],
      findings: [{ rule: 'V28', severity: 'warn' }],
    });
    const spelt = again(
      [['persons', 0, 'names'], [{ script: 'Cyrl', full: 'Айпери ТОГУЛОВА' }]],
      [['persons', 0, 'label'], 'А.'],
    );
    expect(looksSame(one, spelt)).toBe(true);
    const about = again(
      [['event', 'start'], { edtf: '2026-10-12~', q: 'about' }],
      [['event', 'end'], undefined],
    );
    expect(looksSame(one, about)).toBe(true);
  });

  it('does not suspect another region, group, week or person', () => {
    const one = fieldsOf(S5);
    for (const other of [
      again([['place', 'region'], 'KG-O']),
      again([['place', 'region'], undefined]),
      again([['acts', 0, 'type'], 'lib.short']),
      again([['event', 'start', 'edtf'], '2026-11-06'], [['event', 'end'], undefined]),
      again([['persons'], [{ roles: ['victim'], label: 'Other person' }]]),
    ])
      expect(looksSame(one, other)).toBe(false);
    expect(duplicates(one, []).findings).toEqual([]);
  });
});

describe('V30 cells of tables', () => {
  it.each(['=1+1', '+7 900', '-1', '@SUM(A1)', '\tx', '\rx'])('puts an apostrophe before %j', (text) => {
    expect(startsFormula(text)).toBe(true);
    expect(tableCell(text)).toBe(`'${text}`);
  });
  it.each(['1+1', 'a=b', '', ' =1'])('leaves %j as it is', (text) => {
    expect(tableCell(text)).toBe(text);
  });
});

describe('V33 who could be meant', () => {
  const S1 = fieldsOf(sample('S1').report);
  it('warns when place, date and occupation of an anonymous person stand together', () => {
    const text = 'On 27 October a lawyer from Aktobe was arrested.';
    expect(mayShowWho(S1, text)).toEqual([
      { rule: 'V33', severity: 'warn', path: 'persons[0].label', code: 'placeDateOccupation' },
    ]);
    expect(mayShowWho(S1, '27.10 в Актюбинской области задержали адвоката.')).toHaveLength(1);
  });
  it('[REP11] knows what an organisation calls a region or an agency of its own: it may be as fine as a district', () => {
    const own_codes = [{ list: 'perpetrators', code: 'own.rushan', names: { en: 'Rushan district police' } }];
    const text = 'On 27 October a lawyer was arrested by the Rushan district police.';
    expect(mayShowWho(S1, text)).toEqual([]);
    expect(mayShowWho({ ...S1, own_codes }, text)).toHaveLength(1);
  });
  it('is silent when one of the three is missing, or the person may be named', () => {
    expect(mayShowWho(S1, 'A lawyer from Aktobe was arrested.')).toEqual([]);
    expect(mayShowWho(S1, 'On 27 October a lawyer was arrested.')).toEqual([]);
    expect(mayShowWho(S1, 'On 27 October somebody from Aktobe was arrested.')).toEqual([]);
    const open = changed(S1, ['consents', 0, 'uses'], ['public_named']);
    expect(mayShowWho(open, 'On 27 October a lawyer from Aktobe was arrested.')).toEqual([]);
  });
});

describe('V34 completeness', () => {
  const of = (key: string, code: string, fields = fieldsOf(sample(key).report), today = TODAY) =>
    completeness(fields, today).find(({ output }) => output.code === code);

  it('counts what each output needs and says where it belongs', () => {
    const wgad = of('S1', 'wgad');
    expect(wgad?.of).toBe(21);
    expect(wgad?.missing.map((path) => path.join('.'))).toEqual([]);
    const less = changed(
      changed(sample('S1').report, ['persons', 0, 'sex'], undefined),
      ['acts', 1, 'details', 'warrant'],
      undefined,
    );
    expect(of('S1', 'wgad', less)?.missing.map((path) => path.join('.'))).toEqual([
      'persons.0.sex',
      'acts.1.details.arrest.warrant',
    ]);
    expect(of('S1', 'wgad', less)?.needs.map(({ en }) => en)).toEqual(['I.3 Sex', 'II.4 Warrant shown']);
    expect(missingFor(less, 'wgad', TODAY)).toEqual([
      { rule: 'V34', severity: 'info', path: 'persons[0].sex', code: 'missingForOutput' },
      { rule: 'V34', severity: 'info', path: 'acts[1].details.arrest.warrant', code: 'missingForOutput' },
    ]);
  });

  it('asks only what fits the report', () => {
    const codes = (key: string) =>
      completeness(fieldsOf(sample(key).report), TODAY).map(({ output }) => output.code);
    expect(codes('S3')).toEqual([
      'sp_submission',
      'urgent_appeal',
      'digest',
      'statistics',
      'case_file',
      'osce',
    ]);
    expect(codes('S1')).toContain('prisoner_list');
    expect(codes('S5')).toContain('wgad');
    expect(codes('S5')).not.toContain('wgeid');
  });

  it('an unknown answer is none, a consent past its review does not count', () => {
    const base = sample('S5').report;
    expect(of('S5', 'statistics')?.missing).toEqual([]);
    const vague = changed(
      changed(base, ['event', 'start'], { edtf: '', q: 'unknown' }),
      ['place', 'region'],
      'unknown',
    );
    expect(of('S5', 'statistics', vague)?.missing).toEqual([
      ['event', 'start'],
      ['place', 'region'],
    ]);
    expect(of('S5', 'statistics', fieldsOf(base), '2027-12-01')?.missing).toEqual([
      ['persons', 0, 'consent'],
    ]);
  });

  it('an empty report lacks everything and throws nothing', () => {
    for (const { missing, of: all } of completeness(fieldsOf({}), TODAY)) {
      expect(missing.length).toBeGreaterThan(0);
      expect(missing.length).toBeLessThanOrEqual(all);
    }
  });

  it('names every output of the reference in both languages, and only members that exist', () => {
    expect(outputs.outputs).toHaveLength(9);
    for (const { en, ru, needs } of outputs.outputs) {
      expect([en, ru].every((label) => label.length > 3)).toBe(true);
      for (const need of needs)
        for (const member of need.any.split('|'))
          expect(member).toMatch(
            /^(law|count|remedies|evidence|(victim|act|detail|consent|perpetrators|sources|event|place|urgency)\.[a-z_.]+)$/,
          );
    }
    expect(blocksOf(objectsAt(fieldsOf(sample('S1').report), 'acts')[1] ?? {}, fieldsOf({}))).toEqual([
      'arrest',
    ]);
    expect(textsAt(fieldsOf(sample('S1').report), 'themes')).toEqual(['FOE', 'HRD']);
  });
});
