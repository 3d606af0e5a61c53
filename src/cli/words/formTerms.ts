/** Owns the list of labels and hints that a language has to translate for the full form, each once, in the order in which they are asked. Must never list words about consent. */
import { fullSections } from '../../domain/form/full.ts';
import { laterSections } from '../../domain/form/fullLater.ts';
import type { Question, Scope, Texts } from '../../domain/form/question.ts';
import outputs from '../../domain/vocabulary/outputs.json' with { type: 'json' };
import { type ListName, lists, type Option } from '../../domain/vocabulary.ts';
import { CONSENT_LISTS, CONSENT_PLACES, saysConsent, termKey } from '../../i18n/draftLabels.ts';

/** The files of a language that hold them, by the part of the form. */
export const TERM_PARTS = ['termsOfActs', 'termsOfDetails', 'termsOfPeople', 'termsOfProof'] as const;
type TermPart = (typeof TERM_PARTS)[number];
export type FormTerm = {
  readonly key: string;
  readonly part: TermPart;
  readonly en: string;
  readonly ru: string;
};

type Said = { readonly part: TermPart; readonly en: string; readonly ru: string; readonly consent: boolean };

const PROOF = ['sources', 'consent', 'remedies', 'later'];
const nowhere: Scope = { root: {}, here: {}, path: [], today: '2000-01-01' };

function* saidIn(questions: readonly Question[], at: string, part: TermPart): Generator<Said> {
  for (const question of questions) {
    const path = `${at}${question.name}`;
    const here: TermPart = question.name === 'details' ? 'termsOfDetails' : part;
    const consent = CONSENT_PLACES.test(path);
    const say = function* (texts: Texts | undefined): Generator<Said> {
      const { en, ru } = texts ?? {};
      if (en !== undefined && ru !== undefined) yield { part: here, en, ru, consent };
    };
    yield* say(question.label);
    yield* say(question.hint);
    yield* say(question.guidance);
    yield* say(question.constraint?.message);
    yield* say(question.requiredMessage);
    if (question.kind === 'choice')
      for (const { label, group } of question.choices(nowhere)) {
        yield* say(label);
        yield* say(group);
      }
    if (question.kind === 'group' || question.kind === 'repeat')
      yield* saidIn(question.questions, `${path}${question.kind === 'repeat' ? '[]' : ''}.`, here);
  }
}

function* all(): Generator<Said> {
  const ours = fullSections();
  for (const section of [...ours, ...laterSections('withdraw', ours), ...laterSections('consent', ours)]) {
    const part: TermPart = PROOF.includes(section.name)
      ? 'termsOfProof'
      : section.name === 'acts'
        ? 'termsOfActs'
        : 'termsOfPeople';
    const { en = '', ru = '' } = section.label;
    yield { part, en, ru, consent: false };
    yield* saidIn(section.questions, '', part);
  }
  // Not asked by our own form; the number of an entry is put there when it is shown.
  yield { part: 'termsOfPeople', en: 'Which form?', ru: 'Какая форма?', consent: false };
  yield {
    part: 'termsOfPeople',
    en: 'One form goes with a report. Answers to another one stay in the draft and are not sent.',
    ru: 'С сообщением уходит одна форма. Ответы на другую остаются в черновике и не отправляются.',
    consent: false,
  };
  yield { part: 'termsOfPeople', en: 'Person {n}', ru: 'Человек {n}', consent: false };
  for (const output of outputs.outputs) {
    yield { part: 'termsOfProof', en: output.en, ru: output.ru, consent: false };
    for (const { en, ru, any } of output.needs)
      yield { part: 'termsOfProof', en, ru, consent: /(?:^|\|)consent\./.test(any) };
  }
}

const keysOf = (options: readonly Option[]): readonly string[] =>
  options.map(({ en, ru }) => termKey(en, ru));

/** All of them without those that `labelled` has by list and code already. */
export function formTerms(labelled: readonly ListName[]): readonly FormTerm[] {
  const said = [...all()];
  const spellings = Map.groupBy(said, ({ en }) => en);
  const isAmbiguous = (en: string): boolean => new Set(spellings.get(en)?.map(({ ru }) => ru)).size > 1;
  const left = new Set([
    ...CONSENT_LISTS.flatMap((list) => keysOf(lists[list])),
    ...labelled.flatMap((list) =>
      keysOf(list === 'violations' ? lists.violations.filter(({ short }) => short === true) : lists[list]),
    ),
  ]);
  const terms = new Map<string, FormTerm>();
  for (const { part, en, ru, consent } of said) {
    const exact = termKey(en, ru);
    if (consent || saysConsent(en) || left.has(exact) || terms.has(exact) || !/\p{L}/u.test(en)) continue;
    terms.set(exact, { key: isAmbiguous(en) ? exact : en, part, en, ru });
  }
  return [...terms.values()];
}
