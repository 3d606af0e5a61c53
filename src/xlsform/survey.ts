/** Owns reading the sheet `survey` from top to bottom: rows, groups inside each other, names. Must never read a choice. */
import { isName, MAX_QUESTIONS, type QuestionDef } from '../domain/form/definition.ts';
import { cellAt } from './choices.ts';
import type { Cell } from './finding.ts';
import { type Entry, entryOf, readHeaders } from './headers.ts';
import { type Kind, kindOf } from './kinds.ts';
import { OTHER_CODE, questionOf, type RowReading, sharedOf } from './question.ts';
import { yesOrNo } from './settings.ts';
import type { Sheet } from './workbook.ts';

export type Survey = {
  readonly questions: readonly QuestionDef[];
  /** Where a question came from, to point at its cells. */
  readonly entryOf: (question: QuestionDef) => Entry | undefined;
  /** Names that were left out. */
  readonly absent: readonly string[];
  /** Lists that "or other" was asked for. */
  readonly withOther: ReadonlySet<string>;
};

const MAX_DEPTH = 10;

type Level = {
  readonly of: 'form' | 'group' | 'repeat';
  readonly name: string;
  readonly entry: Entry | null;
  readonly questions: QuestionDef[];
  /** Members by name; what was left out keeps its name too. */
  readonly names: Set<string>;
};

export function readSurvey(sheet: Sheet, reading: RowReading): Survey {
  const { findings } = reading;
  const { columns, rows } = readHeaders(sheet, 'survey', findings);
  const absent = new Set<string>();
  const withOther = new Set<string>();
  const origin = new Map<QuestionDef, Entry>();
  const root: Level = { of: 'form', name: '', entry: null, questions: [], names: new Set() };
  const open: Level[] = [root];
  let count = 0;
  const top = (): Level => open.at(-1) ?? root;

  const wholeSheet: Cell = { sheet: sheet.name, row: sheet.rows[0]?.row ?? 0, column: -1, header: '' };
  if (![...columns.values()].some(({ what }) => what === 'type'))
    findings.say('error', 'columnMissing', wholeSheet, 'type');
  if (![...columns.values()].some(({ what }) => what === 'name'))
    findings.say('error', 'columnMissing', wholeSheet, 'name');

  const keep = (question: QuestionDef, entry: Entry): void => {
    count += 1;
    if (count > MAX_QUESTIONS) return;
    top().questions.push(question);
    origin.set(question, entry);
  };

  const close = (level: Level): void => {
    open.pop();
    const { entry } = level;
    if (entry === null) return;
    if (level.questions.length === 0) {
      findings.say('note', 'groupEmpty', cellAt(sheet.name, entry, 'type'), level.name);
      absent.add(level.name);
      return;
    }
    const shared = sharedOf(entry, level.name, reading);
    const { name, questions } = level;
    const times = entry.text('repeat_count');
    keep(
      level.of === 'repeat'
        ? { ...shared, kind: 'repeat', name, questions, ...(times === '' ? {} : { count: times }) }
        : { ...shared, kind: 'group', name, questions },
      entry,
    );
    for (const look of entry.text('appearance').split(/\s+/)) {
      if (look !== '' && look !== 'field-list') {
        findings.say('note', 'appearanceIgnored', cellAt(sheet.name, entry, 'appearance'), look);
      }
    }
  };

  const end = (of: 'group' | 'repeat', entry: Entry): void => {
    const cell = cellAt(sheet.name, entry, 'type');
    const level = top();
    if (level.entry === null) {
      findings.say('error', 'endWithoutBegin', cell, entry.text('type'));
      return;
    }
    if (level.of !== of) findings.say('error', 'endOfOther', cell, level.name);
    close(level);
  };

  const begin = (of: 'group' | 'repeat', entry: Entry): void => {
    if (open.length > MAX_DEPTH) findings.say('error', 'tooDeep', cellAt(sheet.name, entry, 'type'));
    const name = nameOf(entry, true);
    open.push({ of, name, entry, questions: [], names: new Set() });
  };

  function nameOf(entry: Entry, mayBeMade: boolean): string {
    const cell = cellAt(sheet.name, entry, 'name');
    const given = entry.text('name');
    const { names } = top();
    const name = given === '' ? `row_${entry.row}` : given;
    if (given === '')
      findings.say(mayBeMade ? 'note' : 'error', mayBeMade ? 'nameMade' : 'nameMissing', cell, name);
    else if (!isName(given)) findings.say('error', 'nameWrong', cell, given);
    else if (names.has(name)) findings.say('error', 'nameTwice', cell, name);
    names.add(name);
    return name;
  }

  function leaveOut(entry: Entry, code: 'typeLeftOut' | 'deviceLeftOut' | 'fileLeftOut'): void {
    findings.say('leftOut', code, cellAt(sheet.name, entry, 'type'), entry.text('type'));
    const name = entry.text('name');
    top().names.add(name);
    absent.add(name);
  }

  function ask(entry: Entry, kind: Kind & { readonly is: 'question' | 'choice' }): void {
    const name = nameOf(entry, kind.is === 'question' && kind.kind === 'note');
    const question = questionOf(entry, name, kind, reading);
    if (question === null) return void absent.add(name);
    keep(question, entry);
    if (kind.is !== 'choice' || !kind.other || question.kind === 'note') return;
    withOther.add(kind.list);
    askWhich(entry, name);
  }

  /** "or other" asks which, right below. */
  function askWhich(entry: Entry, name: string): void {
    const which = `${name}_other`;
    if (top().names.has(which)) {
      findings.say('note', 'otherTaken', cellAt(sheet.name, entry, 'type'), which);
      return;
    }
    top().names.add(which);
    const relevant = `selected(../${name}, '${OTHER_CODE}')`;
    keep({ kind: 'text', name: which, label: WHICH, lines: 'one', relevant }, entry);
  }

  for (const row of rows) {
    const entry = entryOf(row, columns);
    for (const { column, at, text } of entry.cells) {
      if (column !== undefined) continue;
      findings.say(
        'note',
        'headerMissing',
        { sheet: sheet.name, row: entry.row, column: at, header: '', name: entry.text('name') },
        text,
      );
    }
    const type = entry.text('type');
    if (type === '') {
      const told = entry.cells.filter(
        ({ column }) => column?.what !== undefined && column.what !== 'disabled',
      );
      const asks = told.some(({ column }) => column?.what === 'name' || column?.what === 'label');
      if (asks) findings.say('error', 'typeMissing', cellAt(sheet.name, entry, 'type'), told[0]?.text);
      continue;
    }
    if (yesOrNo(entry.text('disabled')) === true) {
      findings.say('leftOut', 'rowDisabled', cellAt(sheet.name, entry, 'disabled'), entry.text('name'));
      absent.add(entry.text('name'));
      continue;
    }
    const kind = kindOf(type);
    if (kind.is === 'around' && kind.edge === 'begin') begin(kind.of, entry);
    else if (kind.is === 'around') end(kind.of, entry);
    else if (kind.is === 'leftOut') leaveOut(entry, kind.why);
    else if (kind.is === 'unknown') {
      findings.say('error', 'typeUnknown', cellAt(sheet.name, entry, 'type'), type);
      absent.add(entry.text('name'));
    } else ask(entry, kind);
  }
  while (open.length > 1) {
    const level = top();
    if (level.entry !== null)
      findings.say('error', 'endMissing', cellAt(sheet.name, level.entry, 'type'), level.name);
    close(level);
  }
  if (count > MAX_QUESTIONS) findings.say('error', 'tooManyQuestions', wholeSheet, String(count));
  if (root.questions.length === 0) findings.say('error', 'surveyEmpty', wholeSheet);
  return {
    questions: root.questions,
    entryOf: (question) => origin.get(question),
    absent: [...absent].filter((name) => name !== ''),
    withOther,
  };
}

/** What is asked after "other", in the languages of this app. */
const WHICH = {
  en: 'Which other?',
  ru: 'Что именно?',
  kk: 'Нақты қандай?',
  ky: 'Так кайсынысы?',
  tg: 'Маҳз кадомаш?',
  tk: 'Hut haýsy?',
  uz: 'Aynan qaysi?',
};
