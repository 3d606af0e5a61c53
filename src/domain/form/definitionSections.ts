/** Owns turning an organisation's form into questions that screens can ask; must never hold an answer. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';
import type { ChoiceDef, Definition, QuestionDef } from './definition.ts';
import { type Place, type Plan, planOf } from './definitionPlan.ts';
import { HOLE } from './definitionProblems.ts';
import { evaluate, evaluateStart } from './expressionRun.ts';
import { choiceSpots } from './expressionSpots.ts';
import { toFlag, toJson, toNumber, toText } from './expressionValue.ts';
import type { Asking, Choice, Condition, Question, Scope, Section, Texts } from './question.ts';

const MAX_TEXT = 10_000;
const MAX_ENTRIES = 200;
/** Choices that are looked at before a list with a filter is cut: each costs an evaluation. */
const MAX_FILTERED = 2_000;

/** What an expression that cannot be worked out means: it never stops a person and never hides a question. */
const or =
  (otherwise: boolean, plan: Plan, place: Place, text: string): Condition =>
  (scope) => {
    const value = evaluate(plan, place, text, scope);
    return value === undefined ? otherwise : toFlag(value);
  };

function answerAt(scope: Scope, name: string): Json | undefined {
  return Object.hasOwn(scope.here, name) ? scope.here[name] : undefined;
}

const isEmpty = (json: Json | undefined): boolean =>
  json === undefined || json === null || json === '' || (Array.isArray(json) && json.length === 0);

/** A constraint looks only at what was answered. */
function constraintOf(plan: Plan, place: Place, question: QuestionDef): Question['constraint'] {
  const holds: Condition[] = [];
  if (question.constraint !== undefined) holds.push(or(true, plan, place, question.constraint));
  if ((question.kind === 'whole' || question.kind === 'decimal') && question.step !== undefined) {
    const { step, min = 0 } = question;
    holds.push((scope) => {
      const given = answerAt(scope, question.name);
      if (typeof given !== 'number' || step <= 0) return true;
      const steps = (given - min) / step;
      return Math.abs(steps - Math.round(steps)) < 1e-6;
    });
  }
  if (holds.length === 0) return undefined;
  return {
    holds: (scope) => isEmpty(answerAt(scope, question.name)) || holds.every((each) => each(scope)),
    message: question.constraintMessage ?? {},
  };
}

/** Words with the answers that they name put in. */
function filler(plan: Plan, place: Place): Question['fill'] {
  return (text, scope) =>
    text.replace(HOLE, (_, name: string) => {
      const value = evaluate(plan, place, `\${${name}}`, scope);
      return value === undefined ? '' : toText(value).slice(0, MAX_TEXT);
    });
}

function choicesOf(
  plan: Plan,
  place: Place,
  list: readonly ChoiceDef[],
  filter: string | undefined,
): (scope: Scope) => readonly Choice[] {
  const shown: Choice[] = list.map(({ name, label }) => ({ code: name, label }));
  if (filter === undefined) return () => shown;
  const spots = choiceSpots(list);
  return (scope) =>
    shown.slice(0, MAX_FILTERED).filter((_, at) => {
      const value = evaluate(plan, place, filter, scope, spots[at]);
      return value === undefined || toFlag(value);
    });
}

function askingOf(plan: Plan, place: Place, question: QuestionDef): Asking {
  switch (question.kind) {
    case 'text':
      return { kind: 'text', lines: question.lines, max: MAX_TEXT };
    case 'whole':
    case 'decimal': {
      const { kind, min, max } = question;
      return { kind, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    }
    case 'one':
    case 'many': {
      const list = plan.definition.lists[question.list] ?? [];
      const choices = choicesOf(plan, place, list, question.filter);
      return { kind: 'choice', many: question.kind === 'many', choices };
    }
    case 'calculated':
      return {
        kind: 'calculated',
        value: (scope) => {
          const value = evaluate(plan, place, question.value, scope);
          return value === undefined ? undefined : toJson(value);
        },
      };
    case 'group':
      return { kind: 'group', nested: true, questions: place.inside.map((inner) => questionOf(plan, inner)) };
    case 'repeat':
      return repeatOf(plan, place, question);
    default:
      return { kind: question.kind };
  }
}

function repeatOf(plan: Plan, place: Place, question: QuestionDef & { readonly kind: 'repeat' }): Asking {
  const questions = place.inside.map((inner) => questionOf(plan, inner));
  const { count } = question;
  return {
    kind: 'repeat',
    questions,
    min: 0,
    max: MAX_ENTRIES,
    entryTitle: (entry) => titleOf(entry, question.questions),
    fresh: (scope) => beginning(questions, scope),
    ...(count === undefined
      ? {}
      : {
          count: (scope: Scope) => {
            const value = evaluate(plan, place, count, scope);
            const number = value === undefined ? Number.NaN : Math.trunc(toNumber(value));
            return Number.isNaN(number) ? null : Math.min(MAX_ENTRIES, Math.max(0, number));
          },
        }),
  };
}

/** The first text in an entry, looking into its groups. */
export function titleOf(entry: JsonObject, questions: readonly QuestionDef[]): string {
  for (const question of questions) {
    const json = Object.hasOwn(entry, question.name) ? entry[question.name] : undefined;
    if (question.kind === 'text' && typeof json === 'string' && json !== '') return json.slice(0, 80);
    if (question.kind === 'group' && typeof json === 'object' && json !== null && !Array.isArray(json)) {
      const inner = titleOf(json as JsonObject, question.questions);
      if (inner !== '') return inner;
    }
  }
  return '';
}

const always: Condition = () => true;
const whenOf = (plan: Plan, place: Place, given: true | string): Condition =>
  given === true ? always : or(false, plan, place, given);

function questionOf(plan: Plan, place: Place): Question {
  const question = place.question as QuestionDef;
  const { name, label, hint, guidance, relevant, required, requiredMessage, readOnly, start } = question;
  const constraint = constraintOf(plan, place, question);
  const words: readonly (Texts | undefined)[] = [
    label,
    hint,
    guidance,
    requiredMessage,
    question.constraintMessage,
  ];
  const hasHoles = words.some((texts) => Object.values(texts ?? {}).some((text) => text.includes('${')));
  return {
    name,
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(relevant === undefined ? {} : { relevant: or(true, plan, place, relevant) }),
    ...(required === undefined ? {} : { required: whenOf(plan, place, required) }),
    ...(requiredMessage === undefined ? {} : { requiredMessage }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(readOnly === undefined ? {} : { readOnly: whenOf(plan, place, readOnly) }),
    ...(hasHoles ? { fill: filler(plan, place) as NonNullable<Question['fill']> } : {}),
    ...(start === undefined
      ? {}
      : {
          initial: (scope: Scope) => {
            if ('value' in start) return start.value;
            const value = evaluateStart(plan, place, start.expression, scope);
            return value === undefined ? undefined : toJson(value);
          },
        }),
    ...askingOf(plan, place, question),
  };
}

/** What the questions start with, in groups too; nothing for those that start empty. */
function beginning(questions: readonly Question[], scope: Scope): JsonObject {
  const answers: { [name: string]: Json } = {};
  for (const question of questions) {
    if (question.kind === 'group') {
      const inner = beginning(question.questions, scope);
      if (!question.nested) Object.assign(answers, inner);
      else if (Object.keys(inner).length > 0) answers[question.name] = inner;
      continue;
    }
    const value = question.initial?.(scope);
    if (value !== undefined) answers[question.name] = value;
  }
  return answers;
}

/** The answers that a form starts with. */
export function beginAnswers(sections: readonly Section[], today: string): JsonObject {
  const scope: Scope = { root: {}, here: {}, path: [], today };
  return beginning(
    sections.flatMap((section) => section.questions),
    scope,
  );
}

/**
 * The pages of a form: each group at the top is one, and so is what stands between them. Total: conditions that cannot be
 * worked out show the question, accept the answer and require nothing.
 */
export function compile(definition: Definition): readonly Section[] {
  const plan = planOf(definition);
  const sections: Section[] = [];
  let between: Question[] = [];
  const close = (): void => {
    if (between.length === 0) return;
    const name = sections.some((section) => section.name === definition.id)
      ? `${definition.id}-${sections.length + 1}`
      : definition.id;
    sections.push({ name, label: definition.title, questions: between });
    between = [];
  };
  for (const place of plan.root.inside) {
    const question = questionOf(plan, place);
    if (question.kind !== 'group') {
      between.push(question);
      continue;
    }
    close();
    const label = Object.keys(question.label).length === 0 ? definition.title : question.label;
    // The page bears the group's words already.
    sections.push({ name: place.name, label, questions: [{ ...question, label: {} }] });
  }
  close();
  return sections;
}
