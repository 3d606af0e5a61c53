/** Owns one line of the inbox: what is remembered of a report so that the list needs no opening. Must never hold a key. */

import { capturesOf } from '../domain/capture.ts';
import { foldedWords } from '../domain/fold.ts';
import type { Texts } from '../domain/form/question.ts';
import {
  ADDITION_KINDS,
  type AdditionKind,
  additionKind,
  reportOfAddition,
} from '../domain/later/additionNames.ts';
import { isNames, ownNames } from '../domain/ownCodes.ts';
import {
  type Headline,
  headline,
  type JsonObject,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
} from '../domain/report.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { AuthorMark } from '../inbox/ports.ts';
import { isCount, isDay, isHex, isListOf, isObject, isText, parseJsonObject } from '../wire/shape.ts';
import { type Handled, isHandled, NOT_HANDLED } from './handled.ts';

export type Acknowledged = 'nothing' | 'read' | 'complete';

/** Kept locked in the vault's collection `cards`, under the parcel's id. */
export type Card = {
  readonly parcel: string;
  readonly id: string;
  /** H(line 1), hex. [REP5] */
  readonly line: string;
  readonly sequence: number;
  readonly size: number;
  /** Day on which the endpoint stored it. */
  readonly day: string;
  readonly headline: CardHeadline;
  readonly author: AuthorMark;
  /** The `content` of each announced attachment. */
  readonly contents: readonly string[];
  /** How many of them are here. */
  readonly arrived: number;
  /** Short codes of captures that the report says belong to it. [REP9] */
  readonly captures: readonly string[];
  /** The report that this was sent about later; null for what stands by itself. [REP10] */
  readonly about: string | null;
  /** What an addition does; null for a report, and in lines of older versions. */
  readonly kind: AdditionKind | null;
  readonly acknowledged: Acknowledged;
  /** Folded words to search in, bounded. */
  readonly words: string;
  /** Somebody looked at it here: `read` may be published. */
  readonly opened: boolean;
  readonly unread: boolean;
  readonly handled: Handled;
};

/** `regionNames`: of a region that is not ours, as the report calls it; lines of older versions have none. [REP11] */
export type CardHeadline = Headline & { readonly regionNames?: Texts };

/** The line of a report as it stands, or as it came. */
export function headlineOf(fields: ReportFields): CardHeadline {
  const line = headline(fields);
  const names = ownNames(fields, 'regions', line.region ?? '');
  return names === undefined ? line : { ...line, regionNames: names };
}

const MOST_WORDS = 3_000;
const MOST_CAPTURES = 100;

/** The words by which a report is found: code, place, people, summary, then as much of the account as fits. */
export function searchWords(fields: ReportFields): string {
  const place = objectAt(fields, 'place');
  const event = objectAt(fields, 'event');
  const people = objectsAt(fields, 'persons').flatMap((person) => [
    textAt(person, 'label'),
    ...objectsAt(person, 'names').map((name) => textAt(name, 'full')),
  ]);
  const texts = [
    textAt(fields, 'local_ref'),
    textAt(fields, 'title'),
    textAt(place, 'district'),
    textAt(place, 'locality'),
    textAt(place, 'site_name'),
    ...people.slice(0, 100),
    textAt(event, 'summary'),
    (textAt(event, 'narrative') ?? '').slice(0, MOST_WORDS),
  ];
  const words = new Set(texts.flatMap((text) => (text === null ? [] : foldedWords(text))));
  return ` ${[...words].join(' ')}`.slice(0, MOST_WORDS);
}

/** A new line for a report that has just been opened. */
export function createCard(
  entry: { readonly parcel: string; readonly sequence: number; readonly size: number; readonly day: string },
  found: {
    readonly id: string;
    readonly line: string;
    readonly author: AuthorMark;
    readonly acknowledged: Acknowledged;
  },
  report: { readonly fields: JsonObject; readonly attachments: readonly { readonly content: string }[] },
): Card {
  return {
    parcel: entry.parcel,
    sequence: entry.sequence,
    size: entry.size,
    day: entry.day,
    id: found.id,
    line: found.line,
    author: found.author,
    acknowledged: found.acknowledged,
    headline: headlineOf(report.fields),
    contents: report.attachments.map(({ content }) => content),
    captures: capturesOf(report.fields).slice(0, MOST_CAPTURES),
    about: reportOfAddition(report.fields),
    kind: additionKind(report.fields),
    arrived: 0,
    words: searchWords(report.fields),
    opened: false,
    unread: true,
    handled: NOT_HANDLED,
  };
}

const isHeadline = (value: unknown): value is CardHeadline =>
  isObject(value) &&
  (value['regionNames'] === undefined || isNames(value['regionNames'])) &&
  typeof value['summary'] === 'string' &&
  typeof value['urgency'] === 'string';

const isKind = (value: unknown): boolean => ADDITION_KINDS.some((kind) => kind === value);

const isCode = (value: unknown): value is string => isText(value, 5);

const isAuthor = (value: unknown): value is AuthorMark =>
  isObject(value) && typeof value['verdict'] === 'string';

/** Reads a line from the vault. `damaged`: not one of ours; the report itself is untouched. */
export function parseCard(bytes: Uint8Array): Result<Card, 'damaged'> {
  const value = parseJsonObject(bytes);
  const good =
    value !== undefined &&
    isHex(value['parcel'], 32) &&
    isText(value['id'], 64) &&
    isHex(value['line'], 32) &&
    isCount(value['sequence']) &&
    isCount(value['size']) &&
    isDay(value['day']) &&
    isHeadline(value['headline']) &&
    isAuthor(value['author']) &&
    isListOf(value['contents'], 200, (content) => isHex(content, 32)) &&
    (value['captures'] === undefined || isListOf(value['captures'], MOST_CAPTURES, isCode)) &&
    (value['about'] === undefined || value['about'] === null || isText(value['about'], 64)) &&
    (value['kind'] === undefined || value['kind'] === null || isKind(value['kind'])) &&
    isCount(value['arrived']) &&
    isText(value['words'], MOST_WORDS) &&
    ['nothing', 'read', 'complete'].includes(String(value['acknowledged'])) &&
    typeof value['opened'] === 'boolean' &&
    typeof value['unread'] === 'boolean' &&
    (value['handled'] === undefined || isHandled(value['handled']));
  // Lines of the first version named no captures and no additions, and no times at which they were opened. S10
  const first = { captures: [], about: null, kind: null, handled: NOT_HANDLED };
  return good ? ok({ ...first, ...value } as unknown as Card) : err('damaged');
}
