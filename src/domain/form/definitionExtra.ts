/** Owns where the answers to an organisation's own form stand in a full report: `extra` {`form`, `version`, `answers`} [MAN8]. Must never mix two forms. */
import type { JsonObject } from '../report.ts';
import { objectAt, textAt } from '../report.ts';
import type { Definition } from './definition.ts';
import { compile } from './definitionSections.ts';
import { isForeign } from './ownKept.ts';
import type { Condition, Question, Scope, Section, Texts } from './question.ts';

const CHOOSE: Texts = {
  en: 'Which form?',
  ru: 'Какая форма?',
};
const ONE_FORM: Texts = {
  en: 'One form goes with a report. Answers to another one stay in the draft and are not sent.',
  ru: 'С сообщением уходит одна форма. Ответы на другую остаются в черновике и не отправляются.',
};

const answersOf = (root: JsonObject): JsonObject => objectAt(objectAt(root, 'extra'), 'answers');

/** The form's own conditions know only its own answers. */
const within = (scope: Scope): Scope => ({
  ...scope,
  root: answersOf(scope.root),
  path: scope.path.slice(2),
});
const inside =
  (condition: Condition): Condition =>
  (scope) =>
    condition(within(scope));

function placed(question: Question): Question {
  const { relevant, required, readOnly, constraint, initial, fill } = question;
  const shared = {
    ...(relevant === undefined ? {} : { relevant: inside(relevant) }),
    ...(required === undefined ? {} : { required: inside(required) }),
    ...(readOnly === undefined ? {} : { readOnly: inside(readOnly) }),
    ...(constraint === undefined ? {} : { constraint: { ...constraint, holds: inside(constraint.holds) } }),
    ...(initial === undefined ? {} : { initial: (scope: Scope) => initial(within(scope)) }),
    ...(fill === undefined ? {} : { fill: (text: string, scope: Scope) => fill(text, within(scope)) }),
  };
  switch (question.kind) {
    case 'choice': {
      const { choices } = question;
      return { ...question, ...shared, choices: (scope) => choices(within(scope)) };
    }
    case 'calculated': {
      const { value } = question;
      return { ...question, ...shared, value: (scope) => value(within(scope)) };
    }
    case 'group':
      return { ...question, ...shared, questions: question.questions.map(placed) };
    case 'repeat': {
      const { count, fresh } = question;
      return {
        ...question,
        ...shared,
        questions: question.questions.map(placed),
        fresh: (scope, newId) => fresh(within(scope), newId),
        ...(count === undefined ? {} : { count: (scope: Scope) => count(within(scope)) }),
      };
    }
    default:
      return { ...question, ...shared };
  }
}

/** What the answers name: the form that was chosen, or the only one once anything is answered. Never another one's. */
function chosen(forms: readonly Definition[], several: boolean, scope: Scope): Definition | undefined {
  const id = textAt(objectAt(scope.root, 'extra'), 'form');
  const named = forms.find((form) => form.id === id);
  if (several || (id !== null && named === undefined)) return named;
  return Object.keys(answersOf(scope.root)).length === 0 ? undefined : forms[0];
}

/** The page that asks which form. */
const CHOICE = 'own0';

/** The pages that are there now: where one of several forms is chosen, only that one's. */
export function offeredPages(sections: readonly Section[], root: JsonObject): readonly Section[] {
  if (!sections.some(({ name }) => name === CHOICE)) return sections;
  const id = textAt(objectAt(root, 'extra'), 'form');
  return sections.filter(({ form }) => form === undefined || form === id);
}

/**
 * The pages of the organisation's own forms, to stand behind those of the full form; none without a form. With several, the
 * first page asks which one, and only that one's pages have questions. `withdrawn`: ids of forms that are not offered any
 * more and that were answered; they can be chosen, and have no pages. [FORM7]
 */
export function extraSections(
  forms: readonly Definition[],
  withdrawn: readonly string[] = [],
): readonly Section[] {
  const several = forms.length + withdrawn.length > 1;
  const offered = forms.map(({ id }) => id);
  /** What was answered to a form that is gone keeps its id and version. */
  const named = (name: 'form' | 'version', scope: Scope): string | undefined => {
    const extra = objectAt(scope.root, 'extra');
    if (!isForeign(offered, extra)) return chosen(forms, several, scope)?.[name === 'form' ? 'id' : name];
    return textAt(extra, name) ?? undefined;
  };
  const head: readonly Question[] = [
    several
      ? {
          kind: 'choice',
          name: 'form',
          label: CHOOSE,
          hint: ONE_FORM,
          many: false,
          choices: () => [
            ...forms.map(({ id, title }) => ({ code: id, label: title })),
            ...withdrawn.map((id) => ({ code: id, label: { en: id } })),
          ],
        }
      : { kind: 'calculated', name: 'form', label: {}, value: (scope) => named('form', scope) },
    { kind: 'calculated', name: 'version', label: {}, value: (scope) => named('version', scope) },
  ];
  const extra = (questions: readonly Question[]): Question => ({
    kind: 'group',
    nested: true,
    name: 'extra',
    label: {},
    questions,
  });
  const pages = forms.flatMap((form) =>
    compile(form).map(({ label, questions }) => ({ form, label, questions: questions.map(placed) })),
  );
  const first = pages[0]?.label ?? {};
  return [
    ...(several ? [{ name: CHOICE, label: CHOOSE, questions: [extra(head)] }] : []),
    ...pages.map(({ form, label, questions }, at): Section => {
      const answers: Question = {
        kind: 'group',
        nested: true,
        name: 'answers',
        label: {},
        questions,
        relevant: (scope) =>
          several
            ? chosen(forms, several, scope) === form
            : !isForeign(offered, objectAt(scope.root, 'extra')),
      };
      return {
        name: `own${at + 1}`,
        form: form.id,
        label: Object.keys(label).length === 0 ? first : label,
        questions: [extra(!several && at === 0 ? [...head, answers] : [answers])],
      };
    }),
  ];
}
