/** Owns asking before an invite is taken back, and saying what that does and does not do. Must never take one back by itself. */
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useDesk, useT } from '../desk.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import type { MonitorRow } from './monitors.ts';

/** [EP9] */
export function Revoke({ row }: { readonly row: MonitorRow }) {
  const t = useT();
  const { session } = useDesk();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    const done = await session.revoke(row.invite);
    setBusy(false);
    setTrouble(done.ok ? null : done.code);
    if (done.ok) setAsking(false);
  };
  return (
    <>
      <Button
        small
        kind="quiet"
        icon={<Undo2 size={14} />}
        aria-label={t('revoke.of', { name: row.name })}
        onClick={() => setAsking(true)}
      >
        {t('revoke.button')}
      </Button>
      <Dialog
        open={asking}
        title={t('revoke.title', { name: row.name })}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button kind="danger" busy={busy} onClick={() => void revoke()}>
              {t('revoke.do')}
            </Button>
          </>
        }
      >
        {row.joined ? (
          <>
            <p>{t('revoke.device')}</p>
            <p>{t('revoke.limit')}</p>
          </>
        ) : (
          <p>{t('revoke.invite')}</p>
        )}
        <Trouble code={trouble} />
      </Dialog>
    </>
  );
}
