/** Owns showing what was sent later about a report: each version, what changed, and what must be called back. Trusts no claim. */
import { History as HistoryIcon, Undo2 } from 'lucide-react';
import { type RefObject, useMemo } from 'react';
import { answerWord } from '../../domain/answerWords.ts';
import { isWithdrawn, type Version } from '../../domain/later/history.ts';
import type { JsonObject } from '../../domain/report.ts';
import { label } from '../../domain/vocabulary.ts';
import { Badge, Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Card.tsx';
import { InertText } from '../../ui/Words.tsx';
import { type Change, changesShown, reportOf } from '../additions.ts';
import type { Card } from '../card.ts';
import { describeInstant } from '../dates.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { endsSomething, RecallLetter } from './RecallLetter.tsx';
import styles from './Report.module.css';
import type { Shown } from './reportValues.ts';
import type { Following, Versions } from './versions.ts';

/** Above the report: something came while it was open. Nobody's page changes under their eyes. */
export function ArrivedBanner({ following }: { readonly following: Following }) {
  const t = useT();
  const { arrived, showArrived } = following;
  if (arrived.length === 0) return null;
  const less = arrived.some(({ kind }) => kind === 'withdraw' || kind === 'consent');
  return (
    <Banner tone={less ? 'attention' : 'info'} icon={<HistoryIcon size={20} />} announce>
      <p>{t('history.arrived', { n: arrived.length })}</p>
      <span data-screen-only>
        <Button small onClick={showArrived}>
          {t('history.showArrived')}
        </Button>
      </span>
    </Banner>
  );
}

/** Above the report: that it is not what was first sent, or that nothing of it may be used any more. */
export function ChangedBanner({
  versions,
  original,
  onOriginal,
}: {
  readonly versions: Versions;
  readonly original: boolean;
  readonly onOriginal: (original: boolean) => void;
}) {
  const t = useT();
  const last = versions.versions.at(-1);
  if (last === undefined || !versions.versions.some(({ kind, applied }) => kind !== 'original' && applied))
    return null;
  const ended = versions.versions.filter(endsSomething);
  const withdrawn =
    isWithdrawn(last.fields) || versions.versions.some(({ kind, applied }) => applied && kind === 'withdraw');
  return (
    <Banner
      tone={withdrawn ? 'danger' : ended.length === 0 ? 'info' : 'attention'}
      icon={<HistoryIcon size={20} />}
    >
      <p>{t(original ? 'history.showsFirst' : withdrawn ? 'history.withdrawn' : 'history.showsNow')}</p>
      {original || ended.length === 0 ? null : <RecallLetter versions={ended} fields={last.fields} />}
      <span data-screen-only>
        <Button small kind="quiet" onClick={() => onOriginal(!original)}>
          {t(original ? 'history.seeNow' : 'history.seeFirst')}
        </Button>
      </span>
    </Banner>
  );
}

const MOST_SHOWN = 50;

/** The versions, the newest first. */
export function HistoryPanel({
  versions: { versions, doubtful, closed, left },
  titleRef,
}: {
  readonly versions: Versions;
  readonly titleRef: RefObject<HTMLHeadingElement | null>;
}) {
  const t = useT();
  const hidden = Math.max(0, versions.length - MOST_SHOWN);
  return (
    <section className={styles.section}>
      <h2 ref={titleRef} tabIndex={-1}>
        {t('history.title')}
      </h2>
      {doubtful === 0 ? null : <p className={styles.note}>{t('history.doubtful', { n: doubtful })}</p>}
      {closed === 0 ? null : <p className={styles.note}>{t('history.closed', { n: closed })}</p>}
      {left === 0 ? null : <p className={styles.note}>{t('history.left', { n: left })}</p>}
      <ol className={styles.versions}>
        {versions
          .slice(hidden)
          .map((version, at) => (
            <VersionItem
              // biome-ignore lint/suspicious/noArrayIndexKey: a claim may have the id of another version; its place is its own
              key={hidden + at}
              version={version}
              before={versions[hidden + at - 1]?.fields ?? version.fields}
            />
          ))
          .reverse()}
      </ol>
      {hidden === 0 ? null : <p className={styles.note}>{t('history.older', { n: hidden })}</p>}
    </section>
  );
}

function VersionItem({ version, before }: { readonly version: Version; readonly before: JsonObject }) {
  const t = useT();
  const forms = useObserved(useDesk().mailbox.team)?.ownForms;
  const { kind, at, reason, applied, recall, unmatched, more, refused } = version;
  const changes = useMemo(
    () => changesShown(version.changes, { before, after: version.fields }, t, forms),
    [version, before, t, forms],
  );
  const recalled = recall.outputs.length > 0 || recall.uses.length > 0 || recall.images;
  return (
    <li className={styles.version}>
      <div className={styles.meta}>
        <strong>{kind === 'original' ? t('history.original') : answerWord(kind, t.lang)}</strong>
        {at === null ? null : <InertText text={describeInstant(at) ?? at} />}
        {applied ? null : <Badge tone="attention">{t('history.claim')}</Badge>}
      </div>
      {reason === '' ? null : (
        <p>
          <InertText text={reason} />
        </p>
      )}
      {applied ? null : <p className={styles.note}>{t('history.claimText')}</p>}
      {unmatched.length === 0 ? null : (
        <p className={styles.note}>
          {t('history.unmatched')} <InertText text={unmatched.join(', ')} />
        </p>
      )}
      {changes.length === 0 ? null : kind === 'withdraw' || kind === 'consent' ? (
        // The same in the machine's words: the letter above says what it means.
        <Disclosure summary={t('recall.changes')}>
          <Changes changes={changes} />
        </Disclosure>
      ) : (
        <Changes changes={changes} />
      )}
      {more === 0 ? null : <p className={styles.note}>{t('history.more', { n: more })}</p>}
      {refused === 0 ? null : <p className={styles.note}>{t('history.refused', { n: refused })}</p>}
      {recalled ? (
        <Banner tone="attention" icon={<Undo2 size={20} />}>
          <p>{t('history.recall')}</p>
          <ul>
            {recall.outputs.map((kind) => (
              <li key={kind}>{t(`use.${kind}`)}</li>
            ))}
            {recall.uses.map(({ person, use }) => (
              <li key={`${person}/${use}`}>
                <InertText text={person} />: {label('uses', use, t.lang)}
              </li>
            ))}
            {recall.images ? <li>{t('use.images')}</li> : null}
            {recall.more === 0 ? null : <li>{t('history.more', { n: recall.more })}</li>}
          </ul>
        </Banner>
      ) : null}
    </li>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const t = useT();
  return (
    <dl className={styles.changes}>
      {changes.map(({ path, place, before: was, after: is }) => (
        <div key={path}>
          <dt>{place}</dt>
          <dd>
            {was.length === 0 ? null : (
              <del>
                <Said values={was} />
              </del>
            )}{' '}
            {is.length === 0 ? t('history.removed') : <Said values={is} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const MOST_SAID = 400;

function Said({ values }: { readonly values: readonly Shown[] }) {
  const text = values.map((value) => value.text).join(' · ');
  return <InertText text={text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text} />;
}

/** On an addition: the report it is about. */
export function AboutReport({ card }: { readonly card: Card }) {
  const t = useT();
  const { mailbox, reading } = useDesk();
  const cards = useObserved(mailbox.cards);
  if (card.about === null) return null;
  const report = reportOf(card, cards);
  return (
    <Banner tone="info" icon={<HistoryIcon size={20} />}>
      <p>{t(report === undefined ? 'history.aboutNotHere' : 'history.about')}</p>
      {report === undefined ? null : (
        <Button small onClick={() => reading.set(report.parcel)}>
          {t('history.openReport', { code: report.headline.shortCode ?? '' })}
        </Button>
      )}
    </Banner>
  );
}
