/** Owns the checksums of a report's files in one list, as paper ends with it. Must never shorten one. */
import { type JsonObject, objectAt, objectsAt, textAt } from '../../domain/report.ts';
import { find } from '../../domain/vocabulary.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import type { AttachmentVerification } from '../../inbox/verification.ts';

export type FileHash = {
  readonly name: string;
  readonly hash: string;
  /** Which step had another checksum than the file itself; empty for the file itself. */
  readonly note: string;
};

export function fileHashes(
  fields: JsonObject,
  attachments: readonly AttachmentVerification[],
  t: DeskTranslator,
): readonly FileHash[] {
  const items = [...objectsAt(fields, 'evidence'), ...objectsAt(objectAt(fields, 'add'), 'evidence')];
  const evidence = items.flatMap((item) => hashesOf(item, t));
  const told = new Set(evidence.map(({ hash }) => hash));
  const others = attachments.flatMap(({ entry }) =>
    told.has(entry.sha256) ? [] : [{ name: entry.name, hash: entry.sha256, note: '' }],
  );
  return [...evidence, ...others];
}

function hashesOf(item: JsonObject, t: DeskTranslator): readonly FileHash[] {
  const file = objectAt(item, 'file');
  const name = [shownTitle(item, t), textAt(file, 'name')]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
  const all = new Map<string, string>();
  const note = (hash: string | null, what: string): void => {
    if (hash !== null && !all.has(hash)) all.set(hash, what);
  };
  note(textAt(file, 'sha256'), '');
  for (const entry of objectsAt(item, 'custody')) {
    const action = textAt(entry, 'action') ?? '';
    note(textAt(entry, 'hash'), find('custodyActions', action)?.[t.lang] ?? action);
    note(textAt(entry, 'of'), t('custody.madeFrom'));
  }
  return [...all].map(([hash, what]) => ({ name, hash, note: what }));
}

/** A phone puts the kind where nobody wrote a title. */
function shownTitle(item: JsonObject, t: DeskTranslator): string | null {
  const title = textAt(item, 'title');
  return title === null ? null : (find('evidenceTypes', title)?.[t.lang] ?? title);
}
