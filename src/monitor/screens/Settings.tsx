/** Owns the list of what can be chosen, and which page each line opens; never what a page does. */
import {
  ArrowLeft,
  CloudUpload,
  Eraser,
  HandHelping,
  Info,
  KeyRound,
  Languages,
  Smartphone,
  Timer,
} from 'lucide-react';
import { useLocation } from 'wouter';
import { isLang, languageNames } from '../../i18n/plural.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { CheckRow } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useApplication, useSession } from '../application.ts';
import type { Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { About } from './About.tsx';
import { ChangeWords } from './ChangeWords.tsx';
import { DeliverForOthers, Delivery } from './Delivery.tsx';
import { LanguagePick } from './LanguagePick.tsx';
import { Limits } from './Limits.tsx';
import { LockTimes, sayIdle, sayOutOfSight } from './LockTimes.tsx';
import { OnPhone } from './OnPhone.tsx';
import { Page } from './Page.tsx';
import { SettingsFrame, type SettingsPage } from './SettingsFrame.tsx';
import { CoercedWords, DuressWords } from './UnderForce.tsx';
import { WipeButton } from './Wipe.tsx';
import { WipeChoice } from './WipeChoice.tsx';
import { PhoneWords, Words } from './WordsPages.tsx';

export function Settings({ page, life }: { readonly page: string | undefined; readonly life: Unlocked }) {
  const t = useT();
  switch (page as SettingsPage | undefined) {
    case 'l':
      return (
        <SettingsFrame title={t('lang.label')}>
          <LanguagePick />
        </SettingsFrame>
      );
    case 'w':
      return <Words />;
    case 'wc':
      return <ChangeWords />;
    case 'wd':
      return <DuressWords life={life} />;
    case 'wf':
      return <CoercedWords />;
    case 'wp':
      return <PhoneWords />;
    case 't':
      return <LockTimes life={life} />;
    case 'e':
      return <WipeChoice life={life} />;
    case 'd':
      return <Delivery life={life} />;
    case 'dd':
      return <DeliverForOthers />;
    case 'h':
      return <OnPhone life={life} />;
    case 'a':
      return <About life={life} />;
    case 'i':
      return (
        <SettingsFrame title={t('limits.title')} lead={t('limits.lead')}>
          <Limits />
        </SettingsFrame>
      );
    default:
      return <List life={life} />;
  }
}

function List({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const { device } = useApplication();
  const [, go] = useLocation();
  const open = (page: SettingsPage) => () => go(`/s/${page}`);
  return (
    <Page
      bar=""
      start={<IconButton icon={<ArrowLeft size={20} />} label={t('home.title')} onClick={() => go('/')} />}
      title={t('settings.title')}
    >
      <Stack gap={4}>
        <Card flush>
          <Rows label={t('settings.title')}>
            <Row
              icon={<Languages size={20} />}
              title={t('lang.label')}
              detail={
                isLang(t.speaks)
                  ? languageNames[t.speaks]
                  : `${languageNames[t.speaks]} — ${t('lang.unreviewed')}`
              }
              onOpen={open('l')}
            />
            <Row
              icon={<KeyRound size={20} />}
              title={t('settings.words.card')}
              detail={t('keep.words.detail')}
              onOpen={open('w')}
            />
            <Row
              icon={<Timer size={20} />}
              title={t('keep.lock')}
              detail={t('keep.lock.detail', {
                hidden: sayOutOfSight(t, life.settings.hiddenSeconds),
                idle: sayIdle(t, life.settings.idleSeconds),
              })}
              onOpen={open('t')}
            />
            <Row
              icon={<Eraser size={20} />}
              title={t('keep.wipe')}
              detail={t(life.status.wipeKeeps ? 'keep.wipe.keeps' : 'keep.wipe.all')}
              onOpen={open('e')}
            />
            <Row
              icon={<CloudUpload size={20} />}
              title={t('send.title')}
              detail={t('send.detail')}
              onOpen={open('d')}
            />
          </Rows>
        </Card>
        <Card flush>
          <Rows label={t('keep.phone')}>
            <Row
              icon={<Smartphone size={20} />}
              title={t('keep.phone')}
              detail={t('keep.phone.detail')}
              onOpen={open('h')}
            />
            <Row
              icon={<HandHelping size={20} />}
              title={t('limits.title')}
              detail={t('limits.lead')}
              onOpen={open('i')}
            />
            <Row
              icon={<Info size={20} />}
              title={t('keep.about')}
              detail={`${t('settings.version')} ${__APP_VERSION__}`}
              onOpen={open('a')}
            />
          </Rows>
        </Card>
        {device.canSendClosed() ? (
          <CheckRow
            label={t('settings.background')}
            hint={t('settings.backgroundHint')}
            checked={life.settings.background}
            onChange={(background) => void session.keepSettings({ background })}
          />
        ) : null}
        <WipeButton />
      </Stack>
    </Page>
  );
}
