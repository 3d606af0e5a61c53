/** Owns the Kazakh draft of the words of the notebook in front, of locked notes, and of the entry page. Not reviewed by a native reader. */
import type { front as source } from '../en/front.ts';
import type { Drafted } from '../message.ts';

export const front = {} satisfies Drafted<typeof source>;
