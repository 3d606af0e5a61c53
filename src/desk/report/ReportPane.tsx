/** Owns opening one report and its tools; what it says is drawn by the parts beside it. Keeps it only while it is on the screen. */
import { ArrowLeft, MailOpen, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
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
  const { parcel, arrived, acknowledged } = card;
  // An attachment that came, or an acknowledgement that went, changes what is to be said.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let wanted = true;
    void session.view(parcel).then((result) => {
      if (wanted) setOpened(result);
    });
    return () => {
      wanted = false;
    };
  }, [session, parcel, arrived, acknowledged]);
  return (
    <div className={styles.room}>
      <article className={styles.pane}>
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
          <Button small kind="quiet" icon={<Printer size={16} />} onClick={() => window.print()}>
            {t('action.print')}
          </Button>
        </div>
        {opened === null ? (
          <Skeleton lines={8} label={t('work.loading')} />
        ) : opened.ok ? (
          <ReportView card={card} report={opened.value} />
        ) : (
          <Trouble code={opened.code} />
        )}
      </article>
    </div>
  );
}
