/** Owns short ways to import a form in a test, and to see what came of it. */
import type { Definition, QuestionDef } from '../../src/domain/form/definition.ts';
import type { FormFinding } from '../../src/domain/form/definitionFinding.ts';
import { convertForm } from '../../src/xlsform/convert.ts';
import { type Cells, type Sheets, workbook } from './writer.ts';

export const imported = (sheets: Sheets) => convertForm(workbook(sheets), 'form');

/** A form of one sheet whose first row is the headings. */
export const survey = (...rows: readonly Cells[]) => imported({ survey: rows });

export function formOf(converted: {
  readonly definition: Definition | null;
  readonly findings: readonly FormFinding[];
}): Definition {
  if (converted.definition === null) throw new Error(JSON.stringify(converted.findings));
  return converted.definition;
}

/** "error exprCycle survey!C3 a → b" */
export const said = ({ findings }: { readonly findings: readonly FormFinding[] }): readonly string[] =>
  findings.map(({ severity, code, sheet, row, column, detail }) =>
    [severity, code, row === 0 ? sheet : `${sheet}!${column}${row}`, detail]
      .filter((part) => part !== '')
      .join(' '),
  );

/** All questions, those in groups too, by name. */
export function questionsOf(questions: readonly QuestionDef[]): Map<string, QuestionDef> {
  return new Map(
    questions.flatMap((question) => [
      [question.name, question] as const,
      ...('questions' in question ? [...questionsOf(question.questions)] : []),
    ]),
  );
}
