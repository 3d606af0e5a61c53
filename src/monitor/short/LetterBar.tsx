/** Owns the letters that many phone keyboards lack; puts them where the cursor is and never touches other text. */
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useT } from '../translation.tsx';
import styles from './Form.module.css';

/** Kazakh, Kyrgyz, Tajik, Uzbek Cyrillic; then Turkmen and Uzbek Latin. */
const CYRILLIC = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і', 'ӣ', 'ӯ', 'ҳ', 'ҷ', 'ў'];
const LATIN = ['ä', 'ç', 'ň', 'ö', 'ş', 'ü', 'ý', 'ž', 'oʻ', 'gʻ'];
const LETTERS = [...CYRILLIC, ...LATIN];

/** The text with `letter` in place of the selection, and where the cursor belongs afterwards. */
export function insertAt(
  text: string,
  from: number,
  to: number,
  letter: string,
): { text: string; at: number } {
  return { text: text.slice(0, from) + letter + text.slice(to), at: from + letter.length };
}

/** One stop of the Tab key; the arrows go from letter to letter. */
export function LetterBar(props: {
  readonly field: RefObject<HTMLTextAreaElement | HTMLInputElement | null>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const t = useT();
  const [at, setAt] = useState(0);
  const insert = (letter: string): void => {
    const field = props.field.current;
    const before = field?.value ?? props.value;
    const from = field?.selectionStart ?? before.length;
    const { text, at: cursor } = insertAt(before, from, field?.selectionEnd ?? from, letter);
    props.onChange(text);
    // After the new text is drawn, or the cursor would jump to its end.
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(cursor, cursor);
    });
  };
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (at + step + LETTERS.length) % LETTERS.length;
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div
      role="toolbar"
      className={styles.letters}
      aria-label={t('form.words.letters')}
      tabIndex={-1}
      onKeyDown={move}
    >
      {LETTERS.map((letter, index) => (
        <button
          key={letter}
          type="button"
          className={styles.letter}
          tabIndex={index === at ? 0 : -1}
          // The field keeps the focus, so that the keyboard of the phone stays where it is.
          onPointerDown={(event) => event.preventDefault()}
          onFocus={() => setAt(index)}
          onClick={() => insert(letter)}
        >
          {letter}
        </button>
      ))}
    </div>
  );
}
