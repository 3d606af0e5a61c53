/** Proves the import on the real forms of tests/vectors/xlsforms: what is asked, and that everything else is named. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../src/domain/form/definition.ts';
import { beginAnswers, compile } from '../../src/domain/form/definitionSections.ts';
import type { Question, Scope } from '../../src/domain/form/question.ts';
import { convertForm } from '../../src/xlsform/convert.ts';
import { formOf, questionsOf, said } from './forms.ts';

const folder = join(import.meta.dirname, '../vectors/xlsforms');
const files = readdirSync(folder).filter((name) => name !== 'README.md');
const convert = (name: string) => convertForm(readFileSync(join(folder, name)), name.replace(/\.\w+$/, ''));
const scopeOf = (answers: Scope['root']): Scope => ({
  root: answers,
  here: answers,
  path: [],
  today: '2026-11-22',
});

const flat = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question) => [question, ...('questions' in question ? flat(question.questions) : [])]);

it('looks at all of them', () => {
  expect(files.length).toBe(13);
});

it.each(files.filter((name) => name.endsWith('.xls')))('%s is an old file, and is told so', (name) => {
  expect(said(convert(name))).toEqual(['error workbookOld']);
});

it.each(files.filter((name) => name.endsWith('.xlsx')))(
  '%s becomes a form that a phone reads and can begin',
  (name) => {
    const form = formOf(convert(name));
    expect(parseDefinition(JSON.parse(JSON.stringify(form)))).toEqual({ ok: true, value: form });
    const sections = compile(form);
    const answers = beginAnswers(sections, '2026-11-22');
    for (const question of flat(sections.flatMap((section) => section.questions))) {
      const scope = scopeOf(answers);
      expect(typeof (question.relevant?.(scope) ?? true)).toBe('boolean');
      if (question.kind === 'choice') expect(question.choices(scope).length).toBeGreaterThanOrEqual(0);
      if (question.kind === 'calculated') question.value(scope);
    }
  },
);

describe('all-question-types.xlsx', () => {
  const converted = convert('all-question-types.xlsx');
  const form = formOf(converted);
  const questions = questionsOf(form.questions);

  it('names itself', () => {
    expect([form.id, form.version, form.title]).toEqual([
      'all-question-types',
      '2024091201-3',
      { und: 'All question types' },
    ]);
  });

  it.each([
    ['string', { kind: 'text', lines: 'one' }],
    ['url', { start: { value: 'http://getodk.org/' } }],
    ['integer', { kind: 'whole' }],
    ['decimal', { kind: 'decimal' }],
    ['range_integer', { kind: 'whole', min: 1, max: 10, step: 1 }],
    ['range_decimal', { kind: 'decimal', min: 1.5, max: 5.5, step: 0.5 }],
    ['range_integer_rating', { kind: 'whole', min: 1, max: 5 }],
    ['barcode', { kind: 'text' }],
    ['date', { kind: 'day' }],
    ['date_month_year', { kind: 'partialDate' }],
    ['date_year', { kind: 'partialDate' }],
    ['time', { kind: 'time' }],
    ['date_time', { kind: 'instant' }],
    ['geopoint', { kind: 'point' }],
    ['select_one', { kind: 'one', list: 'opt_abcd' }],
    ['select_multi', { kind: 'many', list: 'opt_abcd' }],
    ['my_trigger', { kind: 'flag' }],
    ['table_list_label', { kind: 'note' }],
  ])('asks %s', (name, expected) => {
    expect(questions.get(name)).toMatchObject(expected);
  });

  it('leaves out each question that it cannot ask, by name, row and reason', () => {
    const leftOut = converted.findings.filter(
      ({ severity, sheet }) => severity === 'leftOut' && sheet === 'survey',
    );
    expect(leftOut.map(({ row }) => row)).toEqual([
      ...[30, 31, 32, 33, 34, 35, 36, 37, 42, 43, 44, 45, 46, 47, 69, 70, 81, 83, 94, 106],
    ]);
    expect(said(converted)).toContain('leftOut fileLeftOut survey!A83 select_one_from_file cities.geojson');
    expect(said(converted)).toContain('leftOut typeLeftOut survey!A106 rank opt_abcd');
    expect(said(converted)).toContain('note sheetIgnored widgets to deprecate widgets to deprecate');
    expect(said(converted)).toContain('note appearanceIgnored survey!G58 coptic');
  });
});

describe('xlsform_spec_test.xlsx', () => {
  const converted = convert('xlsform_spec_test.xlsx');
  const form = formOf(converted);
  const questions = questionsOf(form.questions);
  const everything = flat(compile(form).flatMap((section) => section.questions));
  const question = (name: string) => everything.find((each) => each.name === name) as Question;

  it('has words in both languages, required and its message, conditions', () => {
    expect(questions.get('address')).toMatchObject({
      label: { en: 'Enter an address', zh: '您好' },
      hint: { zh: 'ni hao' },
    });
    expect(questions.get('required_text')).toMatchObject({
      required: true,
      requiredMessage: { und: 'Custom required message.' },
    });
    expect(questions.get('list-nolabel-test')).toMatchObject({ required: true });
    expect(questions.get('repeat_test')).toMatchObject({ kind: 'repeat', count: '2' });
    expect(questions.get('FALSE')).toMatchObject({ kind: 'text' });
  });

  it('hides everything when it is skipped, and holds what its author wanted', () => {
    expect(question('everything').relevant?.(scopeOf({ skip_to_end: 'yes' }))).toBe(false);
    expect(question('everything').relevant?.(scopeOf({ skip_to_end: 'no' }))).toBe(true);
    const root = { everything: { a_integer: 5, a_decimal: 5.5 } };
    const scope: Scope = { ...scopeOf(root), here: root.everything, path: ['everything'] };
    expect(question('a_decimal').constraint?.holds(scope)).toBe(false);
    expect(question('note_test').relevant).toBeUndefined();
    const email = (address: string): boolean | undefined => {
      const answers = { everything: { address } };
      return question('email_note').relevant?.({
        ...scopeOf(answers),
        here: answers.everything,
        path: ['everything'],
      });
    };
    expect([email('a@example.org'), email('nobody')]).toEqual([true, false]);
  });

  it('puts answers into words, and calculates', () => {
    const root = { everything: { my_name: 'Aida' } };
    const scope: Scope = { ...scopeOf(root), here: root.everything, path: ['everything'] };
    const note = question('invalid_variable');
    expect(note.fill?.(note.label['en'] ?? '', scope)).toBe('Your name is Aida');
    const calculated = question('calculate_test');
    expect(calculated.kind === 'calculated' && calculated.value(scope)).toBe(4);
  });

  it('collects nothing about the phone, and says so', () => {
    expect(said(converted).filter((line) => line.includes('deviceLeftOut'))).toEqual([
      'leftOut deviceLeftOut survey!A42 start',
      'leftOut deviceLeftOut survey!A44 end',
      'leftOut deviceLeftOut survey!A48 deviceid',
      'leftOut deviceLeftOut survey!A50 uri:deviceid',
      'leftOut deviceLeftOut survey!A52 phonenumber',
    ]);
    expect(questions.get('today')).toMatchObject({ kind: 'calculated' });
  });
});

it('choice_filter_test.xlsx: a choice decides what the next list offers', () => {
  const form = formOf(convert('choice_filter_test.xlsx'));
  const county = flat(compile(form).flatMap(({ questions }) => questions)).find(
    ({ name }) => name === 'county',
  );
  if (county?.kind !== 'choice') throw new Error('county');
  const codes = (state: string) => county.choices(scopeOf({ state })).map(({ code }) => code);
  expect(codes('texas')).toEqual(['king', 'cameron']);
  expect(codes('washington')).toEqual(['king', 'pierce']);
  expect(codes('')).toEqual([]);
});

it('or_other.xlsx and specify_other.xlsx: other is offered, and asked for below', () => {
  const sex = formOf(convert('specify_other.xlsx'));
  expect(sex.lists['sexes or other']?.map(({ name }) => name)).toEqual(['male', 'female', 'other']);
  const [, which] = compile(sex).flatMap(({ questions }) => questions);
  expect(which?.name).toBe('sex_other');
  expect(which?.relevant?.(scopeOf({ sex: 'other' }))).toBe(true);
  expect(which?.relevant?.(scopeOf({ sex: 'male' }))).toBe(false);
  const colours = convert('or_other.xlsx');
  expect(said(colours)).toEqual(['note exprWord survey!D3 yes']);
  const pastel = compile(formOf(colours)).flatMap(({ questions }) => questions)[2];
  if (pastel?.kind !== 'choice') throw new Error('pastel');
  expect(pastel.choices(scopeOf({})).map(({ code }) => code)).toEqual(['mauve', 'apricot']);
});
