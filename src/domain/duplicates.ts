/** Owns the suspicion that two reports are about the same event (V28); only a coordinator merges, and both originals stay. */

import { foldedWords } from './fold.ts';
import { objectAt, primaryAct, type ReportFields, span, textAt, victims } from './report.ts';
import type { Finding } from './rules/finding.ts';
import { foldedNames } from './rules/rulesOfPeople.ts';
import { groupOf } from './vocabulary.ts';

/** What is compared: region, group of the main act, days, and every folded name or label of the people harmed. */
type Traits = {
  readonly region: string | null;
  readonly group: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly names: readonly string[];
};

function traitsOf(fields: ReportFields): Traits {
  const labels = victims(fields).map((person) => foldedWords(textAt(person, 'label') ?? '').join(' '));
  return {
    region: textAt(objectAt(fields, 'place'), 'region'),
    group: groupOf(textAt(primaryAct(fields), 'type') ?? ''),
    ...span(fields),
    names: [...new Set([...labels, ...victims(fields).flatMap(foldedNames)])].filter(
      (name) => name.length > 2,
    ),
  };
}

/** Single letters to insert, drop or change, at most `limit`; more counts as limit + 1. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** The same words in any order, one name inside the other, or a letter or two apart in a long one. */
function similar(a: string, b: string): boolean {
  const [short, long] = [a.split(' '), b.split(' ')].sort((x, y) => x.length - y.length);
  if (short?.every((word) => word.length > 2 && long?.includes(word)) === true) return true;
  const most = Math.min(a.length, b.length) >= 6 ? 2 : 0;
  return distance(a, b, most) <= most;
}

const overlap = (a: Traits, b: Traits): boolean =>
  (a.earliest === null || b.latest === null || a.earliest <= b.latest) &&
  (b.earliest === null || a.latest === null || b.earliest <= a.latest);

/** Whether two reports look like one event: same region and group, overlapping days, a similar name. */
export function looksSame(one: ReportFields, other: ReportFields): boolean {
  const [a, b] = [traitsOf(one), traitsOf(other)];
  if (a.region === null || a.region === 'unknown' || a.region !== b.region || a.group !== b.group)
    return false;
  return overlap(a, b) && a.names.some((name) => b.names.some((their) => similar(name, their)));
}

/** V28 for one report beside others; the ids of those it resembles. */
export function duplicates(
  fields: ReportFields,
  others: readonly ReportFields[],
): { readonly ids: readonly string[]; readonly findings: readonly Finding[] } {
  const own = textAt(fields, 'id');
  const ids = others
    .filter((other) => textAt(other, 'id') !== own && looksSame(fields, other))
    .flatMap((other) => textAt(other, 'id') ?? []);
  return {
    ids,
    findings:
      ids.length === 0 ? [] : [{ rule: 'V28', severity: 'warn', path: 'links', code: 'duplicateSuspected' }],
  };
}
