/** Owns the desk's made-up pages of the gallery. Never part of an app. */
import { Clock, Inbox, Info, Lock, Paperclip, Settings, ShieldCheck, Siren } from 'lucide-react';
import { useState } from 'react';
import type { DeskTranslator } from '../../src/i18n/deskMessages.ts';
import { AmuletMark } from '../../src/ui/AmuletMark.tsx';
import { Badge } from '../../src/ui/Banner.tsx';
import { Button, IconButton } from '../../src/ui/Button.tsx';
import { Card, EmptyState, Facts, Row, Rows } from '../../src/ui/Card.tsx';
import { Dialog } from '../../src/ui/Dialog.tsx';
import { QrCode } from '../../src/ui/QrCode.tsx';
import { Beside, Screen, TopBar, TwoPanes } from '../../src/ui/Screen.tsx';
import { Tabs } from '../../src/ui/Tabs.tsx';
import { TextField } from '../../src/ui/TextField.tsx';
import { Code, InertText, KeyHint, WordsGrid } from '../../src/ui/Words.tsx';
import { asked } from './galleryAsked.ts';

const nothing = () => undefined;

function DeskTop({ t }: { readonly t: DeskTranslator }) {
  return (
    <TopBar
      title={t('desk.name')}
      start={<AmuletMark size={28} />}
      end={
        <>
          <Tabs
            label={t('desk.name')}
            tabs={[
              { value: 'inbox', label: t('desk.inbox') },
              { value: 'team', label: t('desk.team') },
            ]}
            value="inbox"
            onChange={nothing}
          />
          <IconButton small icon={<Settings size={18} />} label={t('desk.settings')} />
          <IconButton small icon={<Lock size={18} />} label={t('desk.lock')} />
        </>
      }
    />
  );
}

export function DeskInbox({ t }: { readonly t: DeskTranslator }) {
  const rows: readonly (readonly [string, string, string, 'urgent' | 'unread' | ''])[] = [
    ['Forced removal of headscarf', 'Osh · 05.11.2026', 'Juniper', 'urgent'],
    ['Website or account blocked', 'Khujand · 11.2026', 'Poplar', 'unread'],
    ['Activity suspended', 'Almaty · 02.11.2026', 'Juniper', ''],
    ['Meeting prevented', 'Bishkek · 31.10.2026', 'Walnut', ''],
    ['Refusal to provide public information', 'Nukus · 2026', 'Apricot', ''],
  ];
  return (
    <div>
      <DeskTop t={t} />
      <TwoPanes
        listLabel={t('inbox.list')}
        detailLabel={t('inbox.detail')}
        showing="list"
        list={
          <div style={{ padding: 16, display: 'grid', gap: 12 }}>
            <TextField
              label={t('inbox.search')}
              labelHidden
              placeholder={t('inbox.search')}
              value=""
              onChange={nothing}
              type="search"
            />
            <Rows label={t('inbox.list')}>
              {rows.map(([title, detail, who, mark], at) => (
                <Row
                  key={title}
                  title={title}
                  detail={detail}
                  end={
                    <>
                      {mark === 'urgent' ? (
                        <Badge tone="danger" icon={<Siren size={14} />}>
                          {t('inbox.urgent')}
                        </Badge>
                      ) : null}
                      {who}
                    </>
                  }
                  urgent={mark === 'urgent'}
                  unread={mark !== ''}
                  selected={at === 2}
                  onOpen={nothing}
                />
              ))}
            </Rows>
            <p>
              <KeyHint>j</KeyHint> <KeyHint>k</KeyHint> <KeyHint>/</KeyHint>
            </p>
          </div>
        }
        detail={
          <div style={{ padding: 24, display: 'grid', gap: 16 }}>
            <h1>Activity suspended</h1>
            <Beside>
              <Badge tone="ok" icon={<ShieldCheck size={14} />}>
                {t('verify.author.ok')}
              </Badge>
              <Badge tone="attention" icon={<Clock size={14} />}>
                {t('verify.attachments.waiting', { n: 1 })}
              </Badge>
              <Badge tone="info" icon={<Info size={14} />}>
                {t('verify.manifest.ok')}
              </Badge>
            </Beside>
            <Card title={t('item.glance')}>
              <Facts
                facts={[
                  { id: 'a', label: t('item.when'), value: '02.11.2026' },
                  { id: 'b', label: t('item.where'), value: <InertText text={'Almaty\u202Egpj.exe 👩‍👧'} /> },
                  { id: 'c', label: t('item.monitor'), value: <Code>Juniper</Code> },
                ]}
              />
            </Card>
            <Card title={t('item.attachments')} flush>
              <Rows label={t('item.attachments')}>
                <Row
                  icon={<Paperclip size={18} />}
                  title="Photo of the letter"
                  detail="2.4 MB"
                  end={t('item.attachment.matched')}
                />
                <Row
                  icon={<Paperclip size={18} />}
                  title="Recording"
                  detail="31 MB"
                  end={t('item.attachment.onWay', { percent: 45 })}
                />
              </Rows>
            </Card>
            <Card>
              <EmptyState
                icon={<Inbox size={28} />}
                title={t('inbox.empty.title')}
                action={<Button kind="primary">{t('inbox.empty.invite')}</Button>}
              >
                {t('inbox.empty.text')}
              </EmptyState>
            </Card>
          </div>
        }
      />
    </div>
  );
}

export function DeskInvite({ t }: { readonly t: DeskTranslator }) {
  const [open, setOpen] = useState(asked.get('dialog') !== null);
  return (
    <Screen top={<DeskTop t={t} />} title={t('invite.show.title')} lead={t('invite.show.lead')}>
      <Beside>
        <QrCode text={`tumar1${'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.repeat(8)}`} label={t('invite.qr')} />
      </Beside>
      <Code block>tumar1qpzry9x8gf2tvdw0s3jn54khce6mua7lqpzry9x8gf2tvdw0s3jn54khce6mua7l</Code>
      <WordsGrid
        lang="en"
        label={t('invite.compare.title')}
        words={'canal velvet orbit ladder maple tunic harbor pencil ribbon saddle'.split(' ')}
      />
      <TextField
        label={t('invite.confirm.field')}
        hint={t('invite.confirm.lead')}
        value=""
        onChange={nothing}
        capitals="none"
      />
      <Beside>
        <Button kind="primary">{t('invite.confirm.button')}</Button>
        <Button kind="secondary">{t('invite.card')}</Button>
        <Button kind="danger" onClick={() => setOpen(true)}>
          {t('action.delete')}
        </Button>
      </Beside>
      <Dialog
        open={open}
        title={t('invite.alarm.title')}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{t('action.cancel')}</Button>
            <Button kind="danger">{t('action.delete')}</Button>
          </>
        }
      >
        <p>{t('invite.alarm.text')}</p>
      </Dialog>
    </Screen>
  );
}
