/** Owns the step from a draft in the full form to what is sealed: a report, or what is said about one. Never seals. */
import { finishAddition } from '../../domain/addition.ts';
import type { Draft } from '../../domain/draft.ts';
import { extraSections } from '../../domain/form/definitionExtra.ts';
import { finishFull } from '../../domain/form/fullFinish.ts';
import { ownFormsOf } from '../../wire/ownForms.ts';
import type { OwnForms } from './pages.ts';

/** `now` is epoch milliseconds. `incomplete`: an answer is missing, or there is nothing to add. */
export function finishLong(draft: Draft, now: number, ownForms: OwnForms) {
  const own = extraSections(ownFormsOf({ ownForms }).forms);
  return draft.about === null
    ? finishFull(draft, { now, own })
    : finishAddition(draft, draft.about, { now, own });
}
