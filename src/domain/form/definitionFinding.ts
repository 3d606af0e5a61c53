/** Owns what can be said about a form that was imported: codes and cells; must never hold a sentence. */
import type { ProblemCode } from './definitionProblems.ts';

/** error: the form cannot be used before this is mended. leftOut: this is not asked. note: it is asked a little otherwise. */
export type Severity = 'error' | 'leftOut' | 'note';

/** What is wrong with the file as a whole: then there are no findings beside it. */
export type WorkbookCode =
  /** An old Excel file (.xls). */
  | 'workbookOld'
  | 'workbookEncrypted'
  | 'workbookTooLarge'
  | 'workbookDamaged'
  /** Neither: not a workbook at all. */
  | 'workbookForeign';

/** Whether the file itself could not be read, so that nothing inside it can be mended. */
export const isAboutFile = (code: FormCode): code is WorkbookCode => code.startsWith('workbook');

export type FormCode =
  | WorkbookCode
  | ProblemCode
  | 'surveyMissing'
  | 'surveyEmpty'
  | 'sheetIgnored'
  | 'headerMissing'
  | 'headerTwice'
  | 'columnIgnored'
  | 'columnMissing'
  | 'cellBroken'
  | 'settingIgnored'
  | 'typeMissing'
  | 'typeUnknown'
  | 'typeLeftOut'
  | 'deviceLeftOut'
  | 'fileLeftOut'
  | 'askedAsText'
  | 'askedAsNumber'
  | 'nameMissing'
  | 'nameWrong'
  | 'nameTwice'
  | 'nameMade'
  | 'labelMissing'
  | 'translationMissing'
  | 'languageUnknown'
  | 'stylingRemoved'
  | 'mediaLeftOut'
  | 'endMissing'
  | 'endWithoutBegin'
  | 'endOfOther'
  | 'groupEmpty'
  | 'listMissing'
  | 'listUnused'
  | 'listEmpty'
  | 'choiceNameMissing'
  | 'choiceNameWrong'
  | 'choiceTwice'
  | 'choiceLabelMissing'
  | 'otherTaken'
  | 'vocabularyUnknown'
  | 'codeUnknown'
  | 'calculationMissing'
  | 'calculationFixed'
  | 'defaultLeftOut'
  | 'rangeWrong'
  | 'parameterIgnored'
  | 'appearanceIgnored'
  | 'nowIsToday'
  | 'asksLeftOut'
  | 'rowDisabled'
  | 'formTooLarge'
  | 'tooManyQuestions'
  | 'tooDeep';

/** `row` counts as the spreadsheet does, 0 = the whole sheet; `column` is its letters, "" = the whole row. */
export type FormFinding = {
  readonly severity: Severity;
  readonly code: FormCode;
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  /** The column's heading as it was written. */
  readonly header: string;
  /** What the row calls its question or choice, cut like `detail`; empty when it calls it nothing. */
  readonly name: string;
  /** What it is about, in the author's words: never more than 200 characters. */
  readonly detail: string;
};
