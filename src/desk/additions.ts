/** Owns which reports and which later additions belong together, and how a change is put into words. Must never decide what holds: history() does. */

import type { Json } from '../domain/bounded.ts';
import { consentById, usesOf } from '../domain/consent.ts';
import { belongingTo, type Linked, reportBehind } from '../domain/later/additionLinks.ts';
import type { Sent } from '../domain/later/history.ts';
import type { ChangedField } from '../domain/later/historyChanges.ts';
import type { JsonObject } from '../domain/report.ts';
import { label } from '../domain/vocabulary.ts';
import type { DeskTranslator } from '../i18n/deskMessages.ts';
import type { Card } from './card.ts';
import type { OpenedReport } from './openerMessages.ts';
import { findingPlace } from './report/findingPlace.ts';
import { ownChange } from './report/ownChange.ts';
import { dateShown, type Reading, readingOf, type Shown, shown } from './report/reportValues.ts';

/** The author that number and tag prove; undefined when they do not. [REP3] */
const provenAuthor = ({ author }: Card): Linked['author'] => {
  if (author.verdict === 'anonymous') return null;
  return author.verdict === 'author' || author.verdict === 'replayed' ? author.chain : undefined;
};
const linked = (card: Card): Linked & { readonly card: Card } => ({
  id: card.id,
  about: card.about,
  author: provenAuthor(card),
  card,
});

/** What was sent later about this report, or about what was sent later about it, in the order of arrival. [REP10] */
export function additionsTo(card: Card, cards: readonly Card[]): readonly Card[] {
  if (card.about !== null) return [];
  const { own, claims } = belongingTo(linked(card), cards.map(linked));
  return [...own, ...claims].map((one) => one.card).sort((a, b) => a.sequence - b.sequence);
}

/** The report that an addition is about, however far back; undefined when it is not here. */
export const reportOf = (addition: Card, cards: readonly Card[]): Card | undefined =>
  reportBehind(linked(addition), cards.map(linked))?.card;

/** Somebody else's claims that are opened beside a report; the author's own are opened all. */
const MOST_CLAIMS = 50;

/** Which of the additions are opened, and how many are not: nobody can bury a report, or its author's withdrawal, under claims. */
export function openedAdditions(
  report: Card,
  additions: readonly Card[],
): { readonly opened: readonly Card[]; readonly left: number } {
  const author = provenAuthor(report);
  const isClaim = (card: Card): boolean => author === undefined || provenAuthor(card) !== author;
  const claims = new Set(additions.filter(isClaim).slice(MOST_CLAIMS));
  return { opened: additions.filter((card) => !claims.has(card)), left: claims.size };
}

/** Of the additions that are opened, those that were there when the report was, and those that came while it is read. */
export function sinceShown(
  additions: readonly Card[],
  shown: ReadonlySet<string>,
): { readonly here: readonly Card[]; readonly arrived: readonly Card[] } {
  return {
    here: additions.filter(({ parcel }) => shown.has(parcel)),
    arrived: additions.filter(({ parcel }) => !shown.has(parcel)),
  };
}

const GENUINE: ReadonlySet<string> = new Set(['confirmed', 'notConfirmed']);

/** An opened report with the author that its number and tag prove; a doubtful one counts as nobody's. [REP3] */
export function sentOf({ fields, verification }: OpenedReport): Sent | null {
  const { verdict, chain, n, forced } = verification.author;
  if (verdict === 'anonymous') return { fields, author: null, n: null, forced: false };
  return GENUINE.has(verdict) ? { fields, author: chain, n, forced } : null;
}

/** One change in words: where, what stood there, what stands there now. */
export type Change = {
  readonly path: string;
  readonly place: string;
  readonly before: readonly Shown[];
  readonly after: readonly Shown[];
};

/**
 * The changes of a version, without the ids that only machines use; for a consent, what it allows; for an answer to one of
 * the organisation's `forms`, that form's words.
 */
export function changesShown(
  changes: readonly ChangedField[],
  fields: { readonly before: JsonObject; readonly after: JsonObject },
  t: DeskTranslator,
  forms: readonly JsonObject[] = [],
): readonly Change[] {
  if (changes.length === 0) return [];
  const [before, after] = [readingOf(fields.before, t), readingOf(fields.after, t)];
  return changes
    .filter(({ path }) => !/(?:^|\.)id$/.test(path))
    .map((change) => {
      const [was, is] = [ownChange(before, change.path, forms), ownChange(after, change.path, forms)];
      const own = is ?? was;
      if (own !== null)
        return {
          path: change.path,
          place: own.place,
          before: (was ?? own).say(change.before),
          after: own.say(change.after),
        };
      const place = findingPlace(change.path, fields.after, t);
      if (/\.consent$/.test(change.path)) {
        const had = change.before === undefined ? [] : allowedBy(fields.before, change.before, t);
        return { path: change.path, place, before: had, after: allowedBy(fields.after, change.after, t) };
      }
      return {
        path: change.path,
        place,
        before: said(before, change.path, change.before),
        after: said(after, change.path, change.after),
      };
    });
}

/** What the consent that somebody has allows, in words. */
function allowedBy(fields: JsonObject, id: Json | undefined, t: DeskTranslator): readonly Shown[] {
  const uses = usesOf(consentById(fields, typeof id === 'string' ? id : null));
  const words = [...uses].slice(0, MOST_USES).map((use) => label('uses', use, t.lang));
  const text = words.length === 0 ? t('history.allowsNothing') : words.join(', ');
  return [{ raw: typeof id === 'string' ? id : '', text, kind: 'theirs' }];
}
const MOST_USES = 50;

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
