/** Owns matching a text against the pattern of a form's author in bounded time; must never hand one to a backtracking engine. */
import { err, ok, type Result } from '../result.ts';

// Thompson's construction: all states are walked side by side, so time is at most length × states [decision 014].
type Test = (letter: string) => boolean;
type Edge = 'start' | 'end' | 'border' | 'noBorder';
type State =
  | { readonly kind: 'letter'; readonly test: Test }
  | { readonly kind: 'split'; readonly to: readonly number[] }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'done' };

export type Pattern = { readonly states: readonly State[] };

const MAX_PATTERN = 500;
const MAX_STATES = 2_000;
const MAX_DEPTH = 20;
const MAX_COUNT = 1_000;

type Node =
  | { readonly kind: 'letter'; readonly test: Test }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'row'; readonly of: readonly Node[] }
  | { readonly kind: 'either'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number | null };

class Unfit extends Error {}

const isLetter = (letter: string): boolean => /[\p{L}\p{M}]/u.test(letter);
const isDigit = (letter: string): boolean => letter >= '0' && letter <= '9' && letter.length === 1;
const isSpace = (letter: string): boolean => /\s/u.test(letter);
/** Wider than ASCII on purpose: names here are written in several scripts. */
const isWord = (letter: string): boolean => letter === '_' || isLetter(letter) || /\p{N}/u.test(letter);
const not =
  (test: Test): Test =>
  (letter) =>
    !test(letter);

const CLASSES: { readonly [letter: string]: Test } = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const CONTROLS: { readonly [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  v: '\v',
  '0': '\0',
};

class Reader {
  readonly letters: readonly string[];
  at = 0;
  depth = 0;
  constructor(text: string) {
    this.letters = [...text];
  }
  peek(ahead = 0): string | undefined {
    return this.letters[this.at + ahead];
  }
  take(letter: string): boolean {
    if (this.peek() !== letter) return false;
    this.at += 1;
    return true;
  }
  next(): string {
    const letter = this.peek();
    if (letter === undefined) throw new Unfit();
    this.at += 1;
    return letter;
  }

  either(): Node {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new Unfit();
    const of = [this.row()];
    while (this.take('|')) of.push(this.row());
    this.depth -= 1;
    return of.length === 1 ? (of[0] as Node) : { kind: 'either', of };
  }

  row(): Node {
    const of: Node[] = [];
    for (let letter = this.peek(); letter !== undefined && letter !== '|' && letter !== ')'; ) {
      of.push(this.counted(this.atom()));
      letter = this.peek();
    }
    return { kind: 'row', of };
  }

  counted(of: Node): Node {
    let node = of;
    for (;;) {
      const count = this.count();
      if (count === undefined) return node;
      // Lazy and possessive marks change what is captured, never whether the whole fits, but for possessive ones.
      if (this.peek() === '+') throw new Unfit();
      this.take('?');
      node = { kind: 'repeat', of: node, ...count };
    }
  }

  count(): { readonly min: number; readonly max: number | null } | undefined {
    if (this.take('*')) return { min: 0, max: null };
    if (this.take('+')) return { min: 1, max: null };
    if (this.take('?')) return { min: 0, max: 1 };
    if (this.peek() !== '{') return undefined;
    const rest = this.letters.slice(this.at, this.at + 12).join('');
    const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(rest);
    if (match === null) throw new Unfit();
    this.at += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? null : Number(match[3]);
    if (min > MAX_COUNT || (max !== null && (max > MAX_COUNT || max < min))) throw new Unfit();
    return { min, max };
  }

  atom(): Node {
    const letter = this.next();
    if (letter === '(') {
      if (this.take('?') && !this.take(':')) throw new Unfit();
      const inner = this.either();
      if (!this.take(')')) throw new Unfit();
      return inner;
    }
    if (letter === '[') return { kind: 'letter', test: this.set() };
    if (letter === '.') return { kind: 'letter', test: (given) => given !== '\n' && given !== '\r' };
    if (letter === '^') return { kind: 'edge', edge: 'start' };
    if (letter === '$') return { kind: 'edge', edge: 'end' };
    if (letter === '*' || letter === '+' || letter === '?') throw new Unfit();
    if (letter !== '\\') return { kind: 'letter', test: (given) => given === letter };
    if (this.take('b')) return { kind: 'edge', edge: 'border' };
    if (this.take('B')) return { kind: 'edge', edge: 'noBorder' };
    const escaped = this.escaped();
    return { kind: 'letter', test: typeof escaped === 'string' ? (given) => given === escaped : escaped };
  }

  /** What stands after a backslash: a letter, or a class of them. */
  escaped(): string | Test {
    const letter = this.next();
    const known = CLASSES[letter];
    if (known !== undefined) return known;
    if (letter === 'p' || letter === 'P') {
      const name = this.take('{') ? this.until('}') : this.next();
      const test = property(name);
      return letter === 'p' ? test : not(test);
    }
    if (letter === 'u' || letter === 'x') {
      const digits = this.take('{')
        ? this.until('}')
        : Array.from({ length: letter === 'u' ? 4 : 2 }, () => this.next()).join('');
      const code = /^[0-9a-f]{1,6}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
      if (!(code <= 0x10ffff)) throw new Unfit();
      return String.fromCodePoint(code);
    }
    if (/[1-9a-zA-Z]/.test(letter) && CONTROLS[letter] === undefined) throw new Unfit();
    return CONTROLS[letter] ?? letter;
  }

  until(close: string): string {
    let text = '';
    for (let letter = this.next(); letter !== close; letter = this.next()) text += letter;
    return text;
  }

  set(): Test {
    const negated = this.take('^');
    const tests: Test[] = [];
    let first = true;
    while (first || this.peek() !== ']') {
      first = false;
      const from = this.member();
      // Sets inside sets and their intersections are of other dialects.
      if (from === '[' || (from === '&' && this.peek() === '&')) throw new Unfit();
      if (typeof from === 'string' && this.peek() === '-' && this.peek(1) !== ']') {
        this.at += 1;
        const to = this.member();
        if (typeof to !== 'string') throw new Unfit();
        const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
        if (high < low) throw new Unfit();
        tests.push((letter) => {
          const code = letter.codePointAt(0) ?? 0;
          return code >= low && code <= high;
        });
      } else tests.push(typeof from === 'string' ? (letter) => letter === from : from);
    }
    this.at += 1;
    const any: Test = (letter) => tests.some((test) => test(letter));
    return negated ? not(any) : any;
  }

  member(): string | Test {
    const letter = this.next();
    return letter === '\\' ? this.escaped() : letter;
  }
}

/** The engine's own table of properties, asked about one letter at a time. */
function property(name: string): Test {
  if (!/^[A-Za-z_=]{1,40}$/.test(name)) throw new Unfit();
  const plain = name.replace(/^Is/, '');
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^\\p{${plain}}$`, 'u');
  } catch {
    throw new Unfit();
  }
  return (letter) => pattern.test(letter);
}

function statesOf(node: Node): State[] {
  const states: State[] = [];
  const add = (state: State): number => {
    if (states.length >= MAX_STATES) throw new Unfit();
    return states.push(state) - 1;
  };
  const write = (part: Node): void => {
    if (part.kind === 'letter' || part.kind === 'edge') add(part);
    else if (part.kind === 'row') for (const inner of part.of) write(inner);
    else if (part.kind === 'either') {
      const split = add({ kind: 'split', to: [] });
      const starts: number[] = [];
      const ends: number[] = [];
      for (const inner of part.of) {
        starts.push(states.length);
        write(inner);
        ends.push(add({ kind: 'split', to: [] }));
      }
      states[split] = { kind: 'split', to: starts };
      for (const end of ends) states[end] = { kind: 'split', to: [states.length] };
    } else {
      for (let count = 0; count < part.min; count += 1) {
        const before = states.length;
        write(part.of);
        // What writes nothing the first time writes nothing a thousand times, inside another thousand.
        if (states.length === before) break;
      }
      if (part.max === null) {
        const split = add({ kind: 'split', to: [] });
        write(part.of);
        add({ kind: 'split', to: [split] });
        states[split] = { kind: 'split', to: [split + 1, states.length] };
      } else {
        const splits: number[] = [];
        for (let count = part.min; count < part.max; count += 1) {
          splits.push(add({ kind: 'split', to: [] }));
          write(part.of);
        }
        for (const split of splits) states[split] = { kind: 'split', to: [split + 1, states.length] };
      }
    }
  };
  write(node);
  add({ kind: 'done' });
  return states;
}

/**
 * Reads a pattern: letters, classes, sets, groups, alternatives, counts, `^ $ \b`. `badPattern`: it is longer than 500
 * characters, broken, needs more than 2,000 states, or asks for what only backtracking gives (`(?=…)`, `\1`).
 */
export function parsePattern(text: string): Result<Pattern, 'badPattern'> {
  if (text.length > MAX_PATTERN) return err('badPattern');
  try {
    const reader = new Reader(text);
    const node = reader.either();
    return reader.peek() === undefined ? ok({ states: statesOf(node) }) : err('badPattern');
  } catch (error) {
    if (error instanceof Unfit) return err('badPattern');
    throw error;
  }
}

/** Whether the whole text fits. `spend` is told how many steps each letter takes; undefined when it says that they are used up. */
export function fits(pattern: Pattern, text: string, spend: (steps: number) => boolean): boolean | undefined {
  const { states } = pattern;
  const letters = [...text];
  const word = (at: number): boolean => {
    const letter = letters[at];
    return letter !== undefined && isWord(letter);
  };
  const isAt = (edge: Edge, at: number): boolean => {
    if (edge === 'start') return at === 0;
    if (edge === 'end') return at === letters.length;
    return (word(at - 1) !== word(at)) === (edge === 'border');
  };
  let steps = 0;
  const reach = (starts: readonly number[], at: number): number[] => {
    const seen = new Set<number>(starts);
    const open = [...starts];
    const found: number[] = [];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const here = states[state];
      let to: readonly number[] = [];
      if (here?.kind === 'split') to = here.to;
      else if (here?.kind === 'edge') to = isAt(here.edge, at) ? [state + 1] : [];
      else found.push(state);
      for (const next of to) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    steps = seen.size;
    return found;
  };
  let alive = reach([0], 0);
  for (const [at, letter] of letters.entries()) {
    if (!spend(steps + 1)) return undefined;
    const next: number[] = [];
    for (const state of alive) {
      const here = states[state];
      if (here?.kind === 'letter' && here.test(letter)) next.push(state + 1);
    }
    if (next.length === 0) return false;
    alive = reach(next, at + 1);
  }
  return alive.some((state) => states[state]?.kind === 'done');
}
