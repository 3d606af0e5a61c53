/** Owns the form of an organisation as it travels in the signed manifest [MAN1]; must never hold an answer or run a condition. */
import { bounded, type Json } from '../bounded.ts';
import { err, ok, type Result } from '../result.ts';
import { planOf } from './definitionPlan.ts';
import { isHarmless, problemsOf } from './definitionProblems.ts';
import { MAX_EXPRESSION } from './expressionTokens.ts';
import type { Texts } from './question.ts';

/** A choice; `columns` are what a filter may look at. */
export type ChoiceDef = {
  readonly name: string;
  readonly label: Texts;
  readonly columns?: { readonly [column: string]: string };
};

/** Expressions are the texts that their author wrote (XLSForm's XPath). */
type Shared = {
  readonly name: string;
  readonly label: Texts;
  readonly hint?: Texts;
  readonly guidance?: Texts;
  readonly relevant?: string;
  /** True, or when. */
  readonly required?: true | string;
  readonly requiredMessage?: Texts;
  readonly constraint?: string;
  readonly constraintMessage?: Texts;
  readonly readOnly?: true | string;
  /** What it starts with. */
  readonly start?: { readonly value: Json } | { readonly expression: string };
};

export type QuestionDef = Shared &
  (
    | { readonly kind: 'text'; readonly lines: 'one' | 'few' }
    | {
        readonly kind: 'whole' | 'decimal';
        readonly min?: number;
        readonly max?: number;
        readonly step?: number;
      }
    | { readonly kind: 'partialDate' | 'day' | 'time' | 'instant' | 'flag' | 'point' | 'note' }
    | {
        readonly kind: 'one' | 'many';
        /** The name of a list. */
        readonly list: string;
        readonly filter?: string;
      }
    | { readonly kind: 'calculated'; readonly value: string }
    | { readonly kind: 'group'; readonly questions: readonly QuestionDef[] }
    | {
        readonly kind: 'repeat';
        readonly questions: readonly QuestionDef[];
        /** How many entries; without it as many as are added. */
        readonly count?: string;
      }
  );

export type Definition = {
  readonly v: 1;
  /** The form's id and version, as its author gave them; they travel with the answers. */
  readonly id: string;
  readonly version: string;
  readonly title: Texts;
  /** Lists of choices by name. */
  readonly lists: { readonly [name: string]: readonly ChoiceDef[] };
  readonly questions: readonly QuestionDef[];
  /** Names of questions that were left out, which expressions may still ask for: never answered. */
  readonly absent: readonly string[];
  /** Shorter lists: which codes of a vocabulary the phone offers, by the vocabulary's name. */
  readonly offered?: { readonly [vocabulary: string]: readonly string[] };
};

/** One form as JSON in UTF-8. */
export const MAX_FORM_BYTES = 65_536;
export const MAX_QUESTIONS = 1_000;
const MAX_DEPTH = 12;
const MAX_LABEL = 8_000;

export type DefinitionError = 'formMalformed' | 'formTooLarge' | 'formNewer';

/** A name that answers are kept under: letters, digits, `_ - .`, not one that reaches a prototype. */
export const isName = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= 120 &&
  /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u.test(value) &&
  !['__proto__', 'constructor', 'prototype'].includes(value);

type Members = { readonly [name: string]: unknown };
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;
const isTexts = (value: unknown): value is Texts =>
  isObject(value) &&
  Object.entries(value).every(
    ([language, text]) => /^[A-Za-z0-9-]{1,60}$/.test(language) && isText(text, MAX_LABEL),
  );
const isExpression = (value: unknown): value is string => isText(value, MAX_EXPRESSION);
const isListOf = (value: unknown, each: (item: unknown) => boolean): value is readonly unknown[] =>
  Array.isArray(value) && value.every(each);
const absentOr = (value: unknown, test: (value: unknown) => boolean): boolean =>
  value === undefined || test(value);
const isNumber = (value: unknown): boolean => typeof value === 'number';

const isChoice = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['name'], 200) &&
  /^\S+$/.test(value['name']) &&
  isTexts(value['label']) &&
  absentOr(
    value['columns'],
    (columns) => isObject(columns) && Object.values(columns).every((cell) => isText(cell, 1_000)),
  );

function isQuestion(value: unknown, depth: number): boolean {
  if (!isObject(value) || depth > MAX_DEPTH) return false;
  const q = value;
  const trueOrExpression = (given: unknown): boolean => given === true || isExpression(given);
  const shared =
    isName(q['name']) &&
    isTexts(q['label']) &&
    ['hint', 'guidance', 'requiredMessage', 'constraintMessage'].every((name) =>
      absentOr(q[name], isTexts),
    ) &&
    ['relevant', 'constraint'].every((name) => absentOr(q[name], isExpression)) &&
    ['required', 'readOnly'].every((name) => absentOr(q[name], trueOrExpression)) &&
    absentOr(
      q['start'],
      (start) => isObject(start) && ('value' in start || isExpression(start['expression'])),
    );
  if (!shared) return false;
  const inner = (): boolean =>
    isListOf(q['questions'], (item) => isQuestion(item, depth + 1)) && namesDiffer(q['questions']);
  switch (q['kind']) {
    case 'text':
      return q['lines'] === 'one' || q['lines'] === 'few';
    case 'whole':
    case 'decimal':
      return ['min', 'max', 'step'].every((name) => absentOr(q[name], isNumber));
    case 'partialDate':
    case 'day':
    case 'time':
    case 'instant':
    case 'flag':
    case 'point':
    case 'note':
      return true;
    case 'one':
    case 'many':
      return isText(q['list'], 200) && absentOr(q['filter'], isExpression);
    case 'calculated':
      return isExpression(q['value']);
    case 'group':
      return inner();
    case 'repeat':
      return inner() && absentOr(q['count'], isExpression);
    default:
      return false;
  }
}

const namesDiffer = (questions: unknown): boolean => {
  const names = (questions as readonly { readonly name: string }[]).map(({ name }) => name);
  return new Set(names).size === names.length;
};

const isDefinition = (value: unknown): value is Definition =>
  isObject(value) &&
  isText(value['id'], 200) &&
  value['id'] !== '' &&
  isText(value['version'], 100) &&
  isTexts(value['title']) &&
  isObject(value['lists']) &&
  Object.values(value['lists']).every((list) => isListOf(list, isChoice)) &&
  isListOf(value['questions'], (item) => isQuestion(item, 1)) &&
  namesDiffer(value['questions']) &&
  isListOf(value['absent'], (name) => isText(name, 200)) &&
  absentOr(
    value['offered'],
    (offered) =>
      isObject(offered) &&
      Object.values(offered).every((codes) => isListOf(codes, (code) => isText(code, 100))),
  );

/**
 * Reads a form: at most 64 KiB, 1,000 questions, twelve levels, every expression readable, every reference known, no
 * cycle. `formNewer`: made for a later version of the app. `detail` says where a form is not as it should be.
 */
export function parseDefinition(value: unknown): Result<Definition, DefinitionError> {
  const limited = bounded(value, { bytes: MAX_FORM_BYTES, depth: 40, items: 5_000, keys: 1_000 });
  if (!limited.ok) return err(limited.code === 'tooLarge' ? 'formTooLarge' : 'formMalformed', limited.code);
  if (isObject(value) && typeof value['v'] === 'number' && value['v'] > 1) return err('formNewer');
  if (!isObject(value) || value['v'] !== 1 || !isDefinition(value)) return err('formMalformed');
  const plan = planOf(value);
  if (plan.places.length > MAX_QUESTIONS) return err('formTooLarge', 'questions');
  const problem = problemsOf(value, plan).find((each) => !isHarmless(each));
  return problem === undefined ? ok(value) : err('formMalformed', `${problem.code} ${problem.name}`);
}

/** The form as JSON text, whose UTF-8 length is what MAX_FORM_BYTES limits. */
export const encodeDefinition = (definition: Definition): string => JSON.stringify(definition);
