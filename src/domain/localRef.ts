/** Owns the five-character code by which a report is named aloud; must never say anything about its content. */
import type { Rng } from './ports.ts';

/** A–Z and 2–9 without I, L, O (read as 1 and 0) and U: what the schema's pattern allows, less U. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 5;
/** As the schema has it. */
export const SHORT_CODE = /^[A-HJKMNP-Z2-9]{5}$/;

/** A fresh short code, every letter equally likely: bytes that would favour some letters are thrown away. */
export function localRef(rng: Rng): string {
  const fair = 256 - (256 % LETTERS.length);
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of rng(8)) {
      if (byte < fair && code.length < LENGTH) code += LETTERS.charAt(byte % LETTERS.length);
    }
  }
  return code;
}
