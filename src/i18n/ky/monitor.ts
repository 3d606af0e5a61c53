/** Owns the Kyrgyz draft of the words of the monitor’s screens. Not reviewed by a native reader. */
import type { monitor as source } from '../en/monitor.ts';
import type { Drafted } from '../message.ts';

export const monitor = {} satisfies Drafted<typeof source>;
