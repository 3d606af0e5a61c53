/** Owns putting what the import of a form found into a sentence; must never show what it found without its place. */
import type { FormFinding } from '../domain/form/definitionFinding.ts';
import type { formFindings } from './en/formFindings.ts';
import { format, type Translation } from './message.ts';
import type { Lang } from './plural.ts';

export type FindingWords = Translation<typeof formFindings>;

/** The words of one language, a download of its own. */
export async function loadFindingWords(lang: Lang): Promise<FindingWords> {
  switch (lang) {
    case 'en':
      return (await import('./en/formFindings.ts')).formFindings;
    case 'ru':
      return (await import('./ru/formFindings.ts')).formFindings;
  }
}

/** The sentence; what the author wrote is in it as it stands, so the screen shows it inert. */
export const findingText = (words: FindingWords, { code, detail }: FormFinding, lang: Lang): string =>
  format(words[`import.${code}`], { detail }, lang);

/** "sheet survey, row 12, column F (relevant)"; "sheet survey" for a whole one, "" for the whole file. */
export function findingPlace(words: FindingWords, finding: FormFinding, lang: Lang): string {
  const { sheet, row, column, header } = finding;
  if (sheet === '') return '';
  if (row === 0) return format(words['place.sheet'], { sheet }, lang);
  const at = format(words['place.row'], { sheet, row: String(row) }, lang);
  if (column === '') return at;
  const where = format(words['place.column'], { column }, lang);
  return header === '' ? `${at}, ${where}` : `${at}, ${where} (${header})`;
}

/** "survey!F12", "survey" for a whole sheet, "" for the whole file. */
export function findingCell({ sheet, row, column }: FormFinding): string {
  if (row === 0) return sheet;
  return `${sheet}!${column}${row}`;
}
