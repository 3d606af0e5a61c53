/** Owns asking before something that is not published is lost: the page of lists is left, or the desk reloaded or closed. Must never hold up locking. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { effective } from '../forms/ownLists.ts';

/** On every page of the open desk: the browser asks before a reload or a closed tab takes what waits with it. */
export function Unpublished() {
  const { listChanges, mailbox } = useDesk();
  const team = useObserved(mailbox.team);
  const changes = useObserved(listChanges);
  const waiting = team === null ? changes.length > 0 : effective(team.ownLists, changes).length > 0;
  useEffect(() => {
    if (!waiting) return;
    const closing = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', closing);
    return () => window.removeEventListener('beforeunload', closing);
  }, [waiting]);
  return null;
}

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
    document.addEventListener('click', pressed, true);
    return () => document.removeEventListener('click', pressed, true);
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
