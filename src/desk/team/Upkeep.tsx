/** Owns the cards about settings in force and servers: their dates, publishing, adding one. Never a key. */
import { Send, Server } from 'lucide-react';
import { useState } from 'react';
import { formatDay } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Facts } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Code } from '../../ui/Words.tsx';
import { isEndpointUrl } from '../../wire/shape.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import type { TeamView } from '../openerMessages.ts';
import { StandingBanners, useSize } from '../screens/Standing.tsx';
import { Trouble } from '../screens/Trouble.tsx';

/** How the organisation's settings stand, and the button to sign and publish them anew. [MAN6] [MAN7] */
export function SettingsInForce({ team }: { readonly team: TeamView }) {
  const t = useT();
  const size = useSize();
  const { session, mailbox } = useDesk();
  const { usage, publishing } = useObserved(mailbox.standing);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const publish = async (): Promise<void> => {
    setBusy(true);
    setDone(false);
    const published = await session.publishSettings();
    setBusy(false);
    setTrouble(published.ok ? null : published.code);
    setDone(published.ok);
  };
  return (
    <Card title={t('team.manifest', { n: team.manifest.version })}>
      <Stack gap={4}>
        <Facts
          facts={[
            {
              id: 'keys',
              label: t('team.keysTill'),
              value:
                team.keysTill === null ? '–' : t('team.keysTill.till', { day: formatDay(team.keysTill) }),
            },
            {
              id: 'tokens',
              label: t('team.tokens'),
              value: t(team.tokens ? 'team.tokens.yes' : 'team.tokens.no'),
            },
            ...(usage === null
              ? []
              : [
                  {
                    id: 'room',
                    label: t('team.room'),
                    value:
                      usage.limit === null
                        ? t('room.usedOpen', { used: size(usage.bytes) })
                        : t('room.used', { used: size(usage.bytes), limit: size(usage.limit) }),
                  },
                ]),
          ]}
        />
        {publishing === null || done ? null : publishing === 'manifestOvertaken' ? (
          <Trouble code={publishing} />
        ) : (
          <Banner tone="attention" title={t('team.publishing.trouble')}>
            {t('team.publishing.troubleText')}
          </Banner>
        )}
        {team.pending ? <Banner tone="info">{t('team.publishing.pending')}</Banner> : null}
        <Trouble code={trouble} />
        {done ? (
          <Banner tone="ok" announce>
            {t('team.published')}
          </Banner>
        ) : null}
        {team.signs ? (
          <div>
            <Button icon={<Send size={16} />} busy={busy} onClick={() => void publish()}>
              {t('team.publish')}
            </Button>
            <p>{t('team.publishHint')}</p>
          </div>
        ) : (
          <p>{t('team.cannotSign')}</p>
        )}
      </Stack>
    </Card>
  );
}

/** Where phones deliver, and one more of it. [UP7] */
export function Servers({ team }: { readonly team: TeamView }) {
  const t = useT();
  const { session } = useDesk();
  const [adding, setAdding] = useState(false);
  const [url, setUrl] = useState('');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const add = async (): Promise<void> => {
    const endpoint = url.trim().replace(/\/+$/, '');
    setWrong(!isEndpointUrl(endpoint));
    if (!isEndpointUrl(endpoint) || busy) return;
    setBusy(true);
    const added = await session.addMirror({ endpoint, code: code.trim() });
    setBusy(false);
    setTrouble(added.ok ? null : added.code);
    if (!added.ok) return;
    setDone(true);
    setAdding(false);
    setUrl('');
    setCode('');
  };
  return (
    <Card title={t('team.servers')}>
      <Stack gap={4}>
        <p>{t('team.servers.text')}</p>
        <Facts
          facts={team.endpoints.map((endpoint, at) => ({
            id: endpoint,
            label: String(at + 1),
            value: <Code>{endpoint}</Code>,
          }))}
        />
        <StandingBanners />
        {done ? (
          <Banner tone="ok" announce>
            {t('team.servers.added')}
          </Banner>
        ) : null}
        {!team.signs ? null : adding ? (
          <Stack gap={4}>
            <TextField
              label={t('team.servers.url')}
              error={wrong ? { text: t('team.servers.wrong') } : undefined}
              value={url}
              onChange={setUrl}
              capitals="none"
              mono
            />
            <TextField
              label={t('team.servers.code')}
              hint={t('team.servers.codeHint')}
              value={code}
              onChange={setCode}
              capitals="none"
              mono
            />
            <Trouble code={trouble} />
            <Stack gap={2}>
              <Button kind="primary" busy={busy} disabled={url.trim() === ''} onClick={() => void add()}>
                {t('team.servers.addNow')}
              </Button>
              <Button kind="quiet" onClick={() => setAdding(false)}>
                {t('action.cancel')}
              </Button>
            </Stack>
          </Stack>
        ) : (
          <div>
            <Button
              icon={<Server size={16} />}
              onClick={() => {
                setDone(false);
                setAdding(true);
              }}
            >
              {t('team.servers.add')}
            </Button>
          </div>
        )}
      </Stack>
    </Card>
  );
}
