/** Owns which rules concern one report by itself (DOMAIN §2.15); V19, V30, V33 are in rulesOfOutputs, V28 in duplicates, V34 in completeness. */

import { isCapture } from '../capture.ts';
import { isAddition } from '../later/additionNames.ts';
import type { ReportFields } from '../report.ts';
import type { Finding, Tell } from './finding.ts';
import { additionShape, captureShape, reportShape } from './reportShape.ts';
import { rulesOfActs } from './rulesOfActs.ts';
import { rulesOfCodes } from './rulesOfCodes.ts';
import { rulesOfDetails } from './rulesOfDetails.ts';
import { rulesOfPeople } from './rulesOfPeople.ts';
import { rulesOfPlace } from './rulesOfPlace.ts';
import { rulesOfText } from './rulesOfText.ts';
import { rulesOfTime } from './rulesOfTime.ts';
import { rulesOfUse } from './rulesOfUse.ts';

/** Everything wrong or doubtful about a report, sorted by rule and path. `today` is "YYYY-MM-DD" (V05, V17). Of a capture and of an addition only shape, codes and texts. [REP9] [REP10] */
export function check(fields: ReportFields, today: string): readonly Finding[] {
  const found = new Map<string, Finding>();
  const tell: Tell = (rule, path, code, severity = 'error') => {
    found.set(`${rule}\n${path}\n${code}`, { rule, severity, path, code });
  };
  if (isCapture(fields)) {
    captureShape(fields, '', tell);
    rulesOfText(fields, tell);
    return sorted(found);
  }
  if (isAddition(fields)) {
    additionShape(fields, '', tell);
    rulesOfCodes(fields, tell);
    rulesOfText(fields, tell);
    return sorted(found);
  }
  reportShape(fields, '', tell);
  rulesOfActs(fields, tell);
  rulesOfCodes(fields, tell);
  rulesOfDetails(fields, tell);
  rulesOfTime(fields, today, tell);
  rulesOfPlace(fields, tell);
  rulesOfPeople(fields, today, tell);
  rulesOfUse(fields, tell);
  rulesOfText(fields, tell);
  return sorted(found);
}

const sorted = (found: ReadonlyMap<string, Finding>): readonly Finding[] =>
  [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);

/** Whether nothing stands in the way of sending: warnings never do. */
export const isClean = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => finding.severity !== 'error');
