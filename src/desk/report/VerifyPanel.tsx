/** Owns saying how far a report can be trusted, doubt by doubt; never softens one. */
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Verification } from '../../inbox/verification.ts';
import { Code } from '../../ui/Words.tsx';
import { describeInstant } from '../dates.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import styles from './Report.module.css';

type Mark = 'good' | 'doubt' | 'bad';

export function VerifyPanel({
  verification,
  openedAt,
}: {
  readonly verification: Verification;
  /** When somebody first looked at it here, where that was written down. */
  readonly openedAt: string | null;
}) {
  const t = useT();
  const team = useObserved(useDesk().mailbox.team);
  const { author, manifest, attachments, acknowledged, complete, conflicts } = verification;
  const matched = attachments.filter(({ state }) => state === 'matched').length;
  const waiting = attachments.filter(({ state }) => state === 'missing').length;
  const wrong = attachments.length - matched - waiting;
  const current = manifest.version === team?.manifest.version;
  return (
    <section className={styles.section}>
      <h2>{t('verify.title')}</h2>
      <ul className={styles.checks}>
        {author.verdict === 'anonymous' ? (
          <Check mark="doubt">{t('verify.author.none')}</Check>
        ) : author.verdict === 'confirmed' ? (
          <Check mark="good">{t('verify.author.ok')}</Check>
        ) : author.verdict === 'notConfirmed' ? (
          <Check mark="doubt">{t('verify.author.unconfirmed')}</Check>
        ) : author.verdict === 'fork' ? (
          <Check mark="bad">{t('verify.author.fork')}</Check>
        ) : author.verdict === 'badTag' ? (
          <Check mark="bad">{t('verify.author.wrong')}</Check>
        ) : (
          <Check mark="doubt">{t('verify.author.unknown')}</Check>
        )}
        {author.forced ? (
          <Check mark="bad" detail={t('verify.author.forcedCare')}>
            {t('verify.author.forced')}
          </Check>
        ) : null}
        {author.alarm === 'none' ? null : (
          <Check mark="bad">
            {t(author.alarm === 'secondHello' ? 'monitors.alarm.second' : 'monitors.alarm.unknown')}
          </Check>
        )}
        {author.chain === null ? null : author.gaps.length === 0 ? (
          <Check mark="good">{t('verify.gaps.ok')}</Check>
        ) : (
          <Check mark="doubt" detail={author.gaps.slice(0, 20).join(', ')}>
            {t('verify.gaps.some', { n: author.gaps.length })}
          </Check>
        )}
        {manifest.known ? (
          <Check mark="good" detail={t('verify.manifest.version', { n: manifest.version })}>
            {t(current ? 'verify.manifest.ok' : 'verify.manifest.old')}
          </Check>
        ) : (
          <Check mark="bad" detail={t('verify.manifest.version', { n: manifest.version })}>
            {t('verify.manifest.unknown')}
          </Check>
        )}
        {attachments.length === 0 ? (
          <Check mark="good">{t('verify.attachments.none')}</Check>
        ) : matched === attachments.length ? (
          <Check mark="good" detail={`${matched}/${attachments.length}`}>
            {t('verify.attachments.ok')}
          </Check>
        ) : (
          <>
            {waiting === 0 ? null : (
              <Check mark="doubt">{t('verify.attachments.waiting', { n: waiting })}</Check>
            )}
            {wrong === 0 ? null : <Check mark="bad">{t('verify.attachments.wrong', { n: wrong })}</Check>}
          </>
        )}
        {conflicts.length === 0 ? null : (
          <Check mark="bad">{t('verify.conflicts', { n: conflicts.length })}</Check>
        )}
        <Check mark="good">{t('verify.stored')}</Check>
        {openedAt === null ? null : (
          <Check mark="good">{t('verify.opened', { time: describeInstant(openedAt) ?? openedAt })}</Check>
        )}
        {acknowledged === 'complete' ? (
          <Check mark="good">{t('verify.ack.complete')}</Check>
        ) : acknowledged === 'read' ? (
          <Check mark={complete ? 'good' : 'doubt'} detail={complete ? undefined : t('verify.ack.waiting')}>
            {t('verify.ack.read')}
          </Check>
        ) : (
          <Check mark="doubt">{t('verify.ack.none')}</Check>
        )}
      </ul>
      <details data-screen-only>
        <summary className={styles.note}>{t('verify.numbers')}</summary>
        <p className={styles.note}>{t('verify.parcel')}</p>
        <Code block>{verification.parcel}</Code>
        <p className={styles.note}>{t('verify.line')}</p>
        <Code block>{verification.line}</Code>
        <p className={styles.note}>{t('verify.manifest.hash')}</p>
        <Code block>{manifest.sha256}</Code>
      </details>
    </section>
  );
}

const ICONS = {
  good: <CircleCheck size={18} className={styles.good} aria-hidden="true" />,
  doubt: <CircleHelp size={18} className={styles.doubt} aria-hidden="true" />,
  bad: <TriangleAlert size={18} className={styles.bad} aria-hidden="true" />,
} as const;

function Check(props: {
  readonly mark: Mark;
  readonly detail?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <li className={styles.check} data-mark={props.mark}>
      {ICONS[props.mark]}
      <span>
        {props.children}
        {props.detail === undefined ? null : <span className={styles.checkDetail}> · {props.detail}</span>}
      </span>
    </li>
  );
}
