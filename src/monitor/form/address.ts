/** Owns where each page of the full form lives; addresses stay in memory, and hold names of fields but never an answer. [S3] */
import type { Path } from '../../domain/form/question.ts';
import { fullStart, ownStart } from '../short/FormFrame.tsx';

/** A page of the full form: the list of parts, one part or entry of it, a list to choose from, or a page of its own. */
export type FullPage =
  | { readonly at: 'parts' }
  | { readonly at: 'finish' }
  | { readonly at: 'missing'; readonly output: string }
  | { readonly at: 'guide'; readonly name: string }
  /** `where`: the object that is answered here, [] for the part itself. `field`: what to go to on the page. */
  | { readonly at: 'part'; readonly part: string; readonly where: Path; readonly field: string | null }
  | { readonly at: 'pick'; readonly part: string; readonly where: Path; readonly field: string };

// No name of a field has this letter, in our form or in an XLSForm.
const BETWEEN = '~';
const ROOT = '-';

const whereText = (where: Path): string => (where.length === 0 ? ROOT : where.join(BETWEEN));

function parseWhere(text: string): Path {
  if (text === ROOT || text === '') return [];
  return text.split(BETWEEN).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** The address of a page of the draft behind `handle`. `beside`: of the organisation's own form beside the short one. */
export function fullPath(handle: string, page: FullPage, beside = false): string {
  const start = beside ? ownStart(handle) : fullStart(handle);
  switch (page.at) {
    case 'parts':
      return start;
    case 'finish':
      return `${start}/!`;
    case 'missing':
      return `${start}/!m/${page.output}`;
    case 'guide':
      return `${start}/!g/${page.name}`;
    case 'part': {
      if (page.where.length === 0 && page.field === null) return `${start}/${page.part}`;
      return `${start}/${page.part}/${whereText(page.where)}${page.field === null ? '' : `/${page.field}`}`;
    }
    case 'pick':
      return `${start}/${page.part}/${whereText(page.where)}/!${page.field}`;
  }
}

/** The page of an address's last three parts; what it does not know is the list of parts. */
export function parseFullPage(part = '', where = '', field = ''): FullPage {
  if (part === '') return { at: 'parts' };
  if (part === '!') return { at: 'finish' };
  if (part === '!m') return { at: 'missing', output: where };
  if (part === '!g') return { at: 'guide', name: where };
  const path = parseWhere(where);
  if (field.startsWith('!')) return { at: 'pick', part, where: path, field: field.slice(1) };
  return { at: 'part', part, where: path, field: field === '' ? null : field };
}
