/** Owns the ways to take something: the camera in the page, a recording, a file; and the list of what was taken. Never seals. */
import {
  Camera,
  File,
  FileAudio,
  FileVideo,
  Film,
  Image,
  Mic,
  Paperclip,
  Share2,
  Square,
  SwitchCamera,
  Trash2,
} from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { type Facing, hasDevices, letGo, openCamera, type Picture, takePicture } from '../media/camera.ts';
import { shownName } from '../receiving.ts';
import styles from '../settings/Keeping.module.css';
import { useT } from '../translation.tsx';
import type { Taken, TakenItem } from './taken.ts';

const LOOK_EVERY = 200;

/** "1:05". */
export const sayTime = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export function CaptureWays({ taken }: { readonly taken: Taken }) {
  const t = useT();
  const [looking, setLooking] = useState(false);
  const [ownCamera, setOwnCamera] = useState(!hasDevices());
  const { recording, receiving, sealing } = taken.state;
  if (sealing !== null || receiving) return null;
  if (looking)
    return (
      <Viewfinder
        onPicture={taken.addPicture}
        onClose={() => setLooking(false)}
        onTrouble={(code) => {
          setLooking(false);
          setOwnCamera(true);
          taken.told(code);
        }}
      />
    );
  if (recording !== null) return <Running taken={taken} {...recording} />;
  return (
    <div className={styles.ways}>
      {hasDevices() ? (
        <>
          <Button
            icon={<Camera size={20} />}
            onClick={() => {
              taken.told(null);
              setLooking(true);
            }}
          >
            {t('capture.photo')}
          </Button>
          <Button icon={<Film size={20} />} onClick={() => void taken.record('video')}>
            {t('capture.film')}
          </Button>
          <Button icon={<Mic size={20} />} onClick={() => void taken.record('voice')}>
            {t('capture.voice')}
          </Button>
        </>
      ) : null}
      {ownCamera ? (
        <FilePick
          label={t('capture.camera')}
          hint={t('capture.cameraHint')}
          icon={<Camera size={20} />}
          accept="image/*"
          capture="environment"
          onFiles={([file]) => {
            if (file !== undefined) void taken.addFile('photo', file);
          }}
        />
      ) : null}
      <FilePick
        label={t('capture.file')}
        icon={<Paperclip size={20} />}
        multiple
        onFiles={(files) => {
          for (const file of files) void taken.addFile('file', file);
        }}
      />
    </div>
  );
}

/** What the camera sees, and what is pressed below it, come under the bar of the page by themselves: nobody has to look for them. */
export function useInSight(place: RefObject<HTMLElement | null>, when: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `when` is what makes it larger
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'start' });
  }, [place, when]);
}

/** Also for a picture into a draft. */
export function Viewfinder(props: {
  readonly onPicture: (picture: Picture) => void;
  readonly onClose: () => void;
  readonly onTrouble: (code: string) => void;
}) {
  const t = useT();
  const view = useRef<HTMLVideoElement>(null);
  const [facing, setFacing] = useState<Facing>('environment');
  const [ready, setReady] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useInSight(place, ready);
  const { onPicture, onClose } = props;
  const trouble = useRef(props.onTrouble);
  trouble.current = props.onTrouble;
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    let wanted = true;
    let running: MediaStream | null = null;
    setReady(false);
    void openCamera(facing).then((opened) => {
      if (!opened.ok) {
        if (wanted) trouble.current(opened.code);
        return;
      }
      if (!wanted || view.current === null) {
        letGo(opened.value);
        return;
      }
      running = opened.value;
      view.current.srcObject = running;
      void view.current.play().catch(() => undefined);
    });
    // Out of sight the camera goes: its lamp and its picture must not stay on.
    const look = (): void => {
      if (document.visibilityState === 'hidden') close.current();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      wanted = false;
      document.removeEventListener('visibilitychange', look);
      letGo(running);
    };
  }, [facing]);

  return (
    <Stack gap={2}>
      <div className={styles.view} ref={place}>
        <video
          ref={view}
          playsInline
          muted
          aria-label={t('capture.view')}
          onLoadedData={() => setReady(true)}
        />
      </div>
      {ready ? null : <p role="status">{t('capture.starting')}</p>}
      <Beside>
        <Button
          kind="primary"
          icon={<Camera size={20} />}
          disabled={!ready}
          onClick={() => {
            if (view.current === null) return;
            const picture = takePicture(view.current);
            if (picture === null) return;
            onPicture(picture);
            onClose();
          }}
        >
          {t('capture.shoot')}
        </Button>
        <Button
          icon={<SwitchCamera size={20} />}
          onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}
        >
          {t('capture.turn')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('action.close')}
        </Button>
      </Beside>
    </Stack>
  );
}

type RunningProps = { readonly taken: Taken } & NonNullable<Taken['state']['recording']>;

function Running({ taken, since, kind, stream }: RunningProps) {
  const t = useT();
  const view = useRef<HTMLVideoElement>(null);
  const [seen, setSeen] = useState({ seconds: 0, level: 0 });
  const place = useRef<HTMLDivElement>(null);
  useInSight(place, stream);
  const level = useRef(taken.level);
  level.current = taken.level;
  useEffect(() => {
    const timer = setInterval(
      () => setSeen({ seconds: (Date.now() - since) / 1000, level: level.current() }),
      LOOK_EVERY,
    );
    return () => clearInterval(timer);
  }, [since]);
  useEffect(() => {
    if (view.current === null) return;
    view.current.srcObject = stream;
    void view.current.play().catch(() => undefined);
  }, [stream]);
  return (
    <div className={styles.meter} ref={place}>
      {kind === 'video' ? (
        <div className={styles.view}>
          <video ref={view} playsInline muted aria-label={t('capture.view')} />
        </div>
      ) : null}
      <p className={styles.strong}>{t('capture.recording', { time: sayTime(seen.seconds) })}</p>
      <progress className={styles.loud} max={1} value={seen.level} aria-label={t('capture.level')} />
      <div>
        <Button kind="primary" icon={<Square size={20} />} onClick={() => void taken.stopRecording()}>
          {t('capture.stop')}
        </Button>
      </div>
    </div>
  );
}

const pictures = { photo: Image, voice: FileAudio, video: FileVideo, file: File, shared: Share2 } as const;

export function TakenList({ taken }: { readonly taken: Taken }) {
  const t = useT();
  const { items, sealing } = taken.state;
  if (items.length === 0) return null;
  const say = (item: TakenItem, at: number): string => {
    const time = sayTime(item.seconds);
    switch (item.kind) {
      case 'voice':
        return t('capture.item.voice', { time });
      case 'video':
        return t('capture.item.film', { time });
      case 'shared':
        return t('capture.item.shared', { name: shownName(item.name) });
      default:
        return t(item.kind === 'photo' ? 'capture.item.photo' : 'capture.item.file', { n: at + 1 });
    }
  };
  return (
    <ul className={styles.items} aria-label={t('capture.taken')}>
      {items.map((item, at) => {
        const Picture = pictures[item.kind];
        return (
          <li key={item.id} className={styles.item}>
            {item.look ? <img src={item.look} alt="" /> : <Picture size={20} aria-hidden="true" />}
            <span>
              <bdi>{say(item, at)}</bdi>
            </span>
            <Button
              kind="quiet"
              icon={<Trash2 size={20} />}
              disabled={sealing !== null}
              onClick={() => taken.remove(item.id)}
            >
              {t('action.remove')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
