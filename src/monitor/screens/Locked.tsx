/** Owns the entry page: words, capture, forgotten words, wipe. Behind the front, or in its place. Never tells what is here. */
import { ArrowLeft, Camera, Eye, HandHelping, KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Row, Rows } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { useSession, useShared } from '../application.ts';
import { CaptureNow } from '../capture/CaptureNow.tsx';
import type { Trouble } from '../life.ts';
import { LanguagePick } from '../settings/LanguagePick.tsx';
import { useT } from '../translation.tsx';
import { Forgotten } from './Forgotten.tsx';
import { Limits } from './Limits.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';
import { WipeButton } from './Wipe.tsx';

export type LockedProps = {
  readonly busy: boolean;
  readonly trouble: Trouble;
  /** An invite was pasted into the front, and this phone has joined already. */
  readonly invited: boolean;
};

export function Locked(props: LockedProps) {
  const [, go] = useLocation();
  const back = (): void => go('/');
  return (
    <Switch>
      <Route path="/c">
        <CaptureNow onLeave={back} />
      </Route>
      <Route path="/f">
        <Forgotten onBack={back} />
      </Route>
      <Route path="/i">
        <What onBack={back} />
      </Route>
      <Route>
        <Entry {...props} />
      </Route>
    </Switch>
  );
}

function Entry({ busy, trouble, invited }: LockedProps) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const [words, setWords] = useState('');
  const shared = useShared();
  useEffect(() => session.getReady(), [session]);
  const open = (): void => {
    if (words.trim() === '' || busy) return;
    void session.unlock(words);
    setWords('');
  };
  return (
    <Page plain bar="" title={__APP_NAME__} lead={t('lock.lead')}>
      <Stack gap={6}>
        {invited ? <Banner tone="info">{t('entry.invite.joined')}</Banner> : null}
        {trouble === null ? null : <Notice code={trouble} />}
        <Stack gap={4}>
          <SecretField
            label={t('lock.field')}
            showLabel={t('lock.show')}
            hideLabel={t('lock.hide')}
            showIcon={<Eye size={20} />}
            value={words}
            onChange={(typed) => {
              setWords(typed);
              session.getReady();
            }}
            onEnter={open}
            enterKeyHint="go"
            disabled={busy}
          />
          <Button kind="primary" wide busy={busy} onClick={open}>
            {busy ? t('lock.opening') : t('lock.open')}
          </Button>
          {busy ? <p role="status">{t('lock.openingHint')}</p> : null}
        </Stack>
        {session.isFront ? <p>{t('entry.front')}</p> : null}
        <Rows label={t('action.more')}>
          {/* Also where nothing can be captured: whoever saw this page before must not see that the phone was emptied. [VLT17] */}
          <Row
            icon={<Camera size={20} />}
            title={t('capture.title')}
            detail={t(shared ? 'capture.shared.waits' : 'entry.capture.hint')}
            onOpen={() => go('/c')}
          />
          <Row
            icon={<KeyRound size={20} />}
            title={t('lock.forgot')}
            detail={t('entry.forgot.hint')}
            onOpen={() => go('/f')}
          />
          <Row icon={<HandHelping size={20} />} title={t('entry.what')} onOpen={() => go('/i')} />
        </Rows>
        <LanguagePick />
        <WipeButton />
      </Stack>
    </Page>
  );
}

function What({ onBack }: { readonly onBack: () => void }) {
  const t = useT();
  return (
    <Page
      plain
      bar=""
      title={t('entry.what')}
      lead={t('entry.what.text')}
      actions={
        <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={onBack}>
          {t('action.back')}
        </Button>
      }
    >
      <Limits />
    </Page>
  );
}
