/** Owns getting the invite into the app: camera, picture, or pasted. Never puts it into an address or keeps it. */
import { Camera, ClipboardPaste, Image } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { TextArea } from '../../ui/TextField.tsx';
import { qrInPicture, qrInVideo } from '../qrCode.ts';
import { Notice } from '../screens/Notice.tsx';
import { useT } from '../translation.tsx';
import styles from './Join.module.css';

function Finder(props: {
  readonly onFound: (text: string) => void;
  readonly onFail: (code: string) => void;
}) {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  const { onFound, onFail } = props;
  useEffect(() => {
    const stop = new AbortController();
    const screen = video.current;
    if (screen === null) return;
    void qrInVideo(screen, stop.signal).then((found) => {
      if (stop.signal.aborted) return;
      if (found.ok) onFound(found.value);
      else onFail(found.code);
    });
    return () => stop.abort();
  }, [onFound, onFail]);
  return (
    <Stack gap={2}>
      <div className={styles.finder}>
        <video ref={video} playsInline muted aria-label={t('join.invite.scanning')} />
      </div>
      <p role="status">{t('join.invite.scanHint')}</p>
    </Stack>
  );
}

export type InviteFormProps = {
  readonly busy: boolean;
  /** What was wrong with the last one. */
  readonly trouble: string | null;
  readonly onInvite: (text: string) => void;
};

export function InviteForm({ busy, trouble, onInvite }: InviteFormProps) {
  const t = useT();
  const [text, setText] = useState('');
  const [scanning, setScanning] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const offer = useRef(onInvite);
  offer.current = onInvite;
  const found = useRef((code: string) => {
    setScanning(false);
    setFailed(null);
    offer.current(code);
  });
  const missed = useRef((code: string) => {
    setScanning(false);
    setFailed(code);
  });
  const told = failed ?? trouble;
  return (
    <Stack gap={4}>
      {told === null ? null : <Notice code={told} />}
      {scanning ? (
        <>
          <Finder onFound={found.current} onFail={missed.current} />
          <Button onClick={() => setScanning(false)}>{t('action.cancel')}</Button>
        </>
      ) : (
        <>
          <Button
            wide
            icon={<Camera size={20} />}
            onClick={() => {
              setFailed(null);
              setScanning(true);
            }}
          >
            {t('join.invite.scan')}
          </Button>
          <FilePick
            label={t('join.invite.picture')}
            icon={<Image size={20} />}
            accept="image/*"
            onFiles={([picture]) => {
              if (picture === undefined) return;
              void qrInPicture(picture).then((read) =>
                read.ok ? found.current(read.value) : missed.current(read.code),
              );
            }}
          />
          <TextArea
            label={t('join.invite.field')}
            hint={t('join.invite.hint')}
            value={text}
            onChange={setText}
            capitals="none"
            short
            mono
          />
          <Button
            kind="primary"
            wide
            busy={busy}
            disabled={text.trim() === ''}
            icon={<ClipboardPaste size={20} />}
            onClick={() => {
              setFailed(null);
              onInvite(text);
            }}
          >
            {busy ? t('join.invite.checking') : t('join.invite.check')}
          </Button>
        </>
      )}
    </Stack>
  );
}
