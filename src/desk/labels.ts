/** Owns how a line of the inbox is put into words: type, place, time, monitor, trust. Must never decide trust: it reads it. */

import { answerWord } from '../domain/answerWords.ts';
import { CAPTURE_FORM } from '../domain/capture.ts';
import { sayIn } from '../domain/form/answers.ts';
import { ADDITION_FORM, type AdditionKind } from '../domain/later/additionNames.ts';
import type { Headline } from '../domain/report.ts';
import { countryLabel, find, type Lang, label } from '../domain/vocabulary.ts';
import type { DeskTranslator } from '../i18n/deskMessages.ts';
import type { AuthorMark } from '../inbox/ports.ts';
import type { Card, CardHeadline } from './card.ts';
import { describeDate } from './dates.ts';
import type { DeskNotes } from './deskRecords.ts';
import type { TeamView } from './openerMessages.ts';

/** What a report or a line of the inbox says it is: of an addition, what it does. */
export const typeLabel = (
  { type, form }: Headline,
  t: DeskTranslator,
  kind: AdditionKind | null = null,
): string =>
  form === CAPTURE_FORM
    ? t('capture.title')
    : form === ADDITION_FORM
      ? (answerWord(kind ?? ADDITION_FORM, t.lang) ?? '')
      : type === null
        ? t('desk.noType')
        : label('violations', type, t.lang);

export function placeLabel({ country, region, regionNames }: CardHeadline, lang: Lang): string {
  const known = region === null ? undefined : find('regions', region);
  if (known !== undefined) return known[lang];
  if (regionNames !== undefined) return sayIn(regionNames, lang);
  return country === null ? '' : countryLabel(country, lang);
}

export const whenLabel = ({ date }: Headline, t: DeskTranslator): string =>
  date === null ? '' : describeDate(date, t);

/** What of a line is searched besides its own words: what its codes are called, in both languages. */
export function labelWords({ headline }: Card, lang: Lang): string {
  const { type, country } = headline;
  return [
    type === null ? '' : label('violations', type, lang),
    placeLabel(headline, 'en'),
    placeLabel(headline, 'ru'),
    country === null ? '' : countryLabel(country, 'en'),
    country === null ? '' : countryLabel(country, 'ru'),
  ].join(' ');
}

/** `forced`: by the author's own mark, written under force. `alarm`: two devices used one invite, or one that was not made here. `wrong`: the author's mark does not fit. */
export type AuthorSignMark =
  | 'confirmed'
  | 'notConfirmed'
  | 'anonymous'
  | 'unknown'
  | 'wrong'
  | 'alarm'
  | 'forced';

export function authorOf(mark: AuthorMark, team: TeamView | null): AuthorSignMark {
  switch (mark.verdict) {
    case 'anonymous':
      return 'anonymous';
    case 'author':
    case 'replayed': {
      // Whatever else is known of the phone: this one a coordinator must see first. [REP8]
      if (mark.forced === true) return 'forced';
      const monitor = team?.monitors.find(({ chain }) => chain === mark.chain);
      if (monitor === undefined) return 'unknown';
      if (monitor.alarm !== 'none' && !monitor.confirmed) return 'alarm';
      return monitor.confirmed ? 'confirmed' : 'notConfirmed';
    }
    case 'unknownChain':
    case 'tooFar':
      return 'unknown';
    default:
      return 'wrong';
  }
}

/** The codename, else what the invite's number says. */
export function nameOfInvite(invite: string, notes: DeskNotes, t: DeskTranslator): string {
  return (
    notes.codenames.find((one) => one.invite === invite)?.name ??
    t('desk.unnamed', { code: invite.slice(0, 4) })
  );
}

export function monitorName(
  mark: AuthorMark,
  team: TeamView | null,
  notes: DeskNotes,
  t: DeskTranslator,
): string {
  if (mark.verdict === 'anonymous') return t('inbox.anonymous');
  const monitor = team?.monitors.find(({ chain }) => chain === mark.chain);
  return monitor === undefined
    ? t('desk.unnamed', { code: mark.chain.slice(0, 4) })
    : nameOfInvite(monitor.invite, notes, t);
}
