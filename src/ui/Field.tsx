/** Owns the frame around a control: its label, hint, counter and error; never the control's value. */
import { type ReactNode, useId } from 'react';
import { classNames } from './classNames.ts';
import styles from './Field.module.css';

/** What went wrong, in the person's words; `code` is the short number a trainer can look up. */
export type FieldError = { readonly text: string; readonly code?: string };
/** Length against its limit, already put into words by the caller ("34 of 500"). */
export type FieldCounter = { readonly text: string; readonly over: boolean };

export type FieldFrame = {
  readonly label: string;
  readonly labelHidden?: boolean;
  /** A word such as "optional", in the person's language. */
  readonly note?: string;
  readonly hint?: ReactNode;
  readonly error?: FieldError | undefined;
  readonly counter?: FieldCounter | undefined;
};

/** What the control inside must carry so that a screen reader hears hint and error with it. */
export type ControlIds = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
};

/** Frames one control; the function child puts the ids on it. */
export function Field({
  label,
  labelHidden = false,
  note,
  hint,
  error,
  counter,
  children,
}: FieldFrame & { readonly children: (ids: ControlIds) => ReactNode }) {
  const id = useId();
  const described = [
    hint === undefined ? undefined : `${id}-hint`,
    counter === undefined ? undefined : `${id}-count`,
    error === undefined ? undefined : `${id}-error`,
  ].filter((part) => part !== undefined);
  return (
    <div className={classNames(styles.field, error !== undefined && styles.wrong)}>
      <div className={labelHidden ? styles.hidden : styles.head}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
      </div>
      {hint === undefined ? null : (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error === undefined && counter === undefined ? null : (
        <div className={styles.foot}>
          {error === undefined ? <span /> : <ErrorLine id={`${id}-error`} error={error} />}
          {counter === undefined ? null : (
            <span className={classNames(styles.counter, counter.over && styles.over)} id={`${id}-count`}>
              {counter.text}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** One line of error under a control: a mark, the sentence, and the short code. */
export function ErrorLine({ id, error }: { readonly id?: string; readonly error: FieldError }) {
  return (
    <p className={styles.error} id={id} role="alert">
      <span className={styles.mark} aria-hidden="true">
        !
      </span>
      <span>
        {error.text}
        {error.code === undefined ? null : <span className={styles.code}> {error.code}</span>}
      </span>
    </p>
  );
}
