/** Owns saying what may be done with a file that has a consent of its own. Must never decide what is allowed. [FORM6] */
import { consentById, ownOfFiles, usesOf } from '../../domain/consent.ts';
import { type JsonObject, type ReportFields, textAt } from '../../domain/report.ts';
import { find } from '../../domain/vocabulary.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';

/** The uses that a piece of evidence allows by itself, in words; null where it has no consent of its own. Unknown codes are left out. */
export function ownUses(fields: ReportFields, item: JsonObject, t: DeskTranslator): string | null {
  const id = textAt(item, 'consent');
  if (id === null || !ownOfFiles(fields).has(id)) return null;
  const uses = [...usesOf(consentById(fields, id))].flatMap((use) => find('uses', use)?.[t.lang] ?? []);
  return uses.length === 0 ? t('consent.no') : uses.join('; ');
}
