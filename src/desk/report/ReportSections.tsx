/** Owns drawing labelled lines; text from outside only ever as inert text. */
import { hasHidden } from '../../domain/text.ts';
import { InertText } from '../../ui/Words.tsx';
import { useT } from '../desk.tsx';
import styles from './Report.module.css';
import type { Line, Section } from './reportLines.ts';
import type { Shown } from './reportValues.ts';

/** One section under its name. `bare`: somebody else drew name and frame. */
export function SectionCard({
  section,
  bare = false,
}: {
  readonly section: Section;
  readonly bare?: boolean;
}) {
  const t = useT();
  const lines = <Lines lines={section.lines} />;
  if (bare) return lines;
  return (
    <section className={styles.section}>
      <h2>{section.title === undefined ? t(`section.${section.id}`) : <InertText text={section.title} />}</h2>
      {section.notes?.map((note) => (
        <p key={note} className={styles.note}>
          <InertText text={note} />
        </p>
      ))}
      {section.id === 'other' ? <p className={styles.note}>{t('item.unknownHint')}</p> : null}
      {lines}
    </section>
  );
}

/** The account: prose at a readable width, its parts one after the other. */
export function Prose({ section }: { readonly section: Section }) {
  const t = useT();
  const hidden = section.lines.some(
    (line) => line.kind === 'values' && line.values.some(({ raw }) => hasHidden(raw)),
  );
  return (
    <section className={styles.section}>
      <h2>{t('item.account')}</h2>
      {hidden ? <p className={styles.note}>{t('inert.note')}</p> : null}
      {section.lines.map((line) =>
        line.kind === 'values' ? (
          <div key={line.path} className={styles.prose}>
            <h3>{line.label}</h3>
            {line.values.map((value) => (
              <p key={value.raw}>
                <Value value={value} />
              </p>
            ))}
          </div>
        ) : (
          <Lines key={line.path} lines={[line]} />
        ),
      )}
    </section>
  );
}

export function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const t = useT();
  return (
    <div className={styles.lines}>
      {lines.map((line) =>
        line.kind === 'group' ? (
          <div key={line.path} className={styles.group}>
            <div className={styles.groupHead}>
              {line.title === null ? (
                <span>
                  <InertText text={line.label} />
                </span>
              ) : (
                <>
                  <InertText text={line.title.text} />
                  <span className={styles.groupKind}>
                    <InertText text={line.label} />
                  </span>
                </>
              )}
            </div>
            <Lines lines={line.lines} />
          </div>
        ) : (
          <div key={line.path} className={styles.line}>
            <span className={styles.label}>
              <InertText text={line.label} />
            </span>
            <span className={styles.values}>
              {line.values.length === 0 ? (
                <span className={styles.note}>{t('answer.none')}</span>
              ) : (
                line.values.map((value, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: values of one field may repeat and only have a place
                  <Value key={at} value={value} />
                ))
              )}
            </span>
          </div>
        ),
      )}
    </div>
  );
}

function Value({ value }: { readonly value: Shown }) {
  if (value.kind === 'id') return <span className={styles.machine}>{value.text}</span>;
  if (value.kind === 'theirs')
    return (
      <span title={value.raw === value.text ? undefined : value.raw}>
        <InertText text={value.text} />
      </span>
    );
  return (
    <span title={value.raw}>
      {value.text}
      {value.note === undefined || value.note === value.raw ? null : (
        <span className={styles.note}>
          {' '}
          (<InertText text={value.note} />)
        </span>
      )}
    </span>
  );
}
