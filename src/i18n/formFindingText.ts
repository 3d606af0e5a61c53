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

/** "survey!F12", "survey" for a whole sheet, "" for the whole file. */
export function findingCell({ sheet, row, column }: FormFinding): string {
  if (row === 0) return sheet;
  return `${sheet}!${column}${row}`;
}
