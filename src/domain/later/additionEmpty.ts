/** Owns when an addition that was begun is nothing to keep. Must never need the full form: the list asks before that is there. [REP10] */
import type { Draft } from '../draft.ts';
import { isAnswered } from '../form/answers.ts';

/** Whether somebody opened an addition and left nothing in it. A withdrawal says enough by being there: gone without a sign, it would pass for sent. [REP10] */
export const isLeftEmpty = ({ about, full, attachments }: Draft): boolean =>
  about !== null && about.kind !== 'withdraw' && attachments.length === 0 && !isAnswered(full);
