/** Proves where answers to an organisation's own forms stand in a report, and that its conditions look only at them. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { expect, it } from 'vitest';
import type { Definition } from '../../../src/domain/form/definition.ts';
import { extraSections, offeredPages } from '../../../src/domain/form/definitionExtra.ts';
import { withChosenForm } from '../../../src/domain/form/ownKept.ts';
import type { Question, Scope } from '../../../src/domain/form/question.ts';
import type { JsonObject } from '../../../src/domain/report.ts';

const form = (id: string): Definition => ({
  v: 1,
  id,
  version: '2',
  title: { en: id },
  lists: {},
  absent: [],
  questions: [
    { kind: 'text', lines: 'one', name: 'who', label: { en: 'Who?' } },
    { kind: 'text', lines: 'one', name: 'why', label: { en: 'Why ${who}?' }, relevant: "${who} != ''" },
    { kind: 'calculated', name: 'told', label: {}, value: 'string-length(${who})' },
    {
      kind: 'repeat',
      name: 'calls',
      label: { en: 'Calls' },
      questions: [
        { kind: 'whole', name: 'minutes', label: { en: 'Minutes' }, constraint: '. < count(${calls}) * 10' },
      ],
    },
  ],
});

const flat = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question) => [question, ...('questions' in question ? flat(question.questions) : [])]);
const named = (forms: readonly Definition[], name: string): Question => {
  const all = flat(extraSections(forms).flatMap(({ questions }) => questions));
  return all.find((question) => question.name === name) as Question;
};
const at = (root: JsonObject, here: JsonObject, path: Scope['path']): Scope => ({
  root,
  here,
  path,
  today: '2026-11-22',
});

it('[MAN8] nothing is asked where there is no form', () => {
  expect(extraSections([])).toEqual([]);
});

it('[MAN8] answers stand under extra, with the form and its version once anything is answered', () => {
  const sections = extraSections([form('prison')]);
  expect(sections.map(({ name }) => name)).toEqual(['own1']);
  const answers = { who: 'Aida' };
  const root = { who: '', extra: { answers } };
  const [id, version] = [named([form('prison')], 'form'), named([form('prison')], 'version')];
  if (id.kind !== 'calculated' || version.kind !== 'calculated') throw new Error('calculated');
  expect([id.value(at(root, root.extra, ['extra'])), version.value(at(root, root.extra, ['extra']))]).toEqual(
    ['prison', '2'],
  );
  expect(id.value(at({}, {}, ['extra']))).toBeUndefined();
});

it('[MAN8] its conditions, words and calculations look at its own answers, not at the report', () => {
  const answers = { who: 'Aida', calls: [{ minutes: 5 }, { minutes: 25 }] };
  const root = { who: '', extra: { answers } };
  const scope = at(root, answers, ['extra', 'answers']);
  const [why, told, minutes] = ['why', 'told', 'minutes'].map((name) => named([form('prison')], name));
  expect(why?.relevant?.(scope)).toBe(true);
  expect(why?.relevant?.(at({ who: 'x' }, {}, ['extra', 'answers']))).toBe(false);
  expect(why?.fill?.('Why ${who}?', scope)).toBe('Why Aida?');
  expect(told?.kind === 'calculated' && told.value(scope)).toBe(4);
  const holds = [0, 1].map((entry) =>
    minutes?.constraint?.holds(at(root, answers.calls[entry] ?? {}, ['extra', 'answers', 'calls', entry])),
  );
  expect(holds).toEqual([true, false]);
});

it('[MAN8] of several forms one is chosen, and only its pages have questions', () => {
  const forms = [form('a'), form('b')];
  const sections = extraSections(forms);
  expect(sections.map(({ name }) => name)).toEqual(['own0', 'own1', 'own2']);
  const which = named(forms, 'form');
  if (which.kind !== 'choice') throw new Error('choice');
  expect(which.choices(at({}, {}, ['extra'])).map(({ code }) => code)).toEqual(['a', 'b']);
  const groups = sections
    .slice(1)
    .map(({ questions }) => flat(questions).find(({ name }) => name === 'answers'));
  const root = { extra: { form: 'b' } };
  expect(groups.map((group) => group?.relevant?.(at(root, root.extra, ['extra'])))).toEqual([false, true]);
});

it('[FORM7] of several forms the pages of the chosen one are there, and of one form all of them', () => {
  const names = (forms: readonly Definition[], extra: JsonObject): readonly string[] =>
    offeredPages(extraSections(forms), { extra }).map(({ name }) => name);
  expect(names([form('a'), form('b')], {})).toEqual(['own0']);
  expect(names([form('a'), form('b')], { form: 'b' })).toEqual(['own0', 'own2']);
  expect(names([form('a'), form('b')], { form: 'taken out meanwhile' })).toEqual(['own0']);
  expect(names([form('a')], {})).toEqual(['own1']);
});

it('[FORM7] what was answered to one form is set aside when another is chosen, and comes back with it', () => {
  const first = withChosenForm({ title: 'x', extra: { _begun: ['own1'] } }, 'a');
  const told = withChosenForm(
    { ...first, extra: { ...(first['extra'] as JsonObject), answers: { who: 'Aida' } } },
    'b',
  );
  expect(told).toMatchObject({ title: 'x', extra: { form: 'b', _begun: ['own1'] } });
  expect(told['extra']).not.toHaveProperty('answers');
  expect(withChosenForm(told, undefined)['extra']).not.toHaveProperty('form');
  for (const back of [withChosenForm(told, 'a'), withChosenForm(withChosenForm(told, undefined), 'a')])
    expect(back['extra']).toMatchObject({ form: 'a', answers: { who: 'Aida' } });
  expect(withChosenForm(withChosenForm(told, 'a'), 'a')['extra']).toMatchObject({ answers: { who: 'Aida' } });
});
