/** Owns the end of a printed report: every checksum once, whole. Never on the screen, where they stand folded. */
import type { JsonObject } from '../../domain/report.ts';
import type { Verification } from '../../inbox/verification.ts';
import { InertText } from '../../ui/Words.tsx';
import { useT } from '../desk.tsx';
import { fileHashes } from './fileHashes.ts';
import styles from './Report.module.css';

export function PaperNumbers(props: { readonly fields: JsonObject; readonly verification: Verification }) {
  const t = useT();
  const { verification } = props;
  const files = fileHashes(props.fields, verification.attachments, t);
  const numbers = [
    [t('verify.parcel'), verification.parcel],
    [t('verify.line'), verification.line],
    [t('verify.manifest.hash'), verification.manifest.sha256],
  ] as const;
  return (
    <div data-print-only>
      {files.length === 0 ? null : (
        <section className={styles.section}>
          <h2>{t('section.hashes')}</h2>
          <table className={styles.uses}>
            <tbody>
              {files.map(({ name, hash, note }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two files may be the same
                <tr key={at}>
                  <th scope="row">
                    <InertText text={name} />
                    {note === '' ? null : (
                      <div className={styles.note}>
                        <InertText text={note} />
                      </div>
                    )}
                  </th>
                  <td className={styles.machine}>
                    <InertText text={hash} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section className={styles.section}>
        <h2>{t('verify.numbers')}</h2>
        <table className={styles.uses}>
          <tbody>
            {numbers.map(([name, number]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={styles.machine}>{number}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
