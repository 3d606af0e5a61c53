/** Owns the section of the full form about sources and evidence. Must never hold an answer. */
import { textAt } from '../report.ts';
import { peopleChoices, spoken } from './fullActs.ts';
import { coded, LANGUAGES, line, lines, listed, many, one } from './fullAsking.ts';
import { consentChoices } from './fullPeople.ts';
import { hereIs, imageNeedsConsent, not } from './fullWhen.ts';
import { choicesOf, named, worded } from './fullWords.ts';
import type { Question, Section } from './question.ts';

const sourceQuestions: readonly Question[] = [
  { name: 'type', label: named('sources[].type'), required: () => true, ...one(listed('sourceTypes')) },
  { name: 'person', label: named('sources[].person'), ...one(peopleChoices) },
  {
    name: 'reliability',
    label: named('sources[].reliability'),
    guide: 'sources',
    ...one(listed('reliability')),
  },
  {
    name: 'credibility',
    label: named('sources[].credibility'),
    guide: 'sources',
    ...one(listed('credibility')),
  },
  { name: 'received', label: named('sources[].received'), guide: 'dates', kind: 'partialDate', once: true },
  { name: 'interview_language', label: named('sources[].interview_language'), ...one(coded(...LANGUAGES)) },
  { name: 'interpreter', label: named('sources[].interpreter'), kind: 'flag' },
  { name: 'notes', label: named('sources[].notes'), ...lines(5000) },
];

const evidenceQuestions: readonly Question[] = [
  { name: 'type', label: named('evidence[].type'), required: () => true, ...one(listed('evidenceTypes')) },
  { name: 'title', label: named('evidence[].title'), guide: 'evidence', ...line(120) },
  { name: 'description', label: named('evidence[].description'), guide: 'evidence', ...lines(2000) },
  {
    name: 'url',
    label: named('evidence[].url'),
    hint: {
      en: 'Only written down: the app never opens it',
      ru: 'Только записывается: приложение её не открывает',
    },
    relevant: not(hereIs('_attached', 'yes')),
    constraint: {
      holds: ({ here }) => isLink(textAt(here, 'url') ?? ''),
      message: { en: 'Begins with https:// or http://', ru: 'Начинается с https:// или http://' },
    },
    ...line(2000),
  },
  { name: 'captured', label: named('evidence[].captured'), guide: 'dates', kind: 'partialDate', once: true },
  { name: 'method', label: named('evidence[].method'), ...one(listed('evidenceMethods')) },
  {
    name: 'obtained_from',
    label: named('evidence[].obtained_from'),
    relevant: not(hereIs('method', 'own_capture')),
    ...one((scope) => [
      ...peopleChoices(scope),
      ...worded(['victim', 'witness', 'relative', 'lawyer', 'source']),
    ]),
  },
  { name: 'original_at', label: named('evidence[].original_at'), ...line(300) },
  {
    name: 'shows_people',
    label: named('evidence[].shows_people'),
    guide: 'evidence',
    ...one(() => worded(['none', 'consenting', 'identifiable'], 'shows_people')),
  },
  {
    name: '_image',
    label: {
      en: 'Ask each person for consent to images, or make a copy with faces covered.',
      ru: 'Спросите у каждого согласие на изображение или сделайте копию с закрытыми лицами.',
    },
    relevant: imageNeedsConsent,
    guide: 'consent',
    kind: 'note',
  },
  { name: 'checks', label: named('evidence[].checks[]'), ...many(listed('evidenceChecks')) },
  { name: 'consent', label: named('evidence[].consent'), guide: 'consent', ...one(consentChoices) },
];

/** Only links to the web are written down. */
export const isLink = (text: string): boolean => /^https?:\/\/[^\s]+$/i.test(text.trim());

export const sourcesSection: Section = {
  name: 'sources',
  label: { en: 'Sources and evidence', ru: 'Источники и доказательства' },
  questions: [
    {
      name: 'sources',
      label: named('sources[]'),
      kind: 'repeat',
      min: 0,
      max: 50,
      entryTitle: (entry, _index, language) =>
        choicesOf('sourceTypes').find(({ code }) => code === textAt(entry, 'type'))?.label[
          spoken(language)
        ] ?? '',
      fresh: () => ({}),
      questions: sourceQuestions,
    },
    {
      name: 'evidence',
      label: named('evidence[]'),
      kind: 'repeat',
      min: 0,
      max: 50,
      entryTitle: (entry, _index, language) =>
        textAt(entry, 'title') ??
        choicesOf('evidenceTypes').find(({ code }) => code === textAt(entry, 'type'))?.label[
          spoken(language)
        ] ??
        '',
      fresh: (_scope, newId) => ({ id: newId() }),
      questions: evidenceQuestions,
    },
  ],
};
