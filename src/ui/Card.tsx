/** Owns surfaces and lists: card, rows, facts, empty place, disclosure; never where their words come from. */
import type { ReactNode } from 'react';
import styles from './Card.module.css';
import { classNames } from './classNames.ts';

/** A surface that holds things that belong together. */
export function Card({
  title,
  titleLevel = 2,
  end,
  children,
  flush = false,
}: {
  readonly title?: string;
  readonly titleLevel?: 2 | 3;
  readonly end?: ReactNode;
  readonly children: ReactNode;
  /** No padding: for rows that reach the edges. */
  readonly flush?: boolean;
}) {
  const Title = titleLevel === 2 ? 'h2' : 'h3';
  return (
    <section className={classNames(styles.card, flush && styles.flush)}>
      {title === undefined ? null : (
        <div className={styles.cardHead}>
          <Title className={styles.cardTitle}>{title}</Title>
          {end}
        </div>
      )}
      {children}
    </section>
  );
}

/** A list of rows in one card. */
export function Rows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  );
}

export type RowProps = {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  /** On the right: a badge, a date, an amount. */
  readonly end?: ReactNode;
  readonly selected?: boolean;
  readonly unread?: boolean;
  readonly urgent?: boolean;
} & (
  | { readonly onOpen: () => void; readonly href?: undefined }
  | { readonly href: string; readonly onOpen?: undefined }
  | { readonly onOpen?: undefined; readonly href?: undefined }
);

/** One row: 56 px on the phone, 36 px at the desk, as the face says. Pressable when it leads somewhere. */
export function Row(props: RowProps) {
  const inside = (
    <>
      {props.icon === undefined ? null : (
        <span className={styles.rowIcon} aria-hidden="true">
          {props.icon}
        </span>
      )}
      <span className={styles.rowWords}>
        <span className={styles.rowTitle}>{props.title}</span>
        {props.detail === undefined ? null : <span className={styles.rowDetail}>{props.detail}</span>}
      </span>
      {props.end === undefined ? null : <span className={styles.rowEnd}>{props.end}</span>}
    </>
  );
  const look = classNames(
    styles.row,
    props.selected && styles.selected,
    props.unread && styles.unread,
    props.urgent && styles.urgent,
  );
  const current = props.selected === true ? 'true' : undefined;
  return (
    <li className={styles.item}>
      {props.onOpen !== undefined ? (
        <button
          type="button"
          className={classNames(look, styles.pressable)}
          aria-current={current}
          onClick={props.onOpen}
        >
          {inside}
        </button>
      ) : props.href !== undefined ? (
        <a className={classNames(look, styles.pressable)} aria-current={current} href={props.href}>
          {inside}
        </a>
      ) : (
        <div className={look}>{inside}</div>
      )}
    </li>
  );
}

export type Fact = { readonly id: string; readonly label: string; readonly value: ReactNode };

/** Labels and values; beside each other where there is room. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.id} className={styles.fact}>
          <dt className={styles.factLabel}>{fact.label}</dt>
          <dd className={styles.factValue}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An empty place that teaches the next step. */
export function EmptyState(props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {props.icon === undefined ? null : (
        <span className={styles.emptyIcon} aria-hidden="true">
          {props.icon}
        </span>
      )}
      <p className={styles.emptyTitle}>{props.title}</p>
      {props.children === undefined ? null : <div className={styles.emptyText}>{props.children}</div>}
      {props.action}
    </div>
  );
}

/** More, for who wants it; native, so it works by keyboard and in a page search. */
export function Disclosure(props: {
  readonly summary: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <details className={styles.disclosure} open={props.open}>
      <summary className={styles.summary}>{props.summary}</summary>
      <div className={styles.disclosed}>{props.children}</div>
    </details>
  );
}
