/** Owns the functions of expressions that deal with days and times; must never ask a clock: the day is given. */
import { dayNumber, weekday } from '../day.ts';
import type { FormFunction } from './expressionFunctions.ts';
import { EPOCH, numberOfText, toDay, toNumber, toText, type Value } from './expressionValue.ts';

type Does = (values: readonly Value[], today: string) => Value;
const dated = (least: number, most: number, does: Does): FormFunction => ({
  least,
  most,
  run: (run, given, focus) =>
    does(
      given.map((expression) => run.value(expression, focus)),
      run.today,
    ),
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const two = (number: number): string => String(number).padStart(2, '0');

/** ODK's marks: %Y %y %m %n %b %d %e %a, and of times %H %h %M %S %3. Anything else stays. */
function formatDate(value: Value, format: string): string {
  const day = toDay(value);
  if (day === undefined) return '';
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const time = /T?(\d{2}):(\d{2})(?::(\d{2}))?/.exec(toText(value).slice(10));
  const [hour, minute, second] = [Number(time?.[1] ?? 0), Number(time?.[2] ?? 0), Number(time?.[3] ?? 0)];
  const marks: { readonly [mark: string]: string } = {
    Y: String(year).padStart(4, '0'),
    y: two(year % 100),
    m: two(month),
    n: String(month),
    b: MONTHS[month - 1] ?? '',
    d: two(date),
    e: String(date),
    a: DAYS[weekday(day)] ?? '',
    H: two(hour),
    h: String(hour),
    M: two(minute),
    S: two(second),
    '3': '000',
  };
  return format.slice(0, 200).replace(/%(.)/g, (whole, mark: string) => marks[mark] ?? whole);
}

/** A day and a time of day from a number of days with a fraction. */
function dateTime(value: Value): string {
  const text = toText(value);
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return text;
  const day = toDay(value);
  if (day === undefined) return '';
  const number = toNumber(value);
  const minutes = Math.floor((number - Math.floor(number)) * 1440 + 1e-6);
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

/** The part of the day, from a time or from a day with a time. */
function decimalTime(value: Value): number {
  const text = toText(value);
  const time = /(?:^|T)(\d{2}:\d{2})/.exec(text)?.[1];
  return time === undefined ? Number.NaN : numberOfText(time);
}

const decimalDate = (value: Value): number => {
  const number = toNumber(value);
  const day = toDay(value);
  return Number.isNaN(number) && day !== undefined ? dayNumber(day) - EPOCH : number;
};

export const dateFunctions: { readonly [name: string]: FormFunction } = {
  today: dated(0, 0, (_, today) => today),
  // The phone keeps no times finer than a day here, so `now` is the day at midnight.
  now: dated(0, 0, (_, today) => `${today}T00:00:00`),
  date: dated(1, 1, ([a = '']) => toDay(a) ?? ''),
  'date-time': dated(1, 1, ([a = '']) => dateTime(a)),
  'decimal-date-time': dated(1, 1, ([a = '']) => decimalDate(a)),
  'decimal-date': dated(1, 1, ([a = '']) => Math.floor(decimalDate(a))),
  'decimal-time': dated(1, 1, ([a = '']) => decimalTime(a)),
  'format-date': dated(2, 2, ([a = '', b = '']) => formatDate(a, toText(b))),
  'format-date-time': dated(2, 2, ([a = '', b = '']) => formatDate(a, toText(b))),
};
