/** Owns the proof that slices are whole, bounded, and as large as losses make sensible. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPace } from '../../src/outbox/pace.ts';

type Event = { readonly kept: number | null; readonly part: number; readonly took: number };

it('[UP6] whatever happens on a line, a slice is whole KiB from 4 to 256', () => {
  const event: fc.Arbitrary<Event> = fc.record({
    kept: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    // A last slice has any size.
    part: fc.double({ min: 0.001, max: 1, noNaN: true }),
    took: fc.nat({ max: 60_000 }),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const pace = createPace();
      for (const { kept, part, took } of events) {
        const bytes = Math.ceil(pace.size() * part);
        if (kept === null) pace.acknowledged(bytes, took);
        else pace.broke(bytes, Math.floor(bytes * kept));
        const size = pace.size() / 1024;
        expect([Number.isInteger(size), size >= 4, size <= 256]).toEqual([true, true, true]);
      }
    }),
  );
});

it('[UP6] behind a proxy that buffers, a slice is the root of twice a head times the bytes between two losses', () => {
  const pace = createPace();
  const lose = (between: number): void => {
    for (let sent = 0; sent < between; ) {
      const size = pace.size();
      pace.acknowledged(size, 600);
      sent += size;
    }
    pace.broke(pace.size(), 0);
  };
  for (let n = 0; n < 12; n += 1) lose(128 * 1024);
  // √(2 · 512 · 128 KiB) = 11.3 KiB
  expect(pace.size() / 1024).toBeGreaterThanOrEqual(9);
  expect(pace.size() / 1024).toBeLessThanOrEqual(12);
  for (let n = 0; n < 12; n += 1) lose(2048 * 1024);
  // The line got better, and that is noticed.
  expect(pace.size() / 1024).toBeGreaterThan(24);
});
