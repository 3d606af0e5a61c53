/** Owns the desk's mark, a small triangular amulet; never imported by the monitor's app. */
import styles from './AmuletMark.module.css';

/** The mark, `size` pixels square; decoration: the name stands beside it. */
export function AmuletMark({ size }: { readonly size: number }) {
  return (
    <svg className={styles.mark} viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path className={styles.cord} d="M10.5 6.5C10.5 3.6 13 2 16 2s5.5 1.6 5.5 4.5" />
      <path className={styles.case} d="M16 5.2 28.2 22.6a1.6 1.6 0 0 1-1.3 2.5H5.1a1.6 1.6 0 0 1-1.3-2.5Z" />
      <path className={styles.lines} d="m16 11.4 5.9 8.9H10.1Z" />
      <path className={styles.drops} d="M8.5 27.2v1.6M16 27.2v2.8M23.5 27.2v1.6" />
    </svg>
  );
}
