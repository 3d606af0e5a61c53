/** Owns showing reports that came under one number beside each other; never decides which one is true. */
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { JsonObject } from '../../domain/report.ts';
import { objectAt, textAt } from '../../domain/report.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { InertText } from '../../ui/Words.tsx';
import type { Card } from '../card.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { glanceOf } from '../glance.ts';
import styles from './Report.module.css';

type Version = { readonly card: Card; readonly fields: JsonObject };

export function Conflict({ card, fields }: Version) {
  const t = useT();
  const { session, mailbox, reading } = useDesk();
  const cards = useObserved(mailbox.cards);
  const [others, setOthers] = useState<readonly Version[]>([]);
  // The list of cards changes often; which ones share this number does not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let wanted = true;
    const same = cards.filter((one) => one.id === card.id && one.line !== card.line);
    void Promise.all(
      same.map(async (one) => {
        const viewed = await session.peek(one.parcel);
        return viewed.ok ? [{ card: one, fields: viewed.value.fields }] : [];
      }),
    ).then((found) => {
      if (wanted) setOthers(found.flat());
    });
    return () => {
      wanted = false;
    };
  }, [card.id, card.line, cards.length, session]);
  return (
    <section className={styles.section}>
      <Banner tone="danger" icon={<TriangleAlert size={20} />} title={t('conflict.title')}>
        {t('conflict.text')}
      </Banner>
      <div className={styles.beside}>
        {[{ card, fields }, ...others].map((one) => (
          <div key={one.card.parcel} className={styles.group}>
            <div className={styles.groupHead}>
              <span>{one.card.parcel === card.parcel ? t('conflict.this') : t('conflict.other')}</span>
              <span>{formatDay(one.card.day)}</span>
            </div>
            <p className={styles.prose}>
              <InertText text={textAt(objectAt(one.fields, 'event'), 'summary') ?? ''} />
            </p>
            {glanceOf(one.fields, one.card.headline, t).map(({ id, label, value }) => (
              <div key={id} className={styles.line}>
                <span className={styles.label}>{label}</span>
                <InertText text={value} />
              </div>
            ))}
            {one.card.parcel === card.parcel ? null : (
              <Button small onClick={() => reading.set(one.card.parcel)}>
                {t('action.open')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
