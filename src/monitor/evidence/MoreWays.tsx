/** Owns the buttons for filming and for recording a voice. Never opens a camera. */
import { Film, Mic } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import type { RecordKind } from '../media/record.ts';
import { useWords } from './words.ts';

export function MoreWays({ onChoose }: { readonly onChoose: (kind: RecordKind) => void }) {
  const w = useWords();
  return (
    <>
      <Button icon={<Film size={20} />} onClick={() => onChoose('video')}>
        {w('evidence.film')}
      </Button>
      <Button icon={<Mic size={20} />} onClick={() => onChoose('voice')}>
        {w('evidence.voice')}
      </Button>
    </>
  );
}
