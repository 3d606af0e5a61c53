/** Owns the letter about what may no longer be used: what was taken back, from when, what to call back, where it was used. Trusts no claim. [REP10] */
import { useId } from 'react';
import type { Version } from '../../domain/later/history.ts';
import type { ReportFields } from '../../domain/report.ts';
import { label } from '../../domain/vocabulary.ts';
import { InertText } from '../../ui/Words.tsx';
import { describeInstant } from '../dates.ts';
import { useT } from '../desk.tsx';
import styles from './Report.module.css';
import { endedFor, recordedUses } from './recall.ts';

/** Whether this version ended a use: only what was applied ends one. */
export const endsSomething = ({ applied, kind, recall }: Version): boolean =>
  applied && (kind === 'withdraw' || recall.outputs.length > 0 || recall.uses.length > 0 || recall.images);

/** What one version ended. */
function Ended({ version }: { readonly version: Version }) {
  const t = useT();
  const id = useId();
  const { kind, at, recall } = version;
  const people = endedFor(recall);
  const calledBack = [
    ...recall.outputs.map((output) => t(`use.${output}`)),
    ...(recall.images ? [t('use.images')] : []),
  ];
  return (
    <section className={styles.letter} aria-labelledby={id}>
      <h2 id={id}>
        {t(kind === 'withdraw' ? 'recall.all' : kind === 'consent' ? 'recall.some' : 'recall.less')}
      </h2>
      {at === null ? null : (
        <p>
          {t('recall.from')} <InertText text={describeInstant(at) ?? at} />
        </p>
      )}
      {people.length === 0 ? null : (
        <>
          <h3>{t('recall.uses')}</h3>
          <ul>
            {people.map(({ person, uses }) => (
              <li key={person}>
                <InertText text={person === '' ? t('consent.unnamed') : person} />:{' '}
                {uses.map((use) => label('uses', use, t.lang)).join('; ')}
              </li>
            ))}
            {recall.more === 0 ? null : <li>{t('history.more', { n: recall.more })}</li>}
          </ul>
        </>
      )}
      <h3>{t('recall.outputs')}</h3>
      {calledBack.length === 0 ? (
        <p>{t('recall.noOutputs')}</p>
      ) : (
        <ul>
          {calledBack.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The latest first: what ended before has to be called back still. `fields`: the report as it stands. */
export function RecallLetter({
  versions,
  fields,
}: {
  readonly versions: readonly Version[];
  readonly fields: ReportFields;
}) {
  const t = useT();
  const recorded = recordedUses(fields, t);
  return (
    <>
      {versions.toReversed().map((version, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two versions may have one id; their places are their own
        <Ended key={versions.length - at} version={version} />
      ))}
      <div className={styles.letter}>
        <h3>{t('recall.recorded')}</h3>
        {recorded.length === 0 ? (
          <p>{t('recall.notRecorded')}</p>
        ) : (
          <ul>
            {recorded.map((one) => (
              <li key={one}>
                <InertText text={one} />
              </li>
            ))}
          </ul>
        )}
        <p>{t('recall.published')}</p>
      </div>
    </>
  );
}
