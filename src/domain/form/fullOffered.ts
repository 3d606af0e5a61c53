/** Owns making the full form's lists shorter where an organisation says so [MAN8] [FORM5]; must never take away an answer that was given, or "I don't know". */
import { listOf } from '../fieldNames.ts';
import { OWN_LISTS } from '../ownCodes.ts';
import type { JsonObject } from '../report.ts';
import { find, type ListName } from '../vocabulary.ts';
import { member } from './answers.ts';
import type { Definition } from './definition.ts';
import type { Question, Section } from './question.ts';

type Offered = ReadonlyMap<string, ReadonlySet<string>>;

/** Always answers. */
const ALWAYS = new Set(['unknown', 'other', 'none']);
/** What the organisation itself added is no part of the list that it wants shorter. [MAN9] */
const isKept = (vocabulary: ListName, code: string): boolean =>
  ALWAYS.has(code) || (OWN_LISTS.some((list) => list === vocabulary) && find(vocabulary, code) === undefined);
/** Where somebody is from has nothing to do with where the organisation works. */
const NEVER = new Set(['persons[].citizenship[]', 'persons[].citizenship']);

/** What any of the forms offers, by vocabulary; a vocabulary that none names is whole. */
export function offeredBy(forms: readonly Definition[]): Offered {
  const offered = new Map<string, Set<string>>();
  for (const form of forms)
    for (const [vocabulary, codes] of Object.entries(form.offered ?? {}))
      offered.set(vocabulary, new Set([...(offered.get(vocabulary) ?? []), ...codes]));
  return offered;
}

const chosenIn = (here: JsonObject, name: string): ReadonlySet<unknown> => {
  const value = member(here, name);
  return new Set(Array.isArray(value) ? value : [value]);
};

function shortened(question: Question, path: string, offered: Offered): Question {
  switch (question.kind) {
    case 'group':
      return {
        ...question,
        questions: inside(question.questions, question.nested ? `${path}${question.name}.` : path, offered),
      };
    case 'repeat':
      return { ...question, questions: inside(question.questions, `${path}${question.name}[].`, offered) };
    case 'choice': {
      const field = `${path}${question.name}${question.many ? '[]' : ''}`;
      const vocabulary = listOf(field);
      const codes = NEVER.has(field) ? undefined : offered.get(vocabulary ?? '');
      if (codes === undefined || vocabulary === undefined) return question;
      const { choices, name, byAlphabet: _own, ...rest } = question;
      return {
        ...rest,
        name,
        choices: (scope) => {
          const chosen = chosenIn(scope.here, name);
          const all = choices(scope);
          // In the organisation's order; what else is left comes last.
          return [
            ...[...codes].flatMap((code) => all.find((one) => one.code === code) ?? []),
            ...all.filter(({ code }) => !codes.has(code) && (isKept(vocabulary, code) || chosen.has(code))),
          ];
        },
      };
    }
    default:
      return question;
  }
}

const inside = (questions: readonly Question[], path: string, offered: Offered): readonly Question[] =>
  questions.map((question) => shortened(question, path, offered));

/** The sections with shorter lists; the same sections when nobody wants any. */
export const withOffered = (sections: readonly Section[], offered: Offered): readonly Section[] =>
  offered.size === 0
    ? sections
    : sections.map((section) => ({ ...section, questions: inside(section.questions, '', offered) }));
