/** Shows every widget on a few made-up pages, to be looked at; `?face=desk&page=home&lang=ru`. Never part of an app. */
import {
  AlertTriangle,
  Camera,
  Check,
  CheckCircle2,
  Clock,
  EyeOff,
  FileText,
  Inbox,
  Info,
  Lock,
  OctagonAlert,
  Paperclip,
  Plus,
  ScanLine,
  Settings,
  ShieldCheck,
  Siren,
  WifiOff,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type DeskTranslator, loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { errorText } from '../../src/i18n/errorText.ts';
import { loadMonitorWords, type MonitorTranslator } from '../../src/i18n/monitorMessages.ts';
import { AmuletMark } from '../../src/ui/AmuletMark.tsx';
import { Badge, Banner, ErrorNotice } from '../../src/ui/Banner.tsx';
import { Button, IconButton } from '../../src/ui/Button.tsx';
import { Card, Disclosure, EmptyState, Facts, Row, Rows } from '../../src/ui/Card.tsx';
import { CheckList, CheckRow, ChoiceList } from '../../src/ui/ChoiceList.tsx';
import { Dialog, Toast } from '../../src/ui/Dialog.tsx';
import { Progress, Skeleton, StepCount, Steps } from '../../src/ui/Progress.tsx';
import { QrCode } from '../../src/ui/QrCode.tsx';
import { Beside, Screen, Section, StatusLine, TopBar, TwoPanes } from '../../src/ui/Screen.tsx';
import { FilePick, Tabs } from '../../src/ui/Tabs.tsx';
import { SecretField, SelectField, TextArea, TextField } from '../../src/ui/TextField.tsx';
import { Code, InertText, KeyHint, WordsGrid } from '../../src/ui/Words.tsx';
import '../../src/ui/tokens.css';
import '../../src/ui/base.css';
import '../../src/ui/notes.css';
import '../../src/ui/desk.css';

const asked = new URLSearchParams(location.search);
const face = asked.get('face') === 'desk' ? 'desk' : 'notes';
const lang = asked.get('lang') === 'ru' ? 'ru' : 'en';
const page = asked.get('page') ?? 'home';
document.documentElement.dataset['face'] = face;
document.documentElement.lang = lang;

const nothing = () => undefined;

function phoneTop(t: MonitorTranslator, title: string, start?: ReactNode) {
  return (
    <TopBar
      title={title}
      heading={page !== 'form'}
      start={start}
      end={
        page === 'home' ? <IconButton icon={<Settings size={20} />} label={t('app.settings')} /> : undefined
      }
      hide={{ label: t('app.hide'), icon: <EyeOff size={20} />, onHide: nothing }}
    />
  );
}

function PhoneHome({ t }: { readonly t: MonitorTranslator }) {
  return (
    <Screen
      top={phoneTop(t, t('home.title'))}
      actions={
        <>
          <Button icon={<Camera size={20} />}>{t('home.capture')}</Button>
          <Button kind="primary" icon={<Plus size={20} />}>
            {t('home.new')}
          </Button>
        </>
      }
    >
      <Banner tone="info" icon={<Clock size={20} />}>
        {t('home.waiting', { n: 2 })}
      </Banner>
      <Section title={t('home.drafts')}>
        <Rows label={t('home.drafts')}>
          <Row
            icon={<FileText size={20} />}
            title="QFH37"
            detail={t('home.draft.answered', { n: 3, of: 7 })}
            end={<Badge tone="plain">{t('home.drafts')}</Badge>}
            onOpen={nothing}
          />
        </Rows>
      </Section>
      <Section title={t('home.sealed')}>
        <Rows label={t('home.sealed')}>
          <Row
            icon={<Lock size={20} />}
            title="ZKZ73"
            detail={t('state.sending', { n: 2, m: 3, percent: 45 })}
            onOpen={nothing}
          />
          <Row icon={<Lock size={20} />} title="M2RW8" detail={t('state.waiting')} onOpen={nothing} />
          <Row icon={<CheckCircle2 size={20} />} title="T6BPC" detail={t('state.stored')} onOpen={nothing} />
          <Row
            icon={<Check size={20} />}
            title="HX4NE"
            detail={t('state.received')}
            end={
              <Badge tone="ok" icon={<Check size={14} />}>
                {t('state.received')}
              </Badge>
            }
            onOpen={nothing}
          />
        </Rows>
      </Section>
      <StatusLine icon={<WifiOff size={16} />}>{t('home.offline')}</StatusLine>
      <Toast text={t('draft.discarded')} undoLabel={t('action.undo')} onUndo={nothing} />
    </Screen>
  );
}

function PhoneForm({ t }: { readonly t: MonitorTranslator }) {
  const [when, setWhen] = useState<string | undefined>('yesterday');
  const [who, setWho] = useState<readonly string[]>(['woman']);
  const [words, setWords] = useState('');
  return (
    <Screen
      top={phoneTop(t, t('form.what.title'))}
      before={<StepCount at={2} of={7} text={t('step.at', { at: 2, of: 7 })} />}
      title={t('form.when.title')}
      lead={t('form.when.roughly')}
      actions={
        <>
          <Button>{t('action.back')}</Button>
          <Button kind="primary">{t('action.next')}</Button>
        </>
      }
    >
      <ChoiceList
        legend={t('form.when.title')}
        legendHidden
        choices={(['today', 'yesterday', 'week', 'other', 'unknown'] as const).map((value) => ({
          value,
          label: t(`form.when.${value}`),
        }))}
        value={when}
        onChange={setWhen}
      />
      <CheckList
        legend={t('form.who.kind')}
        look="tiles"
        choices={(['woman', 'man', 'child'] as const).map((value) => ({
          value,
          label: t(`form.who.${value}`),
        }))}
        values={who}
        onChange={setWho}
      />
      <TextArea
        label={t('form.words.field')}
        hint={t('form.words.lead')}
        short
        value={words}
        onChange={setWords}
        counter={{ text: t('field.counter', { used: words.length, limit: 500 }), over: words.length > 5 }}
        error={words.length > 5 ? { text: t('finish.tooLong'), code: 'V31' } : undefined}
      />
      <SelectField
        label={t('form.where.country')}
        value="KG"
        onChange={nothing}
        options={[{ value: 'KG', label: 'Kyrgyzstan' }]}
      />
      <FilePick
        label={t('attach.photo')}
        hint={t('attach.hint')}
        icon={<Camera size={20} />}
        onFiles={nothing}
      />
      <StatusLine icon={<Check size={16} />}>{t('state.saved')}</StatusLine>
    </Screen>
  );
}

function PhoneJoin({ t }: { readonly t: MonitorTranslator }) {
  return (
    <Screen
      top={
        <TopBar
          title={t('join.language.title')}
          end={
            <Tabs
              label={t('lang.label')}
              tabs={[
                { value: 'en', label: 'English' },
                { value: 'ru', label: 'Русский' },
              ]}
              value={lang}
              onChange={nothing}
            />
          }
        />
      }
      title={t('join.words.title', { n: 5 })}
      lead={t('join.words.lead')}
      actions={
        <Button kind="primary" wide>
          {t('join.words.written')}
        </Button>
      }
    >
      <WordsGrid
        lang="en"
        label={t('join.words.label')}
        words={['lantern', 'copper', 'meadow', 'trumpet', 'velvet']}
      />
      <Banner tone="attention" icon={<AlertTriangle size={20} />}>
        {t('join.words.advice')}
      </Banner>
      <SecretField
        label={t('lock.field')}
        value="lantern copper"
        onChange={nothing}
        showLabel={t('lock.show')}
        hideLabel={t('lock.hide')}
        error={{ text: errorText(t, 'wrongWords').what, code: errorText(t, 'wrongWords').code }}
      />
      <Button kind="quiet" icon={<ScanLine size={20} />}>
        {t('join.invite.scan')}
      </Button>
    </Screen>
  );
}

function PhoneReport({ t }: { readonly t: MonitorTranslator }) {
  const error = errorText(t, 'notOurEndpoint');
  return (
    <Screen
      top={phoneTop(t, 'ZKZ73')}
      actions={
        <Button kind="primary" wide>
          {t('report.retry')}
        </Button>
      }
    >
      <Card title={t('report.life')}>
        <Steps
          label={t('report.life')}
          steps={[
            { id: 'a', label: t('report.step.saved'), state: 'done', stateLabel: t('step.done') },
            {
              id: 'b',
              label: t('report.step.sending'),
              detail: t('state.sending', { n: 2, m: 3, percent: 45 }),
              state: 'now',
              stateLabel: t('step.now'),
            },
            { id: 'c', label: t('report.step.stored'), state: 'later', stateLabel: t('step.later') },
            { id: 'd', label: t('report.step.received'), state: 'later', stateLabel: t('step.later') },
          ]}
        />
      </Card>
      <Card title={t('report.files')}>
        <Progress
          label={t('attach.unnamed', { n: 1 })}
          amount="45 %"
          part={0.45}
          onCancel={nothing}
          cancelLabel={t('action.cancel')}
        />
        <Progress label={t('report.retrying')} part={undefined} />
      </Card>
      <ErrorNotice
        icon={<OctagonAlert size={20} />}
        {...error}
        actions={<Button>{t('action.retry')}</Button>}
      />
      <Disclosure summary={t('limits.title')}>
        <p>{t('limits.cannot.erase')}</p>
      </Disclosure>
      <CheckRow
        label={t('settings.background')}
        hint={t('settings.backgroundHint')}
        checked
        onChange={nothing}
      />
      <Beside>
        <Button kind="danger">{t('settings.wipe')}</Button>
        <Button busy kind="primary">
          {t('lock.opening')}
        </Button>
        <Button disabled>{t('action.done')}</Button>
      </Beside>
      <Skeleton lines={3} label={t('work.loading')} />
    </Screen>
  );
}

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

function DeskInbox({ t }: { readonly t: DeskTranslator }) {
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

function DeskInvite({ t }: { readonly t: DeskTranslator }) {
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

const root = document.getElementById('root');
if (root !== null) {
  const [phone, desk] = await Promise.all([loadMonitorWords(lang), loadDeskWords(lang)]);
  const pages: Readonly<Record<string, ReactNode>> = {
    home: <PhoneHome t={phone} />,
    form: <PhoneForm t={phone} />,
    join: <PhoneJoin t={phone} />,
    report: <PhoneReport t={phone} />,
    inbox: <DeskInbox t={desk} />,
    invite: <DeskInvite t={desk} />,
  };
  createRoot(root).render(pages[page]);
}
