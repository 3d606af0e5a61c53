/** Owns switching between a few views or languages, and picking files; never what the views hold. */
import { type ReactNode, useId } from 'react';
import { classNames } from './classNames.ts';
import styles from './Tabs.module.css';
import { untold } from './untold.ts';

export type Tab<V extends string> = { readonly value: V; readonly label: string; readonly lang?: string };

/** A few views of which one shows. Radio semantics: it chooses, it does not lead away. */
export function Tabs<V extends string>(props: {
  readonly label: string;
  readonly tabs: readonly Tab<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  const name = useId();
  return (
    <div className={styles.tabs} role="radiogroup" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <label key={tab.value} className={styles.tab}>
          <input
            ref={untold(tab.value === props.value)}
            className={styles.input}
            type="radio"
            name={name}
            value={tab.value}
            checked={tab.value === props.value}
            autoComplete="off"
            onChange={() => props.onChange(tab.value)}
          />
          <span className={styles.face} lang={tab.lang}>
            {tab.label}
          </span>
        </label>
      ))}
    </div>
  );
}

export type FilePickProps = {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly hint?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Opens the camera at once where the phone can. */
  readonly capture?: 'environment' | 'user';
  readonly disabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
};

/** A button that opens the platform's file picker. The chosen names are not kept in the page. */
export function FilePick(props: FilePickProps) {
  return (
    <label className={classNames(styles.pick, props.disabled && styles.off)}>
      <input
        className={styles.input}
        type="file"
        accept={props.accept}
        multiple={props.multiple}
        capture={props.capture}
        disabled={props.disabled}
        autoComplete="off"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // Emptied at once: the same file can be chosen again, and no name stays in the page's state.
          event.target.value = '';
          if (files.length > 0) props.onFiles(files);
        }}
      />
      <span className={styles.pickFace}>
        {props.icon === undefined ? null : (
          <span className={styles.pickIcon} aria-hidden="true">
            {props.icon}
          </span>
        )}
        <span className={styles.pickWords}>
          <span className={styles.pickLabel}>{props.label}</span>
          {props.hint === undefined ? null : <span className={styles.pickHint}>{props.hint}</span>}
        </span>
      </span>
    </label>
  );
}
