/** Owns the screens on which nothing can be opened: starting, another tab, a browser that cannot, keys that are gone. */
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { useDesk, useT } from '../desk.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import { Door } from './Door.tsx';

export function Starting() {
  const t = useT();
  return <Skeleton lines={4} label={t('work.loading')} />;
}

export function Unsupported({ code }: { readonly code: string }) {
  const t = useT();
  return <Door title={t('error.title')} notice={<Trouble code={code} />} />;
}

export function OtherTab({ busy, trouble }: { readonly busy: boolean; readonly trouble: string | null }) {
  const t = useT();
  const { session } = useDesk();
  return (
    <Door
      title={t('door.otherTab.title')}
      lead={t('door.otherTab.lead')}
      notice={<Trouble code={trouble} />}
      actions={
        <Button kind="primary" busy={busy} onClick={() => void session.takeOver()}>
          {t('door.otherTab.take')}
        </Button>
      }
    />
  );
}

export function Damaged() {
  const t = useT();
  return <Door title={t('door.damaged.title')} notice={<Trouble code="keystoreDamagedBoth" />} />;
}
