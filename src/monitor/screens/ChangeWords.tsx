/** Owns changing the words: the old ones, new ones written down and typed back. Never rewrites what they protect. */
import { ArrowLeft, Eye } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import { useT } from '../translation.tsx';
import { ChooseWords } from './ChooseWords.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

export function ChangeWords() {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const [old, setOld] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const back = (
    <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={() => go('/s')}>
      {t('action.back')}
    </Button>
  );
  if (!asked)
    return (
      <Page
        title={t('settings.words')}
        lead={t('settings.words.old')}
        actions={
          <>
            {back}
            <Button kind="primary" disabled={old.trim() === ''} onClick={() => setAsked(true)}>
              {t('action.next')}
            </Button>
          </>
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
          />
        </Stack>
      </Page>
    );
  return (
    <ChooseWords
      busy={busy}
      notice={null}
      onBack={() => setAsked(false)}
      onWords={(words) => {
        setBusy(true);
        setTrouble(null);
        void session.changeWords(old, words).then((changed) => {
          setBusy(false);
          if (changed.ok) {
            setOld('');
            go('/s');
            return;
          }
          setTrouble(changed.code);
          setAsked(false);
        });
      }}
    />
  );
}
