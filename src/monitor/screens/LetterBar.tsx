/** Owns the letters that many phone keyboards lack; puts them where the cursor is and never touches other text. */
import type { RefObject } from 'react';
import { useT } from '../translation.tsx';
import styles from './Form.module.css';

/** Kazakh, Kyrgyz, Tajik, Uzbek Cyrillic; then Turkmen and Uzbek Latin. */
const CYRILLIC = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і', 'ӣ', 'ӯ', 'ҳ', 'ҷ', 'ў'];
const LATIN = ['ä', 'ç', 'ň', 'ö', 'ş', 'ü', 'ý', 'ž', 'oʻ', 'gʻ'];

/** The text with `letter` in place of the selection, and where the cursor belongs afterwards. */
export function insertAt(
  text: string,
  from: number,
  to: number,
  letter: string,
): { text: string; at: number } {
  return { text: text.slice(0, from) + letter + text.slice(to), at: from + letter.length };
}

export function LetterBar(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const t = useT();
  const insert = (letter: string): void => {
    const field = props.field.current;
    const from = field?.selectionStart ?? props.value.length;
    const { text, at } = insertAt(props.value, from, field?.selectionEnd ?? from, letter);
    props.onChange(text);
    // After the new text is drawn, or the cursor would jump to its end.
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(at, at);
    });
  };
  return (
    <fieldset className={styles.letters} aria-label={t('form.words.letters')}>
      {[...CYRILLIC, ...LATIN].map((letter) => (
        <button
          key={letter}
          type="button"
          className={styles.letter}
          // The field keeps the focus, so that the keyboard of the phone stays where it is.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => insert(letter)}
        >
          {letter}
        </button>
      ))}
    </fieldset>
  );
}
