/** Owns what the last look at a short form and at a full one share: Finish, the sealing, to whom it goes. Never what is in it. */
import { Check } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { percentOf } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Composing, Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { DraftPage } from './DraftPage.tsx';
import { notHere } from './NotHere.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

const ChosenFiles = lazy(() =>
  import('../evidence/ChosenFiles.tsx').then((part) => ({ default: part.ChosenFiles }), notHere),
);

export type LastLookProps = {
  readonly composing: Composing;
  readonly life: Unlocked;
  /** Whether nothing that a report cannot do without is missing; files that are still being sealed are seen to here. */
  readonly ready: boolean;
  readonly onBack: () => void;
  readonly children: ReactNode;
};

export function LastLook({ composing, life, ready, onBack, children }: LastLookProps) {
  const t = useT();
  const session = useSession();
  const { draft, handle } = composing;
  const sealing = life.finishing?.handle === handle ? life.finishing : null;
  const busy = composing.work.some((file) => file.trouble === null);
  // What nobody decided about is in no report, and after Finish it would be too late. [S1]
  const undecided = composing.chosen.length > 0;

  if (sealing !== null && sealing.trouble === null)
    return (
      <Page bar={draft.localRef} title={t('finish.sealing')}>
        <Progress
          label={t('finish.sealing')}
          amount={t('work.percent', { percent: percentOf(sealing.done, sealing.total) })}
          part={sealing.done / Math.max(1, sealing.total)}
        />
      </Page>
    );

  return (
    <DraftPage
      composing={composing}
      title={t('finish.title')}
      lead={t('finish.lead')}
      onBack={onBack}
      actions={
        <Button
          kind="primary"
          icon={<Check size={20} />}
          disabled={!ready || busy || undecided}
          onClick={() => void session.finish()}
        >
          {t('finish.button')}
        </Button>
      }
    >
      <Stack gap={4}>
        {sealing?.trouble ? <Notice code={sealing.trouble} /> : null}
        {undecided ? (
          <Suspense fallback={null}>
            <ChosenFiles
              composing={composing}
              lead={<Banner tone="attention">{t('finish.undecided')}</Banner>}
            />
          </Suspense>
        ) : null}
        {children}
        <Card title={t('finish.to')}>
          <p>{t('finish.toOrg', { org: life.org })}</p>
        </Card>
        {life.manifestOld ? <Banner tone="attention">{t('finish.oldManifest')}</Banner> : null}
        {busy ? <Banner tone="info">{t('finish.stillSealing')}</Banner> : null}
      </Stack>
    </DraftPage>
  );
}
