/** Owns showing the way of one file from the phone to this desk, as the report tells it and as the desk saw it. Never claims a step that nobody wrote down. */
import { type JsonObject, objectAt, objectsAt, textAt } from '../../domain/report.ts';
import { find } from '../../domain/vocabulary.ts';
import { InertText } from '../../ui/Words.tsx';
import { describeInstant } from '../dates.ts';
import { useT } from '../desk.tsx';
import styles from './Report.module.css';

const SHORT = 16;
const ACTORS = ['monitor', 'device', 'coordinator'] as const;
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

export function Custody(props: {
  readonly item: JsonObject;
  readonly day: string;
  readonly matched: boolean;
}) {
  const t = useT();
  const { item, day, matched } = props;
  const lines = objectsAt(item, 'custody').map((entry) => {
    const code = textAt(entry, 'action') ?? '';
    const actor = ACTORS.find((one) => one === textAt(entry, 'actor'));
    const action =
      code === 'captured' || code === 'received'
        ? t(`custody.${code}`)
        : (find('custodyActions', code)?.[t.lang] ?? code);
    const [hash, of] = [textAt(entry, 'hash'), textAt(entry, 'of')];
    return [
      t('custody.by', {
        time: describeInstant(textAt(entry, 'at') ?? '') ?? textAt(entry, 'at') ?? '',
        who: actor === undefined ? (textAt(entry, 'actor') ?? '') : t(`custody.${actor}`),
        action,
      }),
      hash === null ? '' : t('custody.hash', { hash: `${hash.slice(0, SHORT)}…` }),
      of === null ? '' : t('custody.of', { hash: `${of.slice(0, SHORT)}…` }),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  });
  const all = [
    ...lines,
    ...(matched ? [t('custody.stored', { day })] : []),
    t(matched ? 'custody.opened' : 'custody.notOpened'),
  ];
  return (
    <details className={styles.attachmentNote}>
      <summary>{t('custody.title')}</summary>
      <ol>
        {all.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the log is append-only, its order is its identity
          <li key={at}>
            <InertText text={line} />
          </li>
        ))}
      </ol>
    </details>
  );
}
