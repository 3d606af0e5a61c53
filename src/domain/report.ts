/** Owns the fields of a report as they travel: bounded JSON, unknown members kept; must never trust their shape. */
import { type BoundError, bounded, type Json, REPORT_LIMITS, utf8Length } from './bounded.ts';
import { bounds, type PartialDate, parsePartialDate } from './partialDate.ts';
import { err, ok, type Result } from './result.ts';

export type JsonObject = { readonly [key: string]: Json };

/** The `fields` of a report (DOMAIN §2.13): any bounded JSON object; read it through the functions below. */
export type ReportFields = JsonObject;

export type FieldsError = BoundError | 'notAnObject';

/** Accepts a JSON object within REPORT_LIMITS (2 MiB, depth 32). Unknown members stay, so a newer phone loses nothing. */
export function parseFields(value: unknown): Result<ReportFields, FieldsError> {
  const limited = bounded(value);
  if (!limited.ok) return limited;
  return isObject(limited.value) ? ok(limited.value) : err('notAnObject');
}

/** The same from JSON text, refused before parsing when it is larger than the limit. */
export function parseFieldsText(text: string): Result<ReportFields, FieldsError> {
  if (utf8Length(text) > REPORT_LIMITS.bytes) return err('tooLarge');
  try {
    return parseFields(JSON.parse(text));
  } catch {
    return err('notJson');
  }
}

/** The fields as JSON text. */
export const encodeFields = (fields: ReportFields): string => JSON.stringify(fields);

// Lenient readers: a member of the wrong kind reads as absent. check() is what reports it.
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const NOTHING: JsonObject = {};
/** The member as an object; empty when it is none. */
export function objectAt(parent: Json | undefined, key: string): JsonObject {
  const value = isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  return isObject(value) ? value : NOTHING;
}
/** The member as a list; empty when it is none. */
export function listAt(parent: Json | undefined, key: string): readonly Json[] {
  const value = isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  return Array.isArray(value) ? value : [];
}
/** The objects of a list member, with their index in the list. */
export function entriesAt(parent: Json | undefined, key: string): readonly (readonly [number, JsonObject])[] {
  return [...listAt(parent, key).entries()].filter((entry): entry is [number, JsonObject] =>
    isObject(entry[1]),
  );
}
/** The objects of a list member. */
export const objectsAt = (parent: Json | undefined, key: string): readonly JsonObject[] =>
  entriesAt(parent, key).map(([, item]) => item);
/** The member as text, or null. */
export function textAt(parent: Json | undefined, key: string): string | null {
  const value = isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  return typeof value === 'string' ? value : null;
}
/** The member as a number, or null. */
export function numberAt(parent: Json | undefined, key: string): number | null {
  const value = isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  return typeof value === 'number' ? value : null;
}
/** The texts of a list member. */
export const textsAt = (parent: Json | undefined, key: string): readonly string[] =>
  listAt(parent, key).filter((item): item is string => typeof item === 'string');
/** The member as a well-formed partial date, or null. */
export function dateAt(parent: Json | undefined, key: string): PartialDate | null {
  const value = isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  const parsed = parsePartialDate(value);
  return parsed.ok ? parsed.value : null;
}

/** The act marked primary, else the first one, else an empty object. */
export function primaryAct(fields: ReportFields): JsonObject {
  const acts = objectsAt(fields, 'acts');
  return acts.find((act) => act['primary'] === true) ?? acts[0] ?? NOTHING;
}

/** Its author took all of it back. */
export const isTakenBack = (fields: ReportFields): boolean => textAt(fields, 'status') === 'withdrawn';

/** Persons whose roles name "victim". */
export function victims(fields: ReportFields): readonly JsonObject[] {
  return objectsAt(fields, 'persons').filter((person) => textsAt(person, 'roles').includes('victim'));
}

/** How many people were harmed; max null = open, the whole null = unknown. Never fewer than the people recorded. */
export type Count = { readonly min: number; readonly max: number | null };
export function victimCount(fields: ReportFields): Count | null {
  const group = objectAt(fields, 'victim_group');
  const recorded = victims(fields).length;
  const exact = numberAt(group, 'count_exact');
  if (exact !== null) return { min: exact, max: exact };
  const [min, max] = [numberAt(group, 'min'), numberAt(group, 'max')];
  if (min !== null || max !== null) return { min: min ?? recorded, max };
  return recorded === 0 ? null : { min: recorded, max: recorded };
}

/** First and last possible day of the event; latest null = open or unknown. */
export function span(fields: ReportFields): { earliest: string | null; latest: string | null } {
  const event = objectAt(fields, 'event');
  const start = dateAt(event, 'start');
  const end = dateAt(event, 'end');
  const first = start === null ? { earliest: null, latest: null } : bounds(start);
  const ongoing = event['ongoing'] === true || start?.q === 'ongoing';
  const latest = ongoing ? null : end === null ? first.latest : bounds(end).latest;
  return { earliest: first.earliest, latest };
}

/** What one row of the inbox shows. Codes and untrusted text only: labels and sentences are the UI's. */
export type Headline = {
  readonly id: string | null;
  readonly shortCode: string | null;
  readonly type: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly date: PartialDate | null;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly urgency: 'u0' | 'u1' | 'u2' | 'u3';
  readonly deadline: string | null;
  readonly victims: Count | null;
  readonly summary: string;
  readonly form: string | null;
};

/** The row of a report; anything missing or of the wrong kind reads as null, an unknown urgency as u0. */
export function headline(fields: ReportFields): Headline {
  const urgency = objectAt(fields, 'urgency');
  const level = textAt(urgency, 'level');
  const place = objectAt(fields, 'place');
  const event = objectAt(fields, 'event');
  return {
    id: textAt(fields, 'id'),
    shortCode: textAt(fields, 'local_ref'),
    type: textAt(primaryAct(fields), 'type'),
    country: textAt(place, 'country'),
    region: textAt(place, 'region'),
    date: dateAt(event, 'start'),
    ...span(fields),
    urgency: level === 'u1' || level === 'u2' || level === 'u3' ? level : 'u0',
    deadline: textAt(urgency, 'deadline'),
    victims: victimCount(fields),
    summary: textAt(event, 'summary') ?? '',
    form: textAt(fields, 'form'),
  };
}
