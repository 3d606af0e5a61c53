/** Owns words that a person makes up: how hard they are to guess, said honestly; weak ones are refused. Keeps none. */
import { ArrowLeft, Eye } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { createStrength, GUESSES_PER_SECOND, guessTime, type Strength } from '../../wire/words/strength.ts';
import { loadWords } from '../../wire/words/words.ts';
import { Notice } from '../screens/Notice.tsx';
import { Page } from '../screens/Page.tsx';
import styles from '../settings/Keeping.module.css';
import { useT } from '../translation.tsx';

export type OwnWordsProps = {
  readonly plain: boolean;
  readonly before: ReactNode;
  readonly onBack: () => void;
  readonly onWords: (words: string) => void;
};

/** Without its lists the estimate is stricter, so it works at once and offline. */
function useStrength(): (typed: string) => Strength {
  const [estimate, setEstimate] = useState(() => createStrength([]));
  useEffect(() => {
    let wanted = true;
    Promise.all([loadWords('en'), loadWords('ru')]).then(
      (lists) => {
        if (wanted) setEstimate(() => createStrength(lists));
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return estimate;
}

/** "About twenty thousand million years" and the like, for one computer. */
function sayGuesses(t: MonitorTranslator, bits: number): string {
  const { unit, amount } = guessTime(bits);
  return t('strength.guesses', { rate: GUESSES_PER_SECOND, time: t(`time.${unit}`, { n: amount }) });
}

function StrengthLine({ strength }: { readonly strength: Strength }) {
  const t = useT();
  const { verdict, bits, ignored } = strength;
  return (
    <div className={styles.meter} role="status">
      <p className={styles.strong}>{t(`strength.${verdict}`)}</p>
      <p>{verdict === 'weak' ? t('strength.weak.text') : sayGuesses(t, bits)}</p>
      {ignored === 0 ? null : (
        <p className={styles.soft}>
          {t('strength.ignored', { n: ignored })}. {t('strength.ignoredWhy')}
        </p>
      )}
      <p className={styles.soft}>{t('own.note')}</p>
    </div>
  );
}

export function OwnWords({ plain, before, onBack, onWords }: OwnWordsProps) {
  const t = useT();
  const estimate = useStrength();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState(false);
  const strength = estimate(typed);
  const go = (): void => {
    if (strength.verdict === 'weak') setRefused(true);
    else onWords(typed);
  };
  return (
    <Page
      plain={plain}
      before={before}
      title={t('own.title')}
      lead={t('own.lead')}
      actions={
        <>
          <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={onBack}>
            {t('action.back')}
          </Button>
          <Button kind="primary" disabled={typed.trim() === ''} onClick={go}>
            {t('action.continue')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {refused ? <Notice code="wordsWeak" /> : null}
        <SecretField
          label={t('own.field')}
          hint={t('join.repeat.hint')}
          showLabel={t('lock.show')}
          hideLabel={t('lock.hide')}
          showIcon={<Eye size={20} />}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setRefused(false);
          }}
          onEnter={go}
        />
        {typed.trim() === '' ? null : <StrengthLine strength={strength} />}
      </Stack>
    </Page>
  );
}
