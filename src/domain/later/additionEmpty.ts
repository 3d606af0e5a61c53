/** Owns when an addition that was begun is nothing to keep. Must never need the full form: the list asks before that is there. [REP10] */
import type { Draft } from '../draft.ts';
import { isAnswered } from '../form/answers.ts';

/** Whether somebody opened an addition and left nothing in it. A withdrawal says enough without a word, but only once it is finished. [REP10] */
export const isLeftEmpty = ({ about, full, attachments }: Draft): boolean =>
  about !== null && attachments.length === 0 && !isAnswered(full);
