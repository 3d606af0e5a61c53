/** Owns what an expression can come to, and turning one kind into another as XPath and ODK do; must never fail. */
import type { Json } from '../bounded.ts';
import { addDays, dayNumber, isDay } from '../day.ts';
import type { Spot } from './expressionSpots.ts';

/** One answer, group or entry that a path leads to. */
export type Found = {
  /** What it says as text; "" for no answer. */
  readonly text: string;
  readonly json: Json | undefined;
  /** Where it stands, for steps from it. */
  readonly spot: Spot;
};
export type Value = string | number | boolean | readonly Found[];

export const EPOCH = dayNumber('1970-01-01');
const FAR = 3_000_000;

/** An answer as the text that XForms would keep. `yes` is what a ticked flag says. */
export function textOf(json: Json | undefined, yes = 'true'): string {
  if (json === undefined || json === null) return '';
  if (typeof json === 'string') return json;
  if (typeof json === 'number') return numberText(json);
  if (typeof json === 'boolean') return json ? yes : yes === 'OK' ? '' : 'false';
  if (Array.isArray(json)) return json.filter((item) => typeof item === 'string').join(' ');
  const { lat, lon, edtf } = json as { readonly [name: string]: Json };
  if (typeof lat === 'number' && typeof lon === 'number') return `${numberText(lat)} ${numberText(lon)} 0 0`;
  return typeof edtf === 'string' ? edtf : '';
}

/** A number as XPath writes it: no exponent, no `.0`. */
export function numberText(number: number): string {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(number, -0)) return '0';
  const short = String(number);
  return short.includes('e') ? number.toFixed(20).replace(/\.?0+$/, '') : short;
}

const MAX_DIGITS = 400;

/** A text as a number; a day is the number of days since 1970-01-01, a time the part of a day, both as ODK has it. */
export function numberOfText(text: string): number {
  const trimmed = text.trim();
  // Nobody writes such a number, and the pattern would try every place for its point.
  if (trimmed.length > MAX_DIGITS) return Number.NaN;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}).*)?$/.exec(trimmed);
  if (match !== null && isDay(match[1] ?? '')) {
    return dayNumber(match[1] ?? '') - EPOCH + (match[2] === undefined ? 0 : timeNumber(match[2]));
  }
  if (/^\d{2}:\d{2}/.test(trimmed)) return timeNumber(trimmed);
  // A date of which only the month or the year is known counts from its first day.
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(trimmed)) return dayNumber(`${trimmed}-01`) - EPOCH;
  return Number.NaN;
}

const timeNumber = (time: string): number => {
  const [hours, minutes] = [Number(time.slice(0, 2)), Number(time.slice(3, 5))];
  return hours < 24 && minutes < 60 ? (hours * 60 + minutes) / 1440 : Number.NaN;
};

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return numberOfText(value);
  const first = value[0];
  if (first === undefined) return Number.NaN;
  if (typeof first.json === 'number') return first.json;
  return typeof first.json === 'boolean' ? Number(first.json) : numberOfText(first.text);
}

export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return value[0]?.text ?? '';
}

/** As forms mean it: an answer counts by its value (0 and "" are no), several answers when there is any. */
export function toFlag(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  if (typeof value === 'string') return value !== '';
  if (value.length !== 1) return value.length > 0;
  const json = value[0]?.json;
  return typeof json === 'boolean' || typeof json === 'number' ? toFlag(json) : value[0]?.text !== '';
}

/** A day from text or from days since 1970-01-01; undefined for anything else. */
export function toDay(value: Value): string | undefined {
  const text = toText(value).trim();
  const day = text.slice(0, 10);
  if (isDay(day)) return day;
  const number = toNumber(value);
  return Math.abs(number) < FAR ? dayInYears(addDays('1970-01-01', Math.floor(number))) : undefined;
}

const dayInYears = (day: string): string | undefined => (isDay(day) ? day : undefined);

const isMany = (value: Value): value is readonly Found[] => typeof value === 'object';

/** XPath 1.0 §3.4, with the answers of each side taken one by one. */
export function compare(operator: '=' | '!=' | '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const lefts = alone(left);
  const rights = alone(right);
  return lefts.some((a) => rights.some((b) => compareTwo(operator, a, b)));
}

/** Where a path leads nowhere (to what is hidden, for example), it says nothing, as an empty answer does. */
function alone(value: Value): readonly Value[] {
  if (!isMany(value)) return [value];
  return value.length === 0 ? [''] : value.map((found) => [found]);
}

function compareTwo(operator: '=' | '!=' | '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  if (operator === '=' || operator === '!=') return equals(left, right) === (operator === '=');
  const [a, b] = [toNumber(left), toNumber(right)];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function equals(left: Value, right: Value): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toFlag(left) === toFlag(right);
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) === toNumber(right);
  return toText(left) === toText(right);
}

/** What a calculation leaves behind: no answer for "" and for what is no number. */
export function toJson(value: Value): Json | undefined {
  if (isMany(value)) return value.length === 1 ? (value[0]?.json ?? undefined) : value[0]?.text || undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return value === '' ? undefined : value;
}
