/** Owns the functions that expressions may call (ODK's, but for dice, device and files); must never look outside the answers. */
import { isRepeat, type Place } from './definitionPlan.ts';
import type { Expression } from './expression.ts';
import { dateFunctions } from './expressionDates.ts';
import { fits, parsePattern } from './expressionRegex.ts';
import { type Focus, lettersOf, type Run } from './expressionRun.ts';
import { entryOf, foundAt, labelOf } from './expressionSpots.ts';
import { type Found, toFlag, toNumber, toText, type Value } from './expressionValue.ts';

export type FormFunction = {
  /** How many values it takes; null = any number. */
  readonly least: number;
  readonly most: number | null;
  run(run: Run, given: readonly Expression[], focus: Focus): Value;
};

type Plain = (values: readonly Value[], run: Run) => Value;
/** A function of its values alone. */
export const plain = (least: number, most: number | null, does: Plain): FormFunction => ({
  least,
  most,
  run(run, given, focus) {
    const values = given.map((expression) => {
      const value = run.value(expression, focus);
      run.spendLetters(lettersOf(value));
      return value;
    });
    return does(values, run);
  },
});

const foundIn = (value: Value | undefined): readonly Found[] => (typeof value === 'object' ? value : []);
const texts = (value: Value | undefined): string => (value === undefined ? '' : toText(value));
const number = (value: Value | undefined): number => (value === undefined ? Number.NaN : toNumber(value));
const words = (value: Value | undefined): readonly string[] =>
  texts(value)
    .split(/\s+/)
    .filter((word) => word !== '');
const each = (values: readonly Value[]): readonly string[] =>
  values.flatMap((value) => (typeof value === 'object' ? value.map(({ text }) => text) : [toText(value)]));
/** The numbers of all answers; one that is no number makes the whole none, as in XPath, but for no answer at all. */
const numbers = (values: readonly Value[]): readonly number[] =>
  each(values)
    .filter((text) => text !== '')
    .map((text) => toNumber(text));
const sum = (list: readonly number[]): number => list.reduce((total, next) => total + next, 0);
const MAX_TEXT = 200_000;
const bounded = (run: Run, text: string): string => {
  run.spendLetters(text.length);
  return text.slice(0, MAX_TEXT);
};
/** Looking for one text in another may take as many steps as both lengths multiplied. */
const search = (run: Run, text: string, mark: string): void =>
  run.spendLetters((text.length * mark.length) / 20);

function roundTo(value: number, places: number): number {
  if (!Number.isFinite(value) || Number.isNaN(places) || Math.abs(places) > 20) return value;
  const factor = 10 ** places;
  const rounded =
    Math.floor(Math.abs(value) * factor + 0.5 + Number.EPSILON * Math.abs(value) * factor) / factor;
  return Number.isFinite(rounded) ? Math.sign(value) * rounded : value;
}

/** XPath's substring, which counts from 1 and rounds. */
function substring(text: string, from: number, length: number | undefined): string {
  const start = Math.round(from);
  const end = length === undefined ? Number.POSITIVE_INFINITY : start + Math.round(length);
  return [...text].filter((_, at) => at + 1 >= start && at + 1 < end).join('');
}

/** ODK's substr, which counts from 0 and leaves out the end; less than 0 counts from the end. */
function substr(text: string, from: number, to: number | undefined): string {
  const letters = [...text];
  return letters
    .slice(Number.isNaN(from) ? 0 : from, to === undefined || Number.isNaN(to) ? undefined : to)
    .join('');
}

const before = (text: string, mark: string): string => text.slice(0, Math.max(0, text.indexOf(mark)));
const after = (text: string, mark: string): string =>
  text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : '';

function translate(text: string, from: string, to: string): string {
  const tos = [...to];
  const turned = new Map<string, string>();
  for (const [at, letter] of [...from].entries()) if (!turned.has(letter)) turned.set(letter, tos[at] ?? '');
  return [...text].map((letter) => turned.get(letter) ?? letter).join('');
}

/** Patterns that were read: one form asks with the same ones all the time. */
const patterns = new Map<string, ReturnType<typeof parsePattern>>();
const MOST_PATTERNS = 100;

/** True where the pattern cannot be used or takes too long: what a form's author got wrong must not stop a person. */
function regex(text: string, pattern: string, run: Run): boolean {
  const read = patterns.get(pattern) ?? parsePattern(pattern);
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  patterns.set(pattern, read);
  if (!read.ok) return true;
  return fits(read.value, text, (steps) => run.spend(steps / 8)) ?? true;
}

function placeNamed(run: Run, expression: Expression | undefined): Place | undefined {
  if (expression?.kind !== 'path' || expression.steps.length > 0) return undefined;
  return expression.start.kind === 'reference' ? run.plan.byName.get(expression.start.name)?.[0] : undefined;
}

/** indexed-repeat(${question}, ${repeat}, n, …): the answer in the n-th entry. */
function indexedRepeat(run: Run, given: readonly Expression[], focus: Focus): Value {
  const place = placeNamed(run, given[0]);
  if (place === undefined) return '';
  let found = run.everywhere(place);
  for (let at = 1; at + 1 < given.length; at += 2) {
    const repeat = placeNamed(run, given[at]);
    const wanted = toNumber(run.value(given[at + 1] as Expression, focus));
    found = found.filter(({ spot }) => {
      for (let up = spot; up.kind === 'answer'; up = up.parent) {
        if (up.place === repeat) return up.index === wanted;
        if (up.parent === null) return false;
      }
      return false;
    });
  }
  return found;
}

function position(run: Run, given: readonly Expression[], focus: Focus): Value {
  const [of] = given;
  if (of === undefined) return focus.spot === focus.current ? entryOf(focus.current) : focus.position;
  // position(${repeat}) inside that repeat asks for the entry one is in.
  const place = placeNamed(run, of);
  if (place !== undefined && isRepeat(place)) {
    for (let up: Focus['current'] | null = focus.current; up?.kind === 'answer'; up = up.parent) {
      if (up.place === place && up.index > 0) return up.index;
    }
  }
  const first = foundIn(run.value(of, focus))[0];
  return first === undefined ? Number.NaN : entryOf(first.spot);
}

/** The label of a choice, by the question that offers it; the second value is "${name}" or a path in quotes. */
function choiceName(run: Run, given: readonly Expression[], focus: Focus): Value {
  const chosen = texts(run.value(given[0] as Expression, focus));
  const where = given[1];
  const path = where?.kind === 'text' ? where.value : '';
  const name = /([^/${}\s]+)\s*\}?\s*$/.exec(path)?.[1] ?? '';
  const question = (placeNamed(run, where) ?? run.plan.byName.get(name)?.[0])?.question;
  if (question?.kind !== 'one' && question?.kind !== 'many') return chosen;
  const choice = run.plan.definition.lists[question.list]?.find((each) => each.name === chosen);
  return choice === undefined ? chosen : labelOf(choice);
}

/** instance('list')/root/item: the choices of a list. */
function instance(run: Run, given: readonly Expression[], focus: Focus): Value {
  const name = texts(run.value(given[0] as Expression, focus));
  const lists = run.plan.definition.lists;
  const list = Object.hasOwn(lists, name) ? (lists[name] ?? []) : [];
  return [foundAt({ kind: 'list', choices: list })];
}

const first = (does: (value: number) => number): FormFunction => plain(1, 1, ([a]) => does(number(a)));

export const functions: { readonly [name: string]: FormFunction } = {
  ...dateFunctions,
  true: plain(0, 0, () => true),
  false: plain(0, 0, () => false),
  not: plain(1, 1, ([a]) => !toFlag(a ?? '')),
  boolean: plain(1, 1, ([a]) => toFlag(a ?? '')),
  'boolean-from-string': plain(1, 1, ([a]) => ['1', 'true'].includes(texts(a).toLowerCase())),
  if: {
    least: 3,
    most: 3,
    run: (run, given, focus) =>
      run.value(
        (toFlag(run.value(given[0] as Expression, focus)) ? given[1] : given[2]) as Expression,
        focus,
      ),
  },
  coalesce: {
    least: 1,
    most: null,
    run(run, given, focus) {
      for (const expression of given) {
        const value = run.value(expression, focus);
        if (toText(value) !== '') return value;
      }
      return '';
    },
  },
  once: {
    least: 1,
    most: 1,
    run(run, given, focus) {
      const now = foundAt(focus.current);
      return now.text === '' ? run.value(given[0] as Expression, focus) : [now];
    },
  },
  selected: plain(2, 2, ([a, b]) => words(a).includes(texts(b).trim())),
  'selected-at': plain(2, 2, ([a, b]) => words(a)[Math.trunc(number(b))] ?? ''),
  'count-selected': plain(1, 1, ([a]) => words(a).length),
  'jr:choice-name': { least: 2, most: 2, run: choiceName },
  instance: { least: 1, most: 1, run: instance },
  current: { least: 0, most: 0, run: (_, __, focus) => [foundAt(focus.current)] },
  string: plain(0, 1, ([a]) => texts(a)),
  'string-length': plain(0, 1, ([a]) => [...texts(a)].length),
  concat: plain(0, null, (values, run) => bounded(run, each(values).join(''))),
  join: plain(1, null, ([by, ...values], run) => {
    const parts = each(values);
    run.spendLetters(parts.length * texts(by).length);
    return bounded(run, parts.join(texts(by)));
  }),
  contains: plain(2, 2, ([a, b], run) => {
    search(run, texts(a), texts(b));
    return texts(a).includes(texts(b));
  }),
  'starts-with': plain(2, 2, ([a, b]) => texts(a).startsWith(texts(b))),
  'ends-with': plain(2, 2, ([a, b]) => texts(a).endsWith(texts(b))),
  substring: plain(2, 3, ([a, b, c]) =>
    substring(texts(a), number(b), c === undefined ? undefined : number(c)),
  ),
  substr: plain(2, 3, ([a, b, c]) => substr(texts(a), number(b), c === undefined ? undefined : number(c))),
  'substring-before': plain(2, 2, ([a, b], run) => {
    search(run, texts(a), texts(b));
    return before(texts(a), texts(b));
  }),
  'substring-after': plain(2, 2, ([a, b], run) => {
    search(run, texts(a), texts(b));
    return after(texts(a), texts(b));
  }),
  translate: plain(3, 3, ([a, b, c]) => translate(texts(a), texts(b), texts(c))),
  'normalize-space': plain(0, 1, ([a]) => words(a).join(' ')),
  'upper-case': plain(1, 1, ([a]) => texts(a).toUpperCase()),
  'lower-case': plain(1, 1, ([a]) => texts(a).toLowerCase()),
  regex: plain(2, 2, ([a, b], run) => regex(texts(a), texts(b), run)),
  number: plain(0, 1, ([a]) => number(a)),
  int: first(Math.trunc),
  round: plain(1, 2, ([a, b]) => roundTo(number(a), b === undefined ? 0 : number(b))),
  floor: first(Math.floor),
  ceiling: first(Math.ceil),
  abs: first(Math.abs),
  sqrt: first(Math.sqrt),
  exp: first(Math.exp),
  exp10: first((value) => 10 ** value),
  log: first(Math.log),
  log10: first(Math.log10),
  pow: plain(2, 2, ([a, b]) => number(a) ** number(b)),
  pi: plain(0, 0, () => Math.PI),
  sum: plain(1, null, (values) => sum(numbers(values))),
  min: plain(1, null, (values) => leastOf(numbers(values))),
  max: plain(1, null, (values) => mostOf(numbers(values))),
  count: plain(1, 1, ([a]) => foundIn(a).length),
  'count-non-empty': plain(1, 1, ([a]) => foundIn(a).filter(({ text }) => text !== '').length),
  position: { least: 0, most: 1, run: position },
  last: { least: 0, most: 0, run: (_, __, focus) => focus.size },
  'indexed-repeat': { least: 3, most: 7, run: indexedRepeat },
  checklist: plain(3, null, ([low, high, ...values]) => {
    const yes = values.filter((value) => toFlag(value)).length;
    return (number(low) < 0 || yes >= number(low)) && (number(high) < 0 || yes <= number(high));
  }),
};

function leastOf(list: readonly number[]): number {
  return list.length === 0 ? Number.NaN : list.reduce((a, b) => Math.min(a, b));
}
function mostOf(list: readonly number[]): number {
  return list.length === 0 ? Number.NaN : list.reduce((a, b) => Math.max(a, b));
}

/** Known to forms elsewhere, and not given here: why stands in docs/XLSFORM.md. */
export const withheld: readonly string[] = [
  'pulldata',
  'random',
  'randomize',
  'uuid',
  'digest',
  'base64-decode',
  'extract-signed',
  'area',
  'distance',
  'geofence',
  'intersects',
  'property',
  'version',
  'weighted-checklist',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'id',
  'depend',
  'pretty-print',
  'thousands-sep',
];
