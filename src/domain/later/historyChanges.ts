/** Owns what is different between two versions of a report; must never say more than a screen can show. [REP10] */
import type { Json } from '../bounded.ts';
import type { JsonObject, ReportFields } from '../report.ts';

export type ChangedField = {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
};

/** `changes`: the first MOST_CHANGES; `more`: how many there are besides. */
export type Differences = { readonly changes: readonly ChangedField[]; readonly more: number };

export const MOST_CHANGES = 200;

const none: readonly string[] = [];
const namesIn = (value: Json | undefined): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : none;

const isEmpty = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (isEmpty(a) && isEmpty(b) && Array.isArray(a) === Array.isArray(b));

const isListOfValues = (value: Json | undefined): value is readonly (string | number | boolean)[] =>
  Array.isArray(value) && value.every((item) => item !== null && typeof item !== 'object');

/** Each value is looked at once, and what both versions share not at all. */
export function differences(before: ReportFields, after: ReportFields): Differences {
  const changes: ChangedField[] = [];
  let more = 0;
  const tell = (path: string, a: Json | undefined, b: Json | undefined): void => {
    if (changes.length < MOST_CHANGES) changes.push({ path, before: a, after: b });
    else more += 1;
  };
  const walk = (a: Json | undefined, b: Json | undefined, path: string): void => {
    if (isSame(a, b)) return;
    if (isListOfValues(a) && isListOfValues(b)) {
      // What was chosen, in no order: what stayed did not change because something before it is gone.
      const [had, has] = [new Set(a), new Set(b)];
      for (const [index, one] of a.entries()) if (!has.has(one)) tell(`${path}[${index}]`, one, undefined);
      for (const [index, one] of b.entries()) if (!had.has(one)) tell(`${path}[${index}]`, undefined, one);
      return;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      for (let index = 0; index < Math.max(a.length, b.length); index += 1)
        walk(a[index], b[index], `${path}[${index}]`);
      return;
    }
    const [left, right] = [namesIn(a), namesIn(b)];
    if (left.length > 0 && right.length > 0) {
      for (const key of new Set([...left, ...right]))
        walk((a as JsonObject)[key], (b as JsonObject)[key], path === '' ? key : `${path}.${key}`);
    } else tell(path, a, b);
  };
  walk(before, after, '');
  return { changes, more };
}
