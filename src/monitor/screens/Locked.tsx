/** Owns the neutral page: what anybody sees who opens the app. Never tells what the app is for, or what it holds. */
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import type { Trouble } from '../life.ts';
import { useT } from '../translation.tsx';
import { LanguagePick } from './LanguagePick.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';
import { WipeButton } from './Wipe.tsx';

export function Locked({ busy, trouble }: { readonly busy: boolean; readonly trouble: Trouble }) {
  const t = useT();
  const session = useSession();
  const [words, setWords] = useState('');
  const open = (): void => {
    if (words.trim() === '' || busy) return;
    void session.unlock(words);
    setWords('');
  };
  return (
    <Page plain bar="" title={__APP_NAME__} lead={t('lock.lead')}>
      <Stack gap={6}>
        {trouble === null ? null : <Notice code={trouble} />}
        <Stack gap={4}>
          <SecretField
            label={t('lock.field')}
            showLabel={t('lock.show')}
            hideLabel={t('lock.hide')}
            showIcon={<Eye size={20} />}
            value={words}
            onChange={setWords}
            onEnter={open}
            enterKeyHint="go"
            disabled={busy}
          />
          <Button kind="primary" wide busy={busy} onClick={open}>
            {busy ? t('lock.opening') : t('lock.open')}
          </Button>
          {busy ? <p role="status">{t('lock.openingHint')}</p> : null}
        </Stack>
        <Disclosure summary={t('lock.forgot')}>
          <Stack gap={4}>
            <p>{t('lock.forgotText')}</p>
            <WipeButton />
          </Stack>
        </Disclosure>
        <LanguagePick />
      </Stack>
    </Page>
  );
}
