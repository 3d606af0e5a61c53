/** Owns what can be chosen, and the plain account of what is on this phone now. [S12] Never a secret but the four words. */
import { ArrowLeft, Info } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { Card, Disclosure, Facts, Row, Rows } from '../../ui/Card.tsx';
import { CheckRow } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Code } from '../../ui/Words.tsx';
import { useApplication, useSession } from '../application.ts';
import type { Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { HelloWords } from './Joining.tsx';
import { LanguagePick } from './LanguagePick.tsx';
import { Limits } from './Limits.tsx';
import { Page } from './Page.tsx';
import { sayBytes } from './size.ts';
import { WipeButton } from './Wipe.tsx';

export function Settings({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const { device } = useApplication();
  const [, go] = useLocation();
  const [space, setSpace] = useState<{ used: number; free: number } | null>(null);
  const [hello, setHello] = useState<readonly number[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void device.storage().then((known) => {
      if (wanted) setSpace(known);
    });
    return () => {
      wanted = false;
    };
  }, [device]);
  const drafts = life.items.filter((item) => item.kind === 'draft' && !item.discarded).length;
  const sealed = life.items.filter(
    (item) => item.kind === 'report' && item.trace.state !== 'received',
  ).length;
  return (
    <Page
      start={<IconButton icon={<ArrowLeft size={20} />} label={t('home.title')} onClick={() => go('/')} />}
      title={t('settings.title')}
    >
      <Stack gap={4}>
        <Card title={t('lang.label')}>
          <LanguagePick />
        </Card>
        <Card flush title={t('settings.words.card')}>
          <Rows label={t('settings.words.card')}>
            <Row title={t('settings.words')} onOpen={() => go('/s/w')} />
            <Row
              title={t('settings.phoneWords')}
              onOpen={() => {
                void session.helloWords().then(setHello);
              }}
            />
          </Rows>
        </Card>
        {hello === null ? null : (
          <Card title={t('join.hello.words')}>
            <HelloWords indexes={hello} />
            <p>{t('join.compare.language')}</p>
          </Card>
        )}
        <Card title={t('settings.lockAfter')}>
          <p>{t('settings.lockHidden')}</p>
        </Card>
        {device.canSendClosed() ? (
          <CheckRow
            label={t('settings.background')}
            hint={t('settings.backgroundHint')}
            checked={life.settings.background}
            onChange={(background) => void session.keepSettings({ background })}
          />
        ) : null}
        <Card title={t('settings.onPhone')}>
          <Stack gap={2}>
            <p>{t('settings.onPhone.drafts', { n: drafts })}</p>
            <p>{t('settings.onPhone.sealed', { n: sealed })}</p>
            {space === null ? null : (
              <p>{t('settings.used', { used: sayBytes(t, space.used), free: sayBytes(t, space.free) })}</p>
            )}
            {life.persistence === 'unknown' ? null : (
              <p>{t(life.persistence === 'kept' ? 'join.storage.kept' : 'join.storage.notKept')}</p>
            )}
            {life.status.erasure === 'weak' ? (
              <Banner tone="attention" icon={<Info size={20} />}>
                {t('noOpfs.safe')}
              </Banner>
            ) : null}
          </Stack>
        </Card>
        <Card title={t('settings.about')}>
          <Facts
            facts={[
              { id: 'org', label: t('settings.organisation'), value: <bdi translate="no">{life.org}</bdi> },
              {
                id: 'version',
                label: t('settings.version'),
                value: <Code>{`${__APP_VERSION__} · ${__APP_COMMIT__}`}</Code>,
              },
              { id: 'server', label: t('settings.server'), value: <Code>{window.location.origin}</Code> },
            ]}
          />
        </Card>
        <Disclosure summary={t('limits.title')}>
          <Limits />
        </Disclosure>
        <Card title={t('settings.wipe')}>
          <Stack gap={2}>
            <p>{t('settings.wipeHint')}</p>
            <WipeButton />
          </Stack>
        </Card>
      </Stack>
    </Page>
  );
}
