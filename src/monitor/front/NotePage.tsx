/** Owns one note being written: a title, a text, and deleting it. Never keeps what was typed anywhere but in its notebook. */
import { ArrowLeft, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../ui/Button.tsx';
import { classNames } from '../../ui/classNames.ts';
import { TopBar, type TopBarProps } from '../../ui/Screen.tsx';
import { untracked } from '../../ui/TextField.tsx';
import { useT } from '../translation.tsx';
import styles from './Notebook.module.css';
import type { Notebook } from './notebook.ts';
import { sayWhen } from './noteDates.ts';

/** A note is one text: its first line is the title. */
function partsOf(text: string): { readonly title: string; readonly body: string } {
  const cut = text.indexOf('\n');
  return cut < 0 ? { title: text, body: '' } : { title: text.slice(0, cut), body: text.slice(cut + 1) };
}

export function NotePage(props: {
  readonly id: string;
  readonly notebook: Notebook;
  readonly bar: Pick<TopBarProps, 'hide'>;
  readonly notice: ReactNode;
}) {
  const t = useT();
  const [, go] = useLocation();
  const { id, notebook } = props;
  const { notes } = useSyncExternalStore(notebook.pages.subscribe, notebook.pages.get);
  const note = notes?.find((one) => one.id === id);
  const { title, body } = partsOf(note?.text ?? '');
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);

  // A new note waits for its title; one that is looked at does not call the keyboard up.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page comes up
  useEffect(() => {
    if (note === undefined) first.current?.focus();
    else heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    return () => void notebook.leave();
  }, []);

  const write = (next: { readonly title: string; readonly body: string }): void =>
    notebook.write(id, next.body === '' ? next.title : `${next.title}\n${next.body}`);
  return (
    <div className={styles.page}>
      <TopBar
        title=""
        start={<IconButton icon={<ArrowLeft size={20} />} label={t('front.back')} onClick={() => go('/')} />}
        end={
          <IconButton
            icon={<Trash2 size={20} />}
            label={t('front.delete')}
            onClick={() => {
              void notebook.remove(id);
              go('/');
            }}
          />
        }
        {...props.bar}
      />
      <main className={classNames(styles.main, styles.sheet)}>
        <h1 ref={heading} tabIndex={-1} className={styles.hidden}>
          {t('front.edit')}
        </h1>
        {props.notice}
        <p className={styles.when}>
          {note === undefined ? ' ' : t('front.changed', { when: sayWhen(t, note.changed) })}
        </p>
        <input
          {...untracked}
          ref={first}
          className={styles.title}
          type="text"
          aria-label={t('front.note.title')}
          placeholder={t('front.note.title')}
          autoCapitalize="sentences"
          enterKeyHint="next"
          dir="auto"
          value={title}
          onChange={(event) => write({ title: event.target.value, body })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            text.current?.focus();
          }}
        />
        <textarea
          {...untracked}
          ref={text}
          className={styles.text}
          aria-label={t('front.edit')}
          placeholder={t('front.note.text')}
          autoCapitalize="sentences"
          dir="auto"
          value={body}
          onChange={(event) => write({ title, body: event.target.value })}
        />
      </main>
    </div>
  );
}
