/** Owns what the rules found in a report, each with its number and place; never the words of the report itself. */
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { JsonObject } from '../../domain/report.ts';
import type { Finding } from '../../domain/rules/finding.ts';
import { useT } from '../desk.tsx';
import { findingPlace } from './findingPlace.ts';
import styles from './Report.module.css';

const MOST = 40;

export function Findings({
  findings,
  fields,
}: {
  readonly findings: readonly Finding[];
  readonly fields: JsonObject;
}) {
  const t = useT();
  if (findings.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('findings.title')}</h2>
      <p className={styles.note}>{t('findings.hint')}</p>
      <ul className={styles.checks}>
        {findings.slice(0, MOST).map(({ rule, path, code, severity }) => (
          <li key={`${rule} ${path} ${code}`} className={styles.check}>
            {severity === 'error' ? (
              <TriangleAlert size={18} className={styles.bad} aria-hidden="true" />
            ) : (
              <CircleAlert size={18} className={styles.doubt} aria-hidden="true" />
            )}
            <span>
              {t(`finding.${code}`)}
              <span className={styles.checkDetail}>
                {' '}
                · {findingPlace(path, fields, t)} · {rule}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {findings.length <= MOST ? null : <p>{t('desk.andMore', { n: findings.length - MOST })}</p>}
    </section>
  );
}
