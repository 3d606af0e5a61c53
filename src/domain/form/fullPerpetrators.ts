/** Owns the section of the full form about those who did it. Must never hold an answer. */
import { agenciesOffered, NO_LISTS, type OwnLists } from '../ownLists.ts';
import { listAt, textAt } from '../report.ts';
import { allCountries } from '../vocabulary.ts';
import { sayIn } from './answers.ts';
import { spoken } from './fullActs.ts';
import { coded, line, lines, listed, many, one } from './fullAsking.ts';
import { abroad, severalActs } from './fullWhen.ts';
import { choicesOf, named, offeredChoice } from './fullWords.ts';
import type { Choice, Question, Repeat, Scope, Section } from './question.ts';

/** The agencies of the country where it happened first, under its name; then the generic ones. [MAN9] */
export const agencyChoices =
  (lists: OwnLists) =>
  ({ root, here }: Scope): readonly Choice[] => {
    const country = textAt(root['place'], 'country') ?? '';
    const place = allCountries().find((option) => option.code === country);
    return agenciesOffered(lists, country, [here['type']]).map((one) =>
      one.country !== undefined && place !== undefined
        ? { ...offeredChoice(one), group: { en: place.en, ru: place.ru } }
        : offeredChoice(one),
    );
  };

/** "Police · District 6". */
export const perpetratorTitle =
  ({ perpetrators }: OwnLists): Repeat['entryTitle'] =>
  (entry, _index, language) => {
    const code = textAt(entry, 'type') ?? '';
    const names =
      choicesOf('perpetrators').find((option) => option.code === code)?.label ??
      perpetrators.added.find((one) => one.code === code)?.names;
    return [
      names === undefined ? '' : sayIn(names, language, spoken(language)),
      textAt(entry, 'agency') ?? '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  };

/** The acts by their place; in the finished report they are numbers. */
const actChoices = ({ root }: Scope): readonly Choice[] =>
  listAt(root, 'acts').map((act, index) => {
    const type = choicesOf('violations').find((option) => option.code === textAt(act, 'type'))?.label;
    return {
      code: String(index),
      label: { en: `${index + 1}. ${type?.['en'] ?? ''}`, ru: `${index + 1}. ${type?.['ru'] ?? ''}` },
    };
  });

const perpetratorQuestions: readonly Question[] = [
  {
    name: 'type',
    label: named('perpetrators[].type'),
    required: () => true,
    ...one(agencyChoices(NO_LISTS)),
  },
  {
    name: '_state',
    label: {
      en: 'Abroad: which State is behind it? Name its body below.',
      ru: 'За рубежом: какое государство за этим стоит? Назовите его орган ниже.',
    },
    relevant: abroad,
    kind: 'note',
  },
  { name: 'agency', label: named('perpetrators[].agency'), ...line(160) },
  {
    name: 'name',
    label: named('perpetrators[].name'),
    hint: {
      en: 'Only if it is certain: it accuses a person',
      ru: 'Только если известно точно: это обвинение человека',
    },
    guide: 'perpetrators',
    ...line(120),
  },
  { name: 'description', label: named('perpetrators[].description'), ...lines(500) },
  { name: 'count', label: named('perpetrators[].count'), kind: 'range', max: 100_000 },
  { name: 'involvement', label: named('perpetrators[].involvement'), ...one(listed('involvement')) },
  {
    name: 'acts',
    label: named('perpetrators[].acts[]'),
    hint: { en: 'Empty: in all', ru: 'Пусто: во всех' },
    relevant: severalActs,
    ...many(actChoices),
  },
  {
    name: 'confidence',
    label: named('perpetrators[].confidence'),
    ...one(coded('certain', 'probable', 'presumed')),
  },
];

export const perpetratorsSection: Section = {
  name: 'perpetrators',
  label: { en: 'Perpetrators', ru: 'Нарушители' },
  questions: [
    {
      name: 'perpetrators',
      label: named('perpetrators[]'),
      kind: 'repeat',
      min: 0,
      max: 50,
      entryTitle: perpetratorTitle(NO_LISTS),
      fresh: () => ({}),
      questions: perpetratorQuestions,
    },
    { name: 'official_response', label: named('official_response'), ...one(listed('officialResponses')) },
  ],
};
