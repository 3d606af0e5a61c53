/** Owns the plain account of what is on this phone now and who could read it. [S12] Never softer than the truth. */
import {
  Camera,
  CloudUpload,
  FilePen,
  Settings as Gear,
  Info,
  KeyRound,
  NotebookText,
  ShieldCheck,
} from 'lucide-react';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useApplication } from '../application.ts';
import { openShelf } from '../front/noteShelf.ts';
import type { Unlocked } from '../life.ts';
import { sayBytes } from '../screens/size.ts';
import { useT } from '../translation.tsx';
import styles from './Keeping.module.css';
import { SettingsFrame } from './SettingsFrame.tsx';

/** What the list counts, from the lines of the home page. */
export function countHeld(items: Unlocked['items']) {
  const traces = items.flatMap((item) => (item.kind === 'report' ? [item.trace] : []));
  const reports = traces.filter(({ kind }) => kind === 'report');
  const isStored = (state: string): boolean => state === 'stored' || state === 'read';
  return {
    drafts: items.filter((item) => item.kind === 'draft').length,
    stored: reports.filter(({ state }) => isStored(state)).length,
    received: reports.filter(({ state }) => state === 'received').length,
    waiting: reports.filter(({ state }) => !isStored(state) && state !== 'received').length,
    captures: traces.filter(({ kind, state }) => kind === 'capture' && state !== 'received').length,
    questions: traces.filter(({ answerable }) => answerable).length,
  };
}

function Held({
  icon,
  what,
  who,
}: {
  readonly icon: ReactNode;
  readonly what: string;
  readonly who: string;
}) {
  return (
    <li>
      {icon}
      <div>
        <p className={styles.strong}>{what}</p>
        <p className={styles.soft}>{who}</p>
      </div>
    </li>
  );
}

/** How many notes lie in the notebook in front, in plain sight. */
function useOuterNotes(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let wanted = true;
    void openShelf(window)
      .list()
      .then((notes) => {
        if (wanted && notes.ok) setCount(notes.value.length);
      });
    return () => {
      wanted = false;
    };
  }, []);
  return count;
}

export function OnPhone({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const held = countHeld(life.items);
  const outer = useOuterNotes();
  const [, go] = useLocation();
  return (
    <SettingsFrame title={t('keep.phone')} lead={t('keep.phone.detail')}>
      <Stack gap={4}>
        <Card>
          <ul className={styles.held} aria-label={t('keep.phone')}>
            <Held
              icon={<FilePen size={20} aria-hidden="true" />}
              what={t('phone.drafts', { n: held.drafts })}
              who={t('phone.drafts.who')}
            />
            <Held
              icon={<CloudUpload size={20} aria-hidden="true" />}
              what={t('phone.waiting', { n: held.waiting })}
              who={t('phone.sealed.who')}
            />
            {held.stored === 0 ? null : (
              <Held
                icon={<ShieldCheck size={20} aria-hidden="true" />}
                what={t('phone.stored', { n: held.stored })}
                who={t('phone.sealed.who')}
              />
            )}
            {held.received === 0 ? null : (
              <Held
                icon={<ShieldCheck size={20} aria-hidden="true" />}
                what={t('phone.received', { n: held.received })}
                who={t('phone.received.who')}
              />
            )}
            {held.captures === 0 ? null : (
              <Held
                icon={<Camera size={20} aria-hidden="true" />}
                what={t('phone.captures', { n: held.captures })}
                who={t('phone.sealed.who')}
              />
            )}
            {held.questions === 0 ? null : (
              <Held
                icon={<KeyRound size={20} aria-hidden="true" />}
                what={t('phone.questions', { n: held.questions })}
                who={t('phone.questions.who')}
              />
            )}
            <Held
              icon={<Gear size={20} aria-hidden="true" />}
              what={t('phone.settings')}
              who={t('phone.drafts.who')}
            />
            <Held
              icon={<NotebookText size={20} aria-hidden="true" />}
              what={t('phone.outer', { n: outer })}
              who={t('phone.outer.who')}
            />
          </ul>
        </Card>
        <p>{t('phone.numbers')}</p>
        <WholeApp />
        <Storage />
        <Card flush>
          <Rows label={t('keep.about')}>
            <Row
              title={t('keep.about')}
              detail={`${t('settings.version')} ${__APP_VERSION__} · ${__APP_COMMIT__}`}
              onOpen={() => go('/s/a')}
            />
            <Row title={t('limits.title')} detail={t('limits.lead')} onOpen={() => go('/s/i')} />
          </Rows>
        </Card>
        <Card title={t('phone.erase')}>
          {life.status.erasure === 'weak' ? (
            <Banner tone="attention" icon={<Info size={20} />}>
              {t('noOpfs.safe')}
            </Banner>
          ) : (
            <p>{t('phone.erase.inPlace')}</p>
          )}
        </Card>
      </Stack>
    </SettingsFrame>
  );
}

/** Whether everything that works without a network is here. S10 */
function WholeApp() {
  const t = useT();
  const { rest } = useApplication();
  const parts = useSyncExternalStore(rest.subscribe, rest.get);
  if (parts === null) return null;
  return (
    <Card title={t('phone.parts')}>
      <p role="status">
        {parts.here === parts.all
          ? t('phone.parts.all')
          : t('phone.parts.some', { here: parts.here, all: parts.all })}
      </p>
    </Card>
  );
}

function Storage() {
  const t = useT();
  const { device } = useApplication();
  const [space, setSpace] = useState<{ used: number; free: number } | null>(null);
  const [kept, setKept] = useState<boolean | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    let wanted = true;
    void Promise.all([device.storage(), device.isKept()]).then(([known, promise]) => {
      if (!wanted) return;
      setSpace(known);
      setKept(promise);
    });
    return () => {
      wanted = false;
    };
  }, [device]);
  return (
    <Card title={t('phone.storage')}>
      <Stack gap={2}>
        <p>
          {space === null
            ? t('phone.space.unknown')
            : t('settings.used', { used: sayBytes(t, space.used), free: sayBytes(t, space.free) })}
        </p>
        <p role="status">
          {kept === true ? t('phone.kept') : t(asked ? 'phone.asked' : 'join.storage.notKept')}
        </p>
        {kept === true ? null : (
          <div>
            <Button
              onClick={() =>
                void device.askToKeep().then((promise) => {
                  setKept(promise);
                  setAsked(true);
                })
              }
            >
              {t('phone.ask')}
            </Button>
          </div>
        )}
      </Stack>
    </Card>
  );
}
