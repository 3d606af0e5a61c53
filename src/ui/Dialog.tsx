/** Owns what stands above the page: the dialog and the toast; never decides that something is confirmed. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button.tsx';
import styles from './Dialog.module.css';

export type DialogProps = {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons; the safe one first. */
  readonly actions: ReactNode;
  /** Escape, the platform's back gesture, or a press beside the dialog. */
  readonly onClose: () => void;
};

/**
 * A modal dialog. The native element keeps the focus inside, makes the page behind inert, and gives the
 * focus back to where it was.
 */
export function Dialog({ open, title, children, actions, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, handled by onCancel
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {open ? (
        <div className={styles.sheet}>
          <h2 id={id}>{title}</h2>
          <div className={styles.body}>{children}</div>
          <div className={styles.actions}>{actions}</div>
        </div>
      ) : null}
    </dialog>
  );
}

export type ToastProps = {
  readonly text: string;
  readonly undoLabel?: string;
  readonly onUndo?: () => void;
};

/** One line at the bottom after something was done, with a way to undo it. The caller takes it away. */
export function Toast({ text, undoLabel, onUndo }: ToastProps) {
  return (
    <div className={styles.toast} role="status">
      <span className={styles.toastText}>{text}</span>
      {undoLabel === undefined || onUndo === undefined ? null : (
        <Button kind="quiet" onClick={onUndo}>
          {undoLabel}
        </Button>
      )}
    </div>
  );
}
