/** Owns turning the words of a form into plain text: no markup of theirs reaches a screen. Must never change what is asked. */
import type { Texts } from '../domain/form/question.ts';
import type { Cell, Findings } from './finding.ts';

export type Styling = { plain(texts: Texts, cell: Cell): Texts };

const MAX_LABEL = 8_000;

/** Tags, Markdown's headings, stars, underscores and links; character references that people type into labels. */
export function plainText(text: string): string {
  if (!/[<*_#[\]&\\]/.test(text)) return text.slice(0, MAX_LABEL);
  return text
    .slice(0, MAX_LABEL)
    .replace(/<br\s{0,9}\/?>/gi, '\n')
    .replace(/<\/?[A-Za-z][^<>]{0,500}>/g, '')
    .replace(/^#{1,6}[ \t]+/gm, '')
    .replace(/\[([^[\]]{1,500})\]\((https?:[^()\s]{1,500})\)/g, '$1 ($2)')
    .replace(/\*\*([^*\n]{1,2000})\*\*/g, '$1')
    .replace(/(^|\s)__([^_\n]{1,2000})__(?=\s|$)/g, '$1$2')
    .replace(/(^|[\s(])\*([^*\s][^*\n]{0,2000})\*/g, '$1$2')
    .replace(/(^|[\s(])_([^_\s][^_\n]{0,2000})_(?=[\s).,:;!?]|$)/g, '$1$2')
    .replace(/&(lt|gt|amp|quot|nbsp|#39);/g, (whole, name: string) => REFERENCES[name] ?? whole)
    .replace(/\\([*_#<>])/g, '$1')
    .trim();
}

const REFERENCES: { readonly [name: string]: string } = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
};

export const createStyling = (findings: Findings): Styling => ({
  plain(texts, cell) {
    const entries = Object.entries(texts).map(([language, text]) => [language, plainText(text)] as const);
    if (entries.some(([language, text]) => text !== texts[language])) {
      findings.say('note', 'stylingRemoved', cell);
    }
    return Object.fromEntries(entries.filter(([, text]) => text !== ''));
  },
});
