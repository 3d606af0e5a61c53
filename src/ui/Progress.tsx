/** Owns showing work that takes long, and the life of a report as steps; never measures anything. */
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { classNames } from './classNames.ts';
import styles from './Progress.module.css';

export type ProgressProps = {
  readonly label: string;
  /** The amount in words: "2 of 3 (45 %)". */
  readonly amount?: string;
  /** 0…1; undefined while the amount is not known. */
  readonly part: number | undefined;
  readonly onCancel?: () => void;
  readonly cancelLabel?: string;
};

/** An amount, a bar, and Cancel where that is safe. */
export function Progress({ label, amount, part, onCancel, cancelLabel }: ProgressProps) {
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span className={styles.label}>{label}</span>
        {amount === undefined ? null : <span className={styles.amount}>{amount}</span>}
      </div>
      <progress className={styles.bar} aria-label={label} aria-valuetext={amount} max={1} value={part} />
      {onCancel === undefined || cancelLabel === undefined ? null : (
        <div className={styles.cancel}>
          <Button kind="quiet" onClick={onCancel}>
            {cancelLabel}
          </Button>
        </div>
      )}
    </div>
  );
}

export type Step = {
  readonly id: string;
  readonly label: string;
  readonly detail?: ReactNode;
  readonly state: 'done' | 'now' | 'later' | 'trouble';
  /** The state in words, for screen readers ("done", "not yet"). */
  readonly stateLabel: string;
};

/** The life of one thing as a short line of steps. */
export function Steps({ steps, label }: { readonly steps: readonly Step[]; readonly label: string }) {
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={classNames(styles.step, styles[step.state])}
          aria-current={step.state === 'now' || step.state === 'trouble' ? 'step' : undefined}
        >
          <span className={styles.mark} aria-hidden="true" />
          <span className={styles.stepWords}>
            <span className={styles.stepLabel}>
              {step.label}
              <span className={styles.hidden}>: {step.stateLabel}</span>
            </span>
            {step.detail === undefined ? null : <span className={styles.detail}>{step.detail}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** How far along a line of screens one is: "3 of 7", with a thin bar. */
export function StepCount({
  at,
  of,
  text,
}: {
  readonly at: number;
  readonly of: number;
  readonly text: string;
}) {
  return (
    <div className={styles.count}>
      <span className={styles.countText}>{text}</span>
      <progress className={styles.thin} aria-hidden="true" max={of} value={at} />
    </div>
  );
}

/** Grey shapes in the place of what is coming; only after 300 ms, by style. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes have no identity
        <span key={line} className={styles.shape} />
      ))}
    </div>
  );
}
