/** Owns the ordinary notebook that words under duress open: locked notes and their settings. Nothing in it says what else the app is. */
import { ArrowLeft, Eye, KeyRound, Lock } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Screen, Stack, TopBar } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { normaliseWords } from '../../wire/words/words.ts';
import { useSession } from '../application.ts';
import { LanguagePick } from '../settings/LanguagePick.tsx';
import { useT } from '../translation.tsx';
import { isLongEnough } from './heard.ts';
import { Notebook } from './Notebook.tsx';

export function PrivateNotes() {
  const t = useT();
  const session = useSession();
  const [path] = useLocation();
  return (
    <Notebook
      notebook={session.privateNotes}
      title={t('locked.title')}
      emptyText={t('locked.empty.text')}
      hide={useLock()}
      settings={path === '/s/p' ? <ChangePassword /> : <PrivateSettings />}
    />
  );
}

function useLock() {
  const t = useT();
  const session = useSession();
  return { label: t('locked.lock'), icon: <Lock size={20} />, onHide: () => void session.hide() };
}

function Back({ to, label }: { readonly to: string; readonly label: string }) {
  const [, go] = useLocation();
  return <IconButton icon={<ArrowLeft size={20} />} label={label} onClick={() => go(to)} />;
}

function PrivateSettings() {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  return (
    <Screen
      top={<TopBar title="" start={<Back to="/" label={t('front.back')} />} hide={useLock()} />}
      title={t('front.settings')}
    >
      <Stack gap={6}>
        <Card title={t('lang.label')}>
          <LanguagePick />
        </Card>
        <Card title={t('locked.title')}>
          <p>{t('locked.how')}</p>
          <Rows label={t('locked.title')}>
            <Row icon={<KeyRound size={20} />} title={t('locked.password')} onOpen={() => go('/s/p')} />
          </Rows>
        </Card>
        <div>
          <Button onClick={() => setAsking(true)}>{t('locked.deleteAll')}</Button>
        </div>
      </Stack>
      <Dialog
        open={asking}
        title={t('locked.deleteAll.title')}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button kind="danger" onClick={() => void session.wipe()}>
              {t('locked.deleteAll')}
            </Button>
          </>
        }
      >
        <p>{t('locked.deleteAll.text')}</p>
      </Dialog>
    </Screen>
  );
}

type Trouble = 'wrong' | 'short' | 'differ' | 'failed';

function ChangePassword() {
  const t = useT();
  const session = useSession();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Trouble | 'done' | null>(null);

  const change = async (): Promise<void> => {
    if (!isLongEnough(next)) return setTold('short');
    if (normaliseWords(next) !== normaliseWords(again)) return setTold('differ');
    setBusy(true);
    const changed = await session.changeWords(old, next);
    setBusy(false);
    setTold(changed.ok ? 'done' : changed.code === 'wrongWords' ? 'wrong' : 'failed');
    if (!changed.ok) return;
    setOld('');
    setNext('');
    setAgain('');
  };
  const field = {
    showLabel: t('lock.show'),
    hideLabel: t('lock.hide'),
    showIcon: <Eye size={20} />,
    disabled: busy,
  };
  return (
    <Screen
      top={<TopBar title="" start={<Back to="/s" label={t('front.settings')} />} hide={useLock()} />}
      title={t('locked.password')}
    >
      <Stack gap={4}>
        {told === null ? null : (
          <Banner tone={told === 'done' ? 'ok' : 'attention'}>{t(`locked.password.${told}`)}</Banner>
        )}
        <SecretField {...field} label={t('locked.password.old')} value={old} onChange={setOld} />
        <SecretField
          {...field}
          label={t('locked.password.next')}
          hint={t('locked.password.hint')}
          value={next}
          onChange={setNext}
        />
        <SecretField
          {...field}
          label={t('locked.password.again')}
          value={again}
          onChange={setAgain}
          onEnter={() => void change()}
        />
        <Button kind="primary" wide busy={busy} onClick={() => void change()}>
          {t('locked.password')}
        </Button>
      </Stack>
    </Screen>
  );
}
