/** Owns what is said when another app handed something over: take it in, or throw it away. Never takes it by itself. */
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { useApplication, useShared } from '../application.ts';
import type { Taken } from '../capture/taken.ts';
import { useT } from '../translation.tsx';

export function SharedHere({ taken }: { readonly taken: Taken }) {
  const t = useT();
  const { sharing } = useApplication();
  const waits = useShared();
  if (taken.state.receiving)
    return (
      <Progress
        label={t('capture.shared.taking')}
        part={undefined}
        onCancel={() => void taken.endReceiving()}
        cancelLabel={t('action.cancel')}
      />
    );
  if (!waits || taken.state.sealing !== null || taken.state.recording !== null) return null;
  return (
    <Banner
      tone="info"
      announce
      actions={
        <>
          <Button kind="primary" onClick={taken.takeShared}>
            {t('capture.shared.take')}
          </Button>
          <Button onClick={() => void sharing.drop()}>{t('capture.throw')}</Button>
        </>
      }
    >
      {t('capture.shared.text')}
    </Banner>
  );
}
