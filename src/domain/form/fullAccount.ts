/** Owns the sections of the full form about the account, the place and the time. Must never hold an answer. */
import { NO_LISTS, type OwnLists, regionsOffered } from '../ownLists.ts';
import { textAt } from '../report.ts';
import { allCountries, regionsOf } from '../vocabulary.ts';
import { coded, group, LANGUAGES, line, lines, listed, one, story } from './fullAsking.ts';
import { answered, not, onlyLaws } from './fullWhen.ts';
import { choice, named, offeredChoice, worded } from './fullWords.ts';
import type { Choice, Scope, Section } from './question.ts';

export const accountSection: Section = {
  name: 'account',
  label: { en: 'Account', ru: 'Рассказ' },
  questions: [
    group('event', [
      {
        name: 'summary',
        label: named('event.summary'),
        hint: { en: 'Who did what to whom, where and when', ru: 'Кто, что, кому, где и когда' },
        guide: 'asking',
        ...lines(500),
      },
      {
        name: 'narrative',
        label: named('event.narrative'),
        hint: {
          en: 'In the order it happened. No names of those who must stay hidden.',
          ru: 'По порядку. Без имён тех, кого нельзя называть.',
        },
        guide: 'asking',
        ...story(200_000),
      },
      { name: 'context', label: named('event.context'), ...story(20_000) },
      { name: 'impact', label: named('event.impact'), ...story(20_000) },
    ]),
    { name: 'language', label: named('language'), ...one(coded(...LANGUAGES)) },
    {
      name: 'title',
      label: named('title'),
      hint: {
        en: 'Empty: made from the act, the region and the month. No names.',
        ru: 'Пусто: из вида, области и месяца. Без имён.',
      },
      ...line(160),
    },
  ],
};

/** The regions of the country, the organisation's own too, and "unknown". [MAN9] */
export const regionChoices =
  (lists: OwnLists) =>
  ({ here }: Scope): readonly Choice[] => [
    ...regionsOffered(lists, textAt(here, 'country') ?? '', [here['region']]).map(offeredChoice),
    ...worded(['unknown']),
  ];
const hasRegions = ({ here }: Scope): boolean => regionsOf(textAt(here, 'country') ?? '').length > 0;

export const placeSection: Section = {
  name: 'place',
  label: { en: 'Place and time', ru: 'Место и время' },
  questions: [
    group('event', [
      {
        name: 'start',
        label: named('event.start'),
        required: () => true,
        guide: 'dates',
        kind: 'partialDate',
      },
      { name: 'ongoing', label: named('event.ongoing'), relevant: not(answered('end')), kind: 'flag' },
      {
        name: 'end',
        label: named('event.end'),
        relevant: ({ here }) => here['ongoing'] !== true,
        guide: 'dates',
        kind: 'partialDate',
      },
      { name: 'time', label: named('event.time'), kind: 'time' },
      {
        name: '_part',
        label: { en: 'Or the part of the day', ru: 'Или часть суток' },
        relevant: not(answered('time')),
        ...one(coded('morning', 'day', 'evening', 'night')),
      },
    ]),
    group('place', [
      {
        name: 'country',
        label: named('place.country'),
        required: () => true,
        ...one(() => allCountries().map(choice)),
      },
      {
        name: 'region',
        label: named('place.region'),
        relevant: hasRegions,
        kind: 'choice',
        many: false,
        choices: regionChoices(NO_LISTS),
        byAlphabet: true,
      },
      { name: 'district', label: named('place.district'), relevant: not(onlyLaws), ...line(80) },
      {
        name: 'locality',
        label: named('place.locality'),
        relevant: not(onlyLaws),
        guide: 'place',
        ...line(120),
      },
      {
        name: 'site_type',
        label: named('place.site_type'),
        relevant: not(onlyLaws),
        ...one(listed('siteTypes')),
      },
      { name: 'site_name', label: named('place.site_name'), relevant: not(onlyLaws), ...line(160) },
      { name: 'online', label: named('place.online'), kind: 'flag' },
      {
        name: '_point',
        label: named('place._point'),
        hint: {
          en: 'Never needed. Only a tap takes them.',
          ru: 'Не обязательны. Берутся только по нажатию.',
        },
        relevant: not(onlyLaws),
        guide: 'place',
        kind: 'point',
      },
      {
        name: 'precision',
        label: named('place.precision'),
        hint: {
          en: 'The coordinates are cut to it before anything is sent',
          ru: 'Координаты обрезаются до неё перед отправкой',
        },
        relevant: answered('_point'),
        required: () => true,
        ...one(listed('precisions')),
      },
    ]),
  ],
};
