/** Owns the first page after opening: a new note, what there is, whether all is well. Never a title, only short codes. */
import {
  Camera,
  CircleCheck,
  CircleDashed,
  CloudOff,
  CloudUpload,
  FilePen,
  Settings as Gear,
  Pause,
  Plus,
  ShieldCheck,
  Trash2,
  TriangleAlert,
  Wifi,
} from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card, EmptyState, Row, Rows } from '../../ui/Card.tsx';
import { Toast } from '../../ui/Dialog.tsx';
import { Stack } from '../../ui/Screen.tsx';
import {
  useApplication,
  useAsked,
  useClockWrong,
  useHeld,
  useLine,
  useOnline,
  useSession,
  useShared,
} from '../application.ts';
import { writtenIn } from '../language.ts';
import type { ListItem, Unlocked } from '../life.ts';
import { SUMMARY, screenPath } from '../short/FormFrame.tsx';
import { useT } from '../translation.tsx';
import styles from './Home.module.css';
import { Incidents } from './Incidents.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';
import { PauseAll } from './PauseAll.tsx';
import { sayBytes } from './size.ts';
import { isHeld, isTrouble, sayState } from './states.ts';

/** How long a discarded draft offers to come back; the vault keeps it at least so long. */
const UNDO_TIME = 8_000;

function StateIcon({ item }: { readonly item: ListItem }) {
  const held = useHeld();
  if (item.kind === 'draft') return <FilePen size={20} />;
  const { trace } = item;
  if (isTrouble(trace)) return <TriangleAlert size={20} />;
  if (isHeld(trace, held)) return <Pause size={20} />;
  if (trace.state === 'received') return <CircleCheck size={20} />;
  if (trace.state === 'stored' || trace.state === 'read') return <ShieldCheck size={20} />;
  return trace.state === 'queued' ? <CircleDashed size={20} /> : <CloudUpload size={20} />;
}

/** One line for the connection and for what the storage promises. */
function Health({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const { device } = useApplication();
  const online = useOnline();
  const line = useLine();
  const held = useHeld();
  const [free, setFree] = useState<number | null>(null);
  useEffect(() => {
    let wanted = true;
    void device.storage().then((space) => {
      if (wanted) setFree(space?.free ?? null);
    });
    return () => {
      wanted = false;
    };
  }, [device]);
  const waiting = life.items.filter(
    (item) => item.kind === 'report' && ['queued', 'sending', 'sent', 'refused'].includes(item.trace.state),
  ).length;
  const reached = online && line.code === null;
  return (
    <div className={styles.health} role="status">
      {reached ? <Wifi size={16} aria-hidden="true" /> : <CloudOff size={16} aria-hidden="true" />}
      <span>
        {waiting > 0 && held.all
          ? t('send.pausedAll')
          : waiting > 0
            ? t('home.waiting', { n: waiting })
            : reached
              ? t('home.online')
              : t('home.offline')}
        {free === null ? null : ` · ${t('home.space', { free: sayBytes(t, free) })}`}
        {life.persistence === 'notKept' && life.settings.storageAsked ? ` · ${t('home.storageRisk')}` : null}
      </span>
    </div>
  );
}

export function Home({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const { update, device } = useApplication();
  const [, go] = useLocation();
  const waiting = useSyncExternalStore(update.subscribe, update.get);
  const held = useHeld();
  const asked = useAsked();
  const shared = useShared();
  const clockWrong = useClockWrong();
  const [discarded, setDiscarded] = useState<string | null>(null);

  // Back at home the draft leaves the screen, and with it this page's memory.
  useEffect(() => {
    void session.closeDraft();
  }, [session]);
  // Once the notes are open, what may be needed without a network is fetched while there is one.
  useEffect(() => {
    void device.makeReady(t.lang);
  }, [device, t.lang]);
  useEffect(() => {
    if (discarded === null) return;
    const timer = setTimeout(() => setDiscarded(null), UNDO_TIME);
    return () => clearTimeout(timer);
  }, [discarded]);

  const unwritten = life.composing;
  const drafts = life.items.filter((item) => item.kind === 'draft' && !item.discarded);
  const reports = life.items.filter((item) => item.kind === 'report');
  const start = (): void =>
    void session.newDraft(writtenIn(t.speaks)).then((handle) => {
      if (handle !== null) go(screenPath(handle, 1));
    });

  return (
    <Page
      bar=""
      end={<IconButton icon={<Gear size={20} />} label={t('app.settings')} onClick={() => go('/s')} />}
      title={t('home.title')}
      actions={
        <>
          <Button icon={<Camera size={20} />} onClick={() => go('/c')}>
            {t('home.capture')}
          </Button>
          <Button kind="primary" icon={<Plus size={20} />} onClick={start}>
            {t('home.new')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {shared ? (
          <Banner tone="info" actions={<Button onClick={() => go('/c')}>{t('home.capture')}</Button>}>
            {t('capture.shared.waits')}
          </Banner>
        ) : null}
        <Health life={life} />
        {life.trouble === null ? null : (
          <Notice
            code={life.trouble}
            actions={
              <>
                {unwritten === null ? null : (
                  <Button kind="primary" onClick={() => go(screenPath(unwritten.handle, SUMMARY))}>
                    {t('draft.open')}
                  </Button>
                )}
                <Button onClick={() => session.dismissTrouble()}>{t('action.close')}</Button>
              </>
            }
          />
        )}
        {life.unreadable === 0 ? null : (
          <Banner tone="info">{t('home.unreadable', { n: life.unreadable })}</Banner>
        )}
        <Incidents incidents={life.status.incidents} />
        {held.all ? <PauseAll /> : null}
        {clockWrong ? <Notice code="clockWrong" /> : null}
        {asked.trouble === null ? null : <Notice code={asked.trouble} />}
        {life.manifestOld && asked.trouble === null ? <Notice code="manifestExpired" /> : null}
        {life.persistence === 'notKept' && !life.settings.storageAsked ? (
          <Banner
            tone="attention"
            icon={<TriangleAlert size={20} />}
            actions={
              <Button onClick={() => void session.keepSettings({ storageAsked: true })}>
                {t('action.close')}
              </Button>
            }
          >
            {t('join.storage.notKept')}
          </Banner>
        ) : null}
        {waiting ? (
          <Banner
            tone="info"
            title={t('home.update')}
            actions={
              <Button
                onClick={() => {
                  // What was typed last is on its way to the disk; one that cannot be written is not thrown away.
                  void session.closeDraft().then((written) => {
                    if (written) update.take();
                  });
                }}
              >
                {t('home.updateNow')}
              </Button>
            }
          >
            {t('home.updateHint')}
          </Banner>
        ) : null}
        {drafts.length + reports.length === 0 ? (
          <EmptyState icon={<FilePen size={32} />} title={t('home.empty.title')}>
            <p>{t('home.empty.text')}</p>
          </EmptyState>
        ) : null}
        {drafts.length === 0 ? null : (
          <Card flush title={t('home.drafts')}>
            <ul className={styles.drafts} aria-label={t('home.drafts')}>
              {drafts.map((item) =>
                item.kind !== 'draft' ? null : (
                  <li key={item.handle} className={styles.draft}>
                    <button
                      type="button"
                      className={styles.open}
                      onClick={() => go(screenPath(item.handle, item.resume))}
                    >
                      <StateIcon item={item} />
                      <span className={styles.words}>
                        <span className={styles.code}>{item.code}</span>
                        <span className={styles.soft}>
                          {item.about === null
                            ? t('home.draft.answered', { n: item.answered, of: 7 })
                            : t(`home.draft.${item.about.kind}`, { code: item.about.code })}
                        </span>
                      </span>
                    </button>
                    <Button
                      kind="quiet"
                      icon={<Trash2 size={20} />}
                      aria-label={t('home.draft.discardOne', { code: item.code })}
                      onClick={() => {
                        void session.discardDraft(item.id).then((gone) => {
                          if (gone) setDiscarded(item.id);
                        });
                      }}
                    >
                      {t('action.remove')}
                    </Button>
                  </li>
                ),
              )}
            </ul>
          </Card>
        )}
        {reports.length === 0 ? null : (
          <Card flush title={t('home.sealed')}>
            <Rows label={t('home.sealed')}>
              {reports.map((item) =>
                item.kind !== 'report' ? null : (
                  <Row
                    key={item.handle}
                    icon={<StateIcon item={item} />}
                    title={<span className={styles.code}>{item.trace.code}</span>}
                    detail={
                      item.trace.kind === 'capture'
                        ? `${t('capture.kind')} · ${sayState(t, item.trace, held)}`
                        : sayState(t, item.trace, held)
                    }
                    onOpen={() => go(`/n/${item.handle}`)}
                  />
                ),
              )}
            </Rows>
          </Card>
        )}
      </Stack>
      {discarded === null ? null : (
        <Toast
          text={t('draft.discarded')}
          undoLabel={t('action.undo')}
          onUndo={() => {
            setDiscarded(null);
            void session.restoreDraft(discarded);
          }}
        />
      )}
    </Page>
  );
}
