/** Owns the page of monitors: who was invited, who came, whose words were compared. */
import { CircleCheck, CircleHelp, Clock, Smartphone, TriangleAlert, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { formatDay } from '../../i18n/numbers.ts';
import { Badge, Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, Row, Rows } from '../../ui/Card.tsx';
import { Section, Stack } from '../../ui/Screen.tsx';
import { InertText } from '../../ui/Words.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { Column, Frame } from '../screens/Frame.tsx';
import { ConfirmPanel } from './ConfirmPanel.tsx';
import { InvitePanel } from './InvitePanel.tsx';
import styles from './Monitors.module.css';
import { type MonitorRow, monitorRows } from './monitors.ts';
import { Revoke } from './Revoke.tsx';

export function Monitors() {
  const t = useT();
  const { session, mailbox, today } = useDesk();
  const team = useObserved(mailbox.team);
  const notes = useObserved(session.notes);
  const [inviting, setInviting] = useState(false);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const rows = team === null ? [] : monitorRows(team, notes, today(), t);
  // Once it is there it stays: what it says about the last phone must not vanish with the last phone.
  const [asking, setAsking] = useState(false);
  const waits = rows.some(
    ({ state }) => state === 'invited' || state === 'notConfirmed' || state === 'alarm',
  );
  if (waits && !asking) setAsking(true);
  return (
    <Frame at="monitors">
      <Column
        title={t('team.monitors')}
        end={
          inviting ? undefined : (
            <Button kind="primary" icon={<UserPlus size={18} />} onClick={() => setInviting(true)}>
              {t('invite.title')}
            </Button>
          )
        }
      >
        {inviting ? <InvitePanel confirmed={confirmed} onClose={() => setInviting(false)} /> : null}
        <div data-screen-only>
          <Stack gap={6}>
            {asking ? <ConfirmPanel onConfirmed={setConfirmed} /> : null}
            {rows.length === 0 && !inviting ? (
              <EmptyState icon={<Smartphone size={26} />} title={t('team.monitors.empty')}>
                {t('monitors.empty.text')}
              </EmptyState>
            ) : null}
            {rows.length === 0 ? null : (
              <Section title={t('monitors.all')}>
                <Rows label={t('monitors.all')}>
                  {rows.map((row) => (
                    <Row
                      key={row.id}
                      icon={<Smartphone size={18} />}
                      title={<InertText text={row.name} />}
                      detail={detailOf(row, t)}
                      end={
                        <span className={styles.state}>
                          <StateBadge row={row} />
                          {canRevoke(row) ? <Revoke row={row} /> : null}
                        </span>
                      }
                    />
                  ))}
                </Rows>
              </Section>
            )}
            {rows.some(({ alarm }) => alarm === 'secondHello') ? (
              <Banner tone="danger" icon={<TriangleAlert size={20} />} title={t('invite.alarm.title')}>
                {t('invite.alarm.text')}
              </Banner>
            ) : null}
          </Stack>
        </div>
      </Column>
    </Frame>
  );
}

/** An invite that nobody here made cannot be taken back here, and an old one need not be. */
const canRevoke = ({ state, alarm }: MonitorRow): boolean =>
  state !== 'expired' && state !== 'revoked' && alarm !== 'unknownInvite';

function detailOf(row: MonitorRow, t: ReturnType<typeof useT>): string {
  if (row.state === 'invited') return t('monitors.validTill', { day: formatDay(row.day) });
  if (row.state === 'expired') return t('monitors.expiredOn', { day: formatDay(row.day) });
  if (row.state === 'revoked') return t('revoke.on', { day: formatDay(row.day) });
  const parts = [t('monitors.since', { day: formatDay(row.day) }), t('count.reports', { n: row.came })];
  if (row.gaps > 0) parts.push(t('monitors.gaps', { n: row.gaps }));
  return parts.join(' · ');
}

function StateBadge({ row }: { readonly row: MonitorRow }) {
  const t = useT();
  switch (row.state) {
    case 'confirmed':
      return (
        <Badge tone="ok" icon={<CircleCheck size={14} />}>
          {t('team.state.confirmed')}
        </Badge>
      );
    case 'notConfirmed':
      return (
        <Badge tone="attention" icon={<CircleHelp size={14} />}>
          {t('team.state.joined')}
        </Badge>
      );
    case 'alarm':
      return (
        <Badge tone="danger" icon={<TriangleAlert size={14} />}>
          {t(row.alarm === 'secondHello' ? 'monitors.state.second' : 'monitors.state.unknown')}
        </Badge>
      );
    case 'invited':
      return (
        <Badge tone="info" icon={<Clock size={14} />}>
          {t('team.state.invited')}
        </Badge>
      );
    case 'revoked':
      return <Badge tone="plain">{t('revoke.done')}</Badge>;
    case 'expired':
      return <Badge tone="plain">{t('team.state.expired')}</Badge>;
  }
}
