/** Owns the step from a draft in the full form to what is sealed: a report, or what is said about one. Never seals. */

import { localDay } from '../../domain/day.ts';
import type { Draft } from '../../domain/draft.ts';
import { type Finished, finish, offsetOf } from '../../domain/finish.ts';
import { extraSections } from '../../domain/form/definitionExtra.ts';
import { finishFull } from '../../domain/form/fullFinish.ts';
import { ownAnswers } from '../../domain/form/fullReport.ts';
import { finishAddition } from '../../domain/later/addition.ts';
import { ownFormsOf } from '../../wire/ownForms.ts';
import type { OwnForms } from './pages.ts';

/** `now` is epoch milliseconds. `incomplete`: an answer is missing, or there is nothing to add. */
export function finishLong(draft: Draft, now: number, ownForms: OwnForms) {
  const own = extraSections(ownFormsOf({ ownForms }).forms);
  return draft.about === null
    ? finishFull(draft, { now, own })
    : finishAddition(draft, draft.about, { now, own });
}

/** The short form with what was answered to the organisation's own beside it. [FORM7] */
export function finishBeside(draft: Draft, now: number, ownForms: OwnForms): Finished {
  const finished = finish(draft, { now });
  if (!finished.ok) return finished;
  const own = extraSections(ownFormsOf({ ownForms }).forms);
  const extra = ownAnswers(draft.extra ?? {}, localDay(now, offsetOf(draft.where.country)), own);
  return extra === null ? finished : { ...finished, value: { ...finished.value, extra } };
}
