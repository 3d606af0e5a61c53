/** Owns typing the four words of a phone: confirmed, no match, or an alarm. Never says which word was nearly right. */
import { CircleCheck, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { nameOfInvite } from '../labels.ts';
import { Trouble } from '../screens/Trouble.tsx';
import styles from './Monitors.module.css';

type Outcome =
  | {
      readonly is: 'confirmed';
      readonly name: string;
      readonly alarm: 'none' | 'unknownInvite' | 'secondHello';
    }
  | { readonly is: 'noMatch' }
  | { readonly is: 'trouble'; readonly code: string };

/** `onConfirmed` gets the id of the invite whose phone was confirmed. */
export function ConfirmPanel({ onConfirmed }: { readonly onConfirmed: (invite: string) => void }) {
  const t = useT();
  const { session } = useDesk();
  const notes = useObserved(session.notes);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const confirm = async (): Promise<void> => {
    if (busy || words.trim() === '') return;
    setBusy(true);
    setOutcome(null);
    const done = await session.confirm(words);
    setBusy(false);
    if (done.ok) {
      setWords('');
      const { invite, alarm } = done.value;
      setOutcome({ is: 'confirmed', name: nameOfInvite(invite, notes, t), alarm });
      onConfirmed(invite);
    } else if (done.code === 'wordsUnknown' || done.code === 'wordsCount') setOutcome({ is: 'noMatch' });
    else setOutcome({ is: 'trouble', code: done.code });
  };
  return (
    <Card title={t('invite.confirm.title')}>
      {outcome === null ? null : outcome.is === 'confirmed' ? (
        <>
          <Banner
            tone="ok"
            icon={<CircleCheck size={20} />}
            title={t('invite.confirmed', { name: outcome.name })}
            announce
          >
            {t('monitors.confirmed.text')}
          </Banner>
          {outcome.alarm === 'none' ? null : (
            <Banner tone="danger" icon={<TriangleAlert size={20} />}>
              {t(outcome.alarm === 'secondHello' ? 'monitors.alarm.second' : 'monitors.alarm.unknown')}
            </Banner>
          )}
        </>
      ) : outcome.is === 'noMatch' ? (
        <Banner
          tone="attention"
          icon={<TriangleAlert size={20} />}
          title={t('monitors.noMatch.title')}
          announce
        >
          {t('monitors.noMatch.text')}
        </Banner>
      ) : (
        <Trouble code={outcome.code} />
      )}
      <TextField
        label={t('invite.confirm.field')}
        hint={t('invite.confirm.lead')}
        value={words}
        onChange={setWords}
        onEnter={() => void confirm()}
        capitals="none"
      />
      <div className={styles.actions}>
        <Button
          kind="primary"
          icon={<ShieldCheck size={18} />}
          busy={busy}
          disabled={words.trim() === ''}
          onClick={() => void confirm()}
        >
          {t('invite.confirm.button')}
        </Button>
      </div>
    </Card>
  );
}
