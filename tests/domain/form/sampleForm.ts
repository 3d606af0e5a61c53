/** Owns a small form with every kind of question, for tests; must never grow into a second full form. */
import type { Asking, Choice, Condition, Question, Section } from '../../../src/domain/form/question.ts';

const both = (en: string, ru: string) => ({ en, ru });

export const ask = (name: string, asking: Asking, more: Partial<Question> = {}): Question =>
  ({ name, label: both(name, name), ...more, ...asking }) as Question;

const line = { kind: 'text', lines: 'one', max: 20 } as const;
const choice = (code: string): Choice => ({ code, label: both(code, code) });
export const is =
  (name: string, value: string): Condition =>
  ({ here }) =>
    here[name] === value;

const names = ask('names', {
  kind: 'repeat',
  min: 0,
  max: 2,
  questions: [ask('full', line, { required: () => true })],
  entryTitle: (entry, index) => (typeof entry['full'] === 'string' ? entry['full'] : `#${index + 1}`),
  fresh: () => ({}),
});

export const sampleForm: readonly Section[] = [
  {
    name: 'acts',
    label: both('What happened', 'Что произошло'),
    questions: [
      ask('acts', {
        kind: 'repeat',
        min: 1,
        max: null,
        entryTitle: (_, index) => String(index + 1),
        fresh: (_, newId) => ({ id: newId() }),
        questions: [
          ask('type', { kind: 'choice', many: false, choices: () => ['arrest', 'torture'].map(choice) }),
          ask(
            'victims',
            {
              kind: 'choice',
              many: true,
              choices: ({ root }) =>
                (Array.isArray(root['people']) ? root['people'] : []).map((one) => choice(String(one.id))),
            },
            { guide: 'victims' },
          ),
          ask('details', {
            kind: 'group',
            nested: true,
            questions: [],
          }),
          ask(
            'details',
            { kind: 'group', nested: true, questions: [ask('warrant', line)] },
            { relevant: is('type', 'arrest') },
          ),
          ask(
            'details',
            { kind: 'group', nested: true, questions: [ask('injuries', line)] },
            { relevant: is('type', 'torture') },
          ),
        ],
      }),
    ],
  },
  {
    name: 'people',
    label: both('People', 'Люди'),
    questions: [
      ask('people', {
        kind: 'repeat',
        min: 0,
        max: 40,
        entryTitle: (entry, index) => String(entry['label'] ?? index + 1),
        fresh: (_, newId) => ({ id: newId() }),
        questions: [ask('label', line), ask('age', { kind: 'range', max: 120 }), names],
      }),
    ],
  },
  {
    name: 'when',
    label: both('When', 'Когда'),
    questions: [
      ask('event', {
        kind: 'group',
        nested: true,
        questions: [
          ask('start', { kind: 'partialDate' }, { required: () => true }),
          ask('ongoing', { kind: 'flag' }),
        ],
      }),
      ask('time', { kind: 'time' }),
      ask('received', { kind: 'day' }),
      ask('deadline', { kind: 'instant' }),
      ask('count', { kind: 'whole', min: 0, max: 100 }),
      ask(
        'share',
        { kind: 'decimal' },
        {
          constraint: {
            holds: ({ here }) => Number(here['share']) < 1,
            message: both('Less than one', 'Меньше единицы'),
          },
        },
      ),
      ask('spot', { kind: 'point' }),
      ask('said', { kind: 'note' }),
      ask('twice', { kind: 'calculated', value: ({ here }) => Number(here['count'] ?? 0) * 2 }),
      ask('four', {
        kind: 'calculated',
        value: ({ here }) => (typeof here['twice'] === 'number' ? here['twice'] * 2 : undefined),
      }),
    ],
  },
  {
    name: 'account',
    label: both('Account', 'Описание'),
    questions: [
      ask('event', {
        kind: 'group',
        nested: true,
        questions: [ask('summary', line), ask('story', { kind: 'text', lines: 'long', max: 200_000 })],
      }),
      ask(
        'secret',
        {
          kind: 'group',
          nested: false,
          questions: [ask('contact', line)],
        },
        { relevant: ({ root }) => root['time'] !== undefined },
      ),
    ],
  },
];
