/** Proves that patterns of a form's author mean what they mean elsewhere, and end in bounded time whatever they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, parsePattern } from '../../../src/domain/form/expressionRegex.ts';

const free = () => true;
function whole(pattern: string, text: string): boolean | undefined {
  const read = parsePattern(pattern);
  if (!read.ok) throw new Error(pattern);
  return fits(read.value, text, free);
}

it.each([
  ['[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}', 'a.b@example.org', true],
  ['[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}', 'a.b@example', false],
  ['^\\d{3}$', '123', true],
  ['\\d{3}', '1234', false],
  ['(a|bc)+', 'abcbca', true],
  ['(?:a|bc)+', 'abcb', false],
  ['a?b*c+?', 'bbcc', true],
  ['[^0-9]+', 'абв', true],
  ['\\p{Lu}\\p{Ll}+', 'Айгүл', true],
  ['[А-Яа-яЁё]+', 'Ёлка', true],
  ['\\w+', 'Ғалым_1', true],
  ['a.c', 'a\nc', false],
  ['\\u0041\\x42', 'AB', true],
  ['[\\d\\-]+', '1-2', true],
  ['[]a]+', ']a', true],
  ['x{2,}', 'xxx', true],
  ['x{0,2}', 'xxx', false],
  ['', '', true],
  ['', 'a', false],
  ['\\bab\\b', 'ab', true],
  ['(\\+7|8)[ -]?\\d{3}', '+7-701', true],
  ['😀{2}', '😀😀', true],
])('%s on %j: %s', (pattern, text, expected) => {
  expect(whole(pattern, text)).toBe(expected);
});

it.each([
  '(?=a)b',
  '(?<n>a)',
  '(a)\\1',
  'a++',
  '[b-a]',
  '(',
  'a)',
  '[a',
  '*a',
  'a{3,2}',
  'a{9999}',
  '[a-z&&[^b]]',
  '\\q',
  '\\p{Nothing}',
  `${'(a{1000}){1000}'}`,
  'a'.repeat(501),
])('%s is refused', (pattern) => {
  expect(parsePattern(pattern)).toEqual({ ok: false, code: 'badPattern' });
});

describe('hostile patterns', () => {
  it.each([
    '(a*)*b',
    '(a|a)*b',
    '(a+)+$',
    '(.*)*(.*)*x',
    '((a?){30}){30}a{30}',
    '(()*)*',
    '((){1000}){1000}',
  ])('%s takes steps in proportion to the text', (pattern) => {
    const read = parsePattern(pattern);
    if (!read.ok) return expect(read.code).toBe('badPattern');
    let steps = 0;
    fits(read.value, 'a'.repeat(2_000), (spent) => {
      steps += spent;
      return true;
    });
    expect(steps).toBeLessThan(2_001 * (read.value.states.length + 1));
  });

  it('gives up when it is told that the steps are used up', () => {
    const read = parsePattern('a*b');
    if (!read.ok) throw new Error();
    expect(fits(read.value, 'aaaa', () => false)).toBeUndefined();
  });
});

it('agrees with the engine on what both understand', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(ab)', '(a*)', '1');
  const count = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}');
  const pattern = fc
    .array(fc.tuple(atom, count), { maxLength: 6 })
    .map((parts) => parts.map(([a, c]) => a + c).join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (given, subject) => {
      expect(whole(given, subject)).toBe(new RegExp(`^(?:${given})$`, 'u').test(subject));
    }),
    { numRuns: 2_000 },
  );
});
