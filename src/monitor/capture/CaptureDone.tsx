/** Owns what is said after a capture was sealed: its code, large, and what it means. Never what was captured. */
import { CircleCheck } from 'lucide-react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Points } from '../../ui/Points.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Page } from '../screens/Page.tsx';
import styles from '../settings/Keeping.module.css';
import { useT } from '../translation.tsx';

export function CaptureDone(props: {
  readonly code: string;
  /** A recording was ended because the page went out of sight. */
  readonly cut: boolean;
  readonly locked: boolean;
  readonly onAnother: () => void;
  readonly onLeave: () => void;
}) {
  const t = useT();
  const { code, cut, locked, onAnother, onLeave } = props;
  return (
    <Page
      bar=""
      title={t('capture.done')}
      lead={t('capture.note', { code })}
      actions={
        <>
          <Button onClick={onAnother}>{t('capture.another')}</Button>
          <Button kind="primary" onClick={onLeave}>
            {t('action.done')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {cut ? <Banner tone="attention">{t('capture.cut')}</Banner> : null}
        <Card>
          <p className={styles.code} translate="no">
            {code}
          </p>
        </Card>
        <Points
          mark={<CircleCheck size={20} aria-hidden="true" />}
          lines={[
            t('capture.done.opened'),
            t(locked ? 'capture.done.leavesLocked' : 'capture.done.leaves'),
            t('capture.done.names'),
          ]}
        />
      </Stack>
    </Page>
  );
}
