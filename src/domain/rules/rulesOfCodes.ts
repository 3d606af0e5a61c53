/** Owns the rule that an agency which is not in our list is named in the report that has it [REP11]; regions are V09's. */

import { isKnownCode, OWN_AGENCY } from '../ownCodes.ts';
import { entriesAt, objectAt, type ReportFields, textAt } from '../report.ts';
import type { Tell } from './finding.ts';

export function rulesOfCodes(fields: ReportFields, tell: Tell): void {
  for (const [at, parent] of [
    ['', fields],
    ['add.', objectAt(fields, 'add')],
  ] as const)
    for (const [index, one] of entriesAt(parent, 'perpetrators')) {
      const type = textAt(one, 'type') ?? '';
      // Every other form of code is the shape's matter.
      if (OWN_AGENCY.test(type) && !isKnownCode(fields, 'perpetrators', type))
        tell('F01', `${at}perpetrators[${index}].type`, 'unknownCode');
    }
}
