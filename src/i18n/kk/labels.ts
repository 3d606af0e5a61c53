/** Owns the Kazakh draft of what the codes of the short form are called. Not reviewed by a native reader. */
import type { DraftLabels } from '../draftLabels.ts';

export const labels = {} satisfies DraftLabels;
