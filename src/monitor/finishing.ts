/** Owns the hand-over of a complete draft to the vault's sealing; never seals anything itself. */
import type { Draft } from '../domain/draft.ts';
import { finish } from '../domain/finish.ts';
import { objectAt, textAt } from '../domain/report.ts';
import { err, type Result } from '../domain/result.ts';
import type { Progress, Trace, Vault } from '../vault/api.ts';

/** Afterwards nothing on this phone opens the report again. [S2] `incomplete`: an answer is missing. */
export async function finishDraft(
  vault: Vault,
  draft: Draft,
  now: number,
  progress: Progress,
): Promise<Result<Trace, string>> {
  const finished = finish(draft, { now });
  if (!finished.ok) return err(finished.code);
  const level = textAt(objectAt(finished.value, 'urgency'), 'level');
  return vault.finish(
    {
      draft: draft.id,
      code: draft.localRef,
      form: draft.form,
      fields: finished.value,
      attachments: draft.attachments.map(({ id, name, description }) => ({ id, name, description })),
      authored: true,
      urgent: level === 'u2' || level === 'u3',
    },
    progress,
  );
}
