/** Owns the hand-over of a complete draft to the vault's sealing; never seals anything itself. */

import type { Draft } from '../domain/draft.ts';
import { finish } from '../domain/finish.ts';
import { ADDITION_FORM } from '../domain/later/additionNames.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../domain/report.ts';
import { err, type Result } from '../domain/result.ts';
import type { Progress, Vault } from '../vault/api.ts';
import type { Trace } from '../vault/views.ts';

/** The rules of the full form, and of the organisation's own, come with it: nobody else downloads them. */
async function finishEither(vault: Vault, draft: Draft, now: number) {
  if (draft.full === null && draft.extra === undefined) return finish(draft, { now });
  const { finishBeside, finishLong } = await import('./form/finishingFull.ts');
  const manifest = await vault.manifest();
  // Without it nobody knows which answers are hidden: [FORM1].
  if (!manifest.ok) return manifest;
  const { ownForms: forms = [] } = manifest.value;
  return draft.full === null ? finishBeside(draft, now, forms) : finishLong(draft, now, forms);
}

/** Whoever takes a consent back must not wait behind the rest. */
const isTakenBack = (draft: Draft): boolean =>
  draft.about?.kind === 'withdraw' || draft.about?.kind === 'consent';

/** The country of the answers that count. */
export const countryOf = (draft: Draft): string =>
  textAt(objectAt(draft.full, 'place'), 'country') ?? draft.where.country;

/** Where the evidence of a report, or of an addition, stands. */
const evidenceOf = (fields: ReportFields): JsonObject =>
  textAt(fields, 'form') === ADDITION_FORM ? objectAt(fields, 'add') : fields;
const evidenceById = (fields: ReportFields, id: string): JsonObject | undefined =>
  objectsAt(fields, 'evidence').find((one) => textAt(one, 'id') === id);

/** Afterwards nothing on this phone opens the report again. [S2] `incomplete`: an answer is missing. */
export async function finishDraft(
  vault: Vault,
  draft: Draft,
  now: number,
  progress: Progress,
): Promise<Result<Trace, string>> {
  const finished = await finishEither(vault, draft, now);
  if (!finished.ok) return err(finished.code);
  // An addition that only takes something back lists no files.
  const listed = draft.attachments.filter(
    ({ id }) => draft.about === null || evidenceById(evidenceOf(finished.value), id) !== undefined,
  );
  const level = textAt(objectAt(finished.value, 'urgency'), 'level');
  return vault.finish(
    {
      draft: draft.id,
      code: draft.localRef,
      form: textAt(finished.value, 'form') ?? 'full',
      fields: finished.value,
      attachments: listed.map(({ id, name, description }) => ({
        id,
        name,
        description: textAt(evidenceById(evidenceOf(finished.value), id), 'description') ?? description,
      })),
      authored: true,
      urgent: level === 'u2' || level === 'u3' || isTakenBack(draft),
    },
    progress,
  );
}
