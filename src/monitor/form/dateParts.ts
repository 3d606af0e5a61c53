/** Owns the step between the boxes of a date and a partial date; never makes a date more exact than what was typed. */
import { formatDay, isDay } from '../../domain/day.ts';
import type { DateQualifier, PartialDate } from '../../domain/partialDate.ts';

/** As typed; `month` may be a season, "21" (spring) to "24" (winter). */
export type Point = { readonly year: string; readonly month: string; readonly day: string };

export type DateParts = {
  readonly q: DateQualifier;
  readonly first: Point;
  readonly last: Point;
  /** The person's own words, and local "HH:MM". */
  readonly text: string;
  readonly time: string;
};

const NO_POINT: Point = { year: '', month: '', day: '' };
export const NO_DATE: DateParts = { q: 'exact', first: NO_POINT, last: NO_POINT, text: '', time: '' };

/** Year, month and day of EDTF "YYYY-MM-DD" or of its beginning. */
export function pointOf(edtf: string): Point {
  const [year = '', month = '', day = ''] = edtf.replace(/[~?]$/, '').split('-');
  return { year, month, day: day.replace(/^0/, '') };
}

/** The boxes of a kept date. */
export function partsOf(date: PartialDate | null): DateParts {
  if (date === null) return NO_DATE;
  const { q, edtf, text = '', time = '' } = date;
  const between = /^\[(.*)\.\.(.*)\]$/.exec(edtf);
  const [from, to] =
    between === null ? [edtf.replace(/\/\.\.$/, ''), ''] : [between[1] ?? '', between[2] ?? ''];
  // "before" has one point, and it is the end.
  return q === 'before'
    ? { q, first: pointOf(to), last: NO_POINT, text, time }
    : { q, first: pointOf(from), last: pointOf(to), text, time };
}

const isSeason = (month: string): boolean => /^2[1-4]$/.test(month);

/** The typed point as EDTF, as exact as it is complete; empty while there is no year. An interval has no seasons at its ends. */
function edtfOf(point: Point, seasons: boolean): string {
  if (!/^\d{4}$/.test(point.year)) return '';
  const month = Number(point.month);
  if (isSeason(point.month)) return seasons ? `${point.year}-${point.month}` : point.year;
  if (!/^\d{1,2}$/.test(point.month) || month < 1 || month > 12) return point.year;
  const upToMonth = `${point.year}-${String(month).padStart(2, '0')}`;
  if (!/^\d{1,2}$/.test(point.day)) return upToMonth;
  const day = formatDay(Number(point.year), month, Number(point.day));
  return isDay(day) ? day : upToMonth;
}

const isWholeDay = (edtf: string): boolean => edtf.length === 10;

/** A point that is less exact than its qualifier says is kept as what it is. */
function plain(edtf: string): Pick<PartialDate, 'q' | 'edtf'> {
  if (isWholeDay(edtf)) return { q: 'exact', edtf };
  if (edtf.length === 4) return { q: 'unknown_month', edtf };
  return { q: isSeason(edtf.slice(5)) ? 'season' : 'unknown_day', edtf };
}

function said({ q, first, last }: DateParts): Pick<PartialDate, 'q' | 'edtf'> | null {
  const seasons = q !== 'between' && q !== 'before' && q !== 'after';
  const [from, to] = [edtfOf(first, seasons), edtfOf(last, seasons)];
  if (q === 'unknown') return { q, edtf: '' };
  if (q === 'between') {
    if (from === '' && to === '') return null;
    if (from === '') return { q: 'before', edtf: `[..${to}]` };
    return to === '' ? { q: 'after', edtf: `[${from}..]` } : { q, edtf: `[${from}..${to}]` };
  }
  if (from === '') return null;
  switch (q) {
    case 'about':
      return { q, edtf: `${from}~` };
    case 'before':
      return { q, edtf: `[..${from}]` };
    case 'after':
      return { q, edtf: `[${from}..]` };
    case 'ongoing':
      return isWholeDay(from) ? { q, edtf: `${from}/..` } : plain(from);
    case 'unknown_month':
      return { q, edtf: from.slice(0, 4) };
    case 'unknown_day':
      return plain(from.slice(0, 7));
    default:
      return plain(from);
  }
}

/** What the boxes say, or null while they say nothing. Words alone are kept with an unknown date. */
export function dateOf(parts: DateParts): PartialDate | null {
  const text = parts.text.trim();
  const date = said(parts) ?? (text === '' ? null : { q: 'unknown' as const, edtf: '' });
  if (date === null) return null;
  return {
    edtf: date.edtf,
    q: date.q,
    ...(text === '' ? {} : { text }),
    ...(parts.time !== '' && isWholeDay(date.edtf.replace(/[~?]|\/\.\.$/, '')) ? { time: parts.time } : {}),
  };
}
