/** Owns where every question of a form stands, and its expressions as read; must never look at an answer. */
import { err, type Result } from '../result.ts';
import type { Definition, QuestionDef } from './definition.ts';
import { type Expression, type ExpressionError, parseExpression } from './expression.ts';

export type Place = {
  readonly name: string;
  /** Null for the form itself. */
  readonly question: QuestionDef | null;
  readonly parent: Place | null;
  readonly inside: readonly Place[];
};

export type Plan = {
  readonly definition: Definition;
  readonly root: Place;
  /** In the order of the form. */
  readonly places: readonly Place[];
  readonly byName: ReadonlyMap<string, readonly Place[]>;
  /** Reads an expression once. */
  readonly read: (text: string) => Result<Expression, ExpressionError>;
};

export const isRepeat = (place: Place): boolean => place.question?.kind === 'repeat';
export const holdsOthers = (place: Place): boolean =>
  place.question === null || place.question.kind === 'group' || place.question.kind === 'repeat';

/** From just below the form down to the place itself. */
export function wayTo(place: Place): readonly Place[] {
  const way: Place[] = [];
  for (let at: Place | null = place; at !== null && at.question !== null; at = at.parent) way.unshift(at);
  return way;
}

export function planOf(definition: Definition): Plan {
  const places: Place[] = [];
  const byName = new Map<string, Place[]>();
  const below = (parent: Place, questions: readonly QuestionDef[]): Place[] =>
    questions.map((question) => {
      const inside: Place[] = [];
      const place: Place = { name: question.name, question, parent, inside };
      places.push(place);
      byName.set(place.name, [...(byName.get(place.name) ?? []), place]);
      if ('questions' in question) inside.push(...below(place, question.questions));
      return place;
    });
  const inside: Place[] = [];
  const root: Place = { name: '', question: null, parent: null, inside };
  inside.push(...below(root, definition.questions));

  const known = new Map<string, Result<Expression, ExpressionError>>();
  const read = (text: string): Result<Expression, ExpressionError> => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const now = text.trim() === '' ? err<ExpressionError>('exprSyntax', '1') : parseExpression(text);
    known.set(text, now);
    return now;
  };
  return { definition, root, places, byName, read };
}
