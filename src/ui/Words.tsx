/** Owns words to compare or write down, codes, and text that nobody here trusts; never the secrets behind them. */
import { Fragment, type ReactNode } from 'react';
import { showInert } from '../domain/text.ts';
import styles from './Words.module.css';

/** Numbered words in a grid, large enough to read aloud. `lang` is the language of the list. */
export function WordsGrid(props: {
  readonly words: readonly string[];
  readonly lang: string;
  readonly label: string;
}) {
  return (
    <ol className={styles.words} lang={props.lang} aria-label={props.label} translate="no">
      {props.words.map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice; its place is its identity
        <li key={at} className={styles.word}>
          <span className={styles.number} aria-hidden="true">
            {at + 1}
          </span>
          <span>{word}</span>
        </li>
      ))}
    </ol>
  );
}

/** A short code or address in fixed-width letters. */
export function Code({ children, block = false }: { readonly children: string; readonly block?: boolean }) {
  return (
    <code className={block ? styles.codeBlock : styles.code} translate="no">
      {children}
    </code>
  );
}

/** A key of the keyboard. */
export function KeyHint({ children }: { readonly children: string }) {
  return <kbd className={styles.key}>{children}</kbd>;
}

/** Heard, not seen. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>;
}

/**
 * Text from outside, isolated so that it cannot turn its surroundings round; bidi controls, zero-width and control
 * characters stand there by name ("U+202E").
 */
export function InertText({ text, lang }: { readonly text: string; readonly lang?: string }) {
  return (
    <bdi className={styles.inert} lang={lang} translate="no">
      {showInert(text).map((segment, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: segments are cut from one text and only have a place
        <Fragment key={at}>
          {segment.kind === 'plain' ? segment.text : <span className={styles.inertMark}>{segment.code}</span>}
        </Fragment>
      ))}
    </bdi>
  );
}
