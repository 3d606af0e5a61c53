/** Owns the Uzbek draft of the words about sending and carrying by hand. Not reviewed by a native reader. */
import type { delivery as source } from '../en/delivery.ts';
import type { Drafted } from '../message.ts';

export const delivery = {} satisfies Drafted<typeof source>;
