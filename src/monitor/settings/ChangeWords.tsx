/** Owns changing the words: the old ones, new ones written down and typed back. Never rewrites what they protect. */
import { CircleCheck, Eye } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import { ChooseWords } from '../joining/ChooseWords.tsx';
import { Notice } from '../screens/Notice.tsx';
import { useT } from '../translation.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

export function ChangeWords() {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const [old, setOld] = useState('');
  const [step, setStep] = useState<'old' | 'choose' | 'done'>('old');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const next = (): void => {
    if (old.trim() !== '') setStep('choose');
  };

  if (step === 'choose')
    return (
      <ChooseWords
        busy={busy}
        // Words that open something else can be chosen again here; a wrong old word leads back to it.
        notice={trouble === null ? null : <Notice code={trouble} />}
        onBack={() => setStep('old')}
        onWords={(words) => {
          setBusy(true);
          setTrouble(null);
          void session.changeWords(old, words).then((changed) => {
            setBusy(false);
            if (changed.ok) {
              setOld('');
              setStep('done');
              return;
            }
            setTrouble(changed.code);
            if (changed.code !== 'wordsTaken') setStep('old');
          });
        }}
      />
    );
  if (step === 'done')
    return (
      <SettingsFrame
        back="w"
        title={t('settings.words')}
        actions={
          <Button kind="primary" onClick={() => go('/s/w')}>
            {t('action.done')}
          </Button>
        }
      >
        <Banner tone="ok" icon={<CircleCheck size={20} />} announce>
          {t('change.done')}
        </Banner>
      </SettingsFrame>
    );
  return (
    <SettingsFrame
      back="w"
      title={t('settings.words')}
      lead={t('settings.words.old')}
      actions={
        <Button kind="primary" disabled={old.trim() === ''} onClick={next}>
          {t('action.next')}
        </Button>
      }
    >
      <Stack gap={4}>
        {trouble === null ? null : <Notice code={trouble} />}
        <SecretField
          label={t('settings.words.oldField')}
          showLabel={t('lock.show')}
          hideLabel={t('lock.hide')}
          showIcon={<Eye size={20} />}
          value={old}
          onChange={setOld}
          onEnter={next}
        />
        <Banner tone="attention">{t('change.ends')}</Banner>
      </Stack>
    </SettingsFrame>
  );
}
