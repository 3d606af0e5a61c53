/** Owns which reports and which later additions belong together, and how a change is put into words. Must never decide what holds: history() does. */
import type { Json } from '../domain/bounded.ts';
import type { ChangedField, Sent } from '../domain/history.ts';
import type { JsonObject } from '../domain/report.ts';
import type { DeskTranslator } from '../i18n/deskMessages.ts';
import type { Card } from './card.ts';
import { findingPlace } from './findingPlace.ts';
import type { OpenedReport } from './openerMessages.ts';
import { dateShown, type Reading, readingOf, type Shown, shown } from './reportValues.ts';

/** What was sent later about this report, in the order of arrival. [REP10] */
export const additionsTo = (card: Card, cards: readonly Card[]): readonly Card[] =>
  card.about === null
    ? cards.filter((one) => one.about === card.id).sort((a, b) => a.sequence - b.sequence)
    : [];

/** The report that an addition is about; undefined when it is not here. */
export const reportOf = (addition: Card, cards: readonly Card[]): Card | undefined =>
  addition.about === null ? undefined : cards.find((one) => one.about === null && one.id === addition.about);

const GENUINE: ReadonlySet<string> = new Set(['confirmed', 'notConfirmed']);

/** An opened report with the author that its number and tag prove; a doubtful one counts as nobody's. [REP3] */
export function sentOf({ fields, verification }: OpenedReport): Sent | null {
  const { verdict, chain, forced } = verification.author;
  if (verdict === 'anonymous') return { fields, author: null, forced: false };
  return GENUINE.has(verdict) ? { fields, author: chain, forced } : null;
}

/** One change in words: where, what stood there, what stands there now. */
export type Change = {
  readonly path: string;
  readonly place: string;
  readonly before: readonly Shown[];
  readonly after: readonly Shown[];
};

/** The changes of a version, without the ids that only machines use. */
export function changesShown(
  changes: readonly ChangedField[],
  fields: { readonly before: JsonObject; readonly after: JsonObject },
  t: DeskTranslator,
): readonly Change[] {
  const [before, after] = [readingOf(fields.before, t), readingOf(fields.after, t)];
  return changes
    .filter(({ path }) => !/(?:^|\.)(?:id|consent)$/.test(path))
    .map((change) => ({
      path: change.path,
      place: findingPlace(change.path, fields.after, t),
      before: said(before, change.path, change.before),
      after: said(after, change.path, change.after),
    }));
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function said(reading: Reading, path: string, value: Json | undefined): readonly Shown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => said(reading, path, item));
  if (!isObject(value)) return [shown(reading, path, value)];
  const date = dateShown(reading, value);
  if (date !== undefined) return [date];
  return Object.entries(value)
    .filter(([name]) => name !== 'id' && name !== 'consent')
    .flatMap(([name, inner]) => said(reading, `${path}.${name}`, inner));
}
