/** Owns asking before a page is left with something that is not published. Must never hold up locking. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useT } from '../desk.tsx';

/** The browser's own Back leads away without a question: what waits is there when one comes back. */
export function Leaving({ waiting, onLeave }: { readonly waiting: boolean; readonly onLeave: () => void }) {
  const t = useT();
  const [, go] = useLocation();
  const [to, setTo] = useState<string | null>(null);
  useEffect(() => {
    if (!waiting) return;
    const pressed = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(link.getAttribute('href'));
    };
    const closing = (event: BeforeUnloadEvent): void => event.preventDefault();
    document.addEventListener('click', pressed, true);
    window.addEventListener('beforeunload', closing);
    return () => {
      document.removeEventListener('click', pressed, true);
      window.removeEventListener('beforeunload', closing);
    };
  }, [waiting]);
  return (
    <Dialog
      open={to !== null}
      title={t('lists.leaveTitle')}
      onClose={() => setTo(null)}
      actions={
        <>
          <Button onClick={() => setTo(null)}>{t('lists.stay')}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onLeave();
              go(to ?? '/');
            }}
          >
            {t('lists.leave')}
          </Button>
        </>
      }
    >
      <p>{t('lists.leaveText')}</p>
    </Dialog>
  );
}
