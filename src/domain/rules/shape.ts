/** Owns small combinators that check the shape of JSON; must never know a rule about meaning. */
import type { Json } from '../bounded.ts';
import { isDay } from '../day.ts';
import { parsePartialDate } from '../partialDate.ts';
import { codePoints, longerThan } from '../text.ts';
import { isUuid } from '../uuid.ts';
import { find, type ListName } from '../vocabulary.ts';
import type { RuleId, Tell } from './finding.ts';

/** Reports everything about `value` that does not fit. */
export type Shape = (value: Json, path: string, tell: Tell) => void;

/** Text of at most `limit` graphemes and `points` code points (V32), optionally of one form. */
export const text =
  (limit: number, options: { points?: number; form?: RegExp } = {}): Shape =>
  (value, path, tell) => {
    if (typeof value !== 'string') return tell('F01', path, 'wrongKind');
    const points = options.points ?? limit;
    if (longerThan(value, limit) || (value.length > points && codePoints(value) > points)) {
      tell('V32', path, 'tooLong');
    }
    if (options.form !== undefined && !options.form.test(value)) tell('F01', path, 'wrongForm');
  };

/** A code of a list. */
export const code =
  (list: ListName, rule: RuleId = 'F01'): Shape =>
  (value, path, tell) => {
    if (typeof value !== 'string' || find(list, value) === undefined) tell(rule, path, 'unknownCode');
  };

export const oneOf =
  (...values: readonly Json[]): Shape =>
  (value, path, tell) => {
    if (!values.includes(value)) tell('F01', path, 'unknownCode');
  };

export const id: Shape = (value, path, tell) => {
  if (typeof value !== 'string' || !isUuid(value)) tell('F01', path, 'wrongForm');
};

export const flag: Shape = (value, path, tell) => {
  if (typeof value !== 'boolean') tell('F01', path, 'wrongKind');
};

/** A whole number; outside its range it is a matter of `rule`. */
export const whole =
  (min: number, max: number, rule: RuleId = 'F01'): Shape =>
  (value, path, tell) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return tell('F01', path, 'wrongKind');
    if (value < min || value > max) {
      tell(rule, path, rule === 'V13' ? 'countImpossible' : rule === 'V17' ? 'ageImpossible' : 'wrongForm');
    }
  };

/** A number, whole or not, in its range. */
export const number =
  (min: number, max = Number.POSITIVE_INFINITY): Shape =>
  (value, path, tell) => {
    if (typeof value !== 'number') return tell('F01', path, 'wrongKind');
    if (value < min || value > max) tell('F01', path, 'wrongForm');
  };

const ownWords = text(200);

/** A partial date; whether its EDTF is well-formed is V04's matter, found wherever a date stands. */
export const date: Shape = (value, path, tell) => {
  const parsed = parsePartialDate(value);
  if (!parsed.ok && parsed.code === 'notADate') return tell('F01', path, 'wrongKind');
  const words = (value as { readonly text?: Json }).text;
  if (words !== undefined) ownWords(words, `${path}.text`, tell);
};

/** A day "YYYY-MM-DD" that exists. */
export const day: Shape = (value, path, tell) => {
  if (typeof value !== 'string') tell('F01', path, 'wrongKind');
  else if (!isDay(value)) tell('V04', path, 'dateCalendar');
};

/** An instant "YYYY-MM-DDTHH:MM…", with or without seconds and offset. */
export const instant: Shape = (value, path, tell) => {
  if (typeof value !== 'string') return tell('F01', path, 'wrongKind');
  const form = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(value);
  if (form === null) tell('F01', path, 'wrongForm');
  else if (!isDay(form[1] ?? '')) tell('V04', path, 'dateCalendar');
};

/** One of several shapes; when none fits, what the first one says. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, path, tell) => {
    const fits = shapes.some((shape) => {
      let fine = true;
      shape(value, path, () => {
        fine = false;
      });
      return fine;
    });
    if (!fits) shapes[0]?.(value, path, tell);
  };

export const list =
  (item: Shape, options: { min?: number; max?: number; unique?: boolean } = {}): Shape =>
  (value, path, tell) => {
    if (!Array.isArray(value)) return tell('F01', path, 'wrongKind');
    if (value.length < (options.min ?? 0)) tell('F01', path, 'tooFew');
    if (value.length > (options.max ?? Number.POSITIVE_INFINITY)) tell('F01', path, 'tooMany');
    if (options.unique === true && new Set(value).size < value.length) tell('F01', path, 'repeated');
    for (const [index, one] of value.entries()) item(one, `${path}[${index}]`, tell);
  };

/** An object; members that are not named here are a newer phone's and are let through. */
export const object =
  (members: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape =>
  (value, path, tell) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return tell('F01', path === '' ? '.' : path, 'wrongKind');
    }
    const prefix = path === '' ? '' : `${path}.`;
    for (const name of required) if (!Object.hasOwn(value, name)) tell('F01', prefix + name, 'missing');
    for (const [name, member] of Object.entries(value)) {
      if (Object.hasOwn(members, name)) members[name]?.(member, prefix + name, tell);
    }
  };
