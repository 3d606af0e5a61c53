/** Owns showing the way of one file from the phone to this desk, as the report tells it and as the desk saw it. Never claims a step that nobody wrote down. */
import { type JsonObject, objectAt, objectsAt, textAt } from '../../domain/report.ts';
import { InertText } from '../../ui/Words.tsx';
import { useT } from '../desk.tsx';
import { custodyLines, type FileHere } from './custodyLines.ts';
import styles from './Report.module.css';

const COPIES = ['stripped', 'redacted', 'smaller'] as const;

/** What a file is besides a file: cut off, or a copy of which other. */
export function CopyNote(props: { readonly item: JsonObject; readonly fields: JsonObject }) {
  const t = useT();
  const { item, fields } = props;
  const copy = objectAt(item, 'copy_of');
  const how = COPIES.find((one) => one === textAt(copy, 'how'));
  const of = objectsAt(fields, 'evidence').find(
    (one) => textAt(objectAt(one, 'file'), 'sha256') === textAt(copy, 'sha256'),
  );
  const title = of === undefined ? null : (textAt(objectAt(of, 'file'), 'name') ?? textAt(of, 'title'));
  return (
    <>
      {item['partial'] === true ? <div className={styles.attachmentNote}>{t('custody.partial')}</div> : null}
      {how === undefined ? null : (
        <div className={styles.attachmentNote}>
          <InertText
            text={
              how === 'stripped'
                ? t('custody.copy.stripped')
                : t(`custody.copy.${how}`, { title: title ?? t('custody.copy.away') })
            }
          />
        </div>
      )}
    </>
  );
}

export function Custody({ item, here }: { readonly item: JsonObject; readonly here: FileHere }) {
  const t = useT();
  return (
    <details className={styles.attachmentNote}>
      <summary>{t('custody.title')}</summary>
      <ol className={styles.steps}>
        {custodyLines(item, here, t).map(({ text, hash }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the log is append-only, its order is its identity
          <li key={at}>
            <InertText text={text} />
            {hash === '' ? null : (
              <span data-screen-only>
                {' · '}
                <InertText text={hash} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
