/** Owns the controls that take typed text; never lets the browser remember, correct or suggest what was typed. */
import { type HTMLAttributes, type KeyboardEvent, type ReactNode, type Ref, useState } from 'react';
import { Button } from './Button.tsx';
import { classNames } from './classNames.ts';
import { directionOf } from './direction.ts';
import styles from './Field.module.css';
import { Field, type FieldFrame } from './Field.tsx';

/**
 * Without these the text lands in the browser's session files, autofill store and spelling service (S3).
 * The `data-` attributes ask the common password managers to keep away.
 */
export const untracked = {
  autoComplete: 'off',
  autoCorrect: 'off',
  spellCheck: false,
  'data-1p-ignore': 'true',
  'data-lpignore': 'true',
  'data-bwignore': 'true',
  'data-form-type': 'other',
} as const;

type Typed = FieldFrame & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly onBlur?: () => void;
  /** `none` for codes and words, `sentences` for prose. */
  readonly capitals?: 'none' | 'sentences';
  readonly lang?: string;
};

export type TextFieldProps = Typed & {
  readonly type?: 'text' | 'search' | 'date' | 'month' | 'time';
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  readonly enterKeyHint?: 'enter' | 'done' | 'go' | 'next' | 'search' | 'send';
  readonly onEnter?: () => void;
  /** Fixed-width letters: codes and addresses. */
  readonly mono?: boolean;
  readonly min?: string;
  readonly max?: string;
  readonly ref?: Ref<HTMLInputElement>;
};

const onEnterKey = (act: (() => void) | undefined) => (event: KeyboardEvent) => {
  if (act === undefined || event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  act();
};

/** One line of text, or a day, month or time. */
export function TextField(props: TextFieldProps) {
  const { type = 'text', capitals = 'sentences', mono = false } = props;
  return (
    <Field {...props}>
      {(ids) => (
        <input
          {...ids}
          {...untracked}
          ref={props.ref}
          className={classNames(styles.control, mono && styles.mono)}
          type={type}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onBlur}
          onKeyDown={onEnterKey(props.onEnter)}
          placeholder={props.placeholder}
          disabled={props.disabled}
          required={props.required}
          // biome-ignore lint/a11y/noAutofocus: one screen asks one question; the caller decides where that helps
          autoFocus={props.autoFocus}
          autoCapitalize={capitals}
          inputMode={props.inputMode}
          enterKeyHint={props.enterKeyHint}
          min={props.min}
          max={props.max}
          lang={props.lang}
          dir="auto"
        />
      )}
    </Field>
  );
}

export type TextAreaProps = Typed & {
  /** Four lines at first instead of eight. */
  readonly short?: boolean;
  readonly mono?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
};

/** Several lines of text; grows with what is typed where the browser can. */
export function TextArea(props: TextAreaProps) {
  const { capitals = 'sentences', mono = false, short = false } = props;
  return (
    <Field {...props}>
      {(ids) => (
        <textarea
          {...ids}
          {...untracked}
          ref={props.ref}
          className={classNames(styles.control, styles.area, short && styles.short, mono && styles.mono)}
          rows={short ? 4 : 8}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onBlur}
          placeholder={props.placeholder}
          disabled={props.disabled}
          required={props.required}
          // biome-ignore lint/a11y/noAutofocus: as above
          autoFocus={props.autoFocus}
          autoCapitalize={capitals}
          lang={props.lang}
          dir={directionOf(props.value)}
        />
      )}
    </Field>
  );
}

export type SecretFieldProps = Omit<TextFieldProps, 'type' | 'capitals' | 'counter'> & {
  readonly showLabel: string;
  readonly hideLabel: string;
  readonly showIcon?: ReactNode;
};

/** Words to unlock with. Masked by style and not `type=password`, so that no browser offers to save them. */
export function SecretField(props: SecretFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...props}>
      {(ids) => (
        <div className={styles.beside}>
          <input
            {...ids}
            {...untracked}
            ref={props.ref}
            className={classNames(styles.control, !shown && styles.masked)}
            type="text"
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
            onBlur={props.onBlur}
            onKeyDown={onEnterKey(props.onEnter)}
            onCopy={shown ? undefined : (event) => event.preventDefault()}
            placeholder={props.placeholder}
            disabled={props.disabled}
            // biome-ignore lint/a11y/noAutofocus: unlocking is the only question on its screen
            autoFocus={props.autoFocus}
            autoCapitalize="none"
            enterKeyHint={props.enterKeyHint ?? 'done'}
            lang={props.lang}
          />
          <Button
            kind="secondary"
            aria-pressed={shown}
            onClick={() => setShown((now) => !now)}
            icon={props.showIcon}
          >
            {shown ? props.hideLabel : props.showLabel}
          </Button>
        </div>
      )}
    </Field>
  );
}

export type SelectOption = { readonly value: string; readonly label: string; readonly disabled?: boolean };
export type SelectFieldProps = FieldFrame & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly SelectOption[];
  /** Shown while the value is empty. */
  readonly placeholder?: string;
  readonly disabled?: boolean;
};

/** One of a long list, with the platform's own picker. */
export function SelectField(props: SelectFieldProps) {
  return (
    <Field {...props}>
      {(ids) => (
        <select
          {...ids}
          autoComplete="off"
          className={classNames(styles.control, styles.pick)}
          value={props.value}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.target.value)}
        >
          {props.placeholder === undefined ? null : <option value="">{props.placeholder}</option>}
          {props.options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
