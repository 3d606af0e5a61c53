/** Owns random identifiers (RFC 9562 version 4); must never let time or device leak into one, as v7 would. */
import type { Rng } from './ports.ts';

/** A version 4 UUID in lower case from 16 random bytes. */
export function uuid(rng: Rng): string {
  const bytes = rng(16);
  const hex = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a text is a UUID of any version. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/** Ids inside one report are derived from its own, so that finishing twice gives the same report. */
export function derivedId(id: string, number: number): string {
  const last = (Number.parseInt(id.slice(-4), 16) ^ number).toString(16).padStart(4, '0');
  return id.slice(0, -4).toLowerCase() + last;
}
