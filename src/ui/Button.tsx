/** Owns the button in its four weights; never knows what pressing it does. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { classNames } from './classNames.ts';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> & {
  readonly kind?: ButtonKind;
  /** Work is under way: the button stays where it is, says so to a screen reader, and ignores presses. */
  readonly busy?: boolean;
  /** As wide as its place allows. */
  readonly wide?: boolean;
  /** 36 px high, for the desk's dense rows; never on the phone. */
  readonly small?: boolean;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** A button with words; an icon may stand before them. `type` is `button` unless said otherwise. */
export function Button({
  kind = 'secondary',
  busy = false,
  wide,
  small,
  icon,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        styles.button,
        styles[kind],
        wide && styles.wide,
        small && styles.small,
        busy && styles.busy,
      )}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon === undefined ? null : (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <span className={styles.label}>{children}</span>
    </button>
  );
}

export type IconButtonProps = Omit<ButtonProps, 'icon' | 'children' | 'kind' | 'wide'> & {
  readonly icon: ReactNode;
  readonly label: string;
  /** Where there is no room the words are kept for screen readers and as a tooltip: at the desk only. */
  readonly labelHidden?: boolean;
};

/** A quiet control made of an icon with its word beside it. */
export function IconButton({ icon, label, labelHidden = false, small, busy, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles.button, styles.quiet, styles.iconButton, small && styles.small)}
      aria-busy={busy || undefined}
      aria-label={labelHidden ? label : undefined}
      title={labelHidden ? label : undefined}
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      {labelHidden ? null : <span className={styles.label}>{label}</span>}
    </button>
  );
}
