/** Owns the list of what can be chosen, and the way to wipe; the pages behind it come with the rest of the app. */
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
import { lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { isLang, languageNames } from '../../i18n/plural.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { CheckRow } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useApplication, useSession } from '../application.ts';
import { Fetching, NotLoaded } from '../form/NotLoaded.tsx';
import type { Unlocked } from '../life.ts';
import { Page } from '../screens/Page.tsx';
import { WipeButton } from '../screens/Wipe.tsx';
import { useT } from '../translation.tsx';
import { sayIdle, sayOutOfSight } from './lockWords.ts';
import type { SettingsPage } from './SettingsFrame.tsx';

const SettingsPages = lazy(() =>
  import('./SettingsPages.tsx').then(
    (part) => ({ default: part.SettingsPages }),
    () => ({ default: NotLoaded }),
  ),
);

export function Settings({ page, life }: { readonly page: string | undefined; readonly life: Unlocked }) {
  if (page !== undefined)
    return (
      <Suspense fallback={<Fetching />}>
        <SettingsPages page={page} life={life} />
      </Suspense>
    );
  return <List life={life} />;
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
