/** Owns how an addition is recognised and read; must never make one. [REP10] */
import { objectAt, type ReportFields, textAt } from '../report.ts';

/** The `form` of an addition. */
export const ADDITION_FORM = 'addition';
export type AdditionKind = 'correct' | 'add' | 'withdraw' | 'consent';
export const ADDITION_KINDS: readonly AdditionKind[] = ['correct', 'add', 'withdraw', 'consent'];

/** Lists to which whole entries are added. */
export const ADDED_LISTS = [
  'acts',
  'persons',
  'perpetrators',
  'sources',
  'evidence',
  'consents',
  'interventions',
  'remedies',
  'links',
] as const;
/** Whether fields are those of an addition. */
export const isAddition = (fields: ReportFields): boolean => textAt(fields, 'form') === ADDITION_FORM;

/** The kind of an addition, or null. */
export function additionKind(fields: ReportFields): AdditionKind | null {
  const kind = textAt(fields, 'kind');
  return ADDITION_KINDS.find((one) => one === kind) ?? null;
}

/** The id of the report that an addition is about, or null. */
export const reportOfAddition = (fields: ReportFields): string | null =>
  isAddition(fields) ? textAt(objectAt(fields, 'about'), 'report') : null;
