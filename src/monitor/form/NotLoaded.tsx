/** Owns what stands in the place of the full form until it is here, and when it could not be fetched. Never tries again by itself. */
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Page } from '../screens/Page.tsx';
import { useT } from '../translation.tsx';

export function NotLoaded() {
  const t = useT();
  return (
    <Page>
      <EmptyState
        title={t('form.more.failed')}
        action={
          <Button kind="primary" onClick={() => window.location.reload()}>
            {t('action.reload')}
          </Button>
        }
      />
    </Page>
  );
}

export function Fetching() {
  const t = useT();
  return (
    <Page>
      <Skeleton lines={6} label={t('work.loading')} />
    </Page>
  );
}
