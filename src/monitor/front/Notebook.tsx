/** Owns the notebook as a person uses it: the list, the search line, the settings. Never knows whether its notes are locked. */
import { Settings as Gear, NotebookPen, Plus, Search, SearchX, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Card.tsx';
import { Toast } from '../../ui/Dialog.tsx';
import { TopBar, type TopBarProps } from '../../ui/Screen.tsx';
import { untracked } from '../../ui/TextField.tsx';
import { useT } from '../translation.tsx';
import styles from './Notebook.module.css';
import { NotePage } from './NotePage.tsx';
import { findNotes, type Notebook as Model, restOf, titleOf } from './notebook.ts';
import { sayWhen } from './noteDates.ts';
import type { Note } from './noteShelf.ts';

/** How long a deleted note offers to come back. (milliseconds) */
const UNDO_TIME = 8_000;
/** How long a search nobody goes on with stays in the front's line. (milliseconds) */
const FORGET_QUERY = 60_000;
/** An invite is shorter; more would only hold up the page. (UTF-16 units) */
const LONGEST_QUERY = 4_096;

export type NotebookProps = {
  readonly notebook: Model;
  readonly title: string;
  readonly emptyText: string;
  /** What to do with a text in the search line beside searching. */
  readonly knock?: (text: string, entered: boolean) => Promise<void>;
  readonly settings: ReactNode;
  readonly hide?: TopBarProps['hide'];
};

export function Notebook({ notebook, title, emptyText, knock, settings, hide }: NotebookProps) {
  const [path, go] = useLocation();
  const [query, setQuery] = useState('');
  const { removed, trouble } = useSyncExternalStore(notebook.pages.subscribe, notebook.pages.get);
  const t = useT();

  useEffect(() => {
    void notebook.read();
    const stop = notebook.watch();
    // The page may end without another word: what was typed is written when it goes out of sight.
    const away = (): void => {
      if (document.visibilityState !== 'hidden') return;
      setQuery('');
      void notebook.settle();
    };
    document.addEventListener('visibilitychange', away);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', away);
      void notebook.settle();
    };
  }, [notebook]);
  useEffect(() => {
    if (query === '' || knock === undefined) return;
    // Words that led nowhere must not stand there for whoever picks the phone up.
    const timer = setTimeout(() => setQuery(''), FORGET_QUERY);
    return () => clearTimeout(timer);
  }, [query, knock]);
  useEffect(() => {
    if (removed === null) return;
    const timer = setTimeout(() => notebook.forgetRemoved(), UNDO_TIME);
    return () => clearTimeout(timer);
  }, [notebook, removed]);

  const bar = hide === undefined ? {} : { hide };
  const notice =
    trouble === null ? null : (
      <Banner tone="attention" icon={<TriangleAlert size={20} />}>
        {t('front.notSaved')}
      </Banner>
    );
  const open = /^\/e\/([0-9a-f]+)$/.exec(path)?.[1];
  if (open !== undefined)
    return <NotePage key={open} id={open} notebook={notebook} bar={bar} notice={notice} />;
  if (path.startsWith('/s')) return settings;
  return (
    <div className={styles.page}>
      <TopBar
        title={title}
        heading
        end={<IconButton icon={<Gear size={20} />} label={t('front.settings')} onClick={() => go('/s')} />}
        {...bar}
      />
      <main className={styles.main}>
        <SearchLine query={query} onQuery={setQuery} {...(knock === undefined ? {} : { knock })}>
          {notice}
          <List notebook={notebook} query={query} emptyText={emptyText} onOpen={(id) => go(`/e/${id}`)} />
        </SearchLine>
      </main>
      <div className={styles.new}>
        <Button kind="primary" icon={<Plus size={20} />} onClick={() => go(`/e/${notebook.begin()}`)}>
          {t('front.new')}
        </Button>
      </div>
      {removed === null ? null : (
        <Toast text={t('front.deleted')} undoLabel={t('action.undo')} onUndo={() => void notebook.undo()} />
      )}
    </div>
  );
}

/** The line, and below it what it finds; while it looks on purpose the list waits. */
function SearchLine(props: {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly knock?: (text: string, entered: boolean) => Promise<void>;
  readonly children: ReactNode;
}) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const here = useRef(true);
  const [searching, setSearching] = useState(false);
  const { query, onQuery, knock } = props;
  useEffect(() => {
    here.current = true;
    const line = field.current;
    return () => {
      here.current = false;
      // The browser's list of visited states keeps the field itself, with its value and React's copy in the attribute: the
      // words that opened would be found in the page's memory after Hide. S3
      if (line === null) return;
      line.value = '';
      line.removeAttribute('value');
    };
  }, []);
  const enter = async (): Promise<void> => {
    if (knock === undefined || searching) return;
    setSearching(true);
    await knock(query, true);
    if (here.current) setSearching(false);
  };
  return (
    <>
      <search className={styles.search}>
        <Search className={styles.searchIcon} size={20} aria-hidden="true" />
        <label className={styles.hidden} htmlFor={id}>
          {t('front.search')}
        </label>
        <input
          {...untracked}
          ref={field}
          id={id}
          className={styles.searchField}
          type="search"
          placeholder={t('front.search')}
          autoCapitalize="none"
          enterKeyHint="search"
          dir="auto"
          maxLength={LONGEST_QUERY}
          value={query}
          onChange={(event) => {
            const text = event.target.value.slice(0, LONGEST_QUERY);
            onQuery(text);
            void knock?.(text, false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onQuery('');
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void enter();
          }}
        />
        {query === '' ? null : (
          <div className={styles.clear}>
            <IconButton
              icon={<X size={20} />}
              label={t('front.clear')}
              labelHidden
              onClick={() => {
                onQuery('');
                field.current?.focus();
              }}
            />
          </div>
        )}
      </search>
      {searching ? (
        <p className={styles.searching} role="status">
          {t('front.searching')}
        </p>
      ) : (
        props.children
      )}
    </>
  );
}

function List(props: {
  readonly notebook: Model;
  readonly query: string;
  readonly emptyText: string;
  readonly onOpen: (id: string) => void;
}) {
  const t = useT();
  const { notes } = useSyncExternalStore(props.notebook.pages.subscribe, props.notebook.pages.get);
  const { query, onOpen } = props;
  if (notes === null) return null;
  const found = findNotes(notes, query);
  if (notes.length === 0 && query === '')
    return (
      <EmptyState icon={<NotebookPen size={28} />} title={t('front.empty.title')}>
        <p>{props.emptyText}</p>
      </EmptyState>
    );
  return (
    <>
      <p className={styles.hidden} role="status">
        {query === ''
          ? ''
          : found.length === 0
            ? t('front.none.title')
            : t('front.found', { n: found.length })}
      </p>
      {found.length === 0 ? (
        <EmptyState icon={<SearchX size={28} />} title={t('front.none.title')}>
          <p>{t('front.none.text')}</p>
        </EmptyState>
      ) : (
        <ul className={styles.notes} aria-label={t('front.list')}>
          {found.map((note) => (
            <li key={note.id}>
              <NoteCard note={note} onOpen={() => onOpen(note.id)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function NoteCard({ note, onOpen }: { readonly note: Note; readonly onOpen: () => void }) {
  const t = useT();
  const title = titleOf(note.text);
  const rest = restOf(note.text);
  return (
    <button type="button" className={styles.note} onClick={onOpen}>
      <span className={styles.noteTitle} dir="auto">
        {title === '' ? t('front.note.untitled') : title}
      </span>
      {rest === '' ? null : (
        <span className={styles.noteRest} dir="auto">
          {rest.slice(0, 240)}
        </span>
      )}
      <span className={styles.noteWhen}>{sayWhen(t, note.changed)}</span>
    </button>
  );
}
