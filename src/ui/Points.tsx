/** Owns a list of sentences, each behind the same mark; never what the mark says. */
import type { ReactNode } from 'react';
import styles from './Points.module.css';

export function Points({ lines, mark }: { readonly lines: readonly string[]; readonly mark: ReactNode }) {
  return (
    <ul className={styles.points}>
      {lines.map((line) => (
        <li key={line}>
          {mark}
          <span>{line}</span>
        </li>
      ))}
    </ul>
  );
}
