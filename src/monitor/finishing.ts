/** Owns the hand-over of a complete draft to the vault's sealing; never seals anything itself. */
import type { Draft } from '../domain/draft.ts';
import { finish } from '../domain/finish.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../domain/report.ts';
import { err, type Result } from '../domain/result.ts';
import type { Progress, Vault } from '../vault/api.ts';
import type { Trace } from '../vault/views.ts';

/** The rules of the full form come with it: nobody else downloads them. */
async function finishEither(draft: Draft, now: number) {
  if (draft.full === null) return finish(draft, { now });
  const { finishFull } = await import('../domain/form/fullFinish.ts');
  return finishFull(draft, { now });
}

/** The country of the answers that count. */
export const countryOf = (draft: Draft): string =>
  textAt(objectAt(draft.full, 'place'), 'country') ?? draft.where.country;

const evidenceById = (fields: ReportFields, id: string): JsonObject | undefined =>
  objectsAt(fields, 'evidence').find((one) => textAt(one, 'id') === id);

/** Afterwards nothing on this phone opens the report again. [S2] `incomplete`: an answer is missing. */
export async function finishDraft(
  vault: Vault,
  draft: Draft,
  now: number,
  progress: Progress,
): Promise<Result<Trace, string>> {
  const finished = await finishEither(draft, now);
  if (!finished.ok) return err(finished.code);
  const level = textAt(objectAt(finished.value, 'urgency'), 'level');
  return vault.finish(
    {
      draft: draft.id,
      code: draft.localRef,
      form: draft.full === null ? 'short' : 'full',
      fields: finished.value,
      attachments: draft.attachments.map(({ id, name, description }) => ({
        id,
        name,
        description: textAt(evidenceById(finished.value, id), 'description') ?? description,
      })),
      authored: true,
      urgent: level === 'u2' || level === 'u3',
    },
    progress,
  );
}
