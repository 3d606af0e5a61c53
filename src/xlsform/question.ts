/** Owns turning one row of the sheet `survey` into a question. Must never know the rows around it. */
import type { QuestionDef } from '../domain/form/definition.ts';
import type { FormCode, Severity } from '../domain/form/definitionFinding.ts';
import type { Texts } from '../domain/form/question.ts';
import { type Choices, cellAt, type Reading } from './choices.ts';
import type { Cell } from './finding.ts';
import type { Entry } from './headers.ts';
import type { Kind, Simple } from './kinds.ts';
import { textsOf } from './languages.ts';
import { isDynamic, looksOf, parametersOf, type Range, rangeOf, SAME_LOOK, startOf } from './rowParts.ts';
import { yesOrNo } from './settings.ts';

export type RowReading = Reading & {
  readonly sheet: string;
  readonly choices: Choices;
};

type Say = (severity: Severity, code: FormCode, what: string, detail?: string) => void;
type Shared = Omit<QuestionDef, 'kind' | 'name'> & { readonly label: Texts };

/** A filter, or a list with "other" added, under a name of its own. */
export const withOther = (list: string): string => `${list} or other`;
export const OTHER_CODE = 'other';

const MEDIA = ['image', 'big_image', 'audio', 'video'];
/** These do something for some types only; on others they say nothing. */
const GRID_LABEL = 'label';

/** The words and conditions that every question may have. */
export function sharedOf(entry: Entry, name: string, reading: RowReading): Shared {
  const { unnamed, styling, findings } = reading;
  const cellOf = (what: string): Cell => cellAt(reading.sheet, entry, what);
  const words = (what: string): Texts => styling.plain(textsOf(entry.texts(what), unnamed), cellOf(what));
  const optional = (what: string): Texts | undefined => {
    const texts = words(what);
    return Object.keys(texts).length === 0 ? undefined : texts;
  };
  for (const what of MEDIA) {
    if (entry.text(what) !== '') findings.say('leftOut', 'mediaLeftOut', cellOf(what), entry.text(what));
  }
  const condition = (what: string): true | string | undefined => {
    const text = entry.text(what);
    const answer = text === '' ? false : yesOrNo(text);
    return answer === undefined ? text : answer || undefined;
  };
  const required = condition('required');
  const readOnly = condition('read_only');
  const [hint, guidance] = [optional('hint'), optional('guidance_hint')];
  const [requiredMessage, constraintMessage] = [optional('required_message'), optional('constraint_message')];
  const relevant = entry.text('relevant');
  const always = yesOrNo(relevant) === true;
  const constraint = entry.text('constraint');
  const label = words('label');
  return {
    label: Object.keys(label).length === 0 && hint === undefined ? labelInstead(entry, name, reading) : label,
    ...(hint === undefined ? {} : { hint }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(relevant === '' || always ? {} : { relevant }),
    ...(required === undefined ? {} : { required }),
    ...(requiredMessage === undefined ? {} : { requiredMessage }),
    ...(constraint === '' ? {} : { constraint }),
    ...(constraintMessage === undefined ? {} : { constraintMessage }),
    ...(readOnly === undefined ? {} : { readOnly }),
  };
}

function labelInstead(entry: Entry, name: string, reading: RowReading): Texts {
  const type = entry.text('type').toLowerCase();
  // Groups may stand without words; so may what nobody sees.
  if (/^begin|^calculat|^hidden|^today/.test(type)) return {};
  reading.findings.say('note', 'labelMissing', cellAt(reading.sheet, entry, 'label'), name);
  return { [reading.unnamed]: name };
}

/** The question of a row, without what stands inside it; null: it is not asked, and a finding says why. */
export function questionOf(
  entry: Entry,
  name: string,
  kind: Kind & { readonly is: 'question' | 'choice' },
  reading: RowReading,
): QuestionDef | null {
  const say: Say = (severity, code, what, detail) =>
    reading.findings.say(severity, code, cellAt(reading.sheet, entry, what), detail);
  const shared = sharedOf(entry, name, reading);
  const looks = looksOf(entry.text('appearance'));
  const parameters = parametersOf(entry.text('parameters'));
  const question: QuestionDef | null =
    kind.is === 'choice'
      ? choiceQuestion(entry, name, kind, shared, looks, say)
      : simpleQuestion(entry, name, kind.kind, shared, looks, parameters, say);
  if (question === null) return null;
  for (const look of looks) {
    if (!SAME_LOOK.includes(look)) say('note', 'appearanceIgnored', 'appearance', look);
  }
  const used = kind.is === 'question' && kind.kind === 'range' ? ['start', 'end', 'step'] : ['rows'];
  for (const parameter of parameters.keys()) {
    if (!used.includes(parameter)) say('note', 'parameterIgnored', 'parameters', parameter);
  }
  return withStart(calculatedInstead(question, entry, say), entry, reading, say);
}

function choiceQuestion(
  entry: Entry,
  name: string,
  kind: Kind & { readonly is: 'choice' },
  shared: Shared,
  looks: readonly string[],
  say: Say,
): QuestionDef | null {
  if (looks.includes(GRID_LABEL)) return { ...shared, kind: 'note', name };
  if (looks.some((look) => /^search\(/.test(look))) {
    say('leftOut', 'fileLeftOut', 'appearance', looks.join(' '));
    return null;
  }
  const filter = entry.text('choice_filter');
  const list = kind.other ? withOther(kind.list) : kind.list;
  const filtered = kind.other && filter !== '' ? `(${filter}) or name = '${OTHER_CODE}'` : filter;
  return {
    ...shared,
    kind: kind.many ? 'many' : 'one',
    name,
    list,
    ...(filtered === '' ? {} : { filter: filtered }),
  };
}

function simpleQuestion(
  entry: Entry,
  name: string,
  kind: Simple,
  shared: Shared,
  looks: readonly string[],
  parameters: ReadonlyMap<string, string>,
  say: Say,
): QuestionDef | null {
  switch (kind) {
    case 'text':
    case 'barcode': {
      if (kind === 'barcode') say('note', 'askedAsText', 'type', entry.text('type'));
      const rows = Number(parameters.get('rows') ?? entry.text('rows'));
      return {
        ...shared,
        kind: 'text',
        name,
        lines: looks.includes('multiline') || rows > 1 ? 'few' : 'one',
      };
    }
    case 'date':
      return {
        ...shared,
        kind: looks.some((look) => look === 'month-year' || look === 'year') ? 'partialDate' : 'day',
        name,
      };
    case 'percentage':
      return { ...shared, kind: 'whole', name, min: 0, max: 100 };
    case 'range': {
      const range: Range | undefined = rangeOf(parameters);
      if (range === undefined) {
        say('error', 'rangeWrong', 'parameters', entry.text('parameters'));
        return null;
      }
      say('note', 'askedAsNumber', 'type');
      const whole = [range.min, range.max, range.step].every(Number.isInteger);
      return { ...shared, ...range, kind: whole ? 'whole' : 'decimal', name };
    }
    case 'today':
      return { ...shared, kind: 'calculated', name, value: 'once(today())' };
    case 'calculated': {
      const value = entry.text('calculation');
      if (value === '' && entry.text('default') === '') {
        say('error', 'calculationMissing', 'calculation', name);
        return null;
      }
      return {
        ...shared,
        kind: 'calculated',
        name,
        value: value === '' ? quoted(entry.text('default')) : value,
      };
    }
    case 'hidden': {
      const value = entry.text('calculation');
      return {
        ...shared,
        kind: 'calculated',
        name,
        value: value === '' ? quoted(entry.text('default')) : value,
      };
    }
    default:
      return { ...shared, kind, name };
  }
}

/** A default of something calculated is its value: a text, unless it is an expression or a number itself. */
function quoted(text: string): string {
  if (isDynamic(text) || /^-?\d+(\.\d+)?$/.test(text)) return text;
  return text.includes("'") ? `"${text.replaceAll('"', '”')}"` : `'${text}'`;
}

/** A calculation on a question of another type: its answer is worked out and cannot be changed by hand. */
function calculatedInstead(question: QuestionDef, entry: Entry, say: Say): QuestionDef {
  const value = entry.text('calculation');
  if (value === '' || question.kind === 'calculated') return question;
  say('note', 'calculationFixed', 'calculation', question.name);
  const { name, label, hint, relevant } = question;
  return {
    kind: 'calculated',
    name,
    label,
    value,
    ...(hint === undefined ? {} : { hint }),
    ...(relevant === undefined ? {} : { relevant }),
  };
}

function withStart(question: QuestionDef, entry: Entry, reading: RowReading, say: Say): QuestionDef {
  const text = entry.text('default');
  if (text === '' || question.kind === 'calculated') return question;
  if (question.kind !== 'note' && isDynamic(text)) return { ...question, start: { expression: text } };
  const value = startOf(question.kind, text);
  const known =
    question.kind !== 'one' && question.kind !== 'many' ? true : offers(question.list, value, reading);
  if (value === undefined || !known) {
    say('leftOut', 'defaultLeftOut', 'default', text);
    return question;
  }
  return { ...question, start: { value } };
}

function offers(list: string, value: unknown, { choices }: RowReading): boolean {
  const plain = list.replace(/ or other$/, '');
  const codes = new Set([...(choices.lists.get(plain)?.choices.map(({ name }) => name) ?? []), OTHER_CODE]);
  return (Array.isArray(value) ? value : [value]).every((code) => codes.has(String(code)));
}
