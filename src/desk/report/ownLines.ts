/** Owns showing answers to an organisation's own form in its words. Must never drop a value, and never trust one. [MAN8] */
import type { Json } from '../../domain/bounded.ts';
import { pathText } from '../../domain/form/answers.ts';
import { parseDefinition, type QuestionDef } from '../../domain/form/definition.ts';
import { type OwnWords, ownWords, type Told } from '../../domain/form/ownAnswers.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../../domain/report.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { describeInstant } from '../dates.ts';
import type { Line } from './reportLines.ts';
import { dateShown, type Reading, type Shown, shown } from './reportValues.ts';

/** A form's id, as long as one can be. */
const LONGEST_ID = 200;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isExtra = (value: Json | undefined): value is JsonObject =>
  isObject(value) && (textAt(value, 'form') ?? '') !== '' && isObject(value['answers']);

/** Whether answers to a form stand here: in a report, or in an addition that gives them anew. [FORM4] [REP10] */
export function isOwnAnswers(fields: JsonObject, path: string, value: Json): value is JsonObject {
  if (!isExtra(value)) return false;
  if (path === 'extra') return true;
  const at = /^changes\[(\d+)\]\.value$/.exec(path)?.[1];
  return at !== undefined && textAt(listAt(fields, 'changes')[Number(at)], 'path') === 'extra';
}

type Form =
  | { readonly known: true; readonly words: OwnWords; readonly version: string }
  | { readonly known: false; readonly published: boolean };

/** A form is read once, not for each of a report's changes; it goes with the settings that it came in. */
const readForms = new WeakMap<JsonObject, Map<string, Form>>();

function readIn(published: JsonObject, lang: string): Form {
  const before = readForms.get(published) ?? new Map<string, Form>();
  readForms.set(published, before);
  const known = before.get(lang);
  if (known !== undefined) return known;
  const read = parseDefinition(published);
  const form: Form = read.ok
    ? { known: true, words: ownWords(read.value, lang), version: read.value.version }
    : { known: false, published: true };
  before.set(lang, form);
  return form;
}

/** The form of this id that is in force. Settings of before are not kept: their words went with them. */
export function formOf({ lang }: Reading, forms: readonly JsonObject[], id: string): Form {
  const published = forms.find((form) => form['id'] === id);
  return published === undefined ? { known: false, published: false } : readIn(published, lang);
}

type OwnSection = {
  readonly title: string;
  readonly notes: readonly string[];
  readonly lines: readonly Line[];
  /** What no form has. */
  readonly strange: readonly Line[];
};

/** Several only where somebody made them by hand: the first gives the section its title. */
export function linesOfOwn(
  reading: Reading,
  parts: readonly (readonly [path: string, extra: JsonObject])[],
  forms: readonly JsonObject[],
): OwnSection {
  const sections = parts.map(([path, extra]) => partOf(reading, path, extra, forms));
  return {
    title: sections[0]?.title ?? '',
    notes: [...new Set(sections.flatMap(({ notes }) => notes))],
    lines: sections.flatMap(({ title, lines }, at): readonly Line[] =>
      at === 0 ? lines : [{ kind: 'group', path: parts[at]?.[0] ?? '', label: title, title: null, lines }],
    ),
    strange: sections.flatMap(({ strange }) => strange),
  };
}

function partOf(reading: Reading, path: string, extra: JsonObject, forms: readonly JsonObject[]): OwnSection {
  const { t } = reading;
  const { form: _form, version, answers, ...others } = extra;
  const id = textAt(extra, 'form') ?? '';
  const form = formOf(reading, forms, id);
  const given = objectAt(extra, 'answers');
  const at = `${path}.answers`;
  const told = form.known ? form.words.tell(given) : [];
  const lines = form.known
    ? told.flatMap((each) => toldLines(reading, form.words, at, each))
    : Object.entries(given).flatMap(([name, value]) => plain(`${at}.${name}`, name, value));
  const numbered = typeof version === 'string' ? versionShown(reading, version) : null;
  const notes = form.known
    ? [...otherVersion(reading, form.version, numbered), ...(told.some(isStrange) ? [t('own.strange')] : [])]
    : [t(form.published ? 'own.unreadable' : 'own.gone')];
  const made: Line = {
    kind: 'values',
    path: `${path}.form`,
    label: t('own.form'),
    values: [{ raw: id, text: id, kind: 'theirs' }, ...(numbered === null ? [] : [numbered])],
  };
  return {
    title: form.known ? form.words.title : id.slice(0, LONGEST_ID),
    notes,
    lines: [...lines, made],
    strange: [
      ...(version === undefined || numbered !== null
        ? []
        : plain(`${path}.version`, `${path}.version`, version)),
      ...Object.entries(others).flatMap(([name, value]) =>
        plain(`${path}.${name}`, `${path}.${name}`, value),
      ),
    ],
  };
}

/** A phone writes "unknown" where the form has none. */
const versionShown = ({ t }: Reading, raw: string): Shown => ({
  raw,
  text: raw === '' || raw === 'unknown' ? t('forms.noVersion') : t('forms.version', { version: raw }),
  kind: 'theirs',
});

function otherVersion(reading: Reading, now: string, given: Shown | null): readonly string[] {
  const named = versionShown(reading, now).text;
  return given === null || given.text === named
    ? []
    : [reading.t('own.version', { given: given.text, now: named })];
}

const isStrange = (told: Told): boolean =>
  told.kind === 'group' ? told.inside.some(isStrange) : told.question === null;

export function toldLines(reading: Reading, words: OwnWords, at: string, told: Told): readonly Line[] {
  const path = [at, pathText(told.path)].filter((part) => part !== '').join('.');
  if (told.kind === 'answer') {
    const values = answerShown(reading, words, told);
    return values === null
      ? plain(path, told.label, told.value)
      : [{ kind: 'values', path, label: told.label, values }];
  }
  const { label, entry, title, inside } = told;
  return [
    {
      kind: 'group',
      path,
      label: entry === null ? label : `${label} ${entry}`,
      title: title === '' ? null : { raw: title, text: title, kind: 'theirs' },
      lines: inside.flatMap((each) => toldLines(reading, words, at, each)),
    },
  ];
}

/** Null: no answer to that question. */
function answerShown(
  reading: Reading,
  words: OwnWords,
  { question, value }: { readonly question: QuestionDef | null; readonly value: Json },
): readonly Shown[] | null {
  if (question === null) return null;
  if (Array.isArray(value)) {
    const list: readonly Json[] = value;
    return list.some((item) => typeof item === 'object')
      ? null
      : list.map((item) => oneShown(reading, words, question, item));
  }
  if (!isObject(value)) return [oneShown(reading, words, question, value)];
  const date =
    question.kind === 'partialDate' || question.kind === 'day' ? dateShown(reading, value) : undefined;
  if (date !== undefined) return [date];
  const { lat, lon, ...more } = value;
  if (question.kind !== 'point' || typeof lat !== 'number' || typeof lon !== 'number') return null;
  const raw = `${lat}, ${lon}`;
  return Object.keys(more).length > 0 ? null : [{ raw, text: raw, kind: 'theirs' }];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Numbers stand as they were given: they may be years. */
function oneShown(reading: Reading, words: OwnWords, question: QuestionDef, value: Json): Shown {
  if (value === null || typeof value === 'boolean') return shown(reading, '', value);
  const raw = String(value);
  const text = words.choice(question, raw) ?? dateText(question, raw) ?? raw;
  return { raw, text, kind: 'theirs' };
}

function dateText({ kind }: QuestionDef, raw: string): string | undefined {
  if (kind === 'instant') return describeInstant(raw);
  return (kind === 'day' || kind === 'partialDate' || kind === 'calculated') && DAY.test(raw)
    ? formatDay(raw)
    : undefined;
}

/** Values without a name here: path and text, nothing interpreted. */
export function plain(path: string, label: string, value: Json): readonly Line[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item, at) => plain(`${path}[${at}]`, `${label}[${at}]`, item));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, inner]) => plain(`${path}.${key}`, `${label}.${key}`, inner));
  const raw = typeof value === 'object' && value !== null ? '' : String(value);
  return [{ kind: 'values', path, label, values: raw === '' ? [] : [{ raw, text: raw, kind: 'theirs' }] }];
}
