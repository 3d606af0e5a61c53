/** Owns which rules concern one report by itself (DOMAIN §2.15); V19, V30, V33 are in rulesOfOutputs, V28 in duplicates, V34 in completeness. */
import { isAddition } from './additionNames.ts';
import { isCapture } from './capture.ts';
import type { Finding, Tell } from './finding.ts';
import type { ReportFields } from './report.ts';
import { additionShape, captureShape, reportShape } from './reportShape.ts';
import { rulesOfActs } from './rulesOfActs.ts';
import { rulesOfDetails } from './rulesOfDetails.ts';
import { rulesOfPeople } from './rulesOfPeople.ts';
import { rulesOfPlace } from './rulesOfPlace.ts';
import { rulesOfText } from './rulesOfText.ts';
import { rulesOfTime } from './rulesOfTime.ts';
import { rulesOfUse } from './rulesOfUse.ts';

/** Everything wrong or doubtful about a report, sorted by rule and path. `today` is "YYYY-MM-DD" (V05, V17). Of a capture and of an addition only shape and texts. [REP9] [REP10] */
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
    rulesOfText(fields, tell);
    return sorted(found);
  }
  reportShape(fields, '', tell);
  rulesOfActs(fields, tell);
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
