/** Owns saying in plain words what a withdrawal or another consent will mean, before it is sent. Never shows what was sent. [REP10] */

import type { Draft, DraftAbout } from '../../domain/draft.ts';
import { additionFields, additionOf } from '../../domain/later/addition.ts';
import { objectAt, objectsAt, textsAt } from '../../domain/report.ts';
import { options } from '../../domain/vocabulary.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';

/** The uses that another consent allows, and the labels of the people it is for; null while it is not written. */
function consentIn(draft: Draft, about: DraftAbout, today: string) {
  const made = additionFields(additionOf(draft, about, Date.parse(`${today}T00:00:00Z`)));
  if (!made.ok) return null;
  const [consent] = objectsAt(objectAt(made.value, 'add'), 'consents');
  return { uses: new Set(textsAt(consent, 'uses')), whose: textsAt(made.value, 'whose') };
}

export function LaterLetter({ draft, about }: { readonly draft: Draft; readonly about: DraftAbout }) {
  const { t, f, today } = useFilling();
  const { code, kind } = about;
  if (kind !== 'withdraw' && kind !== 'consent') return null;
  const given = kind === 'consent' ? consentIn(draft, about, today) : null;
  if (kind === 'consent' && given === null) return null;
  const list = (allowed: boolean) => {
    const uses = options('uses').filter(({ code: use }) => given?.uses.has(use) === allowed);
    return uses.length === 0 ? (
      <p>{f('consent.letter.nothing')}</p>
    ) : (
      <ul className={styles.lines}>
        {uses.map(({ code: use }) => (
          <li key={use}>{t.label('uses', use)}</li>
        ))}
      </ul>
    );
  };
  return (
    <Card title={f('consent.letter.title')}>
      <Stack gap={4} lang={t.lang}>
        <p>
          {given === null
            ? f('consent.letter.withdraw', { code })
            : given.whose.length === 0
              ? f('consent.letter.everybody', { code })
              : f('consent.letter.some', { code, names: given.whose.join(', ') })}
        </p>
        <p>{f('consent.letter.from', { day: formatDay(today) })}</p>
        {given === null ? null : (
          <>
            <h3>{f('consent.letter.allowed')}</h3>
            {list(true)}
            <h3>{f('consent.letter.ended')}</h3>
            {list(false)}
          </>
        )}
        <p>{f('consent.letter.recall')}</p>
      </Stack>
    </Card>
  );
}
