/** Owns the shape of an expected outcome; below the UI only codes travel, never sentences. */

/** Success with a value. */
export type Ok<T> = { readonly ok: true; readonly value: T };
/** An expected failure: a stable code, and optionally where it was found (never plaintext of a report). */
export type Err<C extends string> = { readonly ok: false; readonly code: C; readonly detail?: string };
export type Result<T, C extends string = string> = Ok<T> | Err<C>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <C extends string>(code: C, detail?: string): Err<C> =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };

/** Marks a branch that the types say cannot be reached. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
