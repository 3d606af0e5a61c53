/** Owns the Kazakh draft of the words of the settings, capture now and forgotten words. Not reviewed by a native reader. */
import type { keeping as source } from '../en/keeping.ts';
import type { Drafted } from '../message.ts';

export const keeping = {} satisfies Drafted<typeof source>;
