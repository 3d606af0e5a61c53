/** Proves that the boxes of a date and the date say the same, both ways, for every qualifier of DOMAIN 2.5. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DateQualifier,
  type PartialDate,
  parsePartialDate,
  qualifierFits,
} from '../../../src/domain/partialDate.ts';
import { type DateParts, dateOf, NO_DATE, partsOf } from '../../../src/monitor/form/dateParts.ts';

const point = (year = '', month = '', day = '') => ({ year, month, day });
const boxes = (parts: Partial<DateParts>): DateParts => ({ ...NO_DATE, ...parts });

describe('a kept date', () => {
  const dates: readonly PartialDate[] = [
    { edtf: '2026-03-05', q: 'exact' },
    { edtf: '2026-03-05', q: 'exact', time: '06:40' },
    { edtf: '2026-03-05~', q: 'about' },
    { edtf: '2026-03~', q: 'about' },
    { edtf: '2026~', q: 'about' },
    { edtf: '2026-22~', q: 'about' },
    { edtf: '2026-03', q: 'unknown_day' },
    { edtf: '2026', q: 'unknown_month' },
    { edtf: '[2026-03-01..2026-03-09]', q: 'between' },
    { edtf: '[2026-03..2026-05]', q: 'between' },
    { edtf: '[..2026-03-05]', q: 'before' },
    { edtf: '[2026-03..]', q: 'after' },
    { edtf: '2026-21', q: 'season', text: 'баҳор' },
    { edtf: '2026-03-05/..', q: 'ongoing' },
    { edtf: '', q: 'unknown', text: 'during Nowruz' },
    { edtf: '', q: 'unknown' },
  ];
  it.each(dates)('$edtf ($q) comes back from its boxes unchanged', (date) => {
    expect(dateOf(partsOf(date))).toEqual(date);
  });
});

describe('boxes', () => {
  it('say nothing while there is no year and no word', () => {
    expect(dateOf(NO_DATE)).toBeNull();
    expect(dateOf(boxes({ first: point('', '3', '5') }))).toBeNull();
    expect(dateOf(boxes({ q: 'between' }))).toBeNull();
  });

  it('are kept as exactly as they are filled in, never more', () => {
    const kept: readonly (readonly [Partial<DateParts>, string, DateQualifier])[] = [
      [{ first: point('2026', '3', '5') }, '2026-03-05', 'exact'],
      [{ first: point('2026', '3') }, '2026-03', 'unknown_day'],
      [{ first: point('2026') }, '2026', 'unknown_month'],
      [{ q: 'unknown_day', first: point('2026', '3', '5') }, '2026-03', 'unknown_day'],
      [{ q: 'unknown_day', first: point('2026') }, '2026', 'unknown_month'],
      [{ q: 'between', first: point('2026', '3') }, '[2026-03..]', 'after'],
      [{ q: 'between', last: point('2026', '3') }, '[..2026-03]', 'before'],
      [{ q: 'ongoing', first: point('2026', '3') }, '2026-03', 'unknown_day'],
      [{ q: 'season', first: point('2026', '23') }, '2026-23', 'season'],
    ];
    for (const [parts, edtf, q] of kept) expect(dateOf(boxes(parts))).toEqual({ edtf, q });
  });

  it('keep own words also without a date', () => {
    expect(dateOf(boxes({ text: ' накануне Курбан-айта ' }))).toEqual({
      edtf: '',
      q: 'unknown',
      text: 'накануне Курбан-айта',
    });
  });

  it('never name a day that does not exist', () => {
    expect(dateOf(boxes({ first: point('2026', '2', '29') }))).toEqual({ edtf: '2026-02', q: 'unknown_day' });
    expect(dateOf(boxes({ first: point('2024', '2', '29') }))).toEqual({ edtf: '2024-02-29', q: 'exact' });
  });

  it('whatever is typed, are a well-formed date whose qualifier fits, or nothing', () => {
    const some = fc.record({
      year: fc.constantFrom('', '202', '2026', '1999', 'abcd'),
      month: fc.constantFrom('', '0', '2', '12', '13', '21', '24'),
      day: fc.constantFrom('', '0', '1', '29', '31', '32'),
    });
    const q = fc.constantFrom<DateQualifier>(
      'exact',
      'about',
      'unknown_day',
      'unknown_month',
      'before',
      'after',
      'season',
      'ongoing',
      'unknown',
    );
    fc.assert(
      fc.property(
        q,
        some,
        fc.constantFrom('', '10:00'),
        fc.constantFrom('', 'words'),
        (qualifier, first, time, text) => {
          const date = dateOf({ q: qualifier, first, last: first, time, text });
          if (date === null) return;
          expect(parsePartialDate(date)).toEqual({ ok: true, value: date });
          expect(qualifierFits(date)).toBe(true);
          expect(dateOf(partsOf(date))).toEqual(date);
        },
      ),
      { numRuns: 500 },
    );
  });
});
