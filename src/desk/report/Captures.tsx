/** Owns showing what a capture is, and which reports and captures name each other; a name is shown as a claim, never as a proof. */
import { Camera } from 'lucide-react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { InertText } from '../../ui/Words.tsx';
import type { Card } from '../card.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { monitorName, typeLabel } from '../labels.ts';
import { capturesNamedBy, isCaptureCard, reportsNaming } from './captures.ts';
import styles from './Report.module.css';

/** Above a capture: what it is, and what nobody vouches for. */
export function CaptureBanner() {
  const t = useT();
  return (
    <Banner tone="info" icon={<Camera size={20} />}>
      {t('capture.text')}
    </Banner>
  );
}

/** On a report: the captures it names. On a capture: the reports that name it. */
export function CaptureLinks({ card }: { readonly card: Card }) {
  const t = useT();
  const cards = useObserved(useDesk().mailbox.cards);
  if (isCaptureCard(card)) {
    const reports = reportsNaming(card, cards);
    return (
      <section className={styles.section}>
        <h2>{t('capture.reports')}</h2>
        {reports.length === 0 ? (
          <p className={styles.note}>{t('capture.noReport')}</p>
        ) : (
          <>
            <p className={styles.note}>{t('capture.claim')}</p>
            {reports.map((report) => (
              <Named key={report.parcel} card={report} />
            ))}
          </>
        )}
      </section>
    );
  }
  const named = capturesNamedBy(card, cards);
  if (named.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('capture.captures')}</h2>
      <p className={styles.note}>{t('capture.claim')}</p>
      {named.flatMap(({ code, found }) =>
        found.length === 0 ? (
          <div key={code} className={styles.named}>
            <span>
              <InertText text={code} /> · {t('capture.notHere')}
            </span>
          </div>
        ) : (
          found.map((capture) => <Named key={capture.parcel} card={capture} />)
        ),
      )}
    </section>
  );
}

function Named({ card }: { readonly card: Card }) {
  const t = useT();
  const { session, mailbox, reading } = useDesk();
  const team = useObserved(mailbox.team);
  const notes = useObserved(session.notes);
  return (
    <div className={styles.named}>
      <span>
        <InertText text={card.headline.shortCode ?? ''} /> · {typeLabel(card.headline, t, card.kind)} ·{' '}
        <InertText text={monitorName(card.author, team, notes, t)} />
      </span>
      <Button small onClick={() => reading.set(card.parcel)}>
        {t('action.open')}
      </Button>
    </div>
  );
}
