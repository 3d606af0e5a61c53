/** Owns which pages are asked when something is said about a report that was sent before [REP10]. Must never ask what the report said: nobody here knows. */
import type { AdditionKind } from '../later/additionNames.ts';
import { objectAt, textAt } from '../report.ts';
import { group, lines } from './fullAsking.ts';
import { consentSection } from './fullConsent.ts';
import { named } from './fullWords.ts';
import type { Question, Section } from './question.ts';

/** The form's own answers about the addition: no part of a report has such a name. */
export const LATER = '_later';
/** A label as it may stand in a report. */
const LONGEST_LABEL = 60;

const reason: Question = {
  name: 'reason',
  label: named('reason'),
  hint: {
    en: 'In your own words: what was wrong, what is new, or why it is taken back',
    ru: 'Своими словами: что было неверно, что нового или почему отзывается',
  },
  ...lines(2000),
};

const whose: Question = {
  name: 'whose',
  label: named('whose[]'),
  hint: {
    en: 'What you called them in the report, one on each line. Empty: everybody in it.',
    ru: 'Как вы назвали их в сообщении, по одному на строке. Пусто: для всех в нём.',
  },
  constraint: {
    holds: ({ here }) => labelsOf(textAt(here, 'whose')).every((label) => label.length <= LONGEST_LABEL),
    message: {
      en: 'One of these lines is longer than a label can be',
      ru: 'Одна из строк длиннее, чем может быть обозначение',
    },
  },
  ...lines(20_000),
};

/** The labels on the lines of a text. */
export const labelsOf = (text: string | null): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map((label) => label.trim())
    .filter((label) => label !== '');

/** What was written about the addition itself. */
export const laterOf = (answers: Parameters<typeof objectAt>[0]) => {
  const later = objectAt(answers, LATER);
  return { reason: textAt(later, 'reason') ?? '', whose: labelsOf(textAt(later, 'whose')) };
};

const reasonSection = (kind: AdditionKind): Section => ({
  name: 'later',
  label: { en: 'What this is about', ru: 'О чём это' },
  questions: [{ ...group(LATER, kind === 'consent' ? [whose, reason] : [reason]), label: {} }],
});

/** The one consent that takes the place of those before. */
const onlyConsent: Section = {
  ...consentSection,
  label: { en: 'Another consent', ru: 'Другое согласие' },
  questions: consentSection.questions
    .filter(({ name }) => name === 'consents')
    .map((question) => (question.kind === 'repeat' ? { ...question, max: 1 } : question)),
};

/** The pages of an addition: what it is about, then those of the form that its kind can use. */
export function laterSections(kind: AdditionKind, sections: readonly Section[]): readonly Section[] {
  switch (kind) {
    case 'withdraw':
      return [reasonSection(kind)];
    case 'consent':
      return [reasonSection(kind), onlyConsent];
    default:
      return [reasonSection(kind), ...sections];
  }
}
