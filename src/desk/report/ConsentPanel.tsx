/** Owns the summary of consent: which use is allowed, and who stands in the way of the others. */
import { CircleCheck, CircleX } from 'lucide-react';
import { blockers, imagesAllowed, nobodyAsked, nobodyShown, type OutputKind } from '../../domain/consent.ts';
import type { JsonObject } from '../../domain/report.ts';
import { isTakenBack, objectsAt } from '../../domain/report.ts';
import { InertText } from '../../ui/Words.tsx';
import { useT } from '../desk.tsx';
import styles from './Report.module.css';

const KINDS: readonly OutputKind[] = [
  'statistics',
  'partners',
  'un_background',
  'sp_letter_named',
  'public_anonymous',
  'public_named',
];
const MOST_NAMES = 4;

export function ConsentPanel({ fields }: { readonly fields: JsonObject }) {
  const t = useT();
  const nobody = nobodyAsked(fields);
  return (
    <section className={styles.section}>
      <h2>{t('item.use')}</h2>
      {nobody ? <p>{t('consent.nobodyAsked')}</p> : null}
      <table className={styles.uses}>
        <tbody>
          {KINDS.map((kind) => {
            const stopped = blockers(fields, kind);
            const names = [...new Set(stopped.map(({ person }) => person || t('consent.unnamed')))];
            return (
              <tr key={kind}>
                <th scope="row">{t(`use.${kind}`)}</th>
                <td>
                  <Allowed is={stopped.length === 0} />
                  {stopped.length === 0 || nobody ? null : (
                    <div className={styles.note}>
                      <InertText text={names.slice(0, MOST_NAMES).join(', ')} />
                      {names.length <= MOST_NAMES
                        ? null
                        : ` ${t('desk.andMore', { n: names.length - MOST_NAMES })}`}
                    </div>
                  )}
                </td>
              </tr>
            );
          })}
          {objectsAt(fields, 'evidence').length === 0 ? null : (
            <tr>
              <th scope="row">{t('use.images')}</th>
              <td>
                <Images fields={fields} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

/** "Allowed" beside a consent that allows nothing would read as a leave to publish: there is nobody on them to ask. */
function Images({ fields }: { readonly fields: JsonObject }) {
  const t = useT();
  const allowed = !isTakenBack(fields) && imagesAllowed(fields);
  return allowed && nobodyShown(fields) ? t('consent.nobodyShown') : <Allowed is={allowed} />;
}

function Allowed({ is }: { readonly is: boolean }) {
  const t = useT();
  return (
    <span className={styles.use}>
      {is ? (
        <CircleCheck size={16} className={styles.good} aria-hidden="true" />
      ) : (
        <CircleX size={16} className={styles.bad} aria-hidden="true" />
      )}
      {t(is ? 'consent.yes' : 'consent.no')}
    </span>
  );
}
