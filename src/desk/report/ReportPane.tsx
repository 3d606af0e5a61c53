/** Owns opening one report and its tools; what it says is drawn by the parts beside it. Keeps it only while it is on the screen. */
import { ArrowLeft, MailOpen, Printer } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Result } from '../../domain/result.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import type { Card } from '../card.ts';
import { useDesk, useT } from '../desk.tsx';
import type { OpenedReport } from '../openerMessages.ts';
import { Trouble } from '../screens/Trouble.tsx';
import styles from './Report.module.css';
import { ReportView } from './ReportView.tsx';

export function ReportPane({ card, onBack }: { readonly card: Card; readonly onBack: () => void }) {
  const t = useT();
  const { session, mailbox } = useDesk();
  const [opened, setOpened] = useState<Result<OpenedReport> | null>(null);
  const [whole, setWhole] = useState(false);
  const read = useRef(false);
  const { parcel, arrived, acknowledged } = card;
  // An attachment that came, or an acknowledgement that went, changes what is to be said; it does not make it read again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let wanted = true;
    void session.peek(parcel).then((result) => {
      if (!wanted) return;
      setOpened(result);
      if (!result.ok || read.current) return;
      read.current = true;
      void session.read([parcel]);
    });
    return () => {
      wanted = false;
    };
  }, [session, parcel, arrived, acknowledged]);
  const busy = opened === null || (opened.ok && !whole);
  return (
    <div className={styles.room}>
      <article className={styles.pane} aria-busy={busy}>
        {busy ? <p data-print-only>{t('work.loading')}</p> : null}
        <div className={styles.tools} data-screen-only>
          <span className={styles.back}>
            <Button small kind="quiet" icon={<ArrowLeft size={16} />} onClick={onBack}>
              {t('item.back')}
            </Button>
          </span>
          <Button
            small
            kind="quiet"
            icon={<MailOpen size={16} />}
            onClick={() => {
              onBack();
              void mailbox.change(parcel, { unread: true });
            }}
          >
            {t('item.markUnread')}
          </Button>
          <Button
            small
            kind="quiet"
            icon={<Printer size={16} />}
            disabled={!whole}
            onClick={() => window.print()}
          >
            {t('action.print')}
          </Button>
        </div>
        {opened === null ? (
          <Skeleton lines={8} label={t('work.loading')} />
        ) : opened.ok ? (
          <ReportView card={card} report={opened.value} onWhole={setWhole} />
        ) : (
          <Trouble code={opened.code} />
        )}
      </article>
    </div>
  );
}
