/** Owns the page about sending: pause, carry by hand, servers, the organisation's settings and their age. Never a report. */
import { FileUp, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { formatDay } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Facts, Row, Rows } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Code } from '../../ui/Words.tsx';
import type { Manifest } from '../../wire/manifest.ts';
import { useApplication, useAsked } from '../application.ts';
import type { Unlocked } from '../life.ts';
import { CarryOut } from '../screens/CarryOut.tsx';
import { Deliver } from '../screens/Deliver.tsx';
import { Notice } from '../screens/Notice.tsx';
import { PauseAll, timeOf } from '../screens/PauseAll.tsx';
import { isHere } from '../screens/states.ts';
import { useT } from '../translation.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

export function DeliverForOthers() {
  const t = useT();
  return (
    <SettingsFrame title={t('deliver.title')} lead={t('deliver.lead')} back="d">
      <Deliver />
    </SettingsFrame>
  );
}

export function Delivery({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const [, go] = useLocation();
  const waiting = life.items.flatMap((item) =>
    item.kind === 'report' ? item.trace.parcels.filter(isHere) : [],
  );
  return (
    <SettingsFrame title={t('send.title')} lead={t('send.lead')}>
      <Stack gap={4}>
        <PauseAll />
        <CarryOut parcels={waiting} />
        <Card flush>
          <Rows label={t('deliver.title')}>
            <Row
              icon={<FileUp size={20} />}
              title={t('deliver.title')}
              detail={t('deliver.detail')}
              onOpen={() => go('/s/dd')}
            />
          </Rows>
        </Card>
        <InForce old={life.manifestOld} />
      </Stack>
    </SettingsFrame>
  );
}

/** The manifest that reports are sealed under, how old it is, and what was refused. [MAN4] [MAN6] S12 */
function InForce({ old }: { readonly old: boolean }) {
  const t = useT();
  const { sending } = useApplication();
  const asked = useAsked();
  const [manifest, setManifest] = useState<Manifest | null>(null);
  const [asking, setAsking] = useState(false);
  const [away, setAway] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    setAway(!(await sending.askNow()));
    setAsking(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again after each time it was asked for
  useEffect(() => {
    let wanted = true;
    void sending.inForce().then((read) => {
      if (wanted && read.ok) setManifest(read.value);
    });
    return () => {
      wanted = false;
    };
  }, [sending, asked]);
  if (manifest === null) return null;
  const till = manifest.recipients.at(-1)?.to;
  return (
    <>
      <Card title={t('send.settings')}>
        <Stack gap={4}>
          <p>{t('send.settings.version', { n: manifest.version, day: formatDay(manifest.issued) })}</p>
          {old ? (
            <Banner tone="attention">{t('send.settings.old')}</Banner>
          ) : till === undefined ? null : (
            <p>{t('send.settings.till', { day: formatDay(till) })}</p>
          )}
          <p>
            {asked.at === null
              ? t('send.settings.notChecked')
              : t('send.settings.checked', { time: timeOf(asked.at) })}
          </p>
          {asked.trouble === null ? null : <Notice code={asked.trouble} />}
          {away ? <Notice code="offline" /> : null}
          <div>
            <Button icon={<RefreshCw size={20} />} busy={asking} onClick={() => void ask()}>
              {t('send.settings.ask')}
            </Button>
          </div>
        </Stack>
      </Card>
      <Card title={t('send.servers')}>
        <Stack gap={4}>
          <p>{t('send.serversText')}</p>
          <Facts
            facts={manifest.endpoints.map(({ url }, at) => ({
              id: url,
              label: String(at + 1),
              value: <Code>{url}</Code>,
            }))}
          />
          <p>{t('send.reveals')}</p>
        </Stack>
      </Card>
    </>
  );
}
