/** Owns the frame of the screens before the inbox: mark, language, title, sheet, buttons; never what they ask. */
import { type ReactNode, useEffect, useRef } from 'react';
import { AmuletMark } from '../../ui/AmuletMark.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import styles from './Door.module.css';

export type DoorProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  /** What has happened: an error, a notice. */
  readonly notice?: ReactNode;
  readonly before?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly foot?: ReactNode;
  /** Without the white sheet: for choices that are sheets themselves. */
  readonly bare?: boolean;
};

export function Door({ title, lead, notice, before, children, actions, foot, bare = false }: DoorProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  // A new question takes the reading position; the first field inside may take it from there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title tells one question from the next
  useEffect(() => {
    const inside = heading.current?.closest('main');
    if (inside?.contains(document.activeElement) !== true) heading.current?.focus();
  }, [title]);
  return (
    <div className={styles.door}>
      <header className={styles.bar}>
        <div className={styles.brand}>
          <AmuletMark size={28} />
          <span>{t('desk.name')}</span>
        </div>
        <LanguageTabs />
      </header>
      <main className={styles.main}>
        {before}
        <div className={styles.heading}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
        </div>
        {notice}
        {children === undefined ? null : bare ? (
          children
        ) : (
          <div className={styles.sheet}>
            {children}
            {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
          </div>
        )}
        {(bare || children === undefined) && actions !== undefined ? (
          <div className={styles.actions}>{actions}</div>
        ) : null}
        {foot === undefined ? null : <p className={styles.foot}>{foot}</p>}
      </main>
    </div>
  );
}

/** English or Russian, in one press, without losing what was typed. */
export function LanguageTabs() {
  const t = useT();
  const { language } = useDesk();
  return (
    <Tabs
      label={t('lang.label')}
      value={useObserved(language)}
      onChange={language.set}
      tabs={[
        { value: 'en', label: 'EN', lang: 'en' },
        { value: 'ru', label: 'РУ', lang: 'ru' },
      ]}
    />
  );
}

export function DoorChoice(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" className={styles.choice} onClick={props.onPress}>
      <span className={styles.choiceIcon} aria-hidden="true">
        {props.icon}
      </span>
      <span className={styles.choiceWords}>
        <span className={styles.choiceTitle}>{props.title}</span>
        <span className={styles.choiceHint}>{props.hint}</span>
      </span>
    </button>
  );
}

export const Choices = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.choices}>{children}</div>
);

export const Two = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.two}>{children}</div>
);
