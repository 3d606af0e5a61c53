/** Owns what stops a draft from being finished; warnings never do, for a monitor in danger (DOMAIN §2.15). */
import { isGiven, isGiver, namesInPublic, needsExplaining, usesOfPreset } from './consent.ts';
import { addDays } from './day.ts';
import {
  type ConsentSaid,
  type Draft,
  type DraftAttachment,
  hasChild,
  type ScreenNumber,
  type Use,
  type When,
} from './draft.ts';
import type { OwnListName } from './ownCodes.ts';
import { bounds, parsePartialDate } from './partialDate.ts';
import type { FindingCode, RuleId } from './rules/finding.ts';
import { mayLieAhead } from './rules/rulesOfTime.ts';
import { codePoints, longerThan } from './text.ts';
import { find, type ListName } from './vocabulary.ts';

/** One thing a screen must still say. `path` is the field of the report, `screen` where to answer it, `file` the id of the file it is about. */
export type Issue = {
  readonly rule: RuleId;
  readonly path: string;
  readonly screen: ScreenNumber;
  readonly code: FindingCode;
  readonly file?: string;
};

type Add = (screen: ScreenNumber, rule: RuleId, path: string, code: FindingCode) => void;

const MOST_ATTACHMENTS = 50;
const MOST_CAPTURES = 20;
const MOST_VICTIMS = 1_000_000;
const LONGEST_ACCOUNT = 200_000;

/** Limits hold for what will be written, so the ends are trimmed first; the schema also counts code points. */
function limited(text: string, limit: number, screen: ScreenNumber, path: string, add: Add): void {
  const kept = text.trim();
  if (kept.length > limit && (longerThan(kept, limit) || codePoints(kept) > limit)) {
    add(screen, 'V32', path, 'tooLong');
  }
}

function known(list: ListName, code: string, screen: ScreenNumber, path: string, add: Add): void {
  if (find(list, code) === undefined) add(screen, 'F01', path, 'unknownCode');
}

/** Whether a code is not ours but was named when it was chosen. [REP11] */
const isNamed = ({ ownCodes }: Draft, list: OwnListName, code: string): boolean =>
  ownCodes?.some((one) => one.list === list && one.code === code) === true;

function whatAndWhen(draft: Draft, today: string, add: Add): void {
  const type = draft.what === null ? undefined : find('violations', draft.what);
  if (draft.what === null) add(1, 'V01', 'acts[0].type', 'noAct');
  else if (type === undefined) add(1, 'V01', 'acts[0].type', 'unknownType');
  else if (type.deprecated === true) add(1, 'V01', 'acts[0].type', 'deprecatedType');
  if (draft.when === null) add(2, 'V03', 'event.start', 'whenNotAnswered');
  else moment(draft.when, today, mayLieAhead(draft.what ?? ''), add);
}

function moment(when: When, today: string, ahead: boolean, add: Add): void {
  const start = parsePartialDate(when.start);
  if (!start.ok) {
    add(2, 'V04', 'event.start', start.code === 'calendar' ? 'dateCalendar' : 'dateForm');
    return;
  }
  const { q, edtf, text } = start.value;
  if (q !== 'unknown' && edtf === '') add(2, 'V03', 'event.start', 'whenNotAnswered');
  limited(text ?? '', 200, 2, 'event.start.text', add);
  limited(when.time ?? '', 20, 2, 'event.time', add);
  const { earliest } = bounds(start.value);
  if (!ahead && earliest !== null && earliest > addDays(today, 1)) add(2, 'V05', 'event.start', 'inFuture');
}

function where(draft: Draft, add: Add): void {
  const { country, region, locality } = draft.where;
  if (!/^[A-Z]{2}$/.test(country)) add(3, 'V08', 'place.country', 'countryMissing');
  if (region !== null && region !== 'unknown') {
    if (find('regions', region) === undefined && !isNamed(draft, 'regions', region))
      add(3, 'V09', 'place.region', 'unknownRegion');
    else if (!region.startsWith(`${country}-`)) add(3, 'V09', 'place.region', 'regionOfOtherCountry');
  }
  limited(locality, 120, 3, 'place.locality', add);
}

function people(draft: Draft, add: Add): void {
  const who = draft.who;
  if (who !== null) {
    const { count } = who;
    const bad =
      (count.kind === 'exact' && count.count > MOST_VICTIMS) ||
      (count.kind === 'range' && (count.min > count.max || count.max > MOST_VICTIMS));
    if (bad) add(4, 'V13', 'victim_group', 'countImpossible');
    limited(who.pseudonym, 60, 4, 'persons[0].label', add);
    for (const code of who.occupations) known('occupations', code, 4, 'persons[0].occupation', add);
  }
  for (const [index, code] of (draft.by ?? []).entries()) {
    if (!isNamed(draft, 'perpetrators', code))
      known('perpetrators', code, 5, `perpetrators[${index}].type`, add);
  }
}

function attachment(one: DraftAttachment, path: string, add: Add): void {
  if (one.sha256 === null || !/^[0-9a-f]{64}$/.test(one.sha256)) {
    add(6, 'F05', `${path}.file`, 'attachmentNotReady');
  }
  known('evidenceMethods', one.method, 6, `${path}.method`, add);
  if (one.use) known('presets', one.use.preset, 6, `${path}.consent`, add);
  limited(one.title, 120, 6, `${path}.title`, add);
  limited(one.description, 2000, 6, `${path}.description`, add);
}

function account(draft: Draft, add: Add): void {
  const spoken = draft.attachments.some((one) => one.kind === 'voice' || one.kind === 'video');
  // What was captured before holds the account, as far as this phone can know.
  const told = draft.words.trim() !== '' || spoken || draft.captures.length > 0;
  if (!told) add(6, 'F04', 'event.summary', 'neitherWordsNorVoice');
  limited(draft.words, LONGEST_ACCOUNT, 6, 'event.narrative', add);
  if (draft.attachments.length > MOST_ATTACHMENTS) add(6, 'F01', 'evidence', 'tooMany');
  if (draft.captures.length > MOST_CAPTURES) add(6, 'F01', 'captures', 'tooMany');
  for (const [index, one] of draft.attachments.entries()) attachment(one, `evidence[${index}]`, add);
  if (draft.source !== null) known('sourceTypes', draft.source, 6, 'sources[0].type', add);
}

function use(chosen: Use, add: Add): void {
  known('presets', chosen.preset, 7, 'consents[0].preset', add);
  if (chosen.urgency !== null) known('urgency', chosen.urgency, 7, 'urgency.level', add);
  for (const flag of chosen.riskFlags) known('riskFlags', flag, 7, 'risk.flags', add);
  limited(chosen.urgencyReason, 300, 7, 'urgency.reason', add);
}

/** What must be answered or corrected before Finish, in the order of the screens. */
export function draftIssues(draft: Draft, today: string): readonly Issue[] {
  const issues: Issue[] = [];
  const add: Add = (screen, rule, path, code) => {
    issues.push({ rule, path, screen, code });
  };
  whatAndWhen(draft, today, add);
  where(draft, add);
  people(draft, add);
  account(draft, add);
  if (draft.use !== null) use(draft.use, add);
  return issues;
}

/** Who agreed, as a code of givenBy; while nobody said who, it was nobody. [FORM6] */
export const giverOf = ({ preset, givenBy }: ConsentSaid): string =>
  preset !== 'none' && isGiver(givenBy) ? givenBy : 'nobody';

/** Uses that were wished for and will be left out, because they may not be allowed yet: FORM6, V20, V18. */
function leftOut(said: ConsentSaid, child: boolean, screen: ScreenNumber, path: string): readonly Issue[] {
  const wished = find('presets', said.preset)?.allows ?? [];
  const by = giverOf(said);
  const warnings: Issue[] = [];
  // Then nothing else is left that could be left out.
  if (by === 'nobody')
    return isGiven(said.preset)
      ? [{ rule: 'F06', path: `${path}.given_by`, screen, code: 'consentByNobody' }]
      : [];
  if (!said.explained && wished.some(needsExplaining))
    warnings.push({ rule: 'V20', path: `${path}.informed`, screen, code: 'risksNotExplained' });
  if (child && by !== 'guardian' && wished.some(namesInPublic))
    warnings.push({ rule: 'V18', path: 'persons[0].consent', screen, code: 'minorNamedWithoutGuardian' });
  return warnings;
}

/** What stops nobody: uses that will be left out, a name that may be public but is not there (F08), pictures nobody looked at for faces (V24). */
export function draftWarnings(draft: Draft): readonly Issue[] {
  const child = hasChild(draft);
  const warnings: Issue[] = [];
  if (draft.use !== null) {
    warnings.push(...leftOut(draft.use, child, 7, 'consents[0]'));
    const { preset, explained } = draft.use;
    const uses = usesOfPreset(preset, { explained, child, by: giverOf(draft.use) });
    // The short form never asks for a real name.
    if (draft.who !== null && uses.some(namesInPublic))
      warnings.push({ rule: 'F08', path: 'persons[0].anonymity', screen: 7, code: 'unnamedMayBeNamed' });
  }
  let consent = 0;
  for (const { id: file, use } of draft.attachments) {
    if (use === null || use === undefined) continue;
    consent += 1;
    const ofFile = leftOut(use, child, 6, `consents[${consent}]`);
    warnings.push(...ofFile.map((one) => ({ ...one, file })));
  }
  // It counts as "yes" for whoever works with it; said now, it is said by the one who was there.
  for (const [index, { id: file, kind, showsPeople }] of draft.attachments.entries()) {
    if (showsPeople !== 'notAsked' || (kind !== 'photo' && kind !== 'video')) continue;
    const path = `evidence[${index}].shows_people`;
    warnings.push({ rule: 'V24', path, screen: 6, code: 'imageWithoutConsent', file });
  }
  return warnings;
}
