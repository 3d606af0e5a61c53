/** Owns the Tajik draft of the sentences of every error. Not reviewed by a native reader. */
import type { errors as source } from '../en/errors.ts';
import type { Drafted } from '../message.ts';

export const errors = {} satisfies Drafted<typeof source>;
