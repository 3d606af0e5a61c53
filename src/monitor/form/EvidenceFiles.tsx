/** Owns the files of a report inside the full form: picking them, and which file an entry of the evidence is. Never shows their content. */
import { Paperclip } from 'lucide-react';
import { Suspense } from 'react';
import type { JsonObject } from '../../domain/report.ts';
import { textAt } from '../../domain/report.ts';
import { Card } from '../../ui/Card.tsx';
import { useLife, useSession } from '../application.ts';
import { FileNotes } from '../evidence/FileNotes.tsx';
import type { Composing } from '../life.ts';
import { sayBytes } from '../screens/size.ts';
import { Belongs } from '../short/Belongs.tsx';
import { FilesToAdd } from '../short/FormFiles.tsx';
import { useFilling } from './filling.tsx';

function useComposing(): Composing | null {
  const life = useLife();
  return life.at === 'unlocked' ? life.composing : null;
}

/** Pick a file, and watch it being sealed; and name what was captured before. An addition names no captures. */
export function FilePicks() {
  const session = useSession();
  const composing = useComposing();
  if (composing === null) return null;
  const { captures, about } = composing.draft;
  return (
    <>
      <FilesToAdd composing={composing} />
      {about === null ? (
        <Belongs chosen={captures} onChange={(codes) => session.composing.answer({ captures: codes })} />
      ) : null}
    </>
  );
}

/** The name and size of the file that an entry belongs to; nothing for a link or a paper. */
export function EvidenceFile({ entry }: { readonly entry: JsonObject }) {
  const { t } = useFilling();
  const composing = useComposing();
  const file = composing?.draft.attachments.find(({ id }) => id === textAt(entry, 'id'));
  if (file === undefined) return null;
  return (
    <Card>
      <p>
        <Paperclip size={20} aria-hidden="true" /> <bdi translate="no">{file.name}</bdi> ·{' '}
        {t('attach.checked', { size: sayBytes(t, file.bytes) })}
      </p>
      <Suspense fallback={null}>
        <FileNotes file={file} />
      </Suspense>
    </Card>
  );
}
