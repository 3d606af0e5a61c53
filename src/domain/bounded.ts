/** Owns the limits on JSON that somebody else wrote; must never look at what the values mean. */
import { err, ok, type Result } from './result.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Limits = {
  /** Upper bound on the UTF-8 size of all texts and keys, in bytes. */
  readonly bytes: number;
  readonly depth: number;
  readonly items: number;
  readonly keys: number;
};
export const REPORT_LIMITS: Limits = { bytes: 2 * 1024 * 1024, depth: 32, items: 5_000, keys: 500 };

export type BoundError = 'tooLarge' | 'tooDeep' | 'tooMany' | 'forbiddenKey' | 'notJson';

// Keys that reach a prototype when somebody copies the object member by member.
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** UTF-8 length of a text in bytes; a lone surrogate counts as 3, as an encoder would replace it. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      bytes += 2;
      index += 1;
    } else {
      bytes += unit < 0x800 ? 1 : 2;
    }
  }
  return bytes;
}

/**
 * Accepts plain JSON values within the limits: no cycles, no functions, no prototype keys, finite numbers. The value
 * itself is returned, not a copy. Walks without recursion, so that a hostile depth cannot exhaust the stack.
 */
export function bounded(value: unknown, limits: Limits = REPORT_LIMITS): Result<Json, BoundError> {
  let bytes = 0;
  const open: { value: unknown; depth: number }[] = [{ value, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, depth } = next;
    if (depth > limits.depth) return err('tooDeep');
    if (typeof current === 'string') bytes += utf8Length(current);
    else if (typeof current === 'number') {
      if (!Number.isFinite(current)) return err('notJson');
      bytes += 8;
    } else if (current === null || typeof current === 'boolean') bytes += 4;
    else if (typeof current !== 'object') return err('notJson');
    else if (Array.isArray(current)) {
      if (current.length > limits.items) return err('tooMany');
      bytes += current.length;
      for (const item of current) open.push({ value: item, depth: depth + 1 });
    } else {
      const keys = Object.keys(current);
      if (keys.length > limits.keys) return err('tooMany');
      for (const key of keys) {
        if (FORBIDDEN.has(key)) return err('forbiddenKey', key);
        bytes += utf8Length(key);
        open.push({ value: (current as Record<string, unknown>)[key], depth: depth + 1 });
      }
    }
    if (bytes > limits.bytes) return err('tooLarge');
  }
  return ok(value as Json);
}
