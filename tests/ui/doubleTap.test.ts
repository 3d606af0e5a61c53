/** Proves that two quick taps hide the notes on any phone, and slow or scattered ones do nothing. S3 */
import { describe, expect, it } from 'vitest';
import { createDoubleTap, type Tap } from '../../src/ui/doubleTap.ts';

const tap = (timeStamp: number, more: Partial<Tap> = {}): Tap => ({
  timeStamp,
  clientX: 100,
  clientY: 20,
  isPrimary: true,
  ...more,
});

describe('S3 two taps', () => {
  it.each([
    ['quick', [tap(0), tap(400)], [false, true]],
    ['too slow', [tap(0), tap(401)], [false, false]],
    ['slow, then quick', [tap(0), tap(900), tap(1200)], [false, false, true]],
    ['far apart', [tap(0), tap(100, { clientX: 200 })], [false, false]],
    ['three are one pair', [tap(0), tap(100), tap(200)], [false, true, false]],
    ['two fingers at once', [tap(0), tap(10, { isPrimary: false }), tap(20)], [false, false, false]],
  ] as const)('%s', (_, taps, heard) => {
    const isSecond = createDoubleTap();
    expect(taps.map(isSecond)).toEqual(heard);
  });
});
