/** Owns the check and the finish of a draft in the full form; warnings never stop anybody, errors only what could not be used. */

import { localDay } from '../day.ts';
import type { Draft } from '../draft.ts';
import { blockFieldList } from '../fieldNames.ts';
import { offsetOf } from '../finish.ts';
import { listAt, objectAt, type ReportFields, textAt } from '../report.ts';
import { check, isClean } from '../rules/check.ts';
import type { Finding } from '../rules/finding.ts';
import { parsePathText } from './answers.ts';
import { type Made, madeFrom } from './fullReport.ts';
import { blocksOf } from './fullWhen.ts';
import type { Path, Section } from './question.ts';

/** A finding with the path of the answer it is about; the empty path = the form as a whole. */
export type FullFinding = Finding & { readonly at: Path };

export type FinishedFull =
  | { readonly ok: true; readonly value: ReportFields; readonly warnings: readonly FullFinding[] }
  | { readonly ok: false; readonly code: 'incomplete'; readonly issues: readonly FullFinding[] };

/** Where the answer behind a path of the report stands; a member of an act's details stands in its block. */
export function answerPath(path: string, { fields, origins }: Made): Path {
  const [list = '', index, ...inside] = parsePathText(path);
  if (list === '') return [];
  if (list === 'place' && (index === 'lat' || index === 'lon')) return ['place', '_point'];
  const places = typeof list === 'string' ? origins[list] : undefined;
  if (places === undefined || typeof index !== 'number')
    return [list, ...(index === undefined ? [] : [index]), ...inside];
  const place = places[index];
  if (place === undefined || place < 0) return [list];
  const [member, name, ...rest] = inside;
  if (list !== 'acts' || member !== 'details' || name === undefined) return [list, place, ...inside];
  const act = objectAt({ act: listAt(fields, 'acts')[index] ?? null }, 'act');
  const blocks = blocksOf(act, fields);
  const block = blocks.find((one) =>
    blockFieldList.some((field) => field.block === one && field.name === name),
  );
  return [list, place, 'details', ...(block === undefined ? [] : [block, name, ...rest])];
}

/** Findings about the answers, and those about the report that they make. */
function findingsOf(draft: Draft, made: Made, today: string): readonly FullFinding[] {
  const notReady = filesNotReady(draft);
  const cured = curesOf(made);
  const found = check(made.fields, today)
    .filter(({ path }) => notReady.length === 0 || !/^evidence\[\d+\]\.(file|custody)/.test(path))
    .map((finding) => ({ ...finding, at: answerPath(finding.path, made) }));
  return [...notReady, ...cured, ...found];
}

/** What was left out of the report to be on the safe side. */
export const curesOf = ({ cures }: Made): readonly FullFinding[] =>
  cures.map((finding) => ({ ...finding, at: parsePathText(finding.path) }));

/** Attachments that were not read to their end. */
export const filesNotReady = (draft: Draft): readonly FullFinding[] =>
  draft.attachments.flatMap(({ id, sha256 }): FullFinding[] => {
    const place = listAt(draft.full, 'evidence').findIndex((entry) => textAt(entry, 'id') === id);
    return sha256 === null || !/^[0-9a-f]{64}$/.test(sha256)
      ? [
          {
            rule: 'F05',
            severity: 'error',
            path: 'evidence',
            code: 'attachmentNotReady',
            at: place < 0 ? ['evidence'] : ['evidence', place],
          },
        ]
      : [];
  });

/** Everything wrong or doubtful about a draft in the full form. `today` is the local day "YYYY-MM-DD". */
export const checkFull = (
  draft: Draft,
  today: string,
  own: readonly Section[] = [],
): readonly FullFinding[] => lookedOver(draft, today, own).findings;

/** The same, with the level of urgency as it would be sealed: suggested by the acts, or higher. */
export function lookedOver(
  draft: Draft,
  today: string,
  own: readonly Section[],
): { readonly findings: readonly FullFinding[]; readonly urgency: string | null } {
  const made = previewFull(draft, today, own);
  const urgency = textAt(objectAt(made.fields, 'urgency'), 'level');
  return { findings: findingsOf(draft, made, today), urgency };
}

/** The fields as they would be sealed now, complete or not: what the completeness of an output is counted on. */
export const previewFull = (draft: Draft, today: string, own: readonly Section[] = []): Made =>
  madeFrom(draft, Date.parse(`${today}T00:00:00Z`), today, own);

/**
 * Turns the answers of the full form into the fields of a report (form "full", status "ready"). `now` is epoch
 * milliseconds by the device's clock. What a condition hides, and what is not allowed yet, is left out of the report,
 * never of the draft. `own`: the pages of the organisation's own forms.
 */
export function finishFull(
  draft: Draft,
  { now, own = [] }: { readonly now: number; readonly own?: readonly Section[] },
): FinishedFull {
  const country = textAt(objectAt(draft.full, 'place'), 'country') ?? '';
  const day = localDay(now, offsetOf(country));
  const made = madeFrom(draft, now, day, own);
  const findings = findingsOf(draft, made, day);
  if (!isClean(findings))
    return { ok: false, code: 'incomplete', issues: findings.filter(({ severity }) => severity === 'error') };
  return { ok: true, value: made.fields, warnings: findings };
}
