/** Owns text fields that keep their own text while somebody types, so that a very long one stays fluent. Never forgets what was typed. */
import { type FormEvent, type Ref, useEffect, useRef } from 'react';
import { classNames } from './classNames.ts';
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

/** One line, or an area of text. Each key press is told at once; only a change from elsewhere is written into the field. */
export function KeptText({ ref, value, onChange, lines, onFocus, onBlur, ...frame }: KeptTextProps) {
  const field = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
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
    defaultValue: value,
    onInput: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value),
    onFocus,
    onBlur,
    autoCapitalize: 'sentences',
    dir: 'auto',
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
