/** Owns the section of the full form about complaints, actions and links. Must never hold an answer. */
import { textAt } from '../report.ts';
import { spoken } from './fullActs.ts';
import { line, lines, listed, ONE_A_LINE, one } from './fullAsking.ts';
import { choicesOf, named } from './fullWords.ts';
import type { Section } from './question.ts';

export const remediesSection: Section = {
  name: 'remedies',
  label: { en: 'Remedies, actions, links', ru: 'Жалобы, действия, связи' },
  questions: [
    {
      name: 'remedies',
      label: named('remedies[]'),
      kind: 'repeat',
      min: 0,
      max: 50,
      entryTitle: (entry) => textAt(entry, 'body') ?? '',
      fresh: () => ({}),
      questions: [
        { name: 'body', label: named('remedies[].body'), ...line(200) },
        { name: 'date', label: named('remedies[].date'), kind: 'partialDate', once: true },
        { name: 'ref', label: named('remedies[].ref'), ...line(120) },
        { name: 'result', label: named('remedies[].result'), ...lines(500) },
      ],
    },
    {
      name: 'interventions',
      label: named('interventions[]'),
      kind: 'repeat',
      min: 0,
      max: 50,
      entryTitle: (entry, _index, language) =>
        choicesOf('interventions').find(({ code }) => code === textAt(entry, 'type'))?.label[
          spoken(language)
        ] ?? '',
      fresh: () => ({}),
      questions: [
        {
          name: 'type',
          label: named('interventions[].type'),
          required: () => true,
          ...one(listed('interventions')),
        },
        {
          name: 'date',
          label: named('interventions[].date'),
          required: () => true,
          kind: 'partialDate',
          once: true,
        },
        { name: 'to', label: named('interventions[].to'), ...line(300) },
        { name: 'ref_no', label: named('interventions[].ref_no'), ...line(120) },
        { name: 'status', label: named('interventions[].status'), ...one(listed('interventionStatuses')) },
        {
          name: 'response',
          label: named('interventions[].response'),
          ...one(listed('interventionResponses')),
        },
        {
          name: 'next',
          label: named('interventions[].next'),
          kind: 'group',
          nested: true,
          questions: [
            { name: 'what', label: named('interventions[].next.what'), ...line(300) },
            { name: 'due', label: named('interventions[].next.due'), kind: 'day' },
          ],
        },
      ],
    },
    {
      name: 'links',
      label: named('links[]'),
      kind: 'repeat',
      min: 0,
      max: 50,
      entryTitle: (entry) => textAt(entry, 'report') ?? '',
      fresh: () => ({}),
      questions: [
        { name: 'report', label: named('links[].report'), ...line(36) },
        { name: 'type', label: named('links[].type'), ...one(listed('links')) },
        { name: 'note', label: named('links[].note'), ...lines(500) },
      ],
    },
    { name: 'cases', label: named('cases[]'), hint: ONE_A_LINE, ...lines(1000) },
    { name: 'tags', label: named('tags[]'), hint: ONE_A_LINE, ...lines(1000) },
    { name: 'notes_internal', label: named('notes_internal'), ...lines(5000) },
  ],
};
