/** Owns reading the headings of a sheet: which column is what, and in which language. Must never read a row below. */
import type { Findings } from './finding.ts';
import { languageOf } from './languages.ts';
import type { Row, Sheet } from './workbook.ts';

export type Column = {
  /** As below; undefined: known to nobody here. */
  readonly what: string | undefined;
  /** A language's code; '' when the heading names none. */
  readonly language: string;
  readonly header: string;
  readonly column: number;
};

/** What else a heading may be called, in lower case with `_` between words. */
const ALIASES: { readonly [sheet: string]: { readonly [alias: string]: string } } = {
  survey: {
    command: 'type',
    question_type: 'type',
    tag: 'name',
    value: 'name',
    caption: 'label',
    text: 'label',
    relevance: 'relevant',
    relevancy: 'relevant',
    skip_logic: 'relevant',
    calculate: 'calculation',
    calculations: 'calculation',
    readonly: 'read_only',
    required_msg: 'required_message',
    requiredmsg: 'required_message',
    'jr:requiredmsg': 'required_message',
    constraint_msg: 'constraint_message',
    constraintmsg: 'constraint_message',
    'jr:constraintmsg': 'constraint_message',
    constraining_message: 'constraint_message',
    count: 'repeat_count',
    'jr:count': 'repeat_count',
    guidance: 'guidance_hint',
    hints: 'hint',
    labels: 'label',
    parameter: 'parameters',
    choice_filters: 'choice_filter',
    'big-image': 'big_image',
  },
  choices: {
    'list name': 'list_name',
    listname: 'list_name',
    list: 'list_name',
    value: 'name',
    tag: 'name',
    caption: 'label',
    labels: 'label',
    'big-image': 'big_image',
  },
  settings: {
    set_form_title: 'form_title',
    title: 'form_title',
    set_form_id: 'form_id',
    id_string: 'form_id',
    default_lang: 'default_language',
  },
};

const KNOWN: { readonly [sheet: string]: readonly string[] } = {
  survey: [
    'type',
    'name',
    'label',
    'hint',
    'guidance_hint',
    'relevant',
    'required',
    'required_message',
    'constraint',
    'constraint_message',
    'calculation',
    'default',
    'read_only',
    'appearance',
    'choice_filter',
    'parameters',
    'repeat_count',
    'rows',
    'disabled',
    'image',
    'big_image',
    'audio',
    'video',
  ],
  choices: ['list_name', 'name', 'label', 'image', 'big_image', 'audio', 'video'],
};
/** Only these may be followed by a language. */
const IN_LANGUAGES = [
  'label',
  'hint',
  'guidance_hint',
  'required_message',
  'constraint_message',
  'image',
  'big_image',
  'audio',
  'video',
];

/** What a spreadsheet writes when its own formula fails. */
const BROKEN = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)$/;

const plain = (part: string): string => part.trim().toLowerCase().replace(/\s+/g, '_');

/** The word for a heading, without its language. */
function wordOf(sheet: string, part: string): string {
  const aliases = ALIASES[sheet] ?? {};
  const word = plain(part);
  const dashed = word.replaceAll('-', '_');
  if (Object.hasOwn(aliases, word)) return aliases[word] ?? word;
  return Object.hasOwn(aliases, dashed)
    ? (aliases[dashed] ?? dashed)
    : word === 'big-image'
      ? 'big_image'
      : dashed;
}

/** `media::image::English`, `bind::relevant`, `label::English (en)`, and with one colon as older forms have it. */
function readHeader(sheet: string, header: string): { readonly what: string; readonly language: string } {
  const parts = header.includes('::') ? header.split('::') : splitOnce(header);
  const rest = [...parts];
  if (['media', 'bind', 'control', 'body'].includes(plain(rest[0] ?? '')) && rest.length > 1) rest.shift();
  const what = wordOf(sheet, rest.shift() ?? '');
  return { what, language: rest.join('::').trim() };
}

const splitOnce = (header: string): readonly string[] => {
  const at = header.indexOf(':');
  return at < 0 || /^jr:/i.test(header) ? [header] : [header.slice(0, at), header.slice(at + 1)];
};

/** The first row that holds anything, and the rest. */
export function readHeaders(
  sheet: Sheet,
  kind: 'survey' | 'choices' | 'settings',
  findings: Findings,
): { readonly columns: ReadonlyMap<number, Column>; readonly rows: readonly Row[] } {
  const [head, ...rows] = sheet.rows;
  const columns = new Map<number, Column>();
  const taken = new Set<string>();
  for (const { column, text } of head?.cells ?? []) {
    const cell = { sheet: sheet.name, row: head?.row ?? 0, column, header: text };
    const { what, language } = readHeader(kind, text);
    const known = kind === 'settings' || (KNOWN[kind] ?? []).includes(what);
    if (!known && kind === 'survey') findings.say('note', 'columnIgnored', cell, text);
    const spoken = known && language !== '' && IN_LANGUAGES.includes(what) ? languageOf(language) : undefined;
    if (spoken?.known === false) findings.say('note', 'languageUnknown', cell, language);
    const key = `${what} ${spoken?.code ?? ''}`;
    if (known && taken.has(key)) findings.say('error', 'headerTwice', cell, text);
    taken.add(key);
    // Columns of choices that are nobody's are what a filter looks at, under the very name they bear.
    const meaning = known ? what : kind === 'choices' ? `column ${text.trim()}` : undefined;
    columns.set(column, { what: meaning, language: spoken?.code ?? '', header: text, column });
  }
  for (const { row, cells } of sheet.rows) {
    for (const { column, text } of cells) {
      const cell = { sheet: sheet.name, row, column, header: columns.get(column)?.header ?? '' };
      if (BROKEN.test(text)) findings.say('error', 'cellBroken', cell, text);
    }
  }
  return { columns, rows };
}

/** One row under its headings. */
export type Entry = {
  readonly row: number;
  /** The cell of a column without a language, else of the first one with. */
  text(what: string): string;
  /** By language; '' for the column without one. */
  texts(what: string): ReadonlyMap<string, string>;
  /** The column to point at when this is wrong; -1 when there is none. */
  columnOf(what: string): Column | undefined;
  readonly cells: readonly {
    readonly column: Column | undefined;
    readonly at: number;
    readonly text: string;
  }[];
};

export function entryOf({ row, cells }: Row, columns: ReadonlyMap<number, Column>): Entry {
  const filled = cells.map(({ column, text }) => ({ column: columns.get(column), at: column, text }));
  const of = (what: string) => filled.filter(({ column }) => column?.what === what);
  return {
    row,
    cells: filled,
    text: (what) => (of(what).find(({ column }) => column?.language === '') ?? of(what)[0])?.text ?? '',
    texts: (what) => new Map(of(what).map(({ column, text }) => [column?.language ?? '', text])),
    columnOf: (what) => of(what)[0]?.column ?? [...columns.values()].find((column) => column.what === what),
  };
}
