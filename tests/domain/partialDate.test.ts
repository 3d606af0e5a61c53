/** Owns the proof of partial dates: the table of DOMAIN §2.5, the calendar (V04), and the order of their bounds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysInMonth, instant, isDay, localDay, weekday } from '../../src/domain/day.ts';
import {
  aboutDay,
  after,
  before,
  between,
  bounds,
  type DateQualifier,
  inMonth,
  inSeason,
  inYear,
  onDay,
  type PartialDate,
  parseEdtf,
  parsePartialDate,
  qualifierFits,
  since,
  thisWeek,
  today,
  unknownDate,
  yesterday,
} from '../../src/domain/partialDate.ts';

const table: readonly [PartialDate, DateQualifier, string, string | null, string | null][] = [
  [onDay('2026-03-05'), 'exact', '2026-03-05', '2026-03-05', '2026-03-05'],
  [aboutDay('2026-03-05'), 'about', '2026-03-05~', '2026-02-26', '2026-03-12'],
  [inMonth('2026-03'), 'unknown_day', '2026-03', '2026-03-01', '2026-03-31'],
  [inYear('2026'), 'unknown_month', '2026', '2026-01-01', '2026-12-31'],
  [between('2026-03-01', '2026-03-09'), 'between', '[2026-03-01..2026-03-09]', '2026-03-01', '2026-03-09'],
  [before('2026-03-05'), 'before', '[..2026-03-05]', null, '2026-03-05'],
  [after('2026-03-05'), 'after', '[2026-03-05..]', '2026-03-05', null],
  [inSeason('2026', 1), 'season', '2026-21', '2026-03-01', '2026-05-31'],
  [inSeason('2027', 4), 'season', '2027-24', '2027-12-01', '2028-02-29'],
  [since('2026-03-05'), 'ongoing', '2026-03-05/..', '2026-03-05', null],
  [unknownDate(), 'unknown', '', null, null],
];

describe('partial dates', () => {
  it.each(table)('DOMAIN 2.5 %o', (date, q, edtf, earliest, latest) => {
    expect(date).toEqual({ q, edtf });
    expect(bounds(date)).toEqual({ earliest, latest });
    expect(qualifierFits(date)).toBe(true);
    expect(parsePartialDate(date).ok).toBe(true);
  });

  it('about a month is not widened, and "?" widens nothing', () => {
    expect(bounds({ edtf: '2026-03~', q: 'about' })).toEqual({
      earliest: '2026-03-01',
      latest: '2026-03-31',
    });
    expect(bounds({ edtf: '2026-03-05?', q: 'exact' })).toEqual({
      earliest: '2026-03-05',
      latest: '2026-03-05',
    });
  });

  it.each([
    ['2026-13', 'calendar'],
    ['2026-02-30', 'calendar'],
    ['2025-02-29', 'calendar'],
    ['1900-02-29', 'calendar'],
    ['2026-00-01', 'calendar'],
    ['2026-21-05', 'form'],
    ['[..]', 'form'],
    ['[2026-21..]', 'form'],
    ['[2026-03-09..2026-03-01]', 'reversed'],
    ['2026-03/..', 'form'],
    ['2026-3-5', 'form'],
    ['05.03.2026', 'form'],
    ['2026-03-05~~', 'form'],
    ['~', 'form'],
    [' 2026', 'form'],
  ] as const)('V04 refuses %s', (edtf, code) => {
    expect(parseEdtf(edtf)).toMatchObject({ ok: false, code });
  });

  it('V04 knows leap years', () => {
    expect(parseEdtf('2000-02-29').ok && parseEdtf('2024-02-29').ok).toBe(true);
    expect([daysInMonth(1900, 2), daysInMonth(2000, 2), daysInMonth(2026, 4)]).toEqual([28, 29, 30]);
  });

  it('a qualifier that says something else does not fit', () => {
    expect(qualifierFits({ edtf: '2026-03', q: 'exact' })).toBe(false);
    expect(qualifierFits({ edtf: '[2026-03-05..]', q: 'before' })).toBe(false);
    expect(qualifierFits({ edtf: '[2026-03-05..]', q: 'between' })).toBe(false);
    expect(qualifierFits({ edtf: '', q: 'exact' })).toBe(false);
  });

  it.each([
    null,
    5,
    [],
    {},
    { edtf: '2026', q: 'roughly' },
    { edtf: '2026', q: 'unknown_month', more: 1 },
    { edtf: '2026-03-05', q: 'exact', time: '25:00' },
  ])('is not a date: %o', (value) => {
    expect(parsePartialDate(value)).toMatchObject({ ok: false, code: 'notADate' });
  });
});

const day = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it('agree with the platform’s calendar', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, count) => {
        const expected = new Date(Date.parse(from) + count * 86_400_000);
        expect(addDays(from, count)).toBe(expected.toISOString().slice(0, 10));
        expect(weekday(from)).toBe((new Date(from).getUTCDay() + 6) % 7);
        expect(isDay(from)).toBe(true);
      }),
    );
  });

  it('V05 the local day is that of the zone, not of UTC', () => {
    const now = Date.UTC(2026, 10, 21, 20, 0);
    expect(localDay(now, 300)).toBe('2026-11-22');
    expect(localDay(now, 0)).toBe('2026-11-21');
    expect(localDay(Date.UTC(2026, 0, 1, 2), -300)).toBe('2025-12-31');
    expect(instant(now + 987)).toBe('2026-11-21T20:00:00Z');
  });

  it('the answers of screen 2 follow from the local day', () => {
    expect(today('2026-11-22')).toEqual({ edtf: '2026-11-22', q: 'exact' });
    expect(yesterday('2026-03-01')).toEqual({ edtf: '2026-02-28', q: 'exact' });
    expect(thisWeek('2026-11-22')).toEqual({ edtf: '[2026-11-16..2026-11-22]', q: 'between' });
    expect(thisWeek('2026-11-16')).toEqual({ edtf: '[2026-11-16..2026-11-16]', q: 'between' });
  });

  it('earliest never lies after latest, and every made date is well-formed', () => {
    const made = fc.oneof(
      day.map(onDay),
      day.map(aboutDay),
      day.map((one) => inMonth(one.slice(0, 7))),
      day.map((one) => inYear(one.slice(0, 4))),
      day.map(thisWeek),
      fc
        .tuple(day, fc.constantFrom(1, 2, 3, 4))
        .map(([one, season]) => inSeason(one.slice(0, 4), season as 1 | 2 | 3 | 4)),
    );
    fc.assert(
      fc.property(made, (date) => {
        const { earliest, latest } = bounds(date);
        expect(earliest !== null && latest !== null && earliest <= latest).toBe(true);
        expect(qualifierFits(date)).toBe(true);
      }),
    );
  });
});
