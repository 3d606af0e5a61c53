/** Owns the frame of the open desk: whose it is, where one is, and the way out; never what a page holds. */
import { Inbox, Lock, Smartphone, Users } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { AmuletMark } from '../../ui/AmuletMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { InertText, VisuallyHidden } from '../../ui/Words.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { LanguageTabs } from '../entering/Door.tsx';
import styles from './Frame.module.css';

export type Way = 'inbox' | 'monitors' | 'team';

export function Frame({ at, children }: { readonly at: Way; readonly children: ReactNode }) {
  const t = useT();
  const { session, mailbox } = useDesk();
  const team = useObserved(mailbox.team);
  const unread = useObserved(mailbox.cards).filter((card) => card.unread).length;
  const way = (to: Way, href: string, icon: ReactNode, words: string, count = 0) => (
    <Link href={href} className={styles.way} aria-current={at === to ? 'page' : undefined}>
      <span className={styles.wayIcon} aria-hidden="true">
        {icon}
      </span>
      <span>{words}</span>
      {count === 0 ? null : (
        <span className={styles.count}>
          {count}
          <VisuallyHidden> {t('inbox.unread')}</VisuallyHidden>
        </span>
      )}
    </Link>
  );
  return (
    <div className={styles.frame}>
      <header className={styles.bar} data-screen-only>
        <div className={styles.brand}>
          <AmuletMark size={24} />
          <span className={styles.org}>
            {team === null ? t('desk.name') : <InertText text={team.name} />}
          </span>
        </div>
        <nav className={styles.ways} aria-label={t('desk.ways')}>
          {way('inbox', '/', <Inbox size={17} />, t('desk.inbox'), unread)}
          {way('monitors', '/monitors', <Smartphone size={17} />, t('team.monitors'))}
          {way('team', '/team', <Users size={17} />, t('desk.team'))}
        </nav>
        <div className={styles.end}>
          <span className={styles.languages}>
            <LanguageTabs />
          </span>
          <Button small icon={<Lock size={16} />} onClick={() => void session.lock()}>
            {t('desk.lock')}
          </Button>
        </div>
      </header>
      <main className={styles.page}>{children}</main>
    </div>
  );
}

/** A page of one column under a title. */
export function Column(props: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) {
  // A page that is opened from far down another one begins at its title.
  useEffect(() => {
    // Answers with a promise in some browsers, which is nothing to clean up with.
    window.scrollTo(0, 0);
  }, []);
  return (
    <div className={styles.column}>
      <div className={styles.columnHead} data-screen-only>
        <h1>{props.title}</h1>
        {props.end}
      </div>
      {props.children}
    </div>
  );
}
