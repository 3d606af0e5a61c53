/** Owns the 24 conditional blocks of an act as questions (DOMAIN 2.14). Must never decide when one is asked. */
import { methods } from '../answerWords.ts';
import { type BlockField, blockFieldList, headings } from '../fieldNames.ts';
import { allCountries } from '../vocabulary.ts';
import { hasBlock, hereIs, not } from './fullWhen.ts';
import { choice, heading, named, worded } from './fullWords.ts';
import type { Asking, Question } from './question.ts';

/** Longest answer in words inside a block, in graphemes. */
export const DETAIL_LENGTH = 5000;
const MOST_PEOPLE = 1_000_000;

const words = (lines: 'one' | 'few', max = DETAIL_LENGTH): Asking => ({ kind: 'text', lines, max });
const group = (questions: readonly Question[]): Asking => ({ kind: 'group', nested: true, questions });

const amount: Asking = group([
  { name: 'amount', label: heading('amount'), kind: 'decimal', min: 0 },
  { name: 'currency', label: heading('currency'), ...words('one', 20) },
]);
const decision: Asking = group([
  { name: 'text', label: heading('text'), ...words('few') },
  { name: 'date', label: heading('date'), kind: 'partialDate' },
]);
const sentence: Asking = group([
  { name: 'years', label: heading('years'), kind: 'whole', min: 0, max: 100 },
  { name: 'months', label: heading('months'), kind: 'whole', min: 0, max: 1200 },
  { name: 'fine', label: heading('fine'), ...words('one', 120) },
  { name: 'other', label: heading('other'), ...words('few', 500) },
]);

/** Short answers that fit on a line: names, places, numbers. */
const ONE_LINE =
  /^(issuing_authority|held_at|where|case_no|article|court|by|weapon|body|name|platform|order|outlet|route|point|facility|cell|ordered_by|url|community|last_place|title|decision_by|ground)$/;

/** What kind of answer a type of the data model is. A list of codes divided by | is a choice. */
function asking({ block, name, type }: BlockField): Asking {
  const many = name.endsWith('[]');
  switch (type) {
    case 'partial date':
      return { kind: 'partialDate' };
    case 'date':
      return { kind: 'day' };
    case 'datetime':
      return { kind: 'instant' };
    case 'number':
      return { kind: 'decimal', min: 0, max: 100_000 };
    case 'boolean':
      return { kind: 'flag' };
    case '{min,max}':
      return { kind: 'range', max: MOST_PEOPLE };
    case 'number + currency':
      return amount;
    case 'text + date':
      return decision;
    case '{years,months,fine,other}':
      return sentence;
    case 'url':
      return words('one', 2000);
    case 'ISO':
      return { kind: 'choice', many: false, choices: () => allCountries().map(choice) };
    case 'MT5':
      return { kind: 'choice', many: true, choices: () => methods.map(choice) };
  }
  if (type.includes('|')) {
    const choices = worded(type.split('|'), `${block}.${name.replace('[]', '')}`);
    return { kind: 'choice', many, choices: () => choices };
  }
  return words(ONE_LINE.test(name) ? 'one' : 'few');
}

/** "partial date or no": two questions, of which the first is only the form's own. */
const judge = (field: BlockField): readonly Question[] => [
  {
    name: '_judge',
    label: named('acts[].details._judge'),
    kind: 'choice',
    many: false,
    choices: () => worded(['yes', 'no']),
  },
  {
    name: field.name,
    label: { en: field.en, ru: field.ru },
    relevant: not(hereIs('_judge', 'no')),
    kind: 'partialDate',
  },
];

const questionsOf = (field: BlockField): readonly Question[] =>
  field.type === 'partial date or no'
    ? judge(field)
    : [{ name: field.name, label: { en: field.en, ru: field.ru }, ...asking(field) }];

const GUIDES: Readonly<Record<string, string>> = {
  torture: 'torture',
  death: 'death',
  disappearance: 'disappearance',
  arrest: 'arrest',
  psychiatric: 'torture',
  tnr: 'abroad',
};

/**
 * The blocks, each a group of its own inside an act's `details`, so that what was typed into one is not lost when the
 * act becomes another. In the finished report the members stand in `details` itself.
 */
export const blockQuestions: readonly Question[] = headings
  .filter(({ code }) => blockFieldList.some(({ block }) => block === code))
  .map(({ code }) => ({
    name: code,
    label: heading(code),
    relevant: hasBlock(code),
    ...(GUIDES[code] === undefined ? {} : { guide: GUIDES[code] }),
    kind: 'group',
    nested: true,
    questions: blockFieldList.filter(({ block }) => block === code).flatMap(questionsOf),
  }));
