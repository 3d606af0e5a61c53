/** Owns cutting the text of an expression into tokens (XPath 1.0, and XLSForm's ${name}); must never evaluate one. */
import { err, ok, type Result } from '../result.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  /** ${name} */
  | { readonly kind: 'reference'; readonly name: string; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  /** An operator or a bracket; `and`, `or`, `div`, `mod` too where XPath reads them so. */
  | { readonly kind: 'sign'; readonly sign: string; readonly at: number };

export const MAX_EXPRESSION = 8_000;
const MAX_TOKENS = 2_000;

const SPACE = /[\s\u00a0\ufeff]/;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)/y;
// Dots and hyphens belong to names: a-b is a name, a - b a difference. `jr:choice-name` has a prefix.
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{M}\p{N}_.-]*)?/uy;
const REFERENCE = /\$\{\s*([^{}\s]{1,200})\s*\}/y;
const SIGNS = ['!=', '<=', '>=', '//', '..', '::'];
const SINGLE = '()[],/.*+-=<>|@';
const WORD_OPERATORS = ['and', 'or', 'div', 'mod'];

/** Word processors turn quotes into these; they are read as the straight ones. */
const QUOTES: { readonly [open: string]: string } = {
  "'": "'",
  '"': '"',
  '‘': '’',
  '’': '’',
  '“': '”',
  '”': '”',
};

/** After these an operand comes next, so `*` is a wildcard and `div` a name. */
function expectsOperand(before: Token | undefined): boolean {
  if (before === undefined) return true;
  return before.kind === 'sign' && ![')', ']', '.', '..', 'wild'].includes(before.sign);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** `exprTooLong`: more than 8,000 characters or 2,000 tokens; `exprSyntax`: no token can begin at `detail`. */
export function tokensOf(text: string): Result<readonly Token[], 'exprSyntax' | 'exprTooLong'> {
  if (text.length > MAX_EXPRESSION) return err('exprTooLong');
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (SPACE.test(letter)) {
      at += 1;
      continue;
    }
    if (tokens.length >= MAX_TOKENS) return err('exprTooLong');
    const token = tokenAt(text, at, tokens.at(-1));
    if (token === undefined) return err('exprSyntax', String(at + 1));
    tokens.push(token.token);
    at = token.end;
  }
  return ok(tokens);
}

function tokenAt(
  text: string,
  at: number,
  before: Token | undefined,
): { readonly token: Token; readonly end: number } | undefined {
  const letter = text.charAt(at);
  const close = QUOTES[letter];
  if (close !== undefined) {
    const end = text.indexOf(close, at + 1);
    if (end < 0) return undefined;
    return { token: { kind: 'text', value: text.slice(at + 1, end), at }, end: end + 1 };
  }
  const number = matchAt(NUMBER, text, at);
  if (number !== null) {
    return { token: { kind: 'number', value: Number(number[0]), at }, end: at + number[0].length };
  }
  const reference = matchAt(REFERENCE, text, at);
  if (reference !== null) {
    return {
      token: { kind: 'reference', name: reference[1] ?? '', at },
      end: at + reference[0].length,
    };
  }
  const name = matchAt(NAME, text, at);
  if (name !== null) {
    const word = name[0];
    const token: Token =
      WORD_OPERATORS.includes(word) && !expectsOperand(before)
        ? { kind: 'sign', sign: word, at }
        : { kind: 'name', name: word, at };
    return { token, end: at + word.length };
  }
  const double = text.slice(at, at + 2);
  if (SIGNS.includes(double)) return { token: { kind: 'sign', sign: double, at }, end: at + 2 };
  if (!SINGLE.includes(letter)) return undefined;
  const sign = letter === '*' && expectsOperand(before) ? 'wild' : letter;
  return { token: { kind: 'sign', sign, at }, end: at + 1 };
}
