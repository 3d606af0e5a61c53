/** Owns text fields that keep their own text while somebody types, so that a very long one stays fluent. Never forgets what was typed. */
import { type FormEvent, type Ref, useEffect, useRef, useState } from 'react';
import { classNames } from './classNames.ts';
import { directionOf } from './direction.ts';
import styles from './Field.module.css';
import { Field, type FieldFrame } from './Field.tsx';
import { untracked } from './TextField.tsx';

export type KeptTextProps = FieldFrame & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly lines: 'one' | 'few' | 'long';
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement | HTMLTextAreaElement>;
};

/** More than anybody types at once. */
const PASTED = 4_000;

/**
 * After a long text was pasted, each key press takes Chromium seconds (156: its editing leaves the text in a form that
 * is laid out whole every time); written by us the same text takes it milliseconds.
 */
function writeAnew(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd, scrollTop } = field;
  field.value = '';
  field.value = text;
  field.setSelectionRange(selectionStart, selectionEnd);
  field.scrollTop = scrollTop;
}

/** One line, or an area of text. Each key press is told at once; only a change from elsewhere is written into the field. */
export function KeptText({ ref, value, onChange, lines, onFocus, onBlur, ...frame }: KeptTextProps) {
  const field = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const [first] = useState(value);
  useEffect(() => {
    if (field.current !== null && field.current.value !== value) field.current.value = value;
  }, [value]);
  const hold = (node: HTMLInputElement | HTMLTextAreaElement | null): void => {
    field.current = node;
    if (typeof ref === 'function') ref(node);
    else if (ref !== undefined && ref !== null) ref.current = node;
  };
  const shared = {
    ...untracked,
    ref: hold,
    // The first one only: React would otherwise write the whole text into the page again at each key press.
    defaultValue: first,
    onInput: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const text = event.currentTarget.value;
      if (text.length - value.length > PASTED) writeAnew(event.currentTarget, text);
      onChange(text);
    },
    onFocus,
    onBlur,
    autoCapitalize: 'sentences',
    dir: directionOf(value),
  } as const;
  return (
    <Field {...frame}>
      {(ids) =>
        lines === 'one' ? (
          <input {...ids} {...shared} type="text" className={styles.control} />
        ) : (
          <textarea
            {...ids}
            {...shared}
            className={classNames(styles.control, styles.area, lines === 'few' && styles.short)}
            rows={lines === 'few' ? 4 : 8}
          />
        )
      }
    </Field>
  );
}
