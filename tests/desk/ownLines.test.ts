/** Proves that the desk shows answers to an organisation's own form in the form's words, all of them, and trusts neither. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesShown } from '../../src/desk/additions.ts';
import { type Line, sectionsOf } from '../../src/desk/report/reportLines.ts';
import { parted } from '../../src/desk/report/technical.ts';
import type { Json } from '../../src/domain/bounded.ts';
import { encodeDefinition, parseDefinition } from '../../src/domain/form/definition.ts';
import { history } from '../../src/domain/later/history.ts';
import type { JsonObject, ReportFields } from '../../src/domain/report.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { by, made } from '../domain/additions.ts';
import { changed, fieldsOf, sample } from '../domain/samples.ts';

const en = await loadDeskWords('en');
const ru = await loadDeskWords('ru');

const UUID = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';
const FORM: JsonObject = {
  v: 1,
  id: 'cells',
  version: '3',
  title: { en: 'Cell conditions', ru: 'Условия в камере' },
  lists: {
    yesno: [
      { name: 'y', label: { en: 'Yes, always', ru: 'Да, всегда' } },
      { name: 'n', label: { en: 'No, never', ru: 'Нет, никогда' } },
      { name: 'bare', label: {} },
    ],
  },
  questions: [
    { name: 'water', label: { en: 'Was there water?', ru: 'Была ли вода?' }, kind: 'one', list: 'yesno' },
    { name: 'days', label: { en: 'Which days?', ru: 'По каким дням?' }, kind: 'many', list: 'yesno' },
    { name: 'year', label: { en: 'Year', ru: 'Год' }, kind: 'whole' },
    { name: 'share', label: { kk: 'Үлесі' }, kind: 'decimal' },
    {
      name: 'page',
      label: {},
      kind: 'group',
      questions: [{ name: 'seen', label: { en: 'Seen on' }, kind: 'day' }],
    },
    {
      name: 'guard',
      label: { en: 'Guard', ru: 'Охранник' },
      kind: 'repeat',
      questions: [
        { name: 'badge', label: { en: 'Badge', ru: 'Жетон' }, kind: 'text', lines: 'one' },
        { name: 'kind_id', label: { en: 'How was ${badge}?' }, kind: 'one', list: 'yesno' },
      ],
    },
    {
      name: 'cell',
      label: { en: 'The cell' },
      kind: 'group',
      questions: [{ name: 'spot', label: {}, kind: 'point' }],
    },
    { name: 'sure', label: { en: 'Sure' }, kind: 'flag' },
    { name: 'from', label: { en: 'From' }, kind: 'partialDate' },
    { name: 'prisoner_id', label: { en: 'Number' }, kind: 'text', lines: 'one' },
    { name: 'sum', label: {}, kind: 'calculated', value: '1 + 1' },
  ],
  absent: [],
};
const ANSWERS: JsonObject = {
  water: 'y',
  days: ['y', 'n', 'gone', 'bare'],
  year: 1998,
  share: 0.12345,
  page: { seen: '2026-11-03' },
  guard: [{ badge: 'TJ-77', kind_id: 'n' }, { kind_id: 'y' }],
  cell: { spot: { lat: 38.55, lon: 68.77 } },
  sure: true,
  from: { edtf: '2026-05', q: 'exact' },
  prisoner_id: UUID,
  sum: 2,
};

const about = fieldsOf(sample('S1').report);
const answered = (extra: unknown): ReportFields => changed(about, ['extra'], extra);
const report = answered({ form: 'cells', version: '3', answers: ANSWERS });
const ownIn = (fields: ReportFields, t = en, forms: readonly JsonObject[] = [FORM]) =>
  sectionsOf(fields, {}, t, forms).find(({ id }) => id === 'own');
const otherIn = (fields: ReportFields, forms: readonly JsonObject[] = [FORM]) =>
  lined(sectionsOf(fields, {}, en, forms).find(({ id }) => id === 'other')?.lines ?? []);

/** What is read, one line each, groups by their title. */
const lined = (lines: readonly Line[], before = ''): readonly string[] =>
  lines.flatMap((line) =>
    line.kind === 'group'
      ? lined(line.lines, `${before}${[line.title?.text ?? '', line.label].filter(Boolean).join(' ')} › `)
      : [`${before}${line.label}: ${line.values.map(({ text }) => text).join(' | ')}`],
  );
const read = (fields: ReportFields, t = en, forms: readonly JsonObject[] = [FORM]) =>
  lined(ownIn(fields, t, forms)?.lines ?? []);
const rawOf = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((line) => (line.kind === 'group' ? rawOf(line.lines) : line.values.map(({ raw }) => raw)));

describe('answers to an organisation’s own form at the desk', () => {
  it('[MAN8] [FORM4] stand under the form’s title with its questions and choices, in the order of the form', () => {
    expect(parseDefinition(JSON.parse(encodeDefinition(FORM as never))).ok).toBe(true);
    expect(ownIn(report)).toMatchObject({ title: 'Cell conditions', notes: [] });
    expect(read(report)).toEqual([
      'Was there water?: Yes, always',
      'Which days?: Yes, always | No, never | gone | bare',
      'Year: 1998',
      'Үлесі: 0.12345',
      'Seen on: 03.11.2026',
      'TJ-77 Guard 1 › Badge: TJ-77',
      'TJ-77 Guard 1 › How was TJ-77?: No, never',
      'Guard 2 › How was …?: Yes, always',
      'The cell › spot: 38.55, 68.77',
      'Sure: Yes',
      expect.stringMatching(/^From: .*2026/),
      `Number: ${UUID}`,
      'sum: 2',
      'Form: cells | version 3',
    ]);
    expect(otherIn(report)).toEqual([]);
    // A number that somebody was asked for is an answer, not one of the machine's.
    expect(lined(parted(sectionsOf(report, {}, en, [FORM]), new Set()).technical).join()).not.toContain(
      'Number',
    );
  });

  it('[MAN8] are in the desk’s language, else in the form’s', () => {
    expect(ownIn(report, ru)?.title).toBe('Условия в камере');
    expect(read(report, ru)).toEqual(
      expect.arrayContaining([
        'Была ли вода?: Да, всегда',
        'Үлесі: 0.12345',
        'Seen on: 03.11.2026',
        'TJ-77 Охранник 1 › Жетон: TJ-77',
        'Форма: cells | версия 3',
      ]),
    );
  });

  it('[FORM7] stand as they came, under the form’s id, when it is not published any more or cannot be read', () => {
    for (const [forms, note] of [
      [[], 'This form is not published any more. The answers are shown as they came.'],
      [
        [{ ...FORM, v: 2 }],
        'This version of the desk cannot read this form. The answers are shown as they came.',
      ],
    ] as const) {
      expect(ownIn(report, en, forms)).toMatchObject({ title: 'cells', notes: [note] });
      expect(read(report, en, forms)).toEqual(
        expect.arrayContaining([
          'water: y',
          'days[2]: gone',
          'guard[0].badge: TJ-77',
          'cell.spot.lat: 38.55',
        ]),
      );
      expect(otherIn(report, forms)).toEqual([]);
    }
  });

  it('say which version they were given to, and what the published one does not ask', () => {
    const old = answered({
      form: 'cells',
      version: '2',
      answers: { water: 'y', smell: { of: ['x', true] } },
    });
    expect(ownIn(old)?.notes).toEqual([
      'Answered in another version of the form: version 2. The questions are shown in the words of the one published now: version 3.',
      'What the published form does not ask is shown as it came.',
    ]);
    expect(read(old)).toEqual([
      'Was there water?: Yes, always',
      'smell.of[0]: x',
      'smell.of[1]: true',
      'Form: cells | version 2',
    ]);
    const unnumbered = { ...FORM, version: '' };
    const unknown = answered({ form: 'cells', version: 'unknown', answers: { water: 'y' } });
    expect(ownIn(unknown, en, [unnumbered])?.notes).toEqual([]);
  });

  it('of the wrong shape are shown all the same, and what is no form’s answer stays among the other fields', () => {
    const broken = answered({
      form: 'cells',
      version: 7,
      more: 'm',
      answers: {
        water: { deep: [['w']] },
        days: [{ a: 1 }, 'y'],
        guard: ['not an entry', { badge: ['b1', 'b2'], [`x\u202e`]: null }],
        page: 'p',
        cell: { spot: { lat: 1, lon: 'x' } },
        from: { edtf: 'never' },
        sum: [],
      },
    });
    expect(read(broken)).toEqual([
      'Was there water?.deep[0][0]: w',
      'Which days?[0].a: 1',
      'Which days?[1]: y',
      'page: p',
      'Guard: not an entry',
      'Guard 2 › Badge: b1 | b2',
      'Guard 2 › x\u202e: null',
      'The cell › spot.lat: 1',
      'The cell › spot.lon: x',
      'From.edtf: never',
      'sum: ',
      'Form: cells',
    ]);
    expect(otherIn(broken)).toEqual(['extra.version: 7', 'extra.more: m']);
    for (const extra of [
      { form: 7, answers: { a: 'x' } },
      { form: 'cells', answers: ['x'] },
      { answers: 'x' },
    ])
      expect(otherIn(answered(extra)).join()).toContain(': x');
    expect(ownIn(answered('text'))).toBeUndefined();
  });

  it('lose no value, whatever they are', () => {
    const names = fc.constantFrom(
      'water',
      'days',
      'guard',
      'page',
      'cell',
      'spot',
      'badge',
      'from',
      'lat',
      'other',
    );
    const value = fc.letrec<{ any: Json }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Json>('y', 'aa', 12, true, null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(names, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const count = (json: Json): number =>
      typeof json !== 'object' || json === null
        ? 1
        : Object.values(json).reduce<number>((sum, inner) => sum + count(inner), 0);
    fc.assert(
      fc.property(fc.dictionary(names, value, { maxKeys: 6 }), (answers) => {
        const lines = ownIn(answered({ form: 'cells', version: '3', answers }))?.lines ?? [];
        const points = rawOf(lines).filter((raw) => raw.includes(', ')).length;
        expect(rawOf(lines)).toHaveLength(count(answers) + 2 - points);
      }),
      { numRuns: 300 },
    );
  });

  it('[REP10] say by name what a correction changes, and stand under their form in the addition', () => {
    const answers = {
      water: 'n',
      guard: [{ badge: 'TJ-78' }, { kind_id: 'y' }, { badge: 'TJ-79', kind_id: 'n' }],
    };
    const extra = { form: 'cells', version: '3', answers };
    const sent = changed(
      made(about, { answers: { event: { context: 'x' } } }),
      ['changes'],
      [{ path: 'extra', value: extra }],
    );
    expect(ownIn(sent)?.title).toBe('Cell conditions');
    expect(read(sent)).toContain('TJ-79 Guard 3 › How was TJ-79?: No, never');
    expect(otherIn(sent)).toEqual([]);
    const version = history(by(report), [by(sent)]).at(-1);
    const after = version?.fields ?? {};
    const told = (t: typeof en) =>
      changesShown(version?.changes ?? [], { before: report, after }, t, [FORM]).map(
        ({ place, before, after: now }) =>
          `${place}: ${before.map(({ text }) => text).join(' | ')} → ${now.map(({ text }) => text).join(' | ')}`,
      );
    expect(told(en)).toEqual(
      expect.arrayContaining([
        'Cell conditions › Was there water?: Yes, always → No, never',
        'Cell conditions › Guard 1 › Badge: TJ-77 → TJ-78',
        'Cell conditions › Guard 3:  → Badge: TJ-79 | How was TJ-79?: No, never',
      ]),
    );
    expect(told(ru)).toContain('Условия в камере › Была ли вода?: Да, всегда → Нет, никогда');
    const first = history(by(about), [by(sent)]).at(-1);
    const [whole] = changesShown(first?.changes ?? [], { before: about, after: first?.fields ?? {} }, en, [
      FORM,
    ]);
    expect(whole?.place).toBe('Cell conditions');
    expect(whole?.after.map(({ text }) => text)).toContain('Was there water?: No, never');
  });
});
