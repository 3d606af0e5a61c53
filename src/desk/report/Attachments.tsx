/** Owns the attachments of a report: where each one is, and looking at it safely. Never opens one by itself, never as what it claims to be. */
import { CircleCheck, Clock, Download, Eye, Play, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type JsonObject, objectAt, objectsAt, textAt } from '../../domain/report.ts';
import { label } from '../../domain/vocabulary.ts';
import { sizeParts } from '../../i18n/numbers.ts';
import type { AttachmentVerification } from '../../inbox/verification.ts';
import { Badge } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Beside } from '../../ui/Screen.tsx';
import { InertText } from '../../ui/Words.tsx';
import { useDesk, useT } from '../desk.tsx';
import type { Handled } from '../handled.ts';
import { saveFile } from '../saving.ts';
import { Trouble } from '../screens/Trouble.tsx';
import { CopyNote, Custody } from './Custody.tsx';
import { ownUses } from './ownUses.ts';
import type { Preview } from './preview.ts';
import styles from './Report.module.css';
import { saveName, sniff } from './sniff.ts';

const HEAD = 65_536;

type Of = {
  readonly parcel: string;
  readonly fields: JsonObject;
  /** On which the endpoint stored the report. */
  readonly day: string;
  readonly handled: Handled;
};

export function Attachments(props: Of & { readonly attachments: readonly AttachmentVerification[] }) {
  const t = useT();
  const { attachments } = props;
  if (attachments.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('item.attachments')}</h2>
      <div>
        {attachments.map((attachment, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the report is an attachment's identity
          <Attachment key={at} {...props} attachment={attachment} at={at} />
        ))}
      </div>
    </section>
  );
}

type Work = 'preview' | 'save' | null;

function Attachment(props: Of & { readonly attachment: AttachmentVerification; readonly at: number }) {
  const t = useT();
  const { session } = useDesk();
  const { parcel, attachment, at } = props;
  const { entry } = attachment;
  const [preview, setPreview] = useState<Preview | null>(null);
  const [work, setWork] = useState<Work>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const evidence = objectsAt(props.fields, 'evidence').find(
    (item) => textAt(objectAt(item, 'file'), 'sha256') === entry.sha256,
  );
  const own = evidence === undefined ? null : ownUses(props.fields, evidence, t);
  const { amount, unit } = sizeParts(entry.size);
  const kind = evidence === undefined ? null : textAt(evidence, 'type');
  const written = evidence === undefined ? null : textAt(evidence, 'title');
  // A phone puts the kind where nobody wrote a title.
  const title = written === kind ? null : written;

  const show = async (): Promise<void> => {
    setWork('preview');
    setTrouble(null);
    const got = await session.preview(parcel, at);
    setWork(null);
    if (got.ok) setPreview(got.value);
    else setTrouble(got.code);
  };
  const save = async (): Promise<void> => {
    setWork('save');
    setTrouble(null);
    const got = await session.extract(parcel, at);
    setWork(null);
    if (!got.ok) return setTrouble(got.code);
    const head = new Uint8Array(await got.value.slice(0, HEAD).arrayBuffer());
    saveFile(got.value, saveName(entry.name, sniff(head, got.value.size <= HEAD)));
  };
  return (
    <div className={styles.attachment}>
      <div className={styles.attachmentHead}>
        <div>
          <div className={styles.attachmentName}>
            <InertText text={title ?? (entry.name === '' ? t('item.attachments') : entry.name)} />
          </div>
          <div className={styles.attachmentNote}>
            {[kind === null ? '' : label('evidenceTypes', kind, t.lang), t(`size.${unit}`, { n: amount })]
              .filter((part) => part !== '')
              .join(' · ')}
            {title === null || entry.name === '' ? null : (
              <>
                {' · '}
                <InertText text={entry.name} />
              </>
            )}
          </div>
          {entry.description === '' ? null : (
            <div className={styles.attachmentNote}>
              <InertText text={entry.description} />
            </div>
          )}
          {own === null ? null : (
            <div className={styles.attachmentNote}>
              {t('item.use')}: {own}
            </div>
          )}
        </div>
        {attachment.state === 'matched' ? (
          <Badge tone="ok" icon={<CircleCheck size={14} />}>
            {t('item.attachment.matched')}
          </Badge>
        ) : attachment.state === 'missing' ? (
          <Badge tone="attention" icon={<Clock size={14} />}>
            {t('item.attachment.waiting')}
          </Badge>
        ) : (
          <Badge tone="danger" icon={<TriangleAlert size={14} />}>
            {t('item.attachment.mismatch')} · {attachment.code}
          </Badge>
        )}
      </div>
      {evidence === undefined ? null : <CopyNote item={evidence} fields={props.fields} />}
      <Custody item={evidence ?? {}} here={{ day: props.day, attachment, handled: props.handled }} />
      {attachment.state !== 'matched' ? null : (
        <span data-screen-only>
          <Beside>
            {preview === null ? (
              <Button small icon={<Eye size={16} />} busy={work === 'preview'} onClick={() => void show()}>
                {t('item.attachment.open')}
              </Button>
            ) : (
              <Button small onClick={() => setPreview(null)}>
                {t('action.hide')}
              </Button>
            )}
            <Button
              small
              kind="quiet"
              icon={<Download size={16} />}
              busy={work === 'save'}
              onClick={() => void save()}
            >
              {t('item.attachment.save')}
            </Button>
          </Beside>
        </span>
      )}
      {work === null ? null : <Progress label={t('attachment.opening')} part={undefined} />}
      <Trouble code={trouble} />
      {preview === null ? null : (
        // A player says nothing on paper, nor does why a file cannot be shown.
        <div data-screen-only={preview.kind === 'image' || preview.kind === 'text' ? undefined : true}>
          <PreviewBox preview={preview} name={title ?? entry.name} />
        </div>
      )}
    </div>
  );
}

function PreviewBox({ preview, name }: { readonly preview: Preview; readonly name: string }) {
  const t = useT();
  const kind = t(`kind.${preview.sniffed.kind}`);
  switch (preview.kind) {
    case 'image':
      return <Picture preview={preview} name={name} />;
    case 'text':
      return (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <section className={styles.text} tabIndex={0} aria-label={`${t('attachment.text')}: ${name}`}>
            <InertText text={preview.text} />
          </section>
          <p className={styles.note}>{t(preview.cut ? 'attachment.textCut' : 'attachment.textOnly')}</p>
        </>
      );
    case 'audio':
    case 'video':
      return <Media preview={preview} name={name} />;
    case 'none':
      return (
        <p className={styles.note}>
          {t(
            preview.why === 'kind'
              ? 'item.attachment.noPreview'
              : preview.why === 'tooLarge'
                ? 'attachment.tooLarge'
                : 'attachment.broken',
          )}{' '}
          {t('item.attachment.saveHint', { kind })}
        </p>
      );
  }
}

/** An address for a blob that lives as long as what shows it. */
function useAddress(blob: Blob | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (blob === null) return;
    const url = URL.createObjectURL(blob);
    setAddress(url);
    return () => {
      URL.revokeObjectURL(url);
      setAddress(null);
    };
  }, [blob]);
  return address;
}

function Picture(props: { readonly preview: Extract<Preview, { kind: 'image' }>; readonly name: string }) {
  const t = useT();
  const { preview } = props;
  const address = useAddress(preview.picture);
  if (address === null) return null;
  return (
    <figure>
      <img
        className={styles.picture}
        src={address}
        alt={props.name}
        width={preview.width}
        height={preview.height}
      />
      <figcaption className={styles.note}>{t('attachment.redrawn')}</figcaption>
    </figure>
  );
}

/** Nothing plays before it was asked for once more. */
function Media(props: { readonly preview: Extract<Preview, { media: Blob }>; readonly name: string }) {
  const t = useT();
  const { preview } = props;
  const [asked, setAsked] = useState(false);
  const address = useAddress(asked ? preview.media : null);
  if (!asked)
    return (
      <Beside>
        <Button small icon={<Play size={16} />} onClick={() => setAsked(true)}>
          {t('attachment.play')}
        </Button>
        <span className={styles.note}>
          {t('item.attachment.saveHint', { kind: t(`kind.${preview.sniffed.kind}`) })}
        </span>
      </Beside>
    );
  if (address === null) return null;
  return preview.kind === 'audio' ? (
    // biome-ignore lint/a11y/useMediaCaption: a monitor's recording has none
    <audio className={styles.media} controls src={address} aria-label={props.name} />
  ) : (
    // biome-ignore lint/a11y/useMediaCaption: a monitor's recording has none
    <video className={styles.media} controls playsInline src={address} aria-label={props.name} />
  );
}
