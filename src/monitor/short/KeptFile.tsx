/** Owns one file of a draft: what it shows, who can be recognised, whether it may be used, taking it away. Never shows its content. */
import { File, FileAudio, Film, Image, Trash2 } from 'lucide-react';
import { lazy, type Ref, Suspense } from 'react';
import type { DraftAttachment } from '../../domain/draft.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import { FileUse } from '../evidence/FileUse.tsx';
import { notHere } from '../screens/NotHere.tsx';
import { sayBytes } from '../screens/size.ts';
import { useT } from '../translation.tsx';
import styles from './Form.module.css';

const FileNotes = lazy(() =>
  import('../evidence/FileNotes.tsx').then((part) => ({ default: part.FileNotes }), notHere),
);

const PEOPLE = ['none', 'consenting', 'identifiable'] as const;
const pictures = { photo: Image, video: Film, voice: FileAudio, file: File } as const;

type KeptFileProps = {
  readonly file: DraftAttachment;
  readonly place: Ref<HTMLLIElement> | undefined;
};

export function KeptFile({ file, place }: KeptFileProps) {
  const t = useT();
  const session = useSession();
  const Picture = pictures[file.kind];
  return (
    <li ref={place} tabIndex={-1} className={styles.file}>
      <div className={styles.fileHead}>
        <Picture size={20} aria-hidden="true" />
        <div className={styles.fileWords}>
          <span className={styles.fileName} translate="no">
            <bdi>{file.name}</bdi>
          </span>
          <span className={styles.soft}>{t('attach.checked', { size: sayBytes(t, file.bytes) })}</span>
        </div>
        <Button
          kind="quiet"
          icon={<Trash2 size={20} />}
          onClick={() => void session.composing.removeFile(file.id)}
        >
          {t('action.remove')}
        </Button>
      </div>
      <TextField
        label={t('attach.description')}
        hint={t('attach.descriptionHint')}
        value={file.description}
        onChange={(text) => session.composing.describe(file.id, text)}
      />
      <Stack gap={2} lang={t.lang}>
        <ChoiceList
          legend={t('attach.people')}
          hint={
            t.lang === t.speaks
              ? t('attach.peopleHint')
              : `${t('attach.peopleHint')} ${t('form.use.unreviewed')}`
          }
          value={file.showsPeople === 'notAsked' ? undefined : file.showsPeople}
          onChange={(shows) => session.composing.showsPeople(file.id, shows)}
          choices={PEOPLE.map((shows) => ({ value: shows, label: t(`attach.people.${shows}`) }))}
        />
      </Stack>
      <FileUse file={file} />
      <Suspense fallback={null}>
        <FileNotes file={file} />
      </Suspense>
    </li>
  );
}
