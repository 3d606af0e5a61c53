/** Proves the border of an organisation's form: what a phone takes from a manifest, and what it does with it. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Definition, MAX_FORM_BYTES, parseDefinition } from '../../../src/domain/form/definition.ts';
import { beginAnswers, compile } from '../../../src/domain/form/definitionSections.ts';
import type { Question } from '../../../src/domain/form/question.ts';

const form: Definition = {
  v: 1,
  id: 'prison',
  version: '3',
  title: { en: 'Prison' },
  lists: {
    yes_no: [
      { name: 'yes', label: { en: 'Yes' } },
      { name: 'no', label: { en: 'No' } },
    ],
  },
  absent: [],
  questions: [
    { kind: 'one', name: 'held', label: { en: 'Held?' }, list: 'yes_no' },
    {
      kind: 'group',
      name: 'where',
      label: { en: 'Where' },
      relevant: "${held} = 'yes'",
      questions: [
        { kind: 'text', name: 'cell', label: { en: 'Cell' }, lines: 'one', required: true },
        { kind: 'decimal', name: 'size', label: { en: 'Size' }, min: 0, step: 0.5, constraint: '. < 100' },
      ],
    },
    { kind: 'calculated', name: 'told', label: {}, value: "if(${cell} = '', 0, 1)" },
  ],
};
const copy = (): Record<string, unknown> => JSON.parse(JSON.stringify(form));
const flat = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question) => [question, ...('questions' in question ? flat(question.questions) : [])]);

it('a form survives JSON', () => {
  expect(parseDefinition(copy())).toEqual({ ok: true, value: form });
});

it('members that a newer app wrote are passed over, a newer form is told as such', () => {
  expect(parseDefinition({ ...copy(), extra: 1 }).ok).toBe(true);
  expect(parseDefinition({ ...copy(), v: 2 })).toEqual({ ok: false, code: 'formNewer' });
});

it.each([
  ['no object', []],
  ['no id', { ...form, id: '' }],
  [
    'a name that reaches a prototype',
    { ...form, questions: [{ kind: 'text', lines: 'one', name: 'constructor', label: {} }] },
  ],
  ['two of one name', { ...form, questions: [form.questions[0], form.questions[0]] }],
  ['an unknown kind', { ...form, questions: [{ kind: 'poem', name: 'a', label: {} }] }],
  ['a missing list', { ...form, lists: {} }],
  [
    'an unknown reference',
    { ...form, questions: [{ kind: 'calculated', name: 'a', label: {}, value: '${b}' }] },
  ],
  [
    'an expression that cannot be read',
    { ...form, questions: [{ kind: 'calculated', name: 'a', label: {}, value: '1 +' }] },
  ],
  ['a circle', { ...form, questions: [{ kind: 'calculated', name: 'a', label: {}, value: '${a}' }] }],
  ['a function', { ...form, title: () => 'x' }],
])('%s is refused', (_, value) => {
  expect(parseDefinition(value)).toMatchObject({ ok: false, code: 'formMalformed' });
});

it('more than 64 KiB, and more than 1,000 questions, are refused', () => {
  const long = { ...form, title: { en: 'x'.repeat(MAX_FORM_BYTES) } };
  expect(parseDefinition(long)).toMatchObject({ ok: false, code: 'formTooLarge' });
  const note = (at: number) => ({ kind: 'note', name: `n${at}`, label: {} });
  const many = { ...form, questions: Array.from({ length: 1_001 }, (_, at) => note(at)) };
  expect(parseDefinition(many)).toMatchObject({ ok: false, code: 'formTooLarge' });
});

describe('asked on the phone', () => {
  const sections = compile(form);
  const named = (name: string) =>
    flat(sections.flatMap(({ questions }) => questions)).find(
      (question) => question.name === name,
    ) as Question;
  const scope = (root: Record<string, never> | object, inside?: string) => ({
    root: root as never,
    here: (inside === undefined ? root : ((root as never)[inside] ?? {})) as never,
    path: inside === undefined ? [] : [inside],
    today: '2026-11-22',
  });

  it('groups are pages, and what stands between them', () => {
    expect(sections.map(({ name, label }) => [name, label])).toEqual([
      ['prison', { en: 'Prison' }],
      ['where', { en: 'Where' }],
      ['prison-3', { en: 'Prison' }],
    ]);
    expect(beginAnswers(sections, '2026-11-22')).toEqual({});
  });

  it('steps and constraints hold for no answer', () => {
    const { constraint } = named('size');
    const holds = [{}, { size: 1.5 }, { size: 1.3 }, { size: 100 }].map((where) =>
      constraint?.holds(scope({ held: 'yes', where }, 'where')),
    );
    expect(holds).toEqual([true, true, false, false]);
  });

  it('an answer that is hidden again does not count in calculations', () => {
    const told = named('told');
    if (told.kind !== 'calculated') throw new Error('told');
    const where = { cell: '12' };
    expect(told.value(scope({ held: 'yes', where }))).toBe(1);
    expect(told.value(scope({ held: 'no', where }))).toBe(0);
  });

  it('answers of a wrong kind never throw', () => {
    const anything = fc.object({
      key: fc.constantFrom('held', 'where', 'cell', 'size', 'told'),
      maxDepth: 3,
    });
    fc.assert(
      fc.property(anything, (answers) => {
        for (const question of flat(sections.flatMap(({ questions }) => questions))) {
          const at = scope(answers as object);
          question.relevant?.(at);
          question.required?.(at);
          question.constraint?.holds(at);
          question.initial?.(at);
          if (question.kind === 'calculated') question.value(at);
        }
      }),
      { numRuns: 300 },
    );
  });
});
