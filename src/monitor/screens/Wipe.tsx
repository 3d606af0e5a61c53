/** Owns the one deliberate way to erase everything here; never asks for words, and never happens by one press. */
import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { VaultStatus } from '../../vault/api.ts';
import { useSession } from '../application.ts';
import { useT } from '../translation.tsx';

/** What becomes of sealed files that were not sent yet, as it was chosen beforehand. */
function Waiting() {
  const t = useT();
  const session = useSession();
  const [status, setStatus] = useState<VaultStatus | null>(null);
  useEffect(() => {
    let wanted = true;
    void session.standing().then((answer) => {
      if (wanted && answer.ok) setStatus(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  if (status === null) return <p>…</p>;
  const { state, waiting, wipeKeeps } = status;
  // What another tab holds only it could count.
  if (state === 'otherTab') return null;
  if (waiting === 0) return <p>{t('wipes.none')}</p>;
  return (
    <p>
      {t('wipes.waiting', { n: waiting })} {t(wipeKeeps ? 'wipe.keeps' : 'wipes.allHint')}
    </p>
  );
}

export function WipeButton() {
  const t = useT();
  const session = useSession();
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button onClick={() => setAsking(true)}>{t('settings.wipe')}</Button>
      <Dialog
        open={asking}
        title={t('wipe.title')}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false);
                void session.wipe();
              }}
            >
              {t('wipe.button')}
            </Button>
          </>
        }
      >
        <p>{t('wipe.text')}</p>
        <Waiting />
      </Dialog>
    </div>
  );
}
