/** Owns capturing without a form, unlocked or locked: photo, voice, a few words, sealed at once. Must never show again what was sealed. [VLT19] */
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { percentOf } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextArea } from '../../ui/TextField.tsx';
import { useLife, useSession } from '../application.ts';
import { Notice } from '../screens/Notice.tsx';
import { Page } from '../screens/Page.tsx';
import { SharedHere } from '../screens/SharedHere.tsx';
import styles from '../settings/Keeping.module.css';
import { useT } from '../translation.tsx';
import { CaptureDone } from './CaptureDone.tsx';
import { CaptureWays, TakenList } from './CaptureWays.tsx';
import { useTaken } from './taken.ts';

/** `onLeave`: where Back leads while locked; unlocked it is the home page. What was taken is sealed when this screen goes. */
export function CaptureNow({ onLeave }: { readonly onLeave?: () => void }) {
  const t = useT();
  const session = useSession();
  const locked = useLife().at !== 'unlocked';
  const [, go] = useLocation();
  const leave = onLeave ?? (() => go('/'));
  const taken = useTaken();
  const [can, setCan] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const { state } = taken;

  useEffect(() => {
    let wanted = true;
    void session.standing().then((status) => {
      if (wanted) setCan(status.ok && status.value.canCapture);
    });
    return () => {
      wanted = false;
    };
  }, [session]);

  const back = (
    <Button
      kind="quiet"
      icon={<ArrowLeft size={20} />}
      disabled={state.sealing !== null}
      onClick={() => {
        if (!taken.isEmpty()) return setAsking(true);
        // A copy of words that were deleted again may still lie there.
        taken.drop();
        leave();
      }}
    >
      {t('action.back')}
    </Button>
  );

  if (state.code !== null)
    return (
      <CaptureDone
        code={state.code}
        cut={state.cut}
        locked={locked}
        onAnother={taken.again}
        onLeave={leave}
      />
    );
  if (can === false)
    return (
      <Page bar="" title={t('capture.unavailable')} actions={back}>
        <p>{t('capture.unavailableText')}</p>
      </Page>
    );
  return (
    <Page
      bar=""
      title={t('capture.title')}
      lead={t('capture.lead')}
      actions={
        <>
          {back}
          <Button
            kind="primary"
            busy={state.sealing !== null || state.receiving}
            disabled={state.sealing === null && !state.receiving && (can === null || taken.isEmpty())}
            onClick={() => void taken.seal()}
          >
            {t('capture.seal')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {state.trouble === null ? null : <Notice code={state.trouble} />}
        {state.cut ? (
          <Banner tone="attention" announce>
            {t('capture.cut')}
          </Banner>
        ) : null}
        {state.sealing === null ? null : (
          <Progress
            label={t('capture.sealing')}
            amount={t('work.percent', { percent: percentOf(state.sealing.done, state.sealing.total) })}
            part={state.sealing.total === 0 ? undefined : state.sealing.done / state.sealing.total}
          />
        )}
        <SharedHere taken={taken} />
        <CaptureWays taken={taken} />
        <TakenList taken={taken} />
        <TextArea
          label={t('capture.words')}
          hint={t('capture.wordsHint')}
          value={state.words}
          onChange={taken.write}
          disabled={state.sealing !== null}
          short
        />
        <p className={styles.soft}>
          {t('capture.hide')} {t('capture.forced')}
        </p>
      </Stack>
      <Dialog
        open={asking && state.sealing === null}
        title={t('capture.leave')}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button
              kind="danger"
              onClick={() => {
                taken.drop();
                leave();
              }}
            >
              {t('capture.throw')}
            </Button>
            <Button
              kind="primary"
              onClick={() => {
                setAsking(false);
                void taken.seal();
              }}
            >
              {t('capture.seal')}
            </Button>
          </>
        }
      >
        <p>{t('capture.leaveText')}</p>
      </Dialog>
    </Page>
  );
}
