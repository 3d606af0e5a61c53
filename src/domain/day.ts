/** Owns arithmetic on calendar days "YYYY-MM-DD" (proleptic Gregorian); must never ask what day it is. */

/** Length of a month 1–12, leap years respected. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** "YYYY-MM-DD" from its parts; the parts are trusted. */
export const formatDay = (year: number, month: number, day: number): string =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

// Counting March as the first month puts the leap day last, so that month lengths follow one formula.
const daysBeforeMonth = (shifted: number): number => Math.floor((153 * shifted + 2) / 5);
const daysBeforeYear = (year: number): number =>
  365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);

/** Days since 0000-03-01; only differences mean anything. */
export function dayNumber(day: string): number {
  const month = Number(day.slice(5, 7));
  const year = Number(day.slice(0, 4)) - (month < 3 ? 1 : 0);
  return daysBeforeYear(year) + daysBeforeMonth((month + 9) % 12) + Number(day.slice(8, 10)) - 1;
}

function fromDayNumber(number: number): string {
  let year = Math.floor(number / 365.2425);
  while (daysBeforeYear(year) > number) year -= 1;
  while (daysBeforeYear(year + 1) <= number) year += 1;
  const rest = number - daysBeforeYear(year);
  const shifted = Math.floor((5 * rest + 2) / 153);
  const month = ((shifted + 2) % 12) + 1;
  return formatDay(month < 3 ? year + 1 : year, month, rest - daysBeforeMonth(shifted) + 1);
}

/** The day `count` days later (earlier when negative). */
export const addDays = (day: string, count: number): string => fromDayNumber(dayNumber(day) + count);

/** 0 = Monday … 6 = Sunday. */
export const weekday = (day: string): number => (dayNumber(day) + 2) % 7;

/** The local day of an instant: epoch milliseconds and the zone's offset from UTC in minutes (east positive). */
export function localDay(now: number, offsetMinutes: number): string {
  return addDays('1970-01-01', Math.floor((now + offsetMinutes * 60_000) / 86_400_000));
}

/** The instant as "YYYY-MM-DDTHH:MM:SSZ" (no finer: less to tell about a device). */
export function instant(now: number): string {
  return `${new Date(Math.floor(now / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
