/** Owns putting a draft's answers into words for the last look; never leaves out what was said. */
import {
  type ConsentSaid,
  type Draft,
  type PeopleCount,
  SCREENS,
  type ScreenNumber,
} from '../../domain/draft.ts';
import { sayIn } from '../../domain/form/answers.ts';
import type { OwnListName } from '../../domain/ownCodes.ts';
import type { Offered } from '../../domain/ownLists.ts';
import type { PartialDate } from '../../domain/partialDate.ts';
import { suggestedUrgency, urgencyOf } from '../../domain/urgency.ts';
import { find } from '../../domain/vocabulary.ts';
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { PARTS } from './FormWhen.tsx';

/** What a country of either list is called. */
export const countryName = (t: MonitorTranslator, country: string): string =>
  t.label(find('countries', country) === undefined ? 'hostCountries' : 'countries', country);

/** What a region or an agency is called where it is offered: the organisation's own by the names that it gave. */
export const offeredName = (
  t: MonitorTranslator,
  list: OwnListName,
  { code, names, own }: Offered,
): string => (own ? sayIn(names, t.speaks, t.lang) : t.label(list, code));

/** The same of one that was chosen. */
function chosenName(t: MonitorTranslator, { ownCodes }: Draft, list: OwnListName, code: string): string {
  const own = ownCodes?.find((one) => one.list === list && one.code === code);
  return own === undefined ? t.label(list, code) : sayIn(own.names, t.speaks, t.lang);
}

/** A partial date as one would say it. */
export function sayDate(t: MonitorTranslator, date: PartialDate): string {
  if (date.q === 'unknown') return t('form.when.unknown');
  const between = /^\[(.*)\.\.(.*)\]$/.exec(date.edtf);
  if (between !== null) return `${formatDay(between[1] ?? '')} – ${formatDay(between[2] ?? '')}`;
  if (date.edtf.endsWith('/..')) return `${formatDay(date.edtf.slice(0, -3))} – …`;
  const day = formatDay(date.edtf.replace(/[~?]$/, ''));
  return date.q === 'about' ? `${t('form.when.about')}: ${day}` : day;
}

function sayPart(t: MonitorTranslator, time: string | null): string {
  const part = PARTS.find((one) => one === time);
  return part === undefined ? (time ?? '') : t(`form.when.part.${part}`);
}

function sayCount(t: MonitorTranslator, count: PeopleCount): string {
  if (count.kind === 'unknown') return t('form.who.unknownNumber');
  if (count.kind === 'range') return `${t('form.who.group')} ${count.min}–${count.max}`;
  return t('count.people', { n: count.count });
}

/** Of a long account: enough to know it again, all of it is one press away. */
const LONGEST = 200;
const beginningOf = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text;

function saying(t: MonitorTranslator, draft: Draft, screen: ScreenNumber): readonly string[] {
  const { what, when, where, who, by, use } = draft;
  switch (screen) {
    case 1:
      return what === null ? [] : [t.label('violations', what)];
    case 2:
      if (when === null) return [];
      return [
        sayDate(t, when.start),
        sayPart(t, when.time),
        ...(when.ongoing ? [t('form.when.ongoing')] : []),
      ];
    case 3:
      return [
        countryName(t, where.country),
        ...(where.region === null
          ? []
          : [
              where.region === 'unknown'
                ? `${t('form.where.region')}: ${t('form.where.unknown')}`
                : chosenName(t, draft, 'regions', where.region),
            ]),
        where.locality.trim(),
      ];
    case 4:
      if (who === null) return [];
      return [
        who.pseudonym.trim(),
        sayCount(t, who.count),
        ...who.harmed.map((one) => t(`form.who.${one}`)),
        ...who.occupations.map((code) => t.label('occupations', code)),
      ];
    case 5:
      return (by ?? []).map((code) =>
        code === 'unknown' ? t('form.by.unknown') : chosenName(t, draft, 'perpetrators', code),
      );
    case 6:
      return [
        beginningOf(draft.words.trim()),
        draft.attachments.length === 0 ? '' : t('count.files', { n: draft.attachments.length }),
        draft.source === null ? '' : `${t('form.words.source')}: ${t.label('sourceTypes', draft.source)}`,
      ];
    case 7:
      if (use === null) return [t('form.use.none')];
      return [
        t.label('presets', use.preset),
        ...agreedIn(t, use),
        ...(use.monitorAtRisk ? [t('form.risk.mine')] : []),
        ...use.riskFlags.map((code) => t.label('riskFlags', code)),
      ];
  }
}

/** Who agreed and how, where somebody was asked. */
function agreedIn(
  t: MonitorTranslator,
  { preset, givenBy, method, explained }: ConsentSaid,
): readonly string[] {
  if (preset === 'none') return [];
  const [by, how] = [givenBy ?? '', t.label('consentMethods', method ?? '')];
  const who = by === 'unknown' ? t('form.use.byUnknown') : t.label('givenBy', by);
  return [
    by === '' ? '' : `${t(preset === 'refused' ? 'form.use.byRefused' : 'form.use.by')} ${who}`,
    how === '' ? '' : `${t('form.use.method')} ${how}`,
    explained ? t('form.use.explained') : '',
  ];
}

/** How urgent it is: what the kind suggests, or more. */
export const levelOf = ({ what, use }: Draft): string =>
  urgencyOf(suggestedUrgency(what ?? '', use?.riskFlags ?? []), use?.urgency ?? null);

export type Answer = {
  readonly screen: ScreenNumber;
  readonly question: string;
  readonly said: readonly string[];
};

/** Every screen's question and what was said, in order; empty where nothing was. */
export function answersOf(t: MonitorTranslator, draft: Draft): readonly Answer[] {
  const questions = {
    1: t('form.what.title'),
    2: t('form.when.title'),
    3: t('form.where.title'),
    4: t('form.who.title'),
    5: t('form.by.title'),
    6: t('form.words.title'),
    7: t('form.use.title'),
  } as const;
  return SCREENS.map((screen) => ({
    screen,
    question: questions[screen],
    said: saying(t, draft, screen).filter((one) => one !== ''),
  }));
}
