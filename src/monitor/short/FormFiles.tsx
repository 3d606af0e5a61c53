/** Owns the files of a draft: pick, watch them being sealed, undo taking one away. Never shows their content. */
import { Camera, Paperclip } from 'lucide-react';
import { lazy, type RefObject, Suspense, useEffect, useState } from 'react';
import { percentOf } from '../../i18n/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { Toast } from '../../ui/Dialog.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { useApplication, useLife, useSession } from '../application.ts';
import { Viewfinder } from '../capture/CaptureWays.tsx';
import type { Origin } from '../composing.ts';
import type { Composing, FileWork } from '../life.ts';
import { hasDevices } from '../media/camera.ts';
import type { RecordKind } from '../media/record.ts';
import { notHere } from '../screens/NotHere.tsx';
import { Notice } from '../screens/Notice.tsx';
import { sayBytes } from '../screens/size.ts';
import { useT } from '../translation.tsx';
import { Belongs } from './Belongs.tsx';
import styles from './Form.module.css';
import { KeptFile } from './KeptFile.tsx';

type Making = 'photo' | RecordKind;

const Recording = lazy(() =>
  import('../evidence/Recording.tsx').then((part) => ({ default: part.Recording }), notHere),
);
const ChosenFiles = lazy(() =>
  import('../evidence/ChosenFiles.tsx').then((part) => ({ default: part.ChosenFiles }), notHere),
);
const MoreWays = lazy(() =>
  import('../evidence/MoreWays.tsx').then((part) => ({ default: part.MoreWays }), notHere),
);

function Work({ file }: { readonly file: FileWork }) {
  const t = useT();
  const session = useSession();
  if (file.trouble !== null)
    return (
      <li className={styles.file}>
        <p className={styles.fileName} translate="no">
          <bdi>{file.name}</bdi>
        </p>
        <Notice
          code={file.trouble}
          actions={
            <Button onClick={() => session.composing.dismissWork(file.id)}>{t('action.close')}</Button>
          }
        />
      </li>
    );
  return (
    <li className={styles.file}>
      <Progress
        label={t('attach.sealing', { name: file.name })}
        amount={t('work.percent', { percent: percentOf(file.done, file.size) })}
        part={file.size === 0 ? undefined : file.done / file.size}
        cancelLabel={t('action.cancel')}
        onCancel={() => session.composing.dismissWork(file.id)}
      />
    </li>
  );
}

/** Picking files for a draft, the room for them, and those being sealed. */
export function FilesToAdd({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const { device } = useApplication();
  const life = useLife();
  const [free, setFree] = useState<number | null>(null);
  const [making, setMaking] = useState<Making | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const { attachments } = composing.draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each file changes what is free
  useEffect(() => {
    let wanted = true;
    void device.storage().then((space) => {
      if (wanted) setFree(space?.free ?? null);
    });
    return () => {
      wanted = false;
    };
  }, [attachments.length, composing.work.length]);
  const attach =
    (from: Origin) =>
    (files: readonly globalThis.File[]): void =>
      void session.composing.attach(files, from);
  const begin = (next: Making): void => {
    setRefused(null);
    setMaking(next);
  };
  const end = (): void => setMaking(null);
  const fail = (code: string): void => {
    setRefused(code);
    setMaking(null);
  };
  const kind = composing.taping?.kind ?? making;
  if (kind !== null)
    return (
      <Suspense fallback={null}>
        {kind === 'photo' ? (
          <Viewfinder
            onPicture={(picture) => void session.composing.attachPicture(picture)}
            onClose={end}
            onTrouble={fail}
          />
        ) : (
          <Recording kind={kind} taping={composing.taping} onTrouble={fail} onDone={end} />
        )}
      </Suspense>
    );
  return (
    <Stack gap={4}>
      <h2>{t('attach.title')}</h2>
      {refused === null ? null : <Notice code={refused} />}
      <Suspense fallback={null}>
        <ChosenFiles composing={composing} />
      </Suspense>
      {life.at === 'unlocked' && life.trouble === 'fileNotKept' ? (
        <Notice
          code={life.trouble}
          actions={<Button onClick={() => session.dismissTrouble()}>{t('action.close')}</Button>}
        />
      ) : null}
      <p className={styles.soft}>
        {t('attach.hint')} {free === null ? null : t('attach.space', { free: sayBytes(t, free) })}
      </p>
      <div className={styles.picks}>
        {hasDevices() ? (
          <>
            <Button icon={<Camera size={20} />} onClick={() => begin('photo')}>
              {t('attach.photo')}
            </Button>
            <Suspense fallback={null}>
              <MoreWays onChoose={begin} />
            </Suspense>
          </>
        ) : null}
        {hasDevices() && refused === null ? null : (
          <FilePick
            label={t(hasDevices() ? 'capture.camera' : 'attach.photo')}
            hint={t('capture.cameraHint')}
            icon={<Camera size={20} />}
            accept="image/*"
            capture="environment"
            onFiles={attach('camera')}
          />
        )}
        <FilePick
          label={t('attach.pick')}
          icon={<Paperclip size={20} />}
          multiple
          onFiles={attach('chosen')}
        />
      </div>
      {composing.work.length === 0 ? null : (
        <ul className={styles.files} aria-label={t('work.loading')}>
          {composing.work.map((file) => (
            <Work key={file.id} file={file} />
          ))}
        </ul>
      )}
    </Stack>
  );
}

type FormFilesProps = {
  readonly composing: Composing;
  /** The number of the file that somebody came for, from 1; 0 = none. `place` is where it stands. */
  readonly wanted: number;
  readonly place: RefObject<HTMLLIElement | null>;
};

export function FormFiles({ composing, wanted, place }: FormFilesProps) {
  const t = useT();
  const session = useSession();
  // One without a hash is still being recorded.
  const attachments = composing.draft.attachments.filter(({ sha256 }) => sha256 !== null);
  // The chance to undo ends with the page: it must not lie over another one's questions.
  useEffect(() => () => void session.composing.settleRemoval(), [session]);
  return (
    <Stack gap={4}>
      <FilesToAdd composing={composing} />
      {attachments.length === 0 ? null : (
        <ul className={styles.files} aria-label={t('attach.title')}>
          {attachments.map((file) => (
            <KeptFile
              key={file.id}
              file={file}
              place={file === composing.draft.attachments[wanted - 1] ? place : undefined}
            />
          ))}
        </ul>
      )}
      <Belongs
        chosen={composing.draft.captures}
        onChange={(captures) => session.composing.answer({ captures })}
      />
      {composing.removed === null ? null : (
        <Toast
          text={t('attach.removed')}
          undoLabel={t('action.undo')}
          onUndo={() => void session.composing.undoRemoval()}
        />
      )}
    </Stack>
  );
}
