/** Owns what a person can say about "when": a small subset of EDTF with a qualifier; must never guess a more exact date. */
import { addDays, daysInMonth, formatDay, isDay, weekday } from './day.ts';
import { err, ok, type Result } from './result.ts';

export type DateQualifier =
  | 'exact'
  | 'about'
  | 'unknown_day'
  | 'unknown_month'
  | 'between'
  | 'before'
  | 'after'
  | 'season'
  | 'ongoing'
  | 'unknown';

/** `edtf` may be empty only for "unknown"; `text` keeps the speaker's own words; `time` is local "HH:MM". */
export type PartialDate = {
  readonly edtf: string;
  readonly q: DateQualifier;
  readonly text?: string;
  readonly time?: string;
};

/** First and last possible day "YYYY-MM-DD"; null = open or unknown. */
export type Bounds = { readonly earliest: string | null; readonly latest: string | null };

export type EdtfKind = 'unknown' | 'day' | 'month' | 'year' | 'season' | 'interval' | 'since';
export type ParsedEdtf = Bounds & { readonly kind: EdtfKind; readonly approximate: boolean };
export type EdtfError = 'form' | 'calendar' | 'reversed';

/** Day-level "about" is widened by this many days on both sides (own convention, DOMAIN §2.5). */
const ABOUT_DAYS = 7;

const SEASON_START: Record<string, number> = { '21': 3, '22': 6, '23': 9, '24': 12 };

type Span = {
  readonly kind: 'day' | 'month' | 'year' | 'season';
  readonly first: string;
  readonly last: string;
};

function parsePoint(text: string, seasons: boolean): Result<Span, EdtfError> {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return err('form');
  const year = Number(match[1]);
  const [, , monthText, dayText] = match;
  if (monthText === undefined) {
    return ok({ kind: 'year', first: formatDay(year, 1, 1), last: formatDay(year, 12, 31) });
  }
  const start = SEASON_START[monthText];
  if (start !== undefined) {
    if (!seasons || dayText !== undefined) return err('form');
    // Winter is counted from December of its year into the next one.
    const [endYear, endMonth] = start === 12 ? [year + 1, 2] : [year, start + 2];
    return ok({
      kind: 'season',
      first: formatDay(year, start, 1),
      last: formatDay(endYear, endMonth, daysInMonth(endYear, endMonth)),
    });
  }
  const month = Number(monthText);
  if (month < 1 || month > 12) return err('calendar');
  if (dayText === undefined) {
    return ok({
      kind: 'month',
      first: formatDay(year, month, 1),
      last: formatDay(year, month, daysInMonth(year, month)),
    });
  }
  return isDay(text) ? ok({ kind: 'day', first: text, last: text }) : err('calendar');
}

function parseInterval(inner: string): Result<ParsedEdtf, EdtfError> {
  const parts = inner.split('..');
  const [from, to] = parts;
  if (parts.length !== 2 || from === undefined || to === undefined || (from === '' && to === '')) {
    return err('form');
  }
  const first = from === '' ? null : parsePoint(from, false);
  const last = to === '' ? null : parsePoint(to, false);
  if (first?.ok === false) return first;
  if (last?.ok === false) return last;
  const earliest = first === null ? null : first.value.first;
  const latest = last === null ? null : last.value.last;
  if (earliest !== null && latest !== null && latest < earliest) return err('reversed');
  return ok({ kind: 'interval', earliest, latest, approximate: false });
}

/**
 * Reads the subset of DOMAIN §2.5, calendar-valid (V04). "form" = not in the subset, "calendar" = no such month or
 * day, "reversed" = an interval that ends before it starts.
 */
export function parseEdtf(edtf: string): Result<ParsedEdtf, EdtfError> {
  if (edtf === '') return ok({ kind: 'unknown', earliest: null, latest: null, approximate: false });
  if (edtf.startsWith('[') && edtf.endsWith(']')) return parseInterval(edtf.slice(1, -1));
  if (edtf.endsWith('/..')) {
    const since = parsePoint(edtf.slice(0, -3), false);
    if (!since.ok) return since;
    if (since.value.kind !== 'day') return err('form');
    return ok({ kind: 'since', earliest: since.value.first, latest: null, approximate: false });
  }
  const mark = /[~?]$/.exec(edtf)?.[0];
  const point = parsePoint(mark === undefined ? edtf : edtf.slice(0, -1), true);
  if (!point.ok) return point;
  const { kind, first, last } = point.value;
  return ok({ kind, earliest: first, latest: last, approximate: mark === '~' });
}

/** First and last possible day; both null when the date is unknown or not well-formed. */
export function bounds(date: PartialDate): Bounds {
  const parsed = parseEdtf(date.edtf);
  if (!parsed.ok) return { earliest: null, latest: null };
  const { kind, earliest, latest, approximate } = parsed.value;
  if (kind === 'day' && (approximate || date.q === 'about') && earliest !== null && latest !== null) {
    return { earliest: addDays(earliest, -ABOUT_DAYS), latest: addDays(latest, ABOUT_DAYS) };
  }
  return { earliest, latest };
}

const FORMS: Record<DateQualifier, readonly EdtfKind[]> = {
  exact: ['day'],
  about: ['day', 'month', 'year', 'season'],
  unknown_day: ['month'],
  unknown_month: ['year'],
  between: ['interval'],
  before: ['interval'],
  after: ['interval'],
  season: ['season'],
  ongoing: ['since'],
  unknown: ['unknown'],
};

/** Whether the qualifier says the same as the EDTF text; false also for text that is not well-formed. */
export function qualifierFits(date: PartialDate): boolean {
  const parsed = parseEdtf(date.edtf);
  if (!parsed.ok || !FORMS[date.q].includes(parsed.value.kind)) return false;
  if (date.q === 'before') return parsed.value.earliest === null;
  if (date.q === 'after') return parsed.value.latest === null;
  return date.q !== 'between' || (parsed.value.earliest !== null && parsed.value.latest !== null);
}

const QUALIFIERS = new Set<string>(Object.keys(FORMS));

/** Reads an unknown value as a partial date with well-formed EDTF; other members are refused like in the schema. */
export function parsePartialDate(value: unknown): Result<PartialDate, 'notADate' | EdtfError> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return err('notADate');
  const { edtf, q, text, time, ...rest } = value as Record<string, unknown>;
  if (typeof edtf !== 'string' || typeof q !== 'string' || !QUALIFIERS.has(q)) return err('notADate');
  if (text !== undefined && typeof text !== 'string') return err('notADate');
  if (time !== undefined && (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))) {
    return err('notADate');
  }
  if (Object.keys(rest).length > 0) return err('notADate');
  const parsed = parseEdtf(edtf);
  if (!parsed.ok) return parsed;
  return ok(value as PartialDate);
}

// The answers of screen 2. `local` is the person's own day, so that "today" at 01:00 means their today.
export const onDay = (day: string): PartialDate => ({ edtf: day, q: 'exact' });
export const today = (local: string): PartialDate => onDay(local);
export const yesterday = (local: string): PartialDate => onDay(addDays(local, -1));
/** From Monday of this week to today. */
export const thisWeek = (local: string): PartialDate => between(addDays(local, -weekday(local)), local);
export const aboutDay = (day: string): PartialDate => ({ edtf: `${day}~`, q: 'about' });
/** `month` is "YYYY-MM". */
export const inMonth = (month: string): PartialDate => ({ edtf: month, q: 'unknown_day' });
/** `year` is "YYYY". */
export const inYear = (year: string): PartialDate => ({ edtf: year, q: 'unknown_month' });
export const between = (from: string, to: string): PartialDate => ({
  edtf: `[${from}..${to}]`,
  q: 'between',
});
export const before = (day: string): PartialDate => ({ edtf: `[..${day}]`, q: 'before' });
export const after = (day: string): PartialDate => ({ edtf: `[${day}..]`, q: 'after' });
/** 1 = spring, 2 = summer, 3 = autumn, 4 = winter (from December of `year`). */
export const inSeason = (year: string, season: 1 | 2 | 3 | 4): PartialDate => ({
  edtf: `${year}-2${season}`,
  q: 'season',
});
export const since = (day: string): PartialDate => ({ edtf: `${day}/..`, q: 'ongoing' });
export const unknownDate = (): PartialDate => ({ edtf: '', q: 'unknown' });
