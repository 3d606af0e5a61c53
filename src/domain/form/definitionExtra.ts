/** Owns where the answers to an organisation's own form stand in a full report: `extra` {`form`, `version`, `answers`} [MAN8]. Must never mix two forms. */
import type { JsonObject } from '../report.ts';
import { objectAt, textAt } from '../report.ts';
import type { Definition } from './definition.ts';
import { compile } from './definitionSections.ts';
import type { Condition, Question, Scope, Section, Texts } from './question.ts';

const CHOOSE: Texts = {
  en: 'Which form?',
  ru: 'Какая форма?',
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

/** What the answers name: the form that was chosen, or the only one once anything is answered. */
function chosen(forms: readonly Definition[], scope: Scope): Definition | undefined {
  const [first, ...more] = forms;
  if (more.length > 0) {
    const id = textAt(objectAt(scope.root, 'extra'), 'form');
    return forms.find((form) => form.id === id);
  }
  return Object.keys(answersOf(scope.root)).length === 0 ? undefined : first;
}

/**
 * The pages of the organisation's own forms, to stand behind those of the full form; none without a form. With several, the
 * first page asks which one, and only that one's pages have questions.
 */
export function extraSections(forms: readonly Definition[]): readonly Section[] {
  if (forms.length === 0) return [];
  const several = forms.length > 1;
  const head: readonly Question[] = [
    several
      ? {
          kind: 'choice',
          name: 'form',
          label: CHOOSE,
          many: false,
          choices: () => forms.map(({ id, title }) => ({ code: id, label: title })),
        }
      : { kind: 'calculated', name: 'form', label: {}, value: (scope) => chosen(forms, scope)?.id },
    { kind: 'calculated', name: 'version', label: {}, value: (scope) => chosen(forms, scope)?.version },
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
    ...(several ? [{ name: 'own0', label: CHOOSE, questions: [extra(head)] }] : []),
    ...pages.map(({ form, label, questions }, at): Section => {
      const answers: Question = {
        kind: 'group',
        nested: true,
        name: 'answers',
        label: {},
        questions,
        ...(several ? { relevant: (scope: Scope) => chosen(forms, scope) === form } : {}),
      };
      return {
        name: `own${at + 1}`,
        label: Object.keys(label).length === 0 ? first : label,
        questions: [extra(!several && at === 0 ? [...head, answers] : [answers])],
      };
    }),
  ];
}
