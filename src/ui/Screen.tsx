/** Owns the frame of a page: top bar with the way out, body, actions at the bottom; never which page it is. */
import { type PointerEvent, type ReactNode, type Ref, useState } from 'react';
import { IconButton } from './Button.tsx';
import { classNames } from './classNames.ts';
import { createDoubleTap } from './doubleTap.ts';
import styles from './Screen.module.css';

export type TopBarProps = {
  readonly title: string;
  /** This is the page's only heading: the screen below gives no `title` of its own. */
  readonly heading?: boolean;
  /** Back, or the desk's mark. */
  readonly start?: ReactNode;
  /** What stands before Hide: language, settings. */
  readonly end?: ReactNode;
  /** The one way out: always the last control, on every screen of the phone. */
  readonly hide?: { readonly label: string; readonly icon: ReactNode; readonly onHide: () => void };
};

/** The bar on top. Tapping it twice quickly, beside its buttons, hides as well: a thumb's way; the button is everybody's. */
export function TopBar({ title, heading = false, start, end, hide }: TopBarProps) {
  const Title = heading ? 'h1' : 'div';
  const [isSecond] = useState(createDoubleTap);
  const tapped = (event: PointerEvent<HTMLElement>): void => {
    // Two quick presses on Back are two steps back.
    if (event.target instanceof Element && event.target.closest('button, a') !== null) return;
    if (isSecond(event)) hide?.onHide();
  };
  return (
    <header className={styles.bar} onPointerUp={tapped}>
      {start === undefined ? null : <div className={styles.start}>{start}</div>}
      <Title className={styles.barTitle}>{title}</Title>
      <div className={styles.end}>
        {end}
        {hide === undefined ? null : <IconButton icon={hide.icon} label={hide.label} onClick={hide.onHide} />}
      </div>
    </header>
  );
}

export type ScreenProps = {
  readonly top?: ReactNode;
  /** The question, or the name of the page. Takes the focus when `titleRef.current.focus()` is called. */
  readonly title?: string;
  readonly titleRef?: Ref<HTMLHeadingElement>;
  readonly lead?: ReactNode;
  readonly before?: ReactNode;
  readonly children: ReactNode;
  /** Stays at the bottom within reach of a thumb. */
  readonly actions?: ReactNode;
  /** `narrow` for forms and prose, `wide` for the desk. */
  readonly width?: 'narrow' | 'wide';
};

/** One page. */
export function Screen({
  top,
  title,
  titleRef,
  lead,
  before,
  children,
  actions,
  width = 'narrow',
}: ScreenProps) {
  return (
    <div className={classNames(styles.screen, styles[width])}>
      {top}
      <main className={styles.main}>
        {before}
        {title === undefined ? null : (
          <div className={styles.heading}>
            <h1 ref={titleRef} tabIndex={-1}>
              {title}
            </h1>
            {lead === undefined ? null : <div className={styles.lead}>{lead}</div>}
          </div>
        )}
        {children}
      </main>
      {actions === undefined ? null : (
        <footer className={styles.foot}>
          <div className={styles.actions}>{actions}</div>
        </footer>
      )}
    </div>
  );
}

/** A part of a page under a small heading. */
export function Section(props: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{props.title}</h2>
        {props.end}
      </div>
      {props.children}
    </section>
  );
}

/** One quiet line that says how things stand ("Saved on this phone"); spoken when it changes. */
export function StatusLine({ icon, children }: { readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles.status} role="status">
      {icon === undefined ? null : (
        <span className={styles.statusIcon} aria-hidden="true">
          {icon}
        </span>
      )}
      <span>{children}</span>
    </div>
  );
}

/** Things below each other with even space between them. */
export function Stack({
  gap = 4,
  lang,
  children,
}: {
  readonly gap?: 1 | 2 | 4 | 6 | 8;
  /** Where the words inside are in another language than the page: a screen reader must know (WCAG 3.1.2). */
  readonly lang?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classNames(styles.stack, styles[`gap${gap}`])} lang={lang}>
      {children}
    </div>
  );
}

/** Things beside each other that wrap when there is no room. */
export function Beside({
  spread = false,
  children,
}: {
  readonly spread?: boolean;
  readonly children: ReactNode;
}) {
  return <div className={classNames(styles.beside, spread && styles.spread)}>{children}</div>;
}

/** List and detail: two panes from 1,024 px, one below; `showing` says which one a narrow window shows. */
export function TwoPanes(props: {
  readonly list: ReactNode;
  readonly detail: ReactNode;
  readonly showing: 'list' | 'detail';
  readonly listLabel: string;
  readonly detailLabel: string;
}) {
  return (
    <div className={classNames(styles.panes, props.showing === 'detail' ? styles.onDetail : styles.onList)}>
      <section className={styles.paneList} aria-label={props.listLabel}>
        {props.list}
      </section>
      <section className={styles.paneDetail} aria-label={props.detailLabel}>
        {props.detail}
      </section>
    </div>
  );
}
