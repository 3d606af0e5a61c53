/** Owns what an expression comes to for the answers of now: total, and bounded in steps; must never ask a clock. */
import type { JsonObject } from '../report.ts';
import { isRepeat, type Place, type Plan, wayTo } from './definitionPlan.ts';
import type { Expression, Step } from './expression.ts';
import { functions } from './expressionFunctions.ts';
import { foundAt, membersOf, type Spot, spotOf, spotsIn } from './expressionSpots.ts';
import { compare, type Found, toFlag, toNumber, type Value } from './expressionValue.ts';
import type { Path } from './question.ts';

/** Where an expression stands: `current` is its question, `spot` what a predicate looks at. */
export type Focus = {
  readonly spot: Spot;
  readonly position: number;
  readonly size: number;
  readonly current: Spot;
};

export type Run = {
  readonly plan: Plan;
  readonly root: Spot & { readonly kind: 'answer' };
  /** "YYYY-MM-DD" */
  readonly today: string;
  value(expression: Expression, focus: Focus): Value;
  /** Everything that stands in the place, in all entries. */
  everywhere(place: Place): readonly Found[];
  spend(steps: number): boolean;
  /** Each letter of a text that is read or made costs, too. */
  spendLetters(letters: number): void;
};

/** Thrown inside a run whose steps are used up; never leaves it. */
class Spent extends Error {}

const MAX_STEPS = 300_000;
/** All expressions of a form together, for one state of its answers. */
const LOOK_STEPS = 1_000_000;
/** All that ever sets what a question starts with: each such answer is another state, so that LOOK_STEPS would not hold it. */
const START_STEPS = 3_000_000;
/** Letters that are read or written for a step. */
const LETTERS = 50;

type Budget = { left: number };
const MAX_DEPTH = 600;

export const focusOn = (spot: Spot): Focus => ({ spot, position: 1, size: 1, current: spot });

/** Entries of repeats that a spot stands in, by the repeat. */
function entriesAround(spot: Spot): ReadonlyMap<Place, Spot> {
  const around = new Map<Place, Spot>();
  for (let at: Spot | null = spot; at !== null && at.kind === 'answer'; at = at.parent) {
    if (at.index > 0) around.set(at.place, at);
  }
  return around;
}

function createRun(plan: Plan, answers: JsonObject, today: string, all: Budget): Run {
  let left = MAX_STEPS;
  let depth = 0;
  const shown = new Map<string, boolean>();
  const root = { kind: 'answer', place: plan.root, parent: null, json: answers, index: 0 } as const;

  function spend(steps: number): boolean {
    left -= steps;
    all.left -= steps;
    return left >= 0 && all.left >= 0;
  }

  function keyOf(spot: Spot): string {
    return spot.kind !== 'answer' || spot.parent === null
      ? ''
      : `${keyOf(spot.parent)}/${spot.place.name}:${spot.index}`;
  }

  /** What is hidden has no say; what asks for itself on the way counts as shown. */
  function isShown(spot: Spot): boolean {
    if (spot.kind !== 'answer' || spot.place.question?.relevant === undefined) return true;
    const key = keyOf(spot);
    const known = shown.get(key);
    if (known !== undefined) return known;
    shown.set(key, true);
    const read = plan.read(spot.place.question.relevant);
    const now = !read.ok || toFlag(value(read.value, focusOn(spot)));
    shown.set(key, now);
    return now;
  }

  function narrow(spots: readonly Spot[], where: readonly Expression[], focus: Focus): readonly Spot[] {
    let kept = spots;
    for (const predicate of where) {
      const size = kept.length;
      kept = kept.filter((spot, at) => {
        const found = value(predicate, { spot, position: at + 1, size, current: focus.current });
        return typeof found === 'number' ? found === at + 1 : toFlag(found);
      });
    }
    return kept;
  }

  /** Down along places; a repeat that the question itself stands in means the entry it stands in, but for the last. */
  function down(way: readonly Place[], focus: Focus): readonly Spot[] {
    const around = entriesAround(focus.current);
    let spots: readonly Spot[] = [root];
    for (const [at, place] of way.entries()) {
      const mine = at < way.length - 1 ? around.get(place) : undefined;
      spots = mine === undefined ? spots.flatMap((spot) => within(spot, place)) : [mine];
    }
    return spots;
  }

  function within(spot: Spot, place: Place): readonly Spot[] {
    if (spot.kind !== 'answer') return [];
    const spots = spotsIn(spot, place);
    if (!spend(spots.length)) throw new Spent();
    return spots.filter(isShown);
  }

  function step(spots: readonly Spot[], { name, where }: Step, focus: Focus): readonly Spot[] {
    const next = spots.flatMap((spot): readonly Spot[] => {
      if (name === '.') return [spot];
      if (name === '..') return spot.kind === 'answer' && spot.parent !== null ? [spot.parent] : [];
      const members = membersOf(spot, name);
      if (!spend(members.length + 1)) throw new Spent();
      return narrow(members.filter(isShown), where, focus);
    });
    return name === '.' || name === '..' ? narrow([...new Set(next)], where, focus) : next;
  }

  /** An absolute path means the entry that the question stands in, as forms have it, unless it says which. */
  function fromRoot(steps: readonly Step[], focus: Focus): readonly Spot[] {
    const around = entriesAround(focus.current);
    let spots: readonly Spot[] = [root];
    for (const [at, next] of steps.entries()) {
      // The first step names the form itself, whatever that is called.
      if (at === 0) continue;
      const mine =
        at < steps.length - 1 && next.where.length === 0
          ? [...around].find(([place]) => place.name === next.name && spots.some((spot) => isIn(spot, place)))
          : undefined;
      spots = mine === undefined ? step(spots, next, focus) : [mine[1]];
    }
    return spots;
  }

  const isIn = (spot: Spot, place: Place): boolean =>
    spot.kind === 'answer' && place.parent === spot.place && isRepeat(place);

  function path(expression: Expression & { readonly kind: 'path' }, focus: Focus): Value {
    const { start, where, steps } = expression;
    let spots: readonly Spot[];
    if (start.kind === 'root') return fromRoot(steps, focus).map(foundAt);
    if (start.kind === 'reference') {
      const place = plan.byName.get(start.name)?.[0];
      spots = place === undefined ? [{ kind: 'cell', text: '' }] : down(wayTo(place), focus);
    } else if (start.kind === 'here') spots = [focus.spot];
    else {
      const inner = value(start.value, focus);
      if (typeof inner !== 'object') return [];
      spots = inner.map((found) => found.spot);
    }
    spots = narrow(spots, where, focus);
    for (const next of steps) spots = step(spots, next, focus);
    return spots.map(foundAt);
  }

  function operation(expression: Expression & { readonly kind: 'operation' }, focus: Focus): Value {
    const { operator, left: a, right: b } = expression;
    if (operator === 'or') return toFlag(value(a, focus)) || toFlag(value(b, focus));
    if (operator === 'and') return toFlag(value(a, focus)) && toFlag(value(b, focus));
    const [first, second] = [value(a, focus), value(b, focus)];
    if (operator === '|') {
      return typeof first === 'object' && typeof second === 'object' ? [...first, ...second] : first;
    }
    if (['=', '!=', '<', '<=', '>', '>='].includes(operator)) {
      const size = (side: Value): number => (typeof side === 'object' ? side.length + 1 : 1);
      const letters = (lettersOf(first) + lettersOf(second)) / LETTERS;
      if (!spend(size(first) * size(second) + letters)) throw new Spent();
      return compare(operator as '=', first, second);
    }
    const [x, y] = [toNumber(first), toNumber(second)];
    switch (operator) {
      case '+':
        return x + y;
      case '-':
        return x - y;
      case '*':
        return x * y;
      case 'div':
        return x / y;
      default:
        return x % y;
    }
  }

  function value(expression: Expression, focus: Focus): Value {
    depth += 1;
    if (!spend(1) || depth > MAX_DEPTH) throw new Spent();
    const came = work(expression, focus);
    depth -= 1;
    return came;
  }

  function work(expression: Expression, focus: Focus): Value {
    switch (expression.kind) {
      case 'number':
      case 'text':
        return expression.value;
      case 'negative':
        return -toNumber(value(expression.value, focus));
      case 'operation':
        return operation(expression, focus);
      case 'path':
        return path(expression, focus);
      case 'call': {
        const known = Object.hasOwn(functions, expression.name) ? functions[expression.name] : undefined;
        const { length } = expression.given;
        const fit = known !== undefined && length >= known.least && length <= (known.most ?? length);
        return fit ? known.run(run, expression.given, focus) : '';
      }
    }
  }

  const run: Run = {
    plan,
    root,
    today,
    value,
    everywhere: (place) => {
      let spots: readonly Spot[] = [root];
      for (const next of wayTo(place)) spots = spots.flatMap((spot) => within(spot, next));
      return spots.map(foundAt);
    },
    spend(steps) {
      if (!spend(steps)) throw new Spent();
      return true;
    },
    spendLetters(letters) {
      if (!spend(letters / LETTERS)) throw new Spent();
    },
  };
  return run;
}

/** The answers that an expression is put to. */
export type Situation = {
  readonly root: JsonObject;
  readonly here: JsonObject;
  readonly path: Path;
  readonly today: string;
};

/** How many letters whoever takes a value as text has to read. */
export const lettersOf = (value: Value): number => {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' ? value.reduce((all, { text }) => all + text.length, 0) : 0;
};

/** What was worked out for one state of the answers: nothing is worked out twice, and all of it has one budget. */
type Look = {
  readonly budget: Budget;
  readonly known: Map<Place, Map<string, Map<Spot | undefined, Known>>>;
};
type Known = { readonly here: JsonObject; readonly value: Value | undefined };
const looks = new WeakMap<Plan, WeakMap<JsonObject, Look>>();
const starts = new WeakMap<Plan, Budget>();

function lookAt(plan: Plan, root: JsonObject): Look {
  const of = looks.get(plan) ?? new WeakMap<JsonObject, Look>();
  looks.set(plan, of);
  const look = of.get(root) ?? { budget: { left: LOOK_STEPS }, known: new Map() };
  of.set(root, look);
  return look;
}

/**
 * What the expression comes to at a place; `choice` when it filters choices. Undefined: it cannot be read, or needs more
 * than 300,000 steps, or those of the form together more than a million for these answers.
 */
export function evaluate(
  plan: Plan,
  place: Place,
  text: string,
  situation: Situation,
  choice?: Spot,
): Value | undefined {
  const { budget, known } = lookAt(plan, situation.root);
  const here = known.get(place) ?? new Map<string, Map<Spot | undefined, Known>>();
  known.set(place, here);
  const key = `${situation.today} ${situation.path.join('/')} ${text}`;
  const found = here.get(key) ?? new Map<Spot | undefined, Known>();
  here.set(key, found);
  const before = found.get(choice);
  if (before !== undefined && before.here === situation.here) return before.value;
  const value = worked(plan, place, text, situation, budget, choice);
  found.set(choice, { here: situation.here, value });
  return value;
}

/** The same for what a question starts with. */
export function evaluateStart(
  plan: Plan,
  place: Place,
  text: string,
  situation: Situation,
): Value | undefined {
  const budget = starts.get(plan) ?? { left: START_STEPS };
  starts.set(plan, budget);
  return worked(plan, place, text, situation, budget);
}

function worked(
  plan: Plan,
  place: Place,
  text: string,
  situation: Situation,
  budget: Budget,
  choice?: Spot,
): Value | undefined {
  if (budget.left <= 0) return undefined;
  const read = plan.read(text);
  if (!read.ok) return undefined;
  const current = spotOf(place, plan.root, situation.root, situation.here, situation.path);
  try {
    return createRun(plan, situation.root, situation.today, budget).value(read.value, {
      ...focusOn(choice ?? current),
      current,
    });
  } catch (error) {
    // A chain of conditions may be deeper than the stack of an old phone.
    if (error instanceof Spent || error instanceof RangeError) return undefined;
    throw error;
  }
}
