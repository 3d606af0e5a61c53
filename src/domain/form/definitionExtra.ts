/** Owns where the answers to an organisation's own form stand in a full report: `extra` {`form`, `version`, `answers`} [MAN8]. Must never mix two forms. */
import type { JsonObject } from '../report.ts';
import { objectAt, textAt } from '../report.ts';
import { member } from './answers.ts';
import type { Definition } from './definition.ts';
import { compile } from './definitionSections.ts';
import type { Condition, Question, Scope, Section, Texts } from './question.ts';

const CHOOSE: Texts = {
  en: 'Which form?',
  ru: 'Какая форма?',
};
const ONE_FORM: Texts = {
  en: 'One form goes with a report. Answers to another one stay in the draft and are not sent.',
  ru: 'С сообщением уходит одна форма. Ответы на другую остаются в черновике и не отправляются.',
};

/** It does not travel: [FORM1]. */
const ASIDE = '_aside';

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

/** The pages that are there now: of several forms only those of the one that was chosen. */
export function offeredPages(sections: readonly Section[], root: JsonObject): readonly Section[] {
  if (new Set(sections.flatMap(({ form }) => form ?? [])).size < 2) return sections;
  const id = textAt(objectAt(root, 'extra'), 'form');
  return sections.filter(({ form }) => form === undefined || form === id);
}

/** Another form, or none, is chosen: what was answered to the one before is set aside in the draft, and comes back with it. */
export function withChosenForm(root: JsonObject, id: string | undefined): JsonObject {
  const { answers, form, ...extra } = objectAt(root, 'extra');
  const before = typeof form === 'string' ? form : '';
  const aside = { ...objectAt(extra, ASIDE), [before]: answers ?? {} };
  const own = id === before ? answers : member(aside, id ?? '');
  return {
    ...root,
    extra: {
      ...extra,
      [ASIDE]: aside,
      ...(id === undefined ? {} : { form: id }),
      ...(own === undefined ? {} : { answers: own }),
    },
  };
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
          hint: ONE_FORM,
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
        form: form.id,
        label: Object.keys(label).length === 0 ? first : label,
        questions: [extra(!several && at === 0 ? [...head, answers] : [answers])],
      };
    }),
  ];
}
