/** Owns importing an XLSForm: a workbook in, a form of ours and everything that is to be said about it out. Must never guess in silence. */
import { utf8Length } from '../domain/bounded.ts';
import {
  type ChoiceDef,
  type Definition,
  encodeDefinition,
  MAX_FORM_BYTES,
  parseDefinition,
  type QuestionDef,
} from '../domain/form/definition.ts';
import type { FormFinding } from '../domain/form/definitionFinding.ts';
import { planOf } from '../domain/form/definitionPlan.ts';
import {
  callsIn,
  expressionsOf,
  isHarmless,
  type Member,
  problemsOf,
} from '../domain/form/definitionProblems.ts';
import { partsOf } from '../domain/form/expression.ts';
import { type Choices, cellAt, readChoices } from './choices.ts';
import { type Cell, createFindings, type Findings } from './finding.ts';
import { UNNAMED } from './languages.ts';
import { createStyling } from './plainText.ts';
import { OTHER_CODE, withOther } from './question.ts';
import { readSettings } from './settings.ts';
import { readSurvey, type Survey } from './survey.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';

/** `definition` is null when a finding is an error; then nothing can be published. */
export type Converted = {
  readonly definition: Definition | null;
  readonly findings: readonly FormFinding[];
};

const NOWHERE: Cell = { sheet: '', row: 0, column: -1, header: '' };

/** Which column a condition stands in. */
const COLUMNS: { readonly [member in Member]: string } = {
  relevant: 'relevant',
  required: 'required',
  constraint: 'constraint',
  readOnly: 'read_only',
  start: 'default',
  filter: 'choice_filter',
  value: 'calculation',
  count: 'repeat_count',
  list: 'type',
  label: 'label',
  hint: 'hint',
  guidance: 'guidance_hint',
  constraintMessage: 'constraint_message',
  requiredMessage: 'required_message',
};

/** Reads the bytes of a file. `name` is what the form is called when it does not say so itself. Total. */
export function convertForm(bytes: Uint8Array, name: string): Converted {
  const findings = createFindings();
  const workbook = readWorkbook(bytes);
  if (!workbook.ok) {
    findings.say('error', workbook.code, NOWHERE);
    return { definition: null, findings: findings.all };
  }
  return convertWorkbook(workbook.value, name, findings);
}

function sheetNamed(workbook: Workbook, name: string): Sheet | undefined {
  return (
    workbook.sheets.find((sheet) => sheet.name === name) ??
    workbook.sheets.find((sheet) => sheet.name.toLowerCase() === name)
  );
}

function convertWorkbook(workbook: Workbook, name: string, findings: Findings): Converted {
  const survey = sheetNamed(workbook, 'survey');
  if (survey === undefined) {
    findings.say('error', 'surveyMissing', NOWHERE, workbook.sheets.map((sheet) => sheet.name).join(', '));
    return { definition: null, findings: findings.all };
  }
  const [choicesSheet, settingsSheet] = [sheetNamed(workbook, 'choices'), sheetNamed(workbook, 'settings')];
  for (const sheet of workbook.sheets) {
    const isUsed = sheet === survey || sheet === choicesSheet || sheet === settingsSheet;
    if (isUsed || sheet.rows.length === 0) continue;
    findings.say('note', 'sheetIgnored', { ...NOWHERE, sheet: sheet.name }, sheet.name);
  }
  const settings = readSettings(settingsSheet, name, findings);
  const styling = createStyling(findings);
  const reading = { findings, unnamed: settings.unnamed, styling };
  const choices: Choices =
    choicesSheet === undefined
      ? { lists: new Map(), offered: {} }
      : readChoices(choicesSheet, reading, settings.allowTwice);
  const read = readSurvey(survey, { ...reading, sheet: survey.name, choices });
  const lists = listsOf(read, choices, findings);
  const definition: Definition = {
    v: 1,
    id: settings.id,
    version: settings.version,
    title: settings.title,
    lists,
    questions: read.questions,
    absent: read.absent,
    ...(Object.keys(choices.offered).length === 0 ? {} : { offered: choices.offered }),
  };
  judge(definition, survey.name, read, findings);
  translations(definition, survey.name, read, findings);
  const isClean = !findings.all.some(({ severity }) => severity === 'error');
  return { definition: isClean ? definition : null, findings: inOrder(findings.all, workbook) };
}

/** The lists that questions ask for, with "other" where it is wanted. */
function listsOf(survey: Survey, choices: Choices, findings: Findings): Definition['lists'] {
  const wanted = new Set(askedLists(survey.questions));
  const lists: { [name: string]: readonly ChoiceDef[] } = {};
  for (const [name, { choices: list, cell }] of choices.lists) {
    const extended = withOther(name);
    if (survey.withOther.has(name)) {
      const has = list.some((choice) => choice.name === OTHER_CODE);
      lists[extended] = has ? list : [...list, OTHER];
    }
    if (wanted.has(name) && list.length === 0) findings.say('error', 'listEmpty', cell, name);
    if (wanted.has(name)) lists[name] = list;
    else if (!survey.withOther.has(name)) findings.say('note', 'listUnused', cell, name);
  }
  return lists;
}

const OTHER: ChoiceDef = {
  name: OTHER_CODE,
  label: { en: 'Other', ru: 'Другое', kk: 'Басқа', ky: 'Башка', tg: 'Дигар', tk: 'Başga', uz: 'Boshqa' },
};

/** Lists of questions, and those that an expression looks into by instance('list'). */
function askedLists(questions: readonly QuestionDef[]): readonly string[] {
  return questions.flatMap((question) => [
    ...('list' in question ? [question.list] : []),
    ...expressionsOf(question).flatMap(([, text]) =>
      [...text.matchAll(/instance\s*\(\s*['"‘“]([^'"’”]+)['"’”]/g)].map((match) => match[1] ?? ''),
    ),
    ...('questions' in question ? askedLists(question.questions) : []),
  ]);
}

/** What is wrong with expressions, pointed at in the sheet; then the border that the phone will apply too. */
function judge(definition: Definition, sheet: string, survey: Survey, findings: Findings): void {
  const plan = planOf(definition);
  const cellOf = (question: QuestionDef | null, member: Member): Cell => {
    const entry = question === null ? undefined : survey.entryOf(question);
    return entry === undefined ? { ...NOWHERE, sheet } : cellAt(sheet, entry, COLUMNS[member]);
  };
  for (const problem of problemsOf(definition, plan)) {
    const { code, place, member, detail } = problem;
    findings.say(isHarmless(problem) ? 'note' : 'error', code, cellOf(place.question, member), detail);
  }
  for (const { question } of plan.places) {
    if (question === null) continue;
    for (const [member, text] of expressionsOf(question)) {
      const parsed = plan.read(text);
      if (!parsed.ok) continue;
      if (callsIn(parsed.value).includes('now')) findings.say('note', 'nowIsToday', cellOf(question, member));
      for (const part of partsOf(parsed.value)) {
        if (part.kind !== 'path' || part.start.kind !== 'reference') continue;
        const { name } = part.start;
        if (!plan.byName.has(name) && definition.absent.includes(name)) {
          findings.say('note', 'asksLeftOut', cellOf(question, member), name);
        }
      }
    }
  }
  if (findings.all.some(({ severity }) => severity === 'error')) return;
  const size = utf8Length(encodeDefinition(definition));
  const parsed = parseDefinition(definition);
  if (size > MAX_FORM_BYTES || (!parsed.ok && parsed.code === 'formTooLarge')) {
    findings.say('error', 'formTooLarge', NOWHERE, `${Math.ceil(size / 1024)} KiB`);
  } else if (!parsed.ok)
    throw new Error(`the form was converted into what no phone reads: ${parsed.detail ?? ''}`);
}

/** A language that some words have and others lack is named once, at the first gap. */
function translations(definition: Definition, sheet: string, survey: Survey, findings: Findings): void {
  const { places } = planOf(definition);
  const spoken = new Map<string, QuestionDef>();
  const labelled = places.flatMap(({ question }) =>
    question !== null && Object.keys(question.label).length > 0 ? [question] : [],
  );
  const languages = new Set(labelled.flatMap((question) => Object.keys(question.label)));
  languages.delete(UNNAMED);
  for (const language of languages) {
    const gap = labelled.find((question) => question.label[language] === undefined && !isOurs(question));
    if (gap !== undefined) spoken.set(language, gap);
  }
  for (const [language, question] of spoken) {
    const entry = survey.entryOf(question);
    if (entry === undefined || isOnlyOurs(language, labelled)) continue;
    findings.say('note', 'translationMissing', cellAt(sheet, entry, 'label'), language);
  }
}

/** The question after "or other" bears our own words, in all our languages. */
const isOurs = (question: QuestionDef): boolean => question.relevant?.endsWith(`, '${OTHER_CODE}')`) === true;
const isOnlyOurs = (language: string, questions: readonly QuestionDef[]): boolean =>
  questions.every((question) => isOurs(question) || question.label[language] === undefined);

/** As one reads the workbook: by sheet, row, column. */
function inOrder(all: readonly FormFinding[], workbook: Workbook): readonly FormFinding[] {
  const order = ['', ...workbook.sheets.map(({ name }) => name)];
  return [...all].sort(
    (a, b) =>
      order.indexOf(a.sheet) - order.indexOf(b.sheet) ||
      a.row - b.row ||
      a.column.length - b.column.length ||
      a.column.localeCompare(b.column, 'en'),
  );
}
