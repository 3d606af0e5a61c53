/** Owns what an expression of a form is, and reading one (the XPath of XLSForm); must never look at an answer. */
import { err, ok, type Result } from '../result.ts';
import { type Token, tokensOf } from './expressionTokens.ts';

export type Operator =
  | 'or'
  | 'and'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | 'div'
  | 'mod'
  | '|';

export type Step = {
  /** A member's name, `*`, `.` or `..`. */
  readonly name: string;
  readonly where: readonly Expression[];
};

/** Where a path begins: at ${name}, at the form's root, where the expression stands, or at what a call gives. */
export type Start =
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'root' }
  | { readonly kind: 'here' }
  | { readonly kind: 'value'; readonly value: Expression };

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'negative'; readonly value: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | {
      readonly kind: 'path';
      readonly start: Start;
      /** Predicates on the start itself. */
      readonly where: readonly Expression[];
      readonly steps: readonly Step[];
    };

export type ExpressionError = 'exprSyntax' | 'exprTooLong' | 'exprTooDeep' | 'exprPath';

/** From loose to tight. */
const LEVELS: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
];
/** Brackets, calls and predicates inside each other. */
const MAX_DEPTH = 40;
/** Operations in a row count too: each is one level deeper. */
const MAX_LEVELS = 300;

class Refused extends Error {
  readonly code: ExpressionError;
  readonly at: number;
  constructor(code: ExpressionError, at: number) {
    super(code);
    this.code = code;
    this.at = at;
  }
}

class Reader {
  readonly tokens: readonly Token[];
  next = 0;
  depth = 0;
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token | undefined {
    return this.tokens[this.next];
  }
  is(sign: string, ahead = 0): boolean {
    const token = this.tokens[this.next + ahead];
    return token?.kind === 'sign' && token.sign === sign;
  }
  take(sign: string): boolean {
    if (!this.is(sign)) return false;
    this.next += 1;
    return true;
  }
  expect(sign: string): void {
    if (!this.take(sign)) this.refuse('exprSyntax');
  }
  /** Where the reader stands, counted from 1. */
  refuse(code: ExpressionError): never {
    const token = this.peek() ?? this.tokens.at(-1);
    throw new Refused(code, (token?.at ?? 0) + 1);
  }

  whole(): Expression {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.refuse('exprTooDeep');
    const read = this.level(0);
    this.depth -= 1;
    return read;
  }

  level(of: number): Expression {
    const operators = LEVELS[of];
    if (operators === undefined) return this.signed();
    let left = this.level(of + 1);
    for (;;) {
      const operator = operators.find((sign) => this.is(sign));
      if (operator === undefined) return left;
      this.next += 1;
      left = { kind: 'operation', operator, left, right: this.level(of + 1) };
    }
  }

  signed(): Expression {
    let negative = false;
    while (this.take('-')) negative = !negative;
    let value = this.operand();
    while (this.take('|')) value = { kind: 'operation', operator: '|', left: value, right: this.operand() };
    return negative ? { kind: 'negative', value } : value;
  }

  operand(): Expression {
    const token = this.peek();
    if (token === undefined) return this.refuse('exprSyntax');
    if (token.kind === 'number' || token.kind === 'text') {
      this.next += 1;
      return token.kind === 'number'
        ? { kind: 'number', value: token.value }
        : { kind: 'text', value: token.value };
    }
    if (token.kind === 'reference') {
      this.next += 1;
      return this.pathFrom({ kind: 'reference', name: token.name });
    }
    if (token.kind === 'name' && this.is('(', 1)) return this.pathAfter(this.call(token.name));
    if (this.take('(')) {
      const inner = this.whole();
      this.expect(')');
      return this.pathAfter(inner);
    }
    return this.path();
  }

  call(name: string): Expression {
    this.next += 2;
    const given: Expression[] = [];
    if (!this.take(')')) {
      do given.push(this.whole());
      while (this.take(','));
      this.expect(')');
    }
    return { kind: 'call', name: name.trim(), given };
  }

  /** A call or a bracket is a path only when steps or predicates follow. */
  pathAfter(value: Expression): Expression {
    return this.is('/') || this.is('[') || this.is('//') ? this.pathFrom({ kind: 'value', value }) : value;
  }

  pathFrom(start: Start): Expression {
    const where = this.predicates();
    if (this.is('//')) this.refuse('exprPath');
    const steps = this.take('/') ? this.steps() : [];
    return { kind: 'path', start, where, steps };
  }

  path(): Expression {
    if (this.is('//')) this.refuse('exprPath');
    if (this.take('/')) return { kind: 'path', start: { kind: 'root' }, where: [], steps: this.steps() };
    return { kind: 'path', start: { kind: 'here' }, where: [], steps: this.steps() };
  }

  steps(): readonly Step[] {
    const steps: Step[] = [];
    do steps.push(this.step());
    while (this.take('/'));
    if (this.is('//')) this.refuse('exprPath');
    return steps;
  }

  step(): Step {
    const token = this.peek();
    if (token?.kind === 'sign' && token.sign === '@') this.refuse('exprPath');
    const name =
      token?.kind === 'name'
        ? token.name
        : token?.kind === 'sign'
          ? { '.': '.', '..': '..', wild: '*' }[token.sign]
          : undefined;
    if (name === undefined) return this.refuse('exprSyntax');
    this.next += 1;
    if (this.is('::')) this.refuse('exprPath');
    return { name, where: this.predicates() };
  }

  predicates(): readonly Expression[] {
    const where: Expression[] = [];
    while (this.take('[')) {
      where.push(this.whole());
      this.expect(']');
    }
    return where;
  }
}

/**
 * Reads an expression. `detail` of an error: where, counted in characters from 1. `exprPath`: XPath that forms of this
 * app have no use for (`//`, `@`, axes).
 */
export function parseExpression(text: string): Result<Expression, ExpressionError> {
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  const reader = new Reader(tokens.value);
  try {
    const read = reader.whole();
    if (reader.next !== tokens.value.length) reader.refuse('exprSyntax');
    return levelsOf(read) > MAX_LEVELS ? err('exprTooDeep', '1') : ok(read);
  } catch (error) {
    if (error instanceof Refused) return err(error.code, String(error.at));
    throw error;
  }
}

const levelsOf = (expression: Expression): number =>
  1 + innerOf(expression).reduce((most, inner) => Math.max(most, levelsOf(inner)), 0);

/** Every expression inside one, itself first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const inner of innerOf(expression)) yield* partsOf(inner);
}

function innerOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return [];
    case 'operation':
      return [expression.left, expression.right];
    case 'negative':
      return [expression.value];
    case 'call':
      return expression.given;
    case 'path':
      return [
        ...(expression.start.kind === 'value' ? [expression.start.value] : []),
        ...expression.where,
        ...expression.steps.flatMap((step) => step.where),
      ];
  }
}
