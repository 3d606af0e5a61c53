/** Owns the small checks that every border parser of this room is made of. Must never know a whole format. */
import { addDays, dayNumber, isDay as isCalendarDay } from '../domain/day.ts';
import { parseUtf8 } from './bytes.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** Deeper nesting than any format of ours needs is refused before a parser or a printer recurses into it. */
const MAX_DEPTH = 64;

function depthWithin(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (quoted) {
      if (letter === 0x5c) at += 1;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) {
      depth += 1;
      if (depth > limit) return false;
    } else if (letter === 0x7d || letter === 0x5d) depth -= 1;
  }
  return true;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON value of strict UTF-8 bytes or of a text; undefined when it is broken, too deep, or not an object. */
export function parseJsonObject(input: Uint8Array | string): JsonObject | undefined {
  const text = typeof input === 'string' ? input : parseText(input);
  if (text === undefined || !depthWithin(text, MAX_DEPTH)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseText(bytes: Uint8Array): string | undefined {
  const text = parseUtf8(bytes);
  return text.ok ? text.value : undefined;
}

/** Lower-case hexadecimal of exactly `bytes` bytes. */
export const isHex = (value: unknown, bytes: number): value is string =>
  typeof value === 'string' && value.length === bytes * 2 && /^[0-9a-f]*$/.test(value);

/** A non-negative integer that a double holds exactly. */
export const isCount = (value: unknown, most: number = Number.MAX_SAFE_INTEGER): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;

export const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;

export const isListOf = <T>(
  value: unknown,
  most: number,
  each: (item: unknown) => item is T,
): value is readonly T[] => Array.isArray(value) && value.length <= most && value.every(each);

const EPOCH_DAY = '1970-01-01';

/** Days since 1970-01-01 of a day. */
export const daysSinceEpoch = (day: string): number => dayNumber(day) - dayNumber(EPOCH_DAY);

/** The day that lies `days` after 1970-01-01. */
export const dayOfEpoch = (days: number): string => addDays(EPOCH_DAY, days);

/** A day of the calendar from 1970 to mid 2149: what two bytes hold in an invite. */
export const isDay = (value: unknown): value is string =>
  typeof value === 'string' && isCalendarDay(value) && isCount(daysSinceEpoch(value), 0xffff);

/** An endpoint's URL: http(s), host, optional port and path; no user, query, fragment or slash at the end. */
export const isEndpointUrl = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= 255 &&
  /^https?:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*$/.test(
    value,
  );
