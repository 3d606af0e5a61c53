/** Owns reading the sheet `choices`: lists, and the shorter lists of our own vocabularies. Must never read a question. */
import type { ChoiceDef } from '../domain/form/definition.ts';
import { type Lists, lists as vocabularies } from '../domain/vocabulary.ts';
import type { Cell, Findings } from './finding.ts';
import { type Entry, entryOf, readHeaders } from './headers.ts';
import { textsOf } from './languages.ts';
import type { Styling } from './plainText.ts';
import type { Sheet } from './workbook.ts';

/** A list whose name begins so says which codes of a vocabulary of ours the phone offers. */
const OFFERED = 'tumar_';

export type ReadList = { readonly choices: readonly ChoiceDef[]; readonly cell: Cell };
export type Choices = {
  readonly lists: ReadonlyMap<string, ReadList>;
  readonly offered: { readonly [vocabulary: string]: readonly string[] };
};

export type Reading = {
  readonly findings: Findings;
  /** The language of what no heading names one for. */
  readonly unnamed: string;
  readonly styling: Styling;
};

const MEDIA = ['image', 'big_image', 'audio', 'video'];

export function readChoices(sheet: Sheet, reading: Reading, allowTwice: boolean): Choices {
  const { findings } = reading;
  const { columns, rows } = readHeaders(sheet, 'choices', findings);
  const lists = new Map<string, { choices: ChoiceDef[]; cell: Cell; names: Set<string> }>();
  for (const [at, name] of missingColumns(columns)) {
    findings.say('error', 'columnMissing', { sheet: sheet.name, row: at, column: -1, header: '' }, name);
  }
  for (const row of rows) {
    const entry = entryOf(row, columns);
    const cellOf = (what: string): Cell => cellAt(sheet.name, entry, what);
    const listName = entry.text('list_name');
    const name = entry.text('name');
    if (listName === '' && name === '') continue;
    if (listName === '') {
      findings.say('note', 'listMissing', cellOf('list_name'), name);
      continue;
    }
    const list = lists.get(listName) ?? { choices: [], cell: cellOf('list_name'), names: new Set<string>() };
    lists.set(listName, list);
    if (name === '') {
      findings.say('error', 'choiceNameMissing', cellOf('name'), listName);
      continue;
    }
    if (/\s/.test(name) || name.length > 200) {
      findings.say('error', 'choiceNameWrong', cellOf('name'), name);
      continue;
    }
    if (list.names.has(name)) {
      findings.say(allowTwice ? 'note' : 'error', 'choiceTwice', cellOf('name'), `${listName}: ${name}`);
    }
    list.names.add(name);
    list.choices.push(choiceOf(entry, name, cellOf, reading));
  }
  const offered = takeOffered(lists, findings);
  return { lists, offered };
}

function missingColumns(
  columns: ReadonlyMap<number, { readonly what: string | undefined }>,
): [number, string][] {
  const there = new Set([...columns.values()].map(({ what }) => what));
  return ['list_name', 'name'].filter((what) => !there.has(what)).map((what) => [1, what]);
}

function choiceOf(entry: Entry, name: string, cellOf: (what: string) => Cell, reading: Reading): ChoiceDef {
  const { findings, unnamed, styling } = reading;
  const label = styling.plain(textsOf(entry.texts('label'), unnamed), cellOf('label'));
  if (Object.keys(label).length === 0) findings.say('note', 'choiceLabelMissing', cellOf('label'), name);
  for (const what of MEDIA) {
    if (entry.text(what) !== '') findings.say('leftOut', 'mediaLeftOut', cellOf(what), entry.text(what));
  }
  const filterCells = entry.cells.filter(({ column }) => column?.what?.startsWith('column '));
  const columns = Object.fromEntries(
    filterCells.map(({ column, text }) => [
      (column?.what ?? '').slice('column '.length),
      text.slice(0, 1_000),
    ]),
  );
  return {
    name,
    label: Object.keys(label).length === 0 ? { [unnamed]: name } : label,
    ...(filterCells.length === 0 ? {} : { columns }),
  };
}

function takeOffered(
  lists: Map<string, { choices: readonly ChoiceDef[]; cell: Cell }>,
  findings: Findings,
): { readonly [vocabulary: string]: readonly string[] } {
  const offered: { [vocabulary: string]: readonly string[] } = {};
  for (const [name, { choices, cell }] of lists) {
    if (!name.startsWith(OFFERED)) continue;
    lists.delete(name);
    const vocabulary = name.slice(OFFERED.length);
    const known = Object.hasOwn(vocabularies, vocabulary)
      ? vocabularies[vocabulary as keyof Lists]
      : undefined;
    if (!Array.isArray(known)) {
      findings.say('error', 'vocabularyUnknown', cell, vocabulary);
      continue;
    }
    const codes = new Set((known as readonly { readonly code: string }[]).map(({ code }) => code));
    for (const choice of choices) {
      if (!codes.has(choice.name))
        findings.say('error', 'codeUnknown', cell, `${vocabulary}: ${choice.name}`);
    }
    offered[vocabulary] = choices.map((choice) => choice.name);
  }
  return offered;
}

/** The cell of a row under a heading; the whole row when there is no such column. */
export function cellAt(sheet: string, entry: Entry, what: string): Cell {
  const column = entry.columnOf(what);
  return {
    sheet,
    row: entry.row,
    column: column?.column ?? -1,
    header: column?.header ?? '',
    name: entry.text('name'),
  };
}
