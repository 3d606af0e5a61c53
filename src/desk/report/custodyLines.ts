/** Owns the way of one file in lines: what the report tells of it, then what this desk did and when. Never claims a step or a time that nobody wrote down. */
import { type JsonObject, objectsAt, textAt } from '../../domain/report.ts';
import { find } from '../../domain/vocabulary.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import { formatDay } from '../../i18n/numbers.ts';
import type { AttachmentVerification } from '../../inbox/verification.ts';
import { describeInstant } from '../dates.ts';
import type { Handled } from '../handled.ts';

/** `hash`: the beginning of a checksum; on paper whole ones stand in a table instead. */
export type CustodyLine = { readonly text: string; readonly hash: string };

const SHORT = 16;
const ACTORS = ['monitor', 'device', 'coordinator'] as const;

export type FileHere = {
  /** On which the endpoint stored the report. */
  readonly day: string;
  readonly attachment: AttachmentVerification;
  readonly handled: Handled;
};

export const custodyLines = (item: JsonObject, here: FileHere, t: DeskTranslator): readonly CustodyLine[] => [
  ...objectsAt(item, 'custody').map((entry) => told(entry, t)),
  ...deskLines(here, t),
];

function told(entry: JsonObject, t: DeskTranslator): CustodyLine {
  const code = textAt(entry, 'action') ?? '';
  const actor = ACTORS.find((one) => one === textAt(entry, 'actor'));
  const action =
    code === 'captured' || code === 'received'
      ? t(`custody.${code}`)
      : (find('custodyActions', code)?.[t.lang] ?? code);
  const at = textAt(entry, 'at') ?? '';
  const [hash, of] = [textAt(entry, 'hash'), textAt(entry, 'of')];
  const who = actor === undefined ? (textAt(entry, 'actor') ?? '') : t(`custody.${actor}`);
  return {
    text: t('custody.by', { time: describeInstant(at) ?? at, who, action }),
    hash: [
      hash === null ? '' : t('custody.hash', { hash: `${hash.slice(0, SHORT)}…` }),
      of === null ? '' : t('custody.of', { hash: `${of.slice(0, SHORT)}…` }),
    ]
      .filter((part) => part !== '')
      .join(' · '),
  };
}

/** What the endpoint and this desk did. A desk of an older version wrote no times down: then the step stands without one. */
function deskLines({ day, attachment, handled }: FileHere, t: DeskTranslator): readonly CustodyLine[] {
  const matched = attachment.state === 'matched';
  const file = handled.files[attachment.entry.content];
  const steps: readonly (readonly [string | null | undefined, string])[] = [
    [handled.openedAt, t('custody.reportOpened')],
    [matched ? attachment.at : null, t('custody.compared')],
    [file?.shown, t('custody.shown')],
    [file?.saved, t('custody.saved')],
  ];
  const timed = steps
    .flatMap(([at, action]) => (typeof at === 'string' ? [{ at, action }] : []))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, action }) =>
      t('custody.by', { time: describeInstant(at) ?? at, who: t('custody.desk'), action }),
    );
  return [
    ...(matched ? [t('custody.stored', { day: formatDay(day) })] : []),
    ...(matched && attachment.at === null ? [t('custody.opened')] : []),
    ...timed,
    ...(matched ? [] : [t('custody.notOpened')]),
  ].map((text) => ({ text, hash: '' }));
}
