/** Owns gathering what is to be said about a form while it is imported; must never hold a sentence. */
import type { FormCode, FormFinding, Severity } from '../domain/form/definitionFinding.ts';

const MAX_FINDINGS = 2_000;

/** "A" for 0, "AA" for 26. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** A cell to point at; a negative column means the whole row. */
export type Cell = {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly header: string;
  /** Of the question or choice in this row. */
  readonly name?: string;
};

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

export type Findings = {
  say(severity: Severity, code: FormCode, cell: Cell, detail?: string): void;
  readonly all: readonly FormFinding[];
};

export function createFindings(): Findings {
  const all: FormFinding[] = [];
  const seen = new Set<string>();
  return {
    all,
    say(severity, code, { sheet, row, column, header, name = '' }, detail = '') {
      if (all.length >= MAX_FINDINGS) return;
      const finding: FormFinding = {
        severity,
        code,
        sheet,
        row,
        column: column < 0 ? '' : columnLetters(column),
        header,
        name: cut(name),
        detail: cut(detail),
      };
      const key = JSON.stringify(finding);
      if (seen.has(key)) return;
      seen.add(key);
      all.push(finding);
    },
  };
}
