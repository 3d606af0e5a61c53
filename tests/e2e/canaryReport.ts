/** Owns answers to the whole full form in which every text is a canary, so that not one field can be forgotten. Must never touch a browser. */
import type { Json } from '../../src/domain/bounded.ts';
import { scopeAt, seenIn, withAnswer } from '../../src/domain/form/answers.ts';
import type { Definition } from '../../src/domain/form/definition.ts';
import type { Path, Question, Section } from '../../src/domain/form/question.ts';
import type { JsonObject } from '../../src/domain/report.ts';
import { options } from '../../src/domain/vocabulary.ts';

/** In each canary: letters that no browser and no text of the app has, in both scripts. */
export const STEMS = ['qanary', 'канарей'] as const;

/** A canary of twenty letters at most, which tells by its number where it was typed. */
export const canary = (number: number): string => `${number}${STEMS[0]} ${number}${STEMS[1]}`;

/** A form of the organisation's own: a text, a longer one, one behind a condition, one in a list. */
export const ownForm: Definition = {
  v: 1,
  id: 'cells',
  version: '3',
  title: { en: 'Cell conditions' },
  lists: { yesno: [{ name: 'no', label: { en: 'No, never' } }] },
  questions: [
    { name: 'water', label: { en: 'Was there water?' }, kind: 'one', list: 'yesno' },
    { name: 'why', label: { en: 'Why not?' }, relevant: '$' + "{water} = 'no'", kind: 'text', lines: 'one' },
    { name: 'smell', label: { en: 'What did the air smell of?' }, kind: 'text', lines: 'few' },
    {
      name: 'guard',
      label: { en: 'Guard' },
      kind: 'repeat',
      questions: [{ name: 'badge', label: { en: 'Badge' }, kind: 'text', lines: 'one' }],
    },
  ],
  absent: [],
};

const said = (q: string, number: number, edtf = ''): JsonObject => ({ edtf, q, text: canary(number) });
const id = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;
/** A report that this one names: no canary fits there. */
export const LINKED = '0a9e11ab-7e57-4a11-8a11-9a11ab0a9e11';
const people: readonly JsonObject[] = [
  {
    id: id(1),
    label: canary(901),
    roles: ['victim'],
    status_now: 'dead',
    birth: said('unknown', 911),
    names: [{ script: 'Latn' }],
  },
  { id: id(2), label: canary(902), roles: ['victim'], status_now: 'missing' },
  { id: id(3), label: canary(903), roles: ['victim'], kind: 'organisation' },
  { id: id(4), label: canary(904), roles: ['victim'], status_now: 'held_trial', relations: [{ to: id(1) }] },
];
/** What beginFull chooses. */
const FIRST_ACT = 'lib.arrest';
/** Blocks that an act has for its victims' or its place's sake, not for its own. */
const RIDING = ['death', 'disappearance', 'ngo', 'tnr'];

/** One act for every block, and what makes each question be asked at all. */
function skeleton(): JsonObject {
  const blocks = new Map<string, string>();
  for (const { code, block } of options('violations'))
    if (block !== undefined && !blocks.has(block)) blocks.set(block, code);
  const types = [...blocks].filter(([block]) => !RIDING.includes(block)).map(([, code]) => code);
  // The first is what the short form was begun with.
  types.sort((a, b) => Number(b === FIRST_ACT) - Number(a === FIRST_ACT));
  return {
    acts: types.map((type, index) => ({
      type,
      ...(index === 0 ? { victims: people.map(({ id }) => id ?? ''), start: said('unknown', 912) } : {}),
    })),
    persons: people,
    event: { start: said('unknown_day', 913, '2026-03') },
    place: { country: 'DE' },
    consents: [{ id: id(5), preset: 'partners' }],
    perpetrators: [{ type: 'police' }],
    sources: [{ type: 'witness' }],
    evidence: [
      { id: id(6), type: 'photo', _attached: 'yes' },
      { id: id(7), type: 'document_court', url: `https://999${STEMS[0]}.example/999${STEMS[1]}` },
    ],
    interventions: [{ type: 'legal', date: { edtf: '2026-04-01', q: 'exact' } }],
    links: [{ report: LINKED, type: 'follows' }],
    extra: { answers: { water: 'no' } },
  };
}

const nameOf = (path: Path): string => path.filter((key) => typeof key === 'string').join('.');

/** Where texts are asked, whatever the conditions say; list indexes left out. */
function textsAsked(questions: readonly Question[], at = ''): readonly string[] {
  return questions.flatMap((question) => {
    const here =
      question.kind === 'group' && !question.nested ? at : `${at}${at === '' ? '' : '.'}${question.name}`;
    if (question.kind === 'text') return [here];
    return question.kind === 'group' || question.kind === 'repeat'
      ? textsAsked(question.questions, here)
      : [];
  });
}

export type CanaryReport = {
  readonly answers: JsonObject;
  /** Every canary in it. */
  readonly canaries: readonly string[];
  /** Texts that no answer reaches: each would be a hole in the proof. */
  readonly missed: readonly string[];
};

/** A report that answers every text question of these pages once. */
export function canaryReport(sections: readonly Section[], today: string): CanaryReport {
  let answers = skeleton();
  const done = new Set<string>();
  let number = 100;
  for (let before = -1; before !== done.size; ) {
    before = done.size;
    for (const { questions } of sections)
      for (const { question, path } of [...seenIn(questions, answers, [], today)]) {
        const name = nameOf(path);
        if (done.has(name)) continue;
        const { here } = scopeAt(answers, path.slice(0, -1), today);
        const given: Json | undefined = here[question.name];
        if (question.kind === 'repeat') {
          if (given === undefined) answers = withAnswer(answers, path, [{}]);
          done.add(name);
        }
        if (question.kind !== 'text') continue;
        done.add(name);
        number += 1;
        if (given === undefined) answers = withAnswer(answers, path, canary(number));
      }
  }
  const text = JSON.stringify(answers);
  return {
    answers,
    canaries: [...new Set([...text.matchAll(/\d+(?:qanary|канарей)/g)].map(([found]) => found))],
    missed: sections.flatMap(({ questions }) => textsAsked(questions)).filter((name) => !done.has(name)),
  };
}
