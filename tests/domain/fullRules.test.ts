/** Owns the proof that every field of the data model has a rule: in the form, in the blocks, and across fields. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysInMonth } from '../../src/domain/day.ts';
import { blockFieldList } from '../../src/domain/fieldNames.ts';
import { seenIn } from '../../src/domain/form/answers.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import { checkFull } from '../../src/domain/form/fullFinish.ts';
import type { Question } from '../../src/domain/form/question.ts';
import { bounds, parseEdtf, qualifierFits } from '../../src/domain/partialDate.ts';
import type { ReportFields } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import fields from '../../src/domain/vocabulary/fields.json' with { type: 'json' };
import { options } from '../../src/domain/vocabulary.ts';
import { findings as english } from '../../src/i18n/en/findings.ts';
import { findings as russian } from '../../src/i18n/ru/findings.ts';
import { anyDate } from './anyAnswers.ts';
import { changed, fieldsOf, invalidCases, sample, TODAY } from './samples.ts';
import { draftOf } from './typedIn.ts';

const found = (of: ReportFields): string[] =>
  check(of, TODAY).map(({ rule, severity, path, code }) => `${rule} ${severity} ${path} ${code}`);
const S1 = sample('S1').report;

describe('invalid cases in the form', () => {
  it.each(invalidCases.map((one) => [one.rule, one] as const))('%s', (rule, one) => {
    const wrong = changed(sample(one.base).report, one.path, one.value);
    const lines = checkFull(draftOf(wrong), TODAY).map((finding) => finding);
    const id = rule.slice(0, 3);
    // The form writes the hash of a file itself, from the file: there is no way to type another one.
    if (one.caught_by === 'pass' || id === 'V23')
      expect(lines.filter(({ severity }) => severity === 'error')).toEqual([]);
    else expect(lines.map((finding) => finding.rule)).toContain(id);
  });
});

describe('every field', () => {
  /** What only the form, the device or a coordinator writes. */
  const NOT_ASKED =
    /^(id|schema_version|form|local_ref|ref|status|created_at|updated_at|sent_at|monitor|org|captures|persons\[\]\.id|evidence\[\]\.(file|custody\[\])|consents\[\]\.withdrawn_at|verification\.(status|by\[\]|reasoning)|follow_ups\[\]|outputs\[\]|audit\[\])$/;
  /** Asked under another name: coordinates are one question. */
  const ASKED_AS: Readonly<Record<string, string>> = {
    'place.lat': 'place._point',
    'place.lon': 'place._point',
  };

  const asked = new Set<string>();
  const walk = (questions: readonly Question[], prefix: string): void => {
    for (const question of questions) {
      const path = `${prefix}${question.name}`;
      asked.add(path);
      if (question.kind === 'choice' && question.many) asked.add(`${path}[]`);
      if (question.kind === 'text') asked.add(`${path}[]`);
      if (question.kind === 'group') walk(question.questions, `${path}.`);
      if (question.kind === 'repeat') {
        asked.add(`${path}[]`);
        walk(question.questions, `${path}[].`);
      }
    }
  };
  for (const { questions } of fullSections()) walk(questions, '');

  it('of the 146 is asked in the full form, or is no person’s to answer', () => {
    const model = fields.fields.map(({ path }) => path).filter((path) => !/^(captures|own_codes)/.test(path));
    expect(model).toHaveLength(146);
    const missing = model.filter((path) => !NOT_ASKED.test(path) && !asked.has(ASKED_AS[path] ?? path));
    expect(missing).toEqual([]);
    expect(model.filter((path) => NOT_ASKED.test(path) && asked.has(path))).toEqual([]);
  });

  it('of the 24 blocks with their 146 is asked', () => {
    expect(blockFieldList).toHaveLength(146);
    expect(new Set(blockFieldList.map(({ block }) => block)).size).toBe(24);
    for (const { block, name } of blockFieldList) expect(asked).toContain(`acts[].details.${block}.${name}`);
  });

  it('has a label in both languages, as has every answer', () => {
    const check = (questions: readonly Question[]): void => {
      for (const question of questions) {
        const texts = [question.label, ...(question.hint === undefined ? [] : [question.hint])];
        if (question.kind === 'choice')
          texts.push(
            ...question
              .choices({
                root: { place: { country: 'UZ' } },
                here: { country: 'UZ' },
                path: [],
                today: TODAY,
              })
              .flatMap(({ label, group }) => (group === undefined ? [label] : [label, group])),
          );
        for (const text of texts) {
          expect([question.name, text['en'], text['ru']]).toEqual([
            question.name,
            expect.stringMatching(/\S/),
            expect.stringMatching(/[\p{L}\d]/u),
          ]);
          expect(text['en'], question.name).not.toMatch(/_|\[\]|^[a-z]+\.[a-z]+$/);
        }
        if (question.kind === 'group' || question.kind === 'repeat') check(question.questions);
      }
    };
    for (const { label, questions } of fullSections()) {
      expect(label['ru']).toMatch(/\p{Script=Cyrillic}/u);
      check(questions);
    }
  });

  it('names eight sections, in the order of DOMAIN 2.3', () => {
    expect(fullSections().map(({ name }) => name)).toEqual([
      'acts',
      'people',
      'perpetrators',
      'account',
      'place',
      'sources',
      'consent',
      'remedies',
    ]);
    expect(
      [
        ...seenIn(
          fullSections().flatMap(({ questions }) => questions),
          {},
          [],
          TODAY,
        ),
      ].length,
    ).toBeGreaterThan(20);
  });

  it('a finding has a sentence in English and Russian', () => {
    expect(Object.keys(russian).sort()).toEqual(Object.keys(english).sort());
    expect(Object.keys(english)).toContain('finding.missingForOutput');
    expect(Object.keys(english).length).toBeGreaterThanOrEqual(61);
  });
});

/** One wrong value for each member that the first version let through. */
const wrong: readonly (readonly [path: (string | number)[], value: unknown, expected: string])[] = [
  [['persons', 0, 'aliases'], 'one', 'F01 error persons[0].aliases wrongKind'],
  [['persons', 0, 'citizenship'], ['Kazakhstan'], 'F01 error persons[0].citizenship[0] wrongForm'],
  [['persons', 0, 'affiliation'], 'a'.repeat(161), 'V32 error persons[0].affiliation tooLong'],
  [['persons', 0, 'ethnicity'], 5, 'F01 error persons[0].ethnicity wrongKind'],
  [['persons', 0, 'religion'], {}, 'F01 error persons[0].religion wrongKind'],
  [['persons', 0, 'contact'], 'a'.repeat(201), 'V32 error persons[0].contact tooLong'],
  [['persons', 0, 'health'], [], 'F01 error persons[0].health wrongKind'],
  [['persons', 0, 'relations'], [{ type: 'wife' }], 'F01 error persons[0].relations[0].to missing'],
  [['persons', 0, 'detention', 'since'], '2026', 'F01 error persons[0].detention.since wrongKind'],
  [
    ['persons', 0, 'detention', 'sentence_years'],
    -1,
    'F01 error persons[0].detention.sentence_years wrongForm',
  ],
  [
    ['persons', 0, 'detention', 'release_due'],
    'soon',
    'F01 error persons[0].detention.release_due wrongKind',
  ],
  [['evidence', 0, 'url'], 'ftp://x', 'F01 error evidence[0].url wrongForm'],
  [['evidence', 0, 'url'], 'javascript:alert(1)', 'F01 error evidence[0].url wrongForm'],
  [['evidence', 0, 'original_at'], 1, 'F01 error evidence[0].original_at wrongKind'],
  [['evidence', 0, 'obtained_from'], 'a'.repeat(61), 'V32 error evidence[0].obtained_from tooLong'],
  [['consents', 0, 'conditions'], 1, 'F01 error consents[0].conditions wrongKind'],
  [['consents', 0, 'review_on'], '2026-02-30', 'V04 error consents[0].review_on dateCalendar'],
  [['consents', 0, 'withdrawn_at'], 'yesterday', 'F01 error consents[0].withdrawn_at wrongForm'],
  [['urgency', 'deadline'], 'tomorrow', 'F01 error urgency.deadline wrongForm'],
  [['urgency', 'deadline'], '2026-02-30T10:00:00Z', 'V04 error urgency.deadline dateCalendar'],
  [['follow_ups', 0, 'status'], 'maybe', 'F01 error follow_ups[0].status unknownCode'],
  [['follow_ups', 0, 'question'], undefined, 'F01 error follow_ups[0].question missing'],
  [['interventions', 0, 'to'], 5, 'F01 error interventions[0].to wrongKind'],
  [['interventions', 0, 'ref_no'], 5, 'F01 error interventions[0].ref_no wrongKind'],
  [['interventions', 0, 'next'], { due: '5 May' }, 'V04 error interventions[0].next.due dateCalendar'],
  [['remedies', 0, 'body'], 1, 'F01 error remedies[0].body wrongKind'],
  [['remedies', 0, 'date'], '2026', 'F01 error remedies[0].date wrongKind'],
  [['links'], [{ report: 'not an id', type: 'duplicate' }], 'F01 error links[0].report wrongForm'],
  [['cases'], 'x', 'F01 error cases wrongKind'],
  [['notes_internal'], 1, 'F01 error notes_internal wrongKind'],
  [['outputs'], [{ output: 1 }], 'F01 error outputs[0].output wrongKind'],
  [['audit'], ['x'], 'F01 error audit[0] wrongKind'],
  [['extra'], { form: 'water', version: '1' }, 'F01 error extra.answers missing'],
  [
    ['sources', 0, 'received'],
    { edtf: '2026-10-01', q: 'exact' },
    'V06 warn sources[0].received receivedBeforeEvent',
  ],
  [
    ['evidence', 0, 'captured'],
    { edtf: '2027', q: 'unknown_month' },
    'V05 warn evidence[0].captured inFuture',
  ],
  [['place', 'region'], undefined, 'F01 warn place.region missing'],
  [['acts', 0, 'details', 'closed'], 'perhaps', 'F01 error acts[0].details.closed unknownCode'],
  [['acts', 0, 'details', 'hearing'], 'soon', 'F01 error acts[0].details.hearing wrongForm'],
  [['acts', 0, 'details', 'in_absentia'], 'yes', 'F01 error acts[0].details.in_absentia wrongKind'],
  [['acts', 0, 'details', 'sentence'], { years: -1 }, 'F01 error acts[0].details.sentence.years wrongForm'],
  [['acts', 0, 'details', 'court'], 'a'.repeat(5001), 'V32 error acts[0].details.court tooLong'],
  [['acts', 1, 'details', 'duration_hours'], 'five', 'F01 error acts[1].details.duration_hours wrongKind'],
  [['acts', 1, 'details', 'judge_seen'], 'maybe', 'F01 error acts[1].details.judge_seen wrongKind'],
];

describe('what a member may be', () => {
  it.each(wrong)('%j = %j', (path, value, expected) => {
    expect(found(changed(S1, path, value))).toContain(expected);
  });

  it('F03 somebody harmed by nothing that is written down is pointed at', () => {
    const person = {
      id: '00000000-0000-4000-8000-00000000000a',
      kind: 'individual',
      roles: ['victim'],
      anonymity: 'anonymous',
      label: 'x',
    };
    expect(found(changed(S1, ['persons', 2], person))).toContain('F03 warn persons[2] victimWithoutAct');
    expect(found(changed(S1, ['persons', 2], { ...person, roles: ['witness'] }))).toEqual(
      found(fieldsOf(S1)),
    );
  });

  it.each([
    [['acts', 1, 'details', 'judge_seen'], 'no'],
    [['acts', 1, 'details', 'duration_hours'], 5.5],
    [['acts', 1, 'details', 'weather'], { of: 'a newer phone' }],
    [
      ['persons', 0, 'citizenship'],
      ['KZ', 'stateless'],
    ],
    [['persons', 0, 'detention', 'release_due'], '2030-01-01'],
    [['persons', 0, 'detention', 'sentence_years'], null],
    [['links'], [{ report: 'ABCDE', type: 'duplicate' }]],
    [['urgency', 'deadline'], '2026-12-26T10:00'],
    [['extra'], { form: 'water', version: '1', answers: { any: ['thing'] } }],
  ])('%j may be %j', (path, value) => {
    expect(found(changed(S1, path, value))).toEqual(found(fieldsOf(S1)));
  });

  it('each type asks the block of the reference, and its members are checked', () => {
    for (const { code, block } of options('violations')) {
      if (block === undefined) continue;
      const field = blockFieldList.find(
        (one) => one.block === block && one.type.includes('|') && !one.name.endsWith('[]'),
      );
      if (field === undefined) continue;
      const act = {
        ...(fieldsOf(S1)['acts'] as object[])[0],
        type: code,
        details: { [field.name]: 'no such code' },
      };
      expect([
        code,
        found(changed(S1, ['acts', 0], act)).some((line) =>
          line.includes(`acts[0].details.${field.name} unknownCode`),
        ),
      ]).toEqual([code, true]);
    }
  });
});

describe('EDTF', () => {
  it('V04 every generated date is well-formed, fits its qualifier, and lies between its bounds', () => {
    fc.assert(
      fc.property(anyDate(1900, 2100), (date) => {
        const parsed = parseEdtf(date.edtf);
        expect(parsed.ok).toBe(true);
        expect(qualifierFits(date)).toBe(true);
        const { earliest, latest } = bounds(date);
        if (earliest !== null && latest !== null) expect(earliest <= latest).toBe(true);
        if (date.q === 'exact') expect([earliest, latest]).toEqual([date.edtf, date.edtf]);
        if (date.q === 'about') expect(addDays(earliest ?? '', 14)).toBe(latest);
        if (date.q === 'unknown_month')
          expect([earliest, latest]).toEqual([`${date.edtf}-01-01`, `${date.edtf}-12-31`]);
        if (date.q === 'unknown_day') {
          const [year = 0, month = 0] = date.edtf.split('-').map(Number);
          expect(latest).toBe(`${date.edtf}-${daysInMonth(year, month)}`);
        }
        if (date.q === 'ongoing' || date.q === 'after') expect(latest).toBe(null);
        if (date.q === 'before' || date.q === 'unknown') expect(earliest).toBe(null);
      }),
      { numRuns: 1000 },
    );
  });

  it('V04 29 February exists in leap years only, wherever it stands', () => {
    for (const year of [1900, 1999, 2000, 2023, 2024, 2100]) {
      const leap = daysInMonth(year, 2) === 29;
      for (const edtf of [
        `${year}-02-29`,
        `${year}-02-29~`,
        `[${year}-02-29..]`,
        `[..${year}-02-29]`,
        `${year}-02-29/..`,
      ])
        expect([edtf, parseEdtf(edtf).ok]).toEqual([edtf, leap]);
    }
    expect(bounds({ edtf: '2023-24', q: 'season' })).toEqual({
      earliest: '2023-12-01',
      latest: '2024-02-29',
    });
    expect(bounds({ edtf: '2024-24', q: 'season' })).toEqual({
      earliest: '2024-12-01',
      latest: '2025-02-28',
    });
    expect(bounds({ edtf: '[2024-02..2024-02-29]', q: 'between' })).toEqual({
      earliest: '2024-02-01',
      latest: '2024-02-29',
    });
  });

  it('V04 any text: an answer, never a crash, and never a day outside the calendar', () => {
    const near = fc.stringMatching(/^[[\]~?./0-9-]{0,26}$/);
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const parsed = parseEdtf(text);
        if (!parsed.ok) return;
        for (const day of [parsed.value.earliest, parsed.value.latest])
          if (day !== null) expect(day).toMatch(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
      }),
      { numRuns: 2000 },
    );
  });
});
