/** Owns filming and recording a voice into a draft: ready, running, stopped. Never keeps a piece, nor goes on unseen. [VLT20] */
import { Circle, Square, SwitchCamera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import { sayTime, useInSight } from '../capture/CaptureWays.tsx';
import type { Composing } from '../life.ts';
import { letGo } from '../media/camera.ts';
import { prepareRecorder, type Recorder, type RecordKind } from '../media/record.ts';
import { sayBytes } from '../screens/size.ts';
import styles from '../settings/Keeping.module.css';
import { useT } from '../translation.tsx';
import { useWords } from './words.ts';

const LOOK_EVERY = 500;

export function Recording(props: {
  readonly kind: RecordKind;
  readonly taping: Composing['taping'];
  readonly onTrouble: (code: string) => void;
  readonly onDone: () => void;
}) {
  const t = useT();
  const w = useWords();
  const { composing } = useSession();
  const { kind, taping } = props;
  const view = useRef<HTMLVideoElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [recorder, setRecorder] = useState<Recorder | null>(null);
  const [facing, setFacing] = useState<'environment' | 'user'>('environment');
  const told = useRef(props);
  told.current = props;
  const begun = useRef(false);
  const [begins, setBegins] = useState(false);
  // Whoever comes back while one still comes to its end sees that; no device is asked for again.
  const [ending] = useState(taping !== null);

  useEffect(() => {
    if (ending) return;
    let wanted = true;
    let made: Recorder | null = null;
    void prepareRecorder(kind, facing).then((ready) => {
      if (!ready.ok) {
        if (wanted) told.current.onTrouble(ready.code);
        return;
      }
      if (!wanted) return letGo(ready.value.stream);
      made = ready.value;
      setRecorder(made);
      if (view.current !== null) {
        view.current.srcObject = made.stream;
        void view.current.play().catch(() => undefined);
      }
    });
    return () => {
      wanted = false;
      setRecorder(null);
      // Nobody is recorded without a sign of it on the screen: what there is until now is kept, as with Stop.
      if (begun.current) void composing.endTaping();
      else letGo(made?.stream ?? null);
    };
  }, [composing, ending, kind, facing]);

  useInSight(place, recorder);

  useEffect(() => {
    // Out of sight the camera goes, and what was recorded is whole: the phone may end the app at any moment.
    const look = (): void => {
      if (document.visibilityState !== 'hidden') return;
      if (begun.current) void composing.endTaping();
      else told.current.onDone();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [composing]);

  const running = taping !== null;
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !running) told.current.onDone();
    was.current = running;
  }, [running]);

  return (
    <Stack gap={2}>
      {kind === 'video' ? (
        <div className={styles.view} ref={place}>
          <video ref={view} playsInline muted aria-label={t('capture.view')} />
        </div>
      ) : null}
      {recorder === null ? <p role="status">{w('evidence.starting')}</p> : null}
      {taping === null ? null : <Running since={taping.since} size={taping.size} />}
      <p className={styles.soft}>{w('evidence.tapingText')}</p>
      <Beside>
        {running ? (
          <Button kind="primary" icon={<Square size={20} />} onClick={() => void composing.endTaping()}>
            {w('evidence.stop')}
          </Button>
        ) : (
          <>
            <Button
              kind="primary"
              icon={<Circle size={20} />}
              disabled={recorder === null}
              busy={begins}
              onClick={() => {
                if (recorder === null) return;
                begun.current = true;
                setBegins(true);
                void composing.tape(kind, recorder).then(() => setBegins(false));
              }}
            >
              {w('evidence.begin')}
            </Button>
            {kind === 'video' ? (
              <Button
                icon={<SwitchCamera size={20} />}
                disabled={begins}
                onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}
              >
                {t('capture.turn')}
              </Button>
            ) : null}
            <Button kind="quiet" disabled={begins} onClick={props.onDone}>
              {t('action.close')}
            </Button>
          </>
        )}
      </Beside>
    </Stack>
  );
}

function Running({ since, size }: { readonly since: number; readonly size: number }) {
  const t = useT();
  const w = useWords();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={styles.strong}>
      {w('evidence.taping', { time: sayTime(Math.max(0, now - since) / 1_000), size: sayBytes(t, size) })}
    </p>
  );
}
