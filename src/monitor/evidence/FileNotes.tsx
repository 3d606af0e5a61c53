/** Owns what a file of the draft is besides a file: cut off, or a copy; and the way to cover faces in it. Never shows it by itself. */
import { SquareDashed } from 'lucide-react';
import { useState } from 'react';
import type { DraftAttachment } from '../../domain/draft.ts';
import { Button } from '../../ui/Button.tsx';
import { Cover } from './Cover.tsx';
import { useWords } from './words.ts';

/** What the vault opens again in memory. */
const MOST_COVERED = 33_554_432;

export function FileNotes({ file }: { readonly file: DraftAttachment }) {
  const w = useWords();
  const [covering, setCovering] = useState(false);
  return (
    <>
      {file.partial === undefined ? null : <p>{w('evidence.partial')}</p>}
      {file.copyOf === undefined ? null : <p>{w(`evidence.copy.${file.copyOf.how}`)}</p>}
      {covering ? (
        <Cover file={file} onDone={() => setCovering(false)} />
      ) : file.kind === 'photo' && file.bytes <= MOST_COVERED ? (
        <div>
          <Button icon={<SquareDashed size={20} />} onClick={() => setCovering(true)}>
            {w('evidence.cover')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
