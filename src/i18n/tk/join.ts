/** Owns the Turkmen draft of the words of joining. Not reviewed by a native reader. */
import type { join as source } from '../en/join.ts';
import type { Drafted } from '../message.ts';

export const join = {} satisfies Drafted<typeof source>;
