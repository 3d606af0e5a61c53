/** Owns what is wrong with the expressions of a form before anybody answers it; must never change the form. */
import type { ChoiceDef, Definition, QuestionDef } from './definition.ts';
import { holdsOthers, type Place, type Plan } from './definitionPlan.ts';
import { type Expression, type ExpressionError, partsOf, type Step } from './expression.ts';
import { functions, withheld } from './expressionFunctions.ts';
import { parsePattern } from './expressionRegex.ts';

export type ProblemCode =
  | ExpressionError
  /** No such function; or one that needs dice, the device, files. */
  | 'exprFunction'
  | 'exprWithheld'
  /** Too few or too many values. */
  | 'exprArguments'
  | 'exprReference'
  /** Several questions have the name. */
  | 'exprAmbiguous'
  /** A name without ${}, that leads nowhere. */
  | 'exprBareName'
  /** A name in a filter that is no column, and so is read as the word itself: no reason to refuse a form. */
  | 'exprWord'
  | 'exprPattern'
  | 'exprCycle'
  | 'listUnknown';

export type Member =
  | 'relevant'
  | 'required'
  | 'constraint'
  | 'readOnly'
  | 'start'
  | 'filter'
  | 'value'
  | 'count'
  | 'list'
  | 'label'
  | 'hint'
  | 'guidance'
  | 'constraintMessage'
  | 'requiredMessage';

export type Problem = {
  readonly code: ProblemCode;
  readonly place: Place;
  readonly name: string;
  readonly member: Member;
  readonly detail: string;
};

/** ${name} in words that people read. */
export const HOLE = /\$\{\s*([^{}\s]{1,200})\s*\}/g;

/** The expressions of a question, by the member they stand in. */
export function expressionsOf(question: QuestionDef): readonly (readonly [Member, string])[] {
  const found: [Member, string | true | undefined][] = [
    ['relevant', question.relevant],
    ['required', question.required],
    ['constraint', question.constraint],
    ['readOnly', question.readOnly],
    [
      'start',
      question.start !== undefined && 'expression' in question.start ? question.start.expression : undefined,
    ],
    ['filter', 'filter' in question ? question.filter : undefined],
    ['value', question.kind === 'calculated' ? question.value : undefined],
    ['count', question.kind === 'repeat' ? question.count : undefined],
  ];
  return found.filter((entry): entry is [Member, string] => typeof entry[1] === 'string');
}

/** What a path can stand on: a place, the choices of a list, or what cannot be told before. */
type Ground = Place | { readonly choices: readonly ChoiceDef[] } | null;
const isPlace = (ground: Ground): ground is Place => ground !== null && 'inside' in ground;

type Say = (code: ProblemCode, detail: string) => void;

class Walk {
  readonly plan: Plan;
  readonly own: Place;
  readonly say: Say;
  /** Places that the expression's value depends on. */
  readonly needs = new Set<Place>();
  constructor(plan: Plan, own: Place, say: Say) {
    this.plan = plan;
    this.own = own;
    this.say = say;
  }

  look(expression: Expression, ground: Ground): void {
    if (expression.kind === 'negative') this.look(expression.value, ground);
    else if (expression.kind === 'call') this.call(expression, ground);
    else if (expression.kind === 'path') this.path(expression, ground);
    else if (expression.kind === 'operation') {
      this.look(expression.left, ground);
      this.look(expression.right, ground);
    }
  }

  call(expression: Expression & { readonly kind: 'call' }, ground: Ground): void {
    const { name, given } = expression;
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined) this.say(withheld.includes(name) ? 'exprWithheld' : 'exprFunction', name);
    else if (given.length < known.least || (known.most !== null && given.length > known.most)) {
      this.say('exprArguments', name);
    }
    const [, second] = given;
    if (name === 'regex' && second?.kind === 'text' && !parsePattern(second.value).ok) {
      this.say('exprPattern', second.value);
    }
    for (const value of given) this.look(value, ground);
  }

  reference(name: string): Ground {
    const places = this.plan.byName.get(name);
    if (places === undefined) {
      if (!this.plan.definition.absent.includes(name)) this.say('exprReference', name);
      return null;
    }
    if (places.length > 1) this.say('exprAmbiguous', name);
    return places[0] ?? null;
  }

  path({ start, where, steps }: Expression & { readonly kind: 'path' }, ground: Ground): void {
    let at: Ground;
    let rest = steps;
    let isSelf = false;
    if (start.kind === 'reference') at = this.reference(start.name);
    else if (start.kind === 'root') {
      at = this.plan.root;
      rest = steps.slice(1);
    } else if (start.kind === 'here') {
      at = ground;
      isSelf = ground === this.own;
    } else {
      this.look(start.value, ground);
      at = this.groundOf(start.value);
      isSelf = at === this.own;
    }
    for (const predicate of where) this.look(predicate, at);
    for (const step of rest) {
      at = this.step(at, step);
      isSelf = isSelf && step.name === '.';
    }
    if (isPlace(at) && at.question !== null && !isSelf) this.needs.add(at);
  }

  groundOf(expression: Expression): Ground {
    if (expression.kind !== 'call') return null;
    if (expression.name === 'current') return this.own;
    const [list] = expression.given;
    if (expression.name !== 'instance' || list?.kind !== 'text') return null;
    const lists = this.plan.definition.lists;
    if (!Object.hasOwn(lists, list.value)) {
      this.say('listUnknown', list.value);
      return null;
    }
    return { choices: lists[list.value] ?? [] };
  }

  step(ground: Ground, { name, where }: Step): Ground {
    let next: Ground = null;
    if (name === '.') next = ground;
    else if (name === '..') next = isPlace(ground) ? ground.parent : null;
    else if (isPlace(ground)) {
      next = ground.inside.find((place) => place.name === name) ?? null;
      const mayBe = name === '*' || this.plan.definition.absent.includes(name);
      if (next === null && !mayBe) this.say(holdsOthers(ground) ? 'exprReference' : 'exprBareName', name);
    } else if (ground !== null) {
      if (name === 'root' || name === 'item') next = ground;
      else if (!hasColumn(ground.choices, name)) this.say('exprWord', name);
    }
    for (const predicate of where) this.look(predicate, next);
    return next;
  }
}

const hasColumn = (choices: readonly ChoiceDef[], name: string): boolean =>
  ['name', 'label', 'value', '*'].includes(name) ||
  choices.some(({ columns }) => columns !== undefined && Object.hasOwn(columns, name));

export const isHarmless = ({ code }: Problem): boolean => code === 'exprWord';

/** All problems, in the order of the form; none but harmless ones: every condition can be put to answers. */
export function problemsOf(definition: Definition, plan: Plan): readonly Problem[] {
  const problems: Problem[] = [];
  const needs = new Map<Place, Set<Place>>();
  for (const place of plan.places) {
    const question = place.question as QuestionDef;
    const needed = new Set<Place>();
    needs.set(place, needed);
    if (place.parent?.question) needed.add(place.parent);
    const choices =
      'list' in question && Object.hasOwn(definition.lists, question.list)
        ? definition.lists[question.list]
        : undefined;
    const sayOf =
      (member: Member): Say =>
      (code, detail) =>
        problems.push({ code, place, name: place.name, member, detail });
    if ('list' in question && choices === undefined) sayOf('list')('listUnknown', question.list);
    for (const [member, text] of expressionsOf(question)) {
      const read = plan.read(text);
      if (!read.ok) {
        sayOf(member)(read.code, read.detail ?? '');
        continue;
      }
      const walk = new Walk(plan, place, sayOf(member));
      walk.look(read.value, member === 'filter' && choices !== undefined ? { choices } : place);
      if (member === 'relevant' || member === 'value' || member === 'count') {
        for (const need of walk.needs) needed.add(need);
      }
    }
    for (const member of ['label', 'hint', 'guidance', 'constraintMessage', 'requiredMessage'] as const) {
      for (const name of holesIn(Object.values(question[member] ?? {}))) {
        new Walk(plan, place, sayOf(member)).reference(name);
      }
    }
  }
  for (const cycle of cyclesIn(plan.places, needs)) {
    const [place] = cycle as [Place];
    const member = memberOfCycle(place.question as QuestionDef);
    const detail = cycle.map(({ name }) => name).join(' → ');
    problems.push({ code: 'exprCycle', place, name: place.name, member, detail });
  }
  return problems;
}

const holesIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => [...text.matchAll(HOLE)].map((match) => match[1] ?? '')));

function memberOfCycle(question: QuestionDef): Member {
  if (question.kind === 'calculated') return 'value';
  return question.kind === 'repeat' && question.count !== undefined ? 'count' : 'relevant';
}

/** Each way back to where it began, once. */
function cyclesIn(
  places: readonly Place[],
  needs: ReadonlyMap<Place, ReadonlySet<Place>>,
): readonly Place[][] {
  const done = new Set<Place>();
  const cycles: Place[][] = [];
  for (const start of places) {
    if (done.has(start)) continue;
    const trail: { readonly place: Place; readonly left: Place[] }[] = [
      { place: start, left: [...(needs.get(start) ?? [])] },
    ];
    const on = new Set<Place>([start]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        trail.pop();
        on.delete(top.place);
        done.add(top.place);
      } else if (on.has(next)) {
        const ring = trail.map(({ place }) => place);
        // What is asked for names the cycle better than the group around it.
        const cycle = ring.slice(ring.indexOf(next));
        const asks = cycle.findIndex((place) => expressionsOf(place.question as QuestionDef).length > 0);
        cycles.push([...cycle.slice(Math.max(0, asks)), ...cycle.slice(0, Math.max(0, asks))]);
      } else if (!done.has(next)) {
        on.add(next);
        trail.push({ place: next, left: [...(needs.get(next) ?? [])] });
      }
    }
  }
  return cycles;
}

/** The names of all functions that an expression calls. */
export const callsIn = (expression: Expression): readonly string[] =>
  [...partsOf(expression)].flatMap((part) => (part.kind === 'call' ? [part.name] : []));
