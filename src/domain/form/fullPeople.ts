/** Owns the section of the full form about the people concerned. Must never hold an answer. */
import { listAt, textAt } from '../report.ts';
import { allCountries } from '../vocabulary.ts';
import { peopleChoices, spoken } from './fullActs.ts';
import { coded, line, lines, listed, many, one } from './fullAsking.ts';
import { answered, hereIs, inCustody, isChild, isNotOrganisation, isPerson, not } from './fullWhen.ts';
import { choice, choicesOf, named, worded } from './fullWords.ts';
import type { Choice, Question, Scope, Section } from './question.ts';

/** The consents recorded so far, by id: what each allows and who gave it. */
export function consentChoices({ root }: Scope): readonly Choice[] {
  const word = (list: 'presets' | 'givenBy', code: string | null) =>
    choicesOf(list).find((option) => option.code === code)?.label;
  return listAt(root, 'consents').map((consent, index) => {
    const preset = word('presets', textAt(consent, 'preset') ?? 'none');
    const by = word('givenBy', textAt(consent, 'given_by'));
    const say = (lang: 'en' | 'ru') =>
      [`${index + 1}. ${preset?.[lang] ?? ''}`, by?.[lang] ?? ''].filter((part) => part !== '').join(' · ');
    return { code: textAt(consent, 'id') ?? '', label: { en: say('en'), ru: say('ru') } };
  });
}

const nameQuestions: readonly Question[] = [
  {
    name: 'full',
    label: named('persons[].names[].full'),
    hint: { en: 'As the person writes it', ru: 'Так, как пишет сам человек' },
    ...line(200),
  },
  { name: 'script', label: named('persons[].names[].script'), ...one(coded('Cyrl', 'Latn', 'Arab')) },
  {
    name: 'lang',
    label: named('persons[].names[].lang'),
    ...one(coded('ru', 'kk', 'ky', 'tg', 'tk', 'uz', 'en', 'fa')),
  },
  { name: 'family', label: named('persons[].names[].family'), ...line(100) },
  { name: 'given', label: named('persons[].names[].given'), ...line(100) },
  {
    name: 'patronymic',
    label: named('persons[].names[].patronymic'),
    hint: { en: 'Not everybody has one', ru: 'Есть не у всех' },
    ...line(100),
  },
  { name: 'primary', label: named('persons[].names[].primary'), kind: 'flag' },
];

const detentionQuestions: readonly Question[] = [
  { name: 'place', label: named('persons[].detention.place'), ...line(200) },
  { name: 'since', label: named('persons[].detention.since'), kind: 'partialDate' },
  { name: 'charge', label: named('persons[].detention.charge'), ...lines(500) },
  {
    name: 'sentence_years',
    label: named('persons[].detention.sentence_years'),
    kind: 'whole',
    min: 0,
    max: 100,
  },
  {
    name: 'sentence_months',
    label: named('persons[].detention.sentence_months'),
    kind: 'whole',
    min: 0,
    max: 1200,
  },
  { name: 'release_due', label: named('persons[].detention.release_due'), kind: 'partialDate', once: true },
];

const personQuestions: readonly Question[] = [
  {
    name: 'label',
    label: named('persons[].label'),
    hint: {
      en: 'Empty: “Person 1”. A pseudonym must not contain the real name.',
      ru: 'Пусто: «Человек 1». Псевдоним не должен содержать настоящее имя.',
    },
    guide: 'names',
    ...line(60),
  },
  {
    name: 'roles',
    label: named('persons[].roles[]'),
    ...many(coded('victim', 'witness', 'source', 'relative', 'lawyer', 'perpetrator')),
  },
  { name: 'kind', label: named('persons[].kind'), ...one(listed('personKinds')) },
  {
    name: 'anonymity',
    label: named('persons[].anonymity'),
    guide: 'names',
    ...one(coded('pseudonym', 'named', 'anonymous')),
  },
  {
    name: 'names',
    label: named('persons[].names[]'),
    hint: {
      en: 'One entry for each script. Only if you know it is safe.',
      ru: 'Отдельно для каждой письменности. Только если это безопасно.',
    },
    relevant: not(hereIs('anonymity', 'anonymous')),
    required: (scope) => hereIs('anonymity', 'named')(scope) && isPerson(scope),
    guide: 'names',
    kind: 'repeat',
    min: 0,
    max: 10,
    entryTitle: (entry) => textAt(entry, 'full') ?? '',
    fresh: () => ({}),
    questions: nameQuestions,
  },
  {
    name: 'aliases',
    label: named('persons[].aliases[]'),
    hint: { en: 'One on each line', ru: 'По одному на строке' },
    ...lines(1000),
  },
  { name: 'sex', label: named('persons[].sex'), relevant: isNotOrganisation, ...one(listed('sexes')) },
  { name: 'birth', label: named('persons[].birth'), relevant: isPerson, kind: 'partialDate', once: true },
  { name: 'age', label: named('persons[].age'), relevant: isPerson, kind: 'range', max: 120 },
  {
    name: 'age_group',
    label: named('persons[].age_group'),
    relevant: (scope) => isPerson(scope) && not(answered('age'))(scope),
    ...one(listed('ageGroups')),
  },
  {
    name: '_child',
    label: {
      en: 'A child: ask a guardian for consent, and the child’s own view. The name is never published.',
      ru: 'Ребёнок: нужно согласие опекуна и мнение самого ребёнка. Имя не публикуется.',
    },
    relevant: isChild,
    guide: 'children',
    kind: 'note',
  },
  {
    name: 'citizenship',
    label: named('persons[].citizenship[]'),
    relevant: isNotOrganisation,
    ...many(() => [...allCountries().map(choice), ...worded(['stateless'])]),
  },
  {
    name: 'occupation',
    label: named('persons[].occupation[]'),
    relevant: isNotOrganisation,
    ...many(listed('occupations')),
  },
  { name: 'is_hrd', label: named('persons[].is_hrd'), ...one(coded('yes', 'no', 'unknown')) },
  {
    name: 'hrd_sectors',
    label: named('persons[].hrd_sectors[]'),
    relevant: not(hereIs('is_hrd', 'no')),
    ...many(listed('hrdSectors')),
  },
  { name: 'affiliation', label: named('persons[].affiliation'), ...line(160) },
  {
    name: 'characteristics',
    label: named('persons[].characteristics[]'),
    hint: {
      en: 'Only what the person says, or what was the reason',
      ru: 'Только со слов человека или если это стало причиной',
    },
    ...many(listed('characteristics')),
  },
  { name: 'ethnicity', label: named('persons[].ethnicity'), relevant: isNotOrganisation, ...line(60) },
  { name: 'religion', label: named('persons[].religion'), ...line(60) },
  {
    name: 'status_now',
    label: named('persons[].status_now'),
    relevant: isNotOrganisation,
    ...one(listed('victimStatuses')),
  },
  {
    name: 'status_at',
    label: named('persons[].status_at'),
    relevant: (scope) => isNotOrganisation(scope) && answered('status_now')(scope),
    required: () => true,
    guide: 'dates',
    kind: 'partialDate',
  },
  {
    name: 'detention',
    label: named('persons[].detention'),
    relevant: inCustody,
    kind: 'group',
    nested: true,
    questions: detentionQuestions,
  },
  { name: 'health', label: named('persons[].health'), relevant: isNotOrganisation, ...lines(500) },
  {
    name: 'relations',
    label: named('persons[].relations[]'),
    kind: 'repeat',
    min: 0,
    max: 20,
    entryTitle: (entry) => textAt(entry, 'type') ?? '',
    fresh: () => ({}),
    questions: [
      { name: 'to', label: named('persons[].relations[].to'), ...one(peopleChoices) },
      { name: 'type', label: named('persons[].relations[].type'), ...line(60) },
    ],
  },
  {
    name: 'contact',
    label: named('persons[].contact'),
    hint: {
      en: 'Only if the person agreed. It is never exported.',
      ru: 'Только с согласия человека. Никуда не выгружается.',
    },
    ...lines(200),
  },
  {
    name: 'consent',
    label: named('persons[].consent'),
    hint: {
      en: 'Empty: nobody was asked, nothing is allowed',
      ru: 'Пусто: не спрашивали, ничего не разрешено',
    },
    guide: 'consent',
    ...one(consentChoices),
  },
];

const count = (name: string): Question => ({
  name,
  label: named(`victim_group.${name}`),
  kind: 'whole',
  min: 0,
  max: 1_000_000,
});

export const peopleSection: Section = {
  name: 'people',
  label: { en: 'People', ru: 'Люди' },
  questions: [
    {
      name: 'persons',
      label: named('persons[]'),
      kind: 'repeat',
      min: 0,
      max: 500,
      // Until there is a name, what the report will call them.
      entryTitle: (entry, index, language) =>
        textAt(entry, 'label') ?? `${spoken(language) === 'en' ? 'Person' : 'Человек'} ${index + 1}`,
      fresh: (_scope, newId) => ({ id: newId(), roles: ['victim'] }),
      questions: personQuestions,
    },
    {
      name: 'victim_group',
      label: named('victim_group'),
      kind: 'group',
      nested: true,
      questions: [
        count('count_exact'),
        { ...count('min'), relevant: not(answered('count_exact')) },
        { ...count('max'), relevant: not(answered('count_exact')) },
        count('women'),
        count('men'),
        count('minors'),
        { name: 'description', label: named('victim_group.description'), ...lines(500) },
        { name: 'estimated_by', label: named('victim_group.estimated_by'), ...line(120) },
      ],
    },
  ],
};
