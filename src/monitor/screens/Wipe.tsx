/** Owns the one deliberate way to erase everything here; never asks for words, and never happens by one press. */
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useSession } from '../application.ts';
import { useT } from '../translation.tsx';

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
      </Dialog>
    </div>
  );
}
