/** Proves that a long text runs the way its first letter says, without asking the browser. */
import { expect, it } from 'vitest';
import { directionOf } from '../../src/ui/direction.ts';

it('leaves short texts to the browser, and long ones to their first letter', () => {
  const long = (text: string) => text.padEnd(5_000, ' x');
  expect(directionOf('שלום')).toBe('auto');
  expect(directionOf(long('— 1. Қайрат'))).toBe('ltr');
  expect(directionOf(long('— 1. שלום'))).toBe('rtl');
  expect(directionOf(long('سلام'))).toBe('rtl');
  expect(directionOf('1'.repeat(5_000))).toBe('ltr');
});
