/** Owns the first section of the full form: what was done to whom. Must never hold an answer. */
import { methods } from '../answerWords.ts';
import { objectsAt, textAt } from '../report.ts';
import { type Lang, label } from '../vocabulary.ts';
import { blockQuestions } from './fullBlocks.ts';
import { aboutPeople, hasMethods, hereIs, severalActs } from './fullWhen.ts';
import { choice, choicesOf, named, violationChoices } from './fullWords.ts';
import type { Choice, Question, Scope, Section } from './question.ts';

/** Only two languages have the long lists: the nearest of them. */
export const spoken = (language: string): Lang => (language.startsWith('en') ? 'en' : 'ru');

/** The people recorded so far, by id. */
export function peopleChoices({ root }: Scope): readonly Choice[] {
  return objectsAt(root, 'persons').map((person, index) => {
    const name = textAt(person, 'label') ?? '';
    const number = index + 1;
    return {
      code: textAt(person, 'id') ?? '',
      label: name === '' ? { en: `Person ${number}`, ru: `Человек ${number}` } : { en: name, ru: name },
    };
  });
}

const legalBasis: Question = {
  name: 'legal_basis',
  label: named('acts[].legal_basis[]'),
  kind: 'repeat',
  min: 0,
  max: 20,
  entryTitle: (entry) => [textAt(entry, 'law'), textAt(entry, 'article')].filter(Boolean).join(', '),
  fresh: () => ({}),
  questions: [
    { name: 'law', label: named('acts[].legal_basis[].law'), kind: 'text', lines: 'one', max: 200 },
    {
      name: 'article',
      label: named('acts[].legal_basis[].article'),
      hint: {
        en: 'As it is written in the paper; the number is not translated',
        ru: 'Как в документе; номер не переводится',
      },
      kind: 'text',
      lines: 'one',
      max: 120,
    },
  ],
};

const actQuestions: readonly Question[] = [
  {
    name: 'type',
    label: named('acts[].type'),
    required: () => true,
    kind: 'choice',
    many: false,
    choices: () => violationChoices,
  },
  {
    name: 'primary',
    label: named('acts[].primary'),
    relevant: severalActs,
    kind: 'flag',
  },
  {
    name: '_stop',
    label: {
      en: 'No details of sexual violence here. Write that it happened; a trained person will ask the rest.',
      ru: 'Подробности сексуального насилия здесь не нужны. Укажите сам факт; об остальном спросит подготовленный человек.',
    },
    relevant: hereIs('type', 'tor.sexual'),
    guide: 'sexualViolence',
    kind: 'note',
  },
  {
    name: 'victims',
    label: named('acts[].victims[]'),
    hint: { en: 'People from the section “People”', ru: 'Люди из раздела «Люди»' },
    relevant: aboutPeople,
    kind: 'choice',
    many: true,
    choices: peopleChoices,
  },
  // The one letter of the list says nothing alone above a question.
  { name: 'start', label: { ...named('acts[].start'), ru: 'Начало' }, guide: 'dates', kind: 'partialDate' },
  { name: 'end', label: { ...named('acts[].end'), ru: 'Окончание' }, guide: 'dates', kind: 'partialDate' },
  {
    name: 'methods',
    label: named('acts[].methods[]'),
    relevant: hasMethods,
    kind: 'choice',
    many: true,
    choices: () => methods.map(choice),
  },
  { name: 'stated_reason', label: named('acts[].stated_reason'), kind: 'text', lines: 'few', max: 2000 },
  legalBasis,
  {
    name: 'status_after',
    label: named('acts[].status_after'),
    relevant: aboutPeople,
    kind: 'choice',
    many: false,
    choices: () => choicesOf('victimStatuses'),
  },
  {
    name: 'physical',
    label: named('acts[].physical'),
    kind: 'text',
    lines: 'few',
    max: 5000,
  },
  {
    name: 'psychological',
    label: named('acts[].psychological'),
    kind: 'text',
    lines: 'few',
    max: 5000,
  },
  {
    name: 'details',
    label: named('acts[].details'),
    kind: 'group',
    nested: true,
    questions: blockQuestions,
  },
];

export const actsSection: Section = {
  name: 'acts',
  label: { en: 'Acts', ru: 'Действия' },
  questions: [
    {
      name: 'acts',
      label: named('acts[]'),
      kind: 'repeat',
      min: 1,
      max: 20,
      entryTitle: (entry, _index, language) =>
        label('violations', textAt(entry, 'type') ?? '', spoken(language)),
      fresh: () => ({}),
      questions: actQuestions,
    },
    {
      name: 'themes',
      label: named('themes[]'),
      hint: { en: 'Empty: chosen by the acts', ru: 'Пусто: выбираются по действиям' },
      kind: 'choice',
      many: true,
      choices: () => choicesOf('themes'),
    },
  ],
};
