/** Owns the inbox: list and report beside each other, keyboard, fetching; never how a report is drawn. */
import { MailOpen, Siren, UserPlus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Card.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TwoPanes } from '../../ui/Screen.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { labelWords } from '../labels.ts';
import { ReportPane } from '../report/ReportPane.tsx';
import { Frame } from '../screens/Frame.tsx';
import styles from './Inbox.module.css';
import { InboxList } from './InboxList.tsx';
import { Keys } from './Keys.tsx';
import { type Filter, NO_FILTER, neighbour, shortlist } from './shortlist.ts';

export function Inbox({ showing }: { readonly showing: 'list' | 'detail' }) {
  const t = useT();
  const { mailbox, reading } = useDesk();
  const cards = useObserved(mailbox.cards);
  const parcel = useObserved(reading);
  const [, go] = useLocation();
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [cursor, setCursor] = useState<string | null>(parcel);
  /** Opened again, a report is shown with all that arrived since. */
  const [times, setTimes] = useState(0);
  const [keys, setKeys] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const shown = useMemo(
    () => shortlist(cards, filter, (card) => labelWords(card, t.lang)),
    [cards, filter, t.lang],
  );
  const current = cards.find((card) => card.parcel === parcel) ?? null;

  const open = useCallback(
    (which: string): void => {
      setCursor(which);
      setTimes((before) => before + 1);
      reading.set(which);
      go('/report');
    },
    [go, reading],
  );
  const close = useCallback((): void => {
    reading.set(null);
    go('/');
  }, [go, reading]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing =
        target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (typing) {
        if (event.key === 'Escape' && target === search.current) search.current?.blur();
        return;
      }
      const move = (step: 1 | -1): void => {
        const next = neighbour(shown, cursor, step);
        if (next === undefined) return;
        if (parcel === null) setCursor(next.parcel);
        else open(next.parcel);
      };
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Enter' && cursor !== null && target === document.body) open(cursor);
      else if (event.key === 'Escape' && parcel !== null) close();
      else if (event.key === '/') search.current?.focus();
      else if (event.key === '?') setKeys(true);
      else if (event.key === 'u' && parcel !== null) void mailbox.change(parcel, { unread: true });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [close, cursor, mailbox, open, parcel, shown]);

  const urgent = cards.filter((card) => card.unread && card.headline.urgency === 'u3').length;
  return (
    <Frame at="inbox">
      <TwoPanes
        showing={showing === 'detail' && current !== null ? 'detail' : 'list'}
        listLabel={t('inbox.list')}
        detailLabel={t('inbox.detail')}
        list={
          <InboxList
            cards={cards}
            shown={shown}
            filter={filter}
            onFilter={setFilter}
            current={parcel ?? cursor}
            onOpen={open}
            searchRef={search}
            onKeys={() => setKeys(true)}
            heads={current === null}
          />
        }
        detail={
          current !== null ? (
            <ReportPane key={`${current.parcel}/${times}`} card={current} onBack={close} />
          ) : (
            <div className={styles.choose}>
              {cards.length === 0 ? (
                <EmptyState icon={<UserPlus size={26} />} title={t('desk.first.title')}>
                  <ol className={styles.first}>
                    <li>{t('desk.first.invite')}</li>
                    <li>{t('desk.first.compare')}</li>
                    <li>{t('desk.first.confirm')}</li>
                    <li>{t('desk.first.arrive')}</li>
                  </ol>
                </EmptyState>
              ) : (
                <EmptyState
                  icon={urgent > 0 ? <Siren size={26} /> : <MailOpen size={26} />}
                  title={urgent > 0 ? t('desk.urgentUnread', { n: urgent }) : t('inbox.choose')}
                >
                  {t('desk.keysHint')}
                </EmptyState>
              )}
            </div>
          )
        }
      />
      <Dialog
        open={keys}
        title={t('desk.help')}
        onClose={() => setKeys(false)}
        actions={
          <Button kind="primary" onClick={() => setKeys(false)}>
            {t('action.close')}
          </Button>
        }
      >
        <Keys />
      </Dialog>
    </Frame>
  );
}
