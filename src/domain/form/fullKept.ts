/** Owns what is kept of an answer when a report is made of it; must never change its meaning. */
import type { Json } from '../bounded.ts';
import { offsetOf } from '../finish.ts';
import type { JsonObject } from '../report.ts';
import { nfc } from '../text.ts';

/** What is kept of an answer: text in normal form C, nothing blank, nothing of the form's own (names with _). */
export function kept(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : nfc(value);
  if (Array.isArray(value)) {
    const items = value.flatMap((item: Json) => {
      const one = kept(item);
      return one === undefined ? [] : [one];
    });
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object') return value;
  const date = value as JsonObject;
  // A date that is not known says so with an empty text.
  if (typeof date['edtf'] === 'string' && typeof date['q'] === 'string') return dateKept(date);
  const members = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const one = name.startsWith('_') ? undefined : kept(member);
    return one === undefined ? [] : [[name, one]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

const dateKept = (date: JsonObject): Json | undefined =>
  date['edtf'] === '' && date['q'] !== 'unknown'
    ? undefined
    : Object.fromEntries(Object.entries(date).filter(([, member]) => member !== undefined));

/** Answers to somebody else's form: every name of theirs, text in normal form C, nothing blank; entries keep their places. */
export function keptAsTheyAre(value: Json): Json {
  if (typeof value === 'string') return nfc(value);
  if (Array.isArray(value)) return value.map(keptAsTheyAre);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && !(typeof member === 'string' && member.trim() === ''))
      .map(([name, member]) => [name, keptAsTheyAre(member)]),
  );
}

/** The members of an object that are kept. */
export const keptOf = (value: Json | undefined): JsonObject => {
  const one = kept(value);
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as JsonObject) : {};
};

/** "2026-12-26T10:00" with the seconds and the offset of the place; what has an offset already stays. */
export function withOffset(moment: string, country: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(moment)) return moment;
  const minutes = offsetOf(country);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${moment.length === 16 ? `${moment}:00` : moment}${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** Text with one entry on each line as a list. */
export function linesOf(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return kept(value);
  return kept(value.split('\n').map((line) => line.trim()));
}
