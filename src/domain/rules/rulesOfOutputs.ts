/** Owns the rules that concern an output, not a report by itself: V19, V30, V33; must never quote what it found. */
import type { Json } from '../bounded.ts';
import { blockedAt, type OutputKind, usesOfPerson } from '../consent.ts';
import { foldedWords } from '../fold.ts';
import { ownCodesOf } from '../ownCodes.ts';
import { entriesAt, objectAt, type ReportFields, span, textAt, textsAt } from '../report.ts';
import { find } from '../vocabulary.ts';
import type { Finding } from './finding.ts';
import { asWords } from './rulesOfPeople.ts';

/** V19: everybody whose consent does not cover this output; the path is the person's consent, or all consents. */
export const notCovered = (fields: ReportFields, kind: OutputKind): readonly Finding[] =>
  blockedAt(fields, kind).map(({ index }) => ({
    rule: 'V19',
    severity: 'error',
    path: index === null ? 'consents' : `persons[${index}].consent`,
    code: 'useNotAllowed',
  }));

/** Whether a spreadsheet would take a cell with this text for a formula. */
export const startsFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text);

/** V30: text for a cell of a table that a spreadsheet opens; the report itself keeps it raw. */
export const tableCell = (text: string): string => (startsFormula(text) ? `'${text}` : text);

/** V30: the texts of a report that would need the apostrophe. */
export function formulaCells(fields: ReportFields): readonly Finding[] {
  const found: Finding[] = [];
  const walk = (value: Json, path: string): void => {
    if (typeof value === 'string') {
      if (startsFormula(value)) found.push({ rule: 'V30', severity: 'error', path, code: 'formulaInCell' });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value))
        walk(member, path === '' ? name : `${path}.${name}`);
    }
  };
  walk(fields, '');
  return found;
}

/** Folded words between spaces contain each of these words somewhere; endings may differ (в Актобе, юристка). */
const contains = (words: string, wanted: string): boolean =>
  foldedWords(wanted)
    .filter((word) => word.length >= 4)
    .some((word) => words.includes(` ${word.length > 5 ? word.slice(0, -1) : word}`));

/** Whether the text tells a day of the event: in figures, or as a day beside the name of a month. */
function tellsDate(text: string, fields: ReportFields): boolean {
  const { earliest } = span(fields);
  if (earliest === null) return false;
  const [year = '', month = '', day = ''] = earliest.split('-');
  const figures = [
    `${year}-${month}`,
    `${day}.${month}`,
    `${Number(day)}.${Number(month)}.`,
    `${month}.${year}`,
  ];
  const months = ['en', 'ru'].map((lang) =>
    new Intl.DateTimeFormat(lang, { month: 'long', day: 'numeric', timeZone: 'UTC' })
      .formatToParts(new Date(`${earliest}T00:00:00Z`))
      .find(({ type }) => type === 'month')
      ?.value.toLowerCase()
      .slice(0, 5),
  );
  return (
    figures.some((one) => text.includes(one)) ||
    months.some((one) => one !== undefined && text.toLowerCase().includes(one))
  );
}

/** V33: people who must stay anonymous, and whom place, date and occupation in a public text may show together. */
export function mayShowWho(fields: ReportFields, publicText: string): readonly Finding[] {
  const words = asWords(publicText);
  const place = objectAt(fields, 'place');
  const region = find('regions', textAt(place, 'region') ?? '');
  const places = [
    ...['district', 'locality', 'site_name'].flatMap((name) => textAt(place, name) ?? []),
    ...(region === undefined ? [] : [region.en, region.ru, region.local]),
    // What an organisation adds may be as fine as a district, an agency too.
    ...ownCodesOf(fields).flatMap(({ names }) => Object.values(names)),
  ];
  if (!places.some((one) => contains(words, one)) || !tellsDate(publicText, fields)) return [];
  return entriesAt(fields, 'persons').flatMap(([index, person]): Finding[] => {
    if (usesOfPerson(fields, person).has('public_named')) return [];
    const jobs = textsAt(person, 'occupation').flatMap((code) => find('occupations', code) ?? []);
    return jobs.some(({ en, ru }) => contains(words, en) || contains(words, ru))
      ? [{ rule: 'V33', severity: 'warn', path: `persons[${index}].label`, code: 'placeDateOccupation' }]
      : [];
  });
}
