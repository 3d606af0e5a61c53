/** Owns choosing from what is laid out: one of several, several, or yes and no; never what an answer means. */
import { type ReactNode, useId } from 'react';
import styles from './ChoiceList.module.css';
import { classNames } from './classNames.ts';
import { ErrorLine, type FieldError } from './Field.tsx';
import { untold } from './untold.ts';

export type Choice<V extends string> = {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
};

type Frame = {
  readonly legend: string;
  /** The screen's title already asks the question: kept for screen readers only. */
  readonly legendHidden?: boolean;
  readonly hint?: ReactNode;
  readonly error?: FieldError | undefined;
};

export type ChoiceListProps<V extends string> = Frame & {
  readonly choices: readonly Choice<V>[];
  readonly value: V | undefined;
  readonly onChange: (value: V) => void;
  /** `rows` is one list of lines; `tiles` are big buttons, two beside each other where there is room. */
  readonly look?: 'rows' | 'tiles';
};

/** One answer out of several; native radio buttons, so arrow keys and screen readers work by themselves. */
export function ChoiceList<V extends string>(props: ChoiceListProps<V>) {
  const name = useId();
  return (
    <Group {...props} look={props.look ?? 'rows'}>
      {props.choices.map((choice) => (
        <label key={choice.value} className={classNames(styles.choice, choice.disabled && styles.disabled)}>
          <input
            ref={untold(props.value === choice.value)}
            className={styles.input}
            type="radio"
            name={name}
            value={choice.value}
            checked={props.value === choice.value}
            disabled={choice.disabled}
            autoComplete="off"
            onChange={() => props.onChange(choice.value)}
          />
          <Face choice={choice} round />
        </label>
      ))}
    </Group>
  );
}

export type CheckListProps<V extends string> = Frame & {
  readonly choices: readonly Choice<V>[];
  readonly values: readonly V[];
  readonly onChange: (values: readonly V[]) => void;
  readonly look?: 'rows' | 'tiles';
};

/** Any number of answers out of several. The order of `values` follows the order of `choices`. */
export function CheckList<V extends string>(props: CheckListProps<V>) {
  const toggle = (value: V) =>
    props.onChange(
      props.choices
        .map((choice) => choice.value)
        .filter((each) => (each === value ? !props.values.includes(each) : props.values.includes(each))),
    );
  return (
    <Group {...props} look={props.look ?? 'rows'}>
      {props.choices.map((choice) => (
        <label key={choice.value} className={classNames(styles.choice, choice.disabled && styles.disabled)}>
          <input
            ref={untold(props.values.includes(choice.value))}
            className={styles.input}
            type="checkbox"
            checked={props.values.includes(choice.value)}
            disabled={choice.disabled}
            autoComplete="off"
            onChange={() => toggle(choice.value)}
          />
          <Face choice={choice} />
        </label>
      ))}
    </Group>
  );
}

export type CheckRowProps = {
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** One yes-or-no line. */
export function CheckRow({ checked, onChange, disabled = false, ...choice }: CheckRowProps) {
  return (
    <label className={classNames(styles.choice, styles.alone, disabled && styles.disabled)}>
      <input
        ref={untold(checked)}
        className={styles.input}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        autoComplete="off"
        onChange={(event) => onChange(event.target.checked)}
      />
      <Face choice={choice} />
    </label>
  );
}

function Face({
  choice,
  round = false,
}: {
  readonly choice: Omit<Choice<string>, 'value'>;
  readonly round?: boolean;
}) {
  return (
    <span className={styles.face}>
      {choice.icon === undefined ? null : (
        <span className={styles.icon} aria-hidden="true">
          {choice.icon}
        </span>
      )}
      <span className={styles.words}>
        <span className={styles.label}>{choice.label}</span>
        {choice.hint === undefined ? null : <span className={styles.hint}>{choice.hint}</span>}
      </span>
      <span className={round ? styles.dot : styles.box} aria-hidden="true" />
    </span>
  );
}

function Group(props: Frame & { readonly look: 'rows' | 'tiles'; readonly children: ReactNode }) {
  const id = useId();
  const described = [
    props.hint === undefined ? undefined : `${id}-hint`,
    props.error === undefined ? undefined : `${id}-error`,
  ].filter((part) => part !== undefined);
  return (
    <fieldset
      className={styles.group}
      aria-describedby={described.length === 0 ? undefined : described.join(' ')}
      aria-invalid={props.error === undefined ? undefined : true}
    >
      <legend className={props.legendHidden === true ? styles.hidden : styles.legend}>{props.legend}</legend>
      {props.hint === undefined ? null : (
        <div className={styles.groupHint} id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      <div className={props.look === 'tiles' ? styles.tiles : styles.rows}>{props.children}</div>
      {props.error === undefined ? null : <ErrorLine id={`${id}-error`} error={props.error} />}
    </fieldset>
  );
}
