/** Owns the phone's made-up pages of the gallery. Never part of an app. */
import {
  AlertTriangle,
  Camera,
  Check,
  CheckCircle2,
  Clock,
  EyeOff,
  FileText,
  Lock,
  OctagonAlert,
  Plus,
  ScanLine,
  Settings,
  WifiOff,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { errorText } from '../../src/i18n/errorText.ts';
import type { MonitorTranslator } from '../../src/i18n/monitorMessages.ts';
import { Badge, Banner, ErrorNotice } from '../../src/ui/Banner.tsx';
import { Button, IconButton } from '../../src/ui/Button.tsx';
import { Card, Disclosure, Row, Rows } from '../../src/ui/Card.tsx';
import { CheckList, CheckRow, ChoiceList } from '../../src/ui/ChoiceList.tsx';
import { Toast } from '../../src/ui/Dialog.tsx';
import { Progress, Skeleton, StepCount, Steps } from '../../src/ui/Progress.tsx';
import { Beside, Screen, Section, StatusLine, TopBar } from '../../src/ui/Screen.tsx';
import { FilePick, Tabs } from '../../src/ui/Tabs.tsx';
import { SecretField, SelectField, TextArea } from '../../src/ui/TextField.tsx';
import { WordsGrid } from '../../src/ui/Words.tsx';
import { lang, page } from './galleryAsked.ts';

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

export function PhoneHome({ t }: { readonly t: MonitorTranslator }) {
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

export function PhoneForm({ t }: { readonly t: MonitorTranslator }) {
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

export function PhoneJoin({ t }: { readonly t: MonitorTranslator }) {
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

export function PhoneReport({ t }: { readonly t: MonitorTranslator }) {
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
