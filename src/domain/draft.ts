/** Owns the Draft: what the forms collect and autosave; must never decide what may be sent. */

import { bounded } from './bounded.ts';
import { instant } from './day.ts';
import { ADDITION_KINDS, type AdditionKind } from './later/additionNames.ts';
import { isOwnCode, type OwnCode } from './ownCodes.ts';
import { type PartialDate, parsePartialDate } from './partialDate.ts';
import type { JsonObject } from './report.ts';
import { err, ok, type Result } from './result.ts';
import { isUuid } from './uuid.ts';
import type { Lang } from './vocabulary.ts';

/** The languages a report may be written in (BCP 47, the schema's list). */
export type ReportLanguage = Lang | 'kk' | 'ky' | 'tg' | 'tk' | 'uz-Latn' | 'uz-Cyrl';

/** Screen 2. `time` is night, morning, day, evening or local "HH:MM"; `ongoing` = still going on. */
export type When = { readonly start: PartialDate; readonly time: string | null; readonly ongoing: boolean };

/** Screen 3. `country` is empty until it is chosen; `region` is an ISO 3166-2 code of that country, "unknown", or null when not answered. */
export type Where = { readonly country: string; readonly region: string | null; readonly locality: string };

/** How many people: "3", "30–50", or not known. */
export type PeopleCount =
  | { readonly kind: 'exact'; readonly count: number }
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  | { readonly kind: 'unknown' };

export type Harmed = 'woman' | 'man' | 'child';

/** Screen 4. `pseudonym` is never a real name; a girl is ['woman', 'child']. */
export type Who = {
  readonly pseudonym: string;
  readonly count: PeopleCount;
  readonly harmed: readonly Harmed[];
  readonly occupations: readonly string[];
};

/** What was asked about consent, for the report or for one of its files. Members that earlier versions lack are not said. */
export type ConsentSaid = {
  readonly preset: string;
  /** The person was told how it may be used and what the risks are (V20). */
  readonly explained: boolean;
  /** A code of givenBy, or "unknown": then, and while it is not said, nobody agreed. [FORM6] */
  readonly givenBy?: string | null;
  /** A code of consentMethods. */
  readonly method?: string | null;
};

/** What the person knows about one attached file. Its keys and bytes live elsewhere (vault), found by `id`. */
export type DraftAttachment = {
  readonly id: string;
  readonly kind: 'photo' | 'video' | 'voice' | 'file';
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  /** Lower-case hex over the original bytes; null until the file has been read to its end. */
  readonly sha256: string | null;
  readonly title: string;
  readonly description: string;
  /** "own_capture" only for a photo made here, "other" for a file that was chosen; see the list evidenceMethods. */
  readonly method: string;
  /** Whether somebody can be recognised. "notAsked" = not answered yet, and counts as identifiable. */
  readonly showsPeople: 'none' | 'consenting' | 'identifiable' | 'notAsked';
  readonly captured: PartialDate | null;
  /** When it came in, by the device's clock; drafts of earlier versions do not say. */
  readonly addedAt?: string;
  /** A recording that was cut off. */
  readonly partial?: true;
  readonly copyOf?: CopyOf;
  /** From whom it came: victim, witness, relative, lawyer or source. */
  readonly obtainedFrom?: string | null;
  /** Its own consent; absent or null = that of the report. */
  readonly use?: ConsentSaid | null;
};

/** What a working copy was made from: `id` when that is in the draft too. */
export type CopyOf = {
  readonly how: 'stripped' | 'redacted' | 'smaller';
  /** Of the untouched original, hex. */
  readonly sha256: string;
  readonly id: string | null;
};

/** Screen 7. */
export type Use = ConsentSaid & {
  /** null = as suggested by the type; the monitor may only raise it. */
  readonly urgency: string | null;
  readonly urgencyReason: string;
  readonly monitorAtRisk: boolean;
  readonly riskFlags: readonly string[];
};

/** The report that something is said about later, and what: all that the phone knows of it. [REP10] */
export type DraftAbout = { readonly report: string; readonly code: string; readonly kind: AdditionKind };

/**
 * One unfinished report. null = the screen has not been answered; "I don't know" is an answer. `full` holds the answers
 * of the full form, null while the short form is enough: from then on they are the truth for everything but attachments
 * and captures. Members that a newer version added are carried along untouched.
 */
export type Draft = {
  readonly v: 1;
  readonly id: string;
  readonly localRef: string;
  readonly form: 'short';
  readonly language: ReportLanguage;
  /** "YYYY-MM-DDTHH:MM:SSZ" by the device's clock. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly what: string | null;
  readonly when: When | null;
  readonly where: Where;
  readonly who: Who | null;
  readonly by: readonly string[] | null;
  readonly words: string;
  readonly attachments: readonly DraftAttachment[];
  /** "How do you know?": a code of sourceTypes. */
  readonly source: string | null;
  readonly use: Use | null;
  /** Short codes of captures that belong to this report. */
  readonly captures: readonly string[];
  readonly full: JsonObject | null;
  /** Answers to the organisation's own form beside the short form; the full form takes them along. [FORM7] */
  readonly extra?: JsonObject;
  /** null = a report of its own. */
  readonly about: DraftAbout | null;
  /** What the organisation calls the codes of its own that were chosen. [REP11] */
  readonly ownCodes?: readonly OwnCode[];
};

/** The answers a screen may change. */
export type DraftAnswers = Pick<
  Draft,
  'language' | 'what' | 'when' | 'where' | 'who' | 'by' | 'words' | 'source' | 'use' | 'captures'
>;

/** A draft with nothing answered but the country of the profile. `now` is epoch milliseconds. */
export function emptyDraft(start: {
  id: string;
  localRef: string;
  lang: ReportLanguage;
  country: string;
  now: number;
}): Draft {
  const at = instant(start.now);
  return {
    v: 1,
    id: start.id,
    localRef: start.localRef,
    form: 'short',
    language: start.lang,
    createdAt: at,
    updatedAt: at,
    what: null,
    when: null,
    where: { country: start.country, region: null, locality: '' },
    who: null,
    by: null,
    words: '',
    attachments: [],
    source: null,
    use: null,
    captures: [],
    full: null,
    about: null,
  };
}

/** What screen 7 shows before anything is tapped: not asked, urgency as suggested. */
export const defaultUse = (): Use => ({
  preset: 'none',
  explained: false,
  givenBy: null,
  method: null,
  urgency: null,
  urgencyReason: '',
  monitorAtRisk: false,
  riskFlags: [],
});

/** What screen 4 starts from. */
export const defaultWho = (): Who => ({
  pseudonym: '',
  count: { kind: 'unknown' },
  harmed: [],
  occupations: [],
});

/** The draft with some answers changed. `now` is epoch milliseconds. */
export function answer(draft: Draft, answers: Partial<DraftAnswers>, now: number): Draft {
  return { ...draft, ...answers, updatedAt: instant(now) };
}

/** The draft with the answers of its full form replaced. `now` is epoch milliseconds. */
export function setFull(draft: Draft, full: JsonObject, now: number): Draft {
  return { ...draft, full, updatedAt: instant(now) };
}

/** The draft with the answers to the organisation's own form beside the short one replaced. `now` is epoch milliseconds. */
export function setExtra(draft: Draft, extra: JsonObject, now: number): Draft {
  return { ...draft, extra, updatedAt: instant(now) };
}

/** The draft with a country chosen; a region of another country is forgotten (V09). */
export function chooseCountry(draft: Draft, country: string, now: number): Draft {
  const keep = draft.where.region === 'unknown' || draft.where.region?.startsWith(`${country}-`) === true;
  return answer(draft, { where: { ...draft.where, country, region: keep ? draft.where.region : null } }, now);
}

/** The draft with an attachment added, or replaced when its id is already there. */
export function putAttachment(draft: Draft, attachment: DraftAttachment, now: number): Draft {
  const known = draft.attachments.some((one) => one.id === attachment.id);
  const attachments = known
    ? draft.attachments.map((one) => (one.id === attachment.id ? attachment : one))
    : [...draft.attachments, attachment];
  return { ...draft, attachments, updatedAt: instant(now) };
}

/** The draft without that attachment. */
export function dropAttachment(draft: Draft, id: string, now: number): Draft {
  return {
    ...draft,
    attachments: draft.attachments.filter((one) => one.id !== id),
    updatedAt: instant(now),
  };
}

export type ScreenNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const SCREENS: readonly ScreenNumber[] = [1, 2, 3, 4, 5, 6, 7];

/** Which of the seven screens have an answer, by number. */
export function draftProgress(draft: Draft): Record<ScreenNumber, boolean> {
  return {
    1: draft.what !== null,
    2: draft.when !== null,
    3: draft.where.country !== '',
    4: draft.who !== null,
    5: draft.by !== null && draft.by.length > 0,
    6: draft.words.trim() !== '' || draft.attachments.length > 0 || draft.captures.length > 0,
    7: draft.use !== null,
  };
}

/** Whether nothing was ever answered: such a draft may be discarded without asking. */
export function isUntouched(draft: Draft): boolean {
  const done = draftProgress(draft);
  return (
    draft.full === null &&
    draft.extra === undefined &&
    SCREENS.every((screen) => screen === 3 || !done[screen]) &&
    draft.where.region === null
  );
}

/** Whether a child is among those harmed. */
export const hasChild = (draft: Draft): boolean => draft.who?.harmed.includes('child') === true;

/** The draft as JSON text (UTF-8 when stored). */
export const encodeDraft = (draft: Draft): string => JSON.stringify(draft);

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isTextOrAbsent = (value: unknown): boolean => value === undefined || isTextOrNull(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

function isPeopleCount(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'exact') return isCount(value['count']);
  if (value['kind'] === 'range') return isCount(value['min']) && isCount(value['max']);
  return value['kind'] === 'unknown';
}

const isWhen = (value: unknown): boolean =>
  isRecord(value) &&
  parsePartialDate(value['start']).ok &&
  isTextOrNull(value['time']) &&
  typeof value['ongoing'] === 'boolean';

const isWhere = (value: unknown): boolean =>
  isRecord(value) && isText(value['country']) && isTextOrNull(value['region']) && isText(value['locality']);

const isWho = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value['pseudonym']) &&
  isPeopleCount(value['count']) &&
  isTexts(value['harmed']) &&
  isTexts(value['occupations']);

const isSaid = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) &&
  isText(value['preset']) &&
  typeof value['explained'] === 'boolean' &&
  isTextOrAbsent(value['givenBy']) &&
  isTextOrAbsent(value['method']);

const isUse = (value: unknown): boolean =>
  isSaid(value) &&
  isTextOrNull(value['urgency']) &&
  isText(value['urgencyReason']) &&
  typeof value['monitorAtRisk'] === 'boolean' &&
  isTexts(value['riskFlags']);

const isAbout = (value: unknown): boolean =>
  isRecord(value) &&
  isUuid(String(value['report'])) &&
  isText(value['code']) &&
  ADDITION_KINDS.some((kind) => kind === value['kind']);

const KINDS = ['photo', 'video', 'voice', 'file'];
const SHOWS = ['none', 'consenting', 'identifiable', 'notAsked'];

const isCopyOf = (value: unknown): boolean =>
  isRecord(value) &&
  ['stripped', 'redacted', 'smaller'].includes(String(value['how'])) &&
  isText(value['sha256']) &&
  isTextOrNull(value['id']);

const isAttachment = (value: unknown): boolean =>
  isRecord(value) &&
  ['id', 'name', 'mime', 'title', 'description', 'method'].every((key) => isText(value[key])) &&
  isCount(value['bytes']) &&
  isTextOrNull(value['sha256']) &&
  KINDS.includes(String(value['kind'])) &&
  SHOWS.includes(String(value['showsPeople'])) &&
  (value['captured'] === null || parsePartialDate(value['captured']).ok) &&
  (value['addedAt'] === undefined || isText(value['addedAt'])) &&
  (value['partial'] === undefined || value['partial'] === true) &&
  isTextOrAbsent(value['obtainedFrom']) &&
  (value['use'] === undefined || value['use'] === null || isSaid(value['use'])) &&
  (value['copyOf'] === undefined || isCopyOf(value['copyOf']));

/** Which member of a draft is missing or of the wrong kind, if any. */
function wrongMember(value: Record<string, unknown>): string | undefined {
  for (const key of ['id', 'localRef', 'language', 'createdAt', 'updatedAt', 'words']) {
    if (!isText(value[key])) return key;
  }
  for (const key of ['what', 'source']) if (!isTextOrNull(value[key])) return key;
  if (!isUuid(String(value['id']))) return 'id';
  if (value['form'] !== 'short') return 'form';
  if (value['when'] !== null && !isWhen(value['when'])) return 'when';
  if (!isWhere(value['where'])) return 'where';
  if (value['who'] !== null && !isWho(value['who'])) return 'who';
  if (value['by'] !== null && !isTexts(value['by'])) return 'by';
  if (value['use'] !== null && !isUse(value['use'])) return 'use';
  const attachments = value['attachments'];
  if (!Array.isArray(attachments) || !attachments.every(isAttachment)) return 'attachments';
  if (value['captures'] !== undefined && !isTexts(value['captures'])) return 'captures';
  if (value['full'] !== undefined && value['full'] !== null && !isRecord(value['full'])) return 'full';
  if (value['extra'] !== undefined && !isRecord(value['extra'])) return 'extra';
  const about = value['about'];
  if (about !== undefined && about !== null && !isAbout(about)) return 'about';
  const codes = value['ownCodes'];
  if (codes !== undefined && !(Array.isArray(codes) && codes.every(isOwnCode))) return 'ownCodes';
  return undefined;
}

/**
 * Reads a stored draft: JSON text or an already parsed value. Unknown members stay (S10). "newer" = written by a later
 * format: leave it alone and keep it; "notADraft" names the member in `detail`.
 */
export function parseDraft(stored: unknown): Result<Draft, 'notJson' | 'tooLarge' | 'newer' | 'notADraft'> {
  let value = stored;
  if (typeof stored === 'string') {
    try {
      value = JSON.parse(stored);
    } catch {
      return err('notJson');
    }
  }
  const limited = bounded(value);
  if (!limited.ok) return err('tooLarge', limited.code);
  if (!isRecord(value)) return err('notADraft');
  const version = value['v'];
  if (typeof version === 'number' && version > 1) return err('newer');
  if (version !== 1) return err('notADraft', 'v');
  const wrong = wrongMember(value);
  // Drafts of earlier versions had no captures, no full form, and were about nothing. S10
  return wrong === undefined
    ? ok({ captures: [], full: null, about: null, ...value } as unknown as Draft)
    : err('notADraft', wrong);
}
