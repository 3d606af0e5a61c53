/** Owns notices inside a page; never pops up and never goes away by itself. */
import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { classNames } from './classNames.ts';

export type Tone = 'info' | 'attention' | 'danger' | 'ok';

export type BannerProps = {
  readonly tone: Tone;
  readonly icon?: ReactNode;
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons: what to do now. */
  readonly actions?: ReactNode;
  /** Said at once by a screen reader: for what has just happened, not for what was there already. */
  readonly announce?: boolean;
};

/** A notice with a mark, words and what to do. */
export function Banner({ tone, icon, title, children, actions, announce = false }: BannerProps) {
  return (
    <div
      className={classNames(styles.banner, styles[tone])}
      role={announce ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      {icon === undefined ? null : (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <div className={styles.body}>
        {title === undefined ? null : <p className={styles.title}>{title}</p>}
        {children === undefined ? null : <div className={styles.text}>{children}</div>}
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}

export type ErrorNoticeProps = {
  readonly icon?: ReactNode;
  readonly what: string;
  readonly safe: string;
  readonly now: string;
  /** The short number a trainer can look up, already in words ("Code 101"). */
  readonly code: string;
  readonly actions?: ReactNode;
};

/** An error in three sentences: what happened, what is safe, what to do now. */
export function ErrorNotice({ icon, what, safe, now, code, actions }: ErrorNoticeProps) {
  return (
    <Banner tone="danger" icon={icon} title={what} actions={actions} announce>
      <p>{safe}</p>
      <p>{now}</p>
      <p className={styles.code}>{code}</p>
    </Banner>
  );
}

/** A state in one or two words, with a mark before them: never colour alone. */
export function Badge({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone | 'plain';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      {icon === undefined ? null : (
        <span className={styles.badgeIcon} aria-hidden="true">
          {icon}
        </span>
      )}
      {children}
    </span>
  );
}
