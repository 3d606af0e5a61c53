/** Owns the Kyrgyz draft of the words both apps share. Not reviewed by a native reader. */
import type { common as source } from '../en/common.ts';
import type { Drafted } from '../message.ts';

export const common = {} satisfies Drafted<typeof source>;
