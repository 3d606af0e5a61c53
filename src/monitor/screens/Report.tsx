/** Owns the page of one sealed report: where it is, each of its files, what can be done. Never what is in it. */
import { ArrowLeft, FileText, Paperclip, Pause, Play, RotateCw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { percentOf } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card, EmptyState } from '../../ui/Card.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Progress, type Step, Steps } from '../../ui/Progress.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import type { ParcelView, Trace } from '../../vault/views.ts';
import { useApplication, useHeld, useLine, useMoved, useOnline, useSession } from '../application.ts';
import { toldOfSending } from '../codes.ts';
import type { Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { Later } from './Later.tsx';
import { notHere } from './NotHere.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';
import { PauseAll, PauseOne, timeOf } from './PauseAll.tsx';
import styles from './Report.module.css';
import { sayBytes } from './size.ts';
import { isHeld, isHere, isMoving, sayState } from './states.ts';

const ORDER = ['sealed', 'waiting', 'sending', 'stored', 'received'] as const;
type Stage = (typeof ORDER)[number];

/** How far the life of a report has come; the one before is done. */
export function stageOf(trace: Trace): Stage {
  if (trace.state === 'received') return 'received';
  if (trace.state === 'stored' || trace.state === 'read') return 'stored';
  return trace.state === 'sent' || isMoving(trace) ? 'sending' : 'waiting';
}

function useSteps(trace: Trace): readonly Step[] {
  const t = useT();
  const held = useHeld();
  const stage = ORDER.indexOf(stageOf(trace));
  const waits = isHeld(trace, held);
  const why = t(held.all ? 'send.pausedAll' : 'send.pausedOne');
  const labels: Readonly<Record<Stage, string>> = {
    sealed: t('report.step.saved'),
    waiting: waits && ORDER[stage] === 'waiting' ? t('send.paused') : t('state.waiting'),
    sending:
      trace.state === 'sent'
        ? t('state.sent')
        : waits && ORDER[stage] === 'sending'
          ? t('send.paused')
          : t('report.step.sending'),
    stored: t('report.step.stored'),
    received: t('report.step.received'),
  };
  const hints: Readonly<Partial<Record<Stage, string>>> = {
    waiting: waits ? why : t('state.waiting.hint'),
    sending: trace.state === 'sent' ? t('state.sent.hint') : waits ? why : sayState(t, trace, held),
    stored: t('state.stored.hint'),
    received: t('state.received.hint'),
  };
  return ORDER.map((id, at) => {
    // Stored and received are reached, not under way: a step that is proved is done.
    const reached = at < stage || (at === stage && (id === 'stored' || id === 'received'));
    const state = reached ? 'done' : at > stage ? 'later' : trace.state === 'refused' ? 'trouble' : 'now';
    const asking = id === 'received' && ORDER[stage] === 'stored';
    const hint = asking ? t('report.asking') : at === stage && state !== 'trouble' ? hints[id] : undefined;
    return {
      id,
      label: labels[id],
      state,
      stateLabel: t(`step.${state}`),
      ...(hint === undefined ? {} : { detail: hint }),
    };
  });
}

function Parcel({ parcel, number }: { readonly parcel: ParcelView; readonly number: number }) {
  const t = useT();
  const { sending } = useApplication();
  const held = useHeld();
  const moved = useMoved().get(parcel.handle);
  const paused = held.handles.includes(parcel.handle);
  const done = parcel.state === 'sent' || parcel.state === 'stored' || parcel.state === 'received';
  const sent = done ? parcel.size : parcel.offset;
  const name = parcel.what === 'report' ? t('report.text') : t('attach.unnamed', { n: number });
  const state =
    !done && parcel.state !== 'refused' && (paused || held.all)
      ? t('send.paused')
      : parcel.state === 'queued'
        ? t('state.waiting')
        : parcel.state === 'sending'
          ? t('work.percent', { percent: percentOf(sent, parcel.size) })
          : parcel.state === 'refused'
            ? t('state.trouble')
            : t(`state.${parcel.state}`);
  return (
    <li className={styles.parcel}>
      {parcel.what === 'report' ? (
        <FileText size={20} aria-hidden="true" />
      ) : (
        <Paperclip size={20} aria-hidden="true" />
      )}
      <Progress
        label={`${name} · ${t('report.sealedSize', { size: sayBytes(t, parcel.size) })}`}
        amount={state}
        part={sent / parcel.size}
      />
      {moved === undefined || done ? null : (
        <p className={styles.note}>{t(moved === 'goesOn' ? 'send.movedOn' : 'send.movedAnew')}</p>
      )}
      {done || held.all || parcel.state === 'refused' ? null : (
        <div className={styles.hold}>
          <Button
            kind="quiet"
            icon={paused ? <Play size={20} /> : <Pause size={20} />}
            aria-label={t(paused ? 'send.goOne' : 'send.pauseOne', { name })}
            onClick={() => void (paused ? sending.letGo(parcel.handle) : sending.hold(parcel.handle))}
          >
            {t(paused ? 'send.go' : 'send.pause')}
          </Button>
        </div>
      )}
    </li>
  );
}

export function Report({ life, handle }: { readonly life: Unlocked; readonly handle: string }) {
  const t = useT();
  const session = useSession();
  const { sending } = useApplication();
  const line = useLine();
  const online = useOnline();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const item = life.items.find((one) => one.handle === handle);
  const back = <IconButton icon={<ArrowLeft size={20} />} label={t('home.title')} onClick={() => go('/')} />;
  if (item?.kind !== 'report')
    return (
      <Page start={back}>
        <EmptyState
          title={t('draft.gone')}
          action={
            <Button kind="primary" onClick={() => go('/')}>
              {t('home.title')}
            </Button>
          }
        />
      </Page>
    );
  return <Sealed {...{ trace: item.trace, back, asking, setAsking, line, online, session, sending, go }} />;
}

/** What is still here and has not arrived for certain can be carried by hand. S6 */
const CarryOut = lazy(() => import('./CarryOut.tsx').then((part) => ({ default: part.CarryOut }), notHere));

function CarryOutOf({ trace }: { readonly trace: Trace }) {
  const open = trace.parcels.filter(isHere);
  return open.length === 0 ? null : (
    <Suspense fallback={null}>
      <CarryOut parcels={open} />
    </Suspense>
  );
}

type SealedProps = {
  readonly trace: Trace;
  readonly back: React.ReactNode;
  readonly asking: boolean;
  readonly setAsking: (asking: boolean) => void;
  readonly line: ReturnType<typeof useLine>;
  readonly online: boolean;
  readonly session: ReturnType<typeof useSession>;
  readonly sending: ReturnType<typeof useApplication>['sending'];
  readonly go: (path: string) => void;
};

function Sealed({ trace, back, asking, setAsking, line, online, session, sending, go }: SealedProps) {
  const t = useT();
  const steps = useSteps(trace);
  const held = useHeld();
  const onTheWay = ['queued', 'sending', 'sent', 'refused'].includes(trace.state);
  const some = trace.parcels.some(({ handle }) => held.handles.includes(handle));
  const one = onTheWay && !held.all && isHeld(trace, held);
  const refused = trace.parcels.find((parcel) => parcel.state === 'refused');
  const attachments = trace.parcels.filter((parcel) => parcel.what === 'attachment');
  return (
    <Page bar={trace.code} start={back} title={sayState(t, trace, held)} lead={t('report.cannotOpen')}>
      <Stack gap={4}>
        {refused === undefined ? null : <Notice code={toldOfSending(refused.code ?? 'endpointFault')} />}
        {refused === undefined && onTheWay && online && line.code !== null ? (
          <Notice code={line.code} />
        ) : null}
        {held.all && onTheWay ? <PauseAll /> : null}
        {one ? <PauseOne parcels={trace.parcels} /> : null}
        {onTheWay && !held.all && some && !one ? <p>{t('send.pausedSome')}</p> : null}
        {onTheWay && !held.all && !one && line.nextAt !== null && line.code !== null ? (
          <p className={styles.next}>{t('send.nextTry', { time: timeOf(line.nextAt) })}</p>
        ) : null}
        {trace.doubtful ? <Banner tone="danger">{t('capture.doubtful')}</Banner> : null}
        {trace.overdue ? <Banner tone="attention">{t('report.overdue')}</Banner> : null}
        <Card title={t('report.life')}>
          <Steps steps={steps} label={t('report.life')} />
        </Card>
        {trace.parcels.length === 0 ? null : (
          <Card title={t('report.files')}>
            <ul className={styles.parcels} aria-label={t('report.files')}>
              {trace.parcels.map((parcel) => (
                <Parcel key={parcel.handle} parcel={parcel} number={attachments.indexOf(parcel) + 1} />
              ))}
            </ul>
          </Card>
        )}
        <CarryOutOf trace={trace} />
        {trace.kind === 'report' ? <Later trace={trace} /> : null}
        <Beside>
          {onTheWay && !held.all && !one ? (
            <Button
              icon={<RotateCw size={20} />}
              busy={line.busy}
              onClick={() => void session.offerAgain(trace.id).then(() => sending.wake())}
            >
              {line.busy ? t('report.retrying') : t('report.retry')}
            </Button>
          ) : null}
          {stageOf(trace) === 'stored' ? (
            <Button icon={<RotateCw size={20} />} busy={line.busy} onClick={() => sending.wake()}>
              {line.busy ? t('report.retrying') : t('report.askNow')}
            </Button>
          ) : null}
          <Button kind="quiet" icon={<Trash2 size={20} />} onClick={() => setAsking(true)}>
            {trace.state === 'received' ? t('report.forget') : t('report.delete')}
          </Button>
        </Beside>
      </Stack>
      <Dialog
        open={asking}
        title={trace.state === 'received' ? t('report.forget') : t('report.deleteTitle')}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button
              kind="danger"
              onClick={() => {
                void session.dropReport(trace.id).then(() => go('/'));
              }}
            >
              {t('action.delete')}
            </Button>
          </>
        }
      >
        <p>
          {trace.state === 'received'
            ? t('report.forgetText')
            : onTheWay
              ? t('report.deleteText')
              : t('report.deleteStored')}
        </p>
      </Dialog>
    </Page>
  );
}
