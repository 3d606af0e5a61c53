/** Owns reading the sheet `settings`: the form's id, version, title and language. Must never read a question. */
import type { Texts } from '../domain/form/question.ts';
import type { Findings } from './finding.ts';
import { entryOf, readHeaders } from './headers.ts';
import { languageOf, UNNAMED } from './languages.ts';
import type { Sheet } from './workbook.ts';

export type Settings = {
  readonly id: string;
  readonly version: string;
  readonly title: Texts;
  /** The language of what no heading names one for. */
  readonly unnamed: string;
  readonly allowTwice: boolean;
};

const USED = ['form_title', 'form_id', 'version', 'default_language', 'allow_choice_duplicates'];

/** What a cell says about yes and no; undefined: neither. */
export function yesOrNo(text: string): boolean | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/\s*\(\s*\)$/, '');
  if (['yes', 'y', 'true', '1', 'да'].includes(word)) return true;
  return ['no', 'n', 'false', '0', 'нет'].includes(word) ? false : undefined;
}

/** `fallback` names a form that names itself nowhere. */
export function readSettings(sheet: Sheet | undefined, fallback: string, findings: Findings): Settings {
  const given = new Map<string, string>();
  if (sheet !== undefined) {
    const { columns, rows } = readHeaders(sheet, 'settings', findings);
    const [first, second] = rows;
    if (second !== undefined) {
      findings.say('note', 'settingIgnored', { sheet: sheet.name, row: second.row, column: -1, header: '' });
    }
    for (const { column, text } of first === undefined ? [] : entryOf(first, columns).cells) {
      const what = column?.what ?? '';
      if (USED.includes(what)) given.set(what, text);
      else {
        const cell = {
          sheet: sheet.name,
          row: first?.row ?? 0,
          column: column?.column ?? -1,
          header: column?.header ?? '',
        };
        findings.say('note', 'settingIgnored', cell, column?.header ?? text);
      }
    }
  }
  const language = given.get('default_language') ?? '';
  const unnamed = language === '' || language === 'default' ? UNNAMED : languageOf(language).code;
  const id = (given.get('form_id') ?? '').slice(0, 200) || fallback.slice(0, 200) || 'form';
  return {
    id,
    version: (given.get('version') ?? '').slice(0, 100),
    title: { [unnamed]: (given.get('form_title') ?? id).slice(0, 500) },
    unnamed,
    allowTwice: yesOrNo(given.get('allow_choice_duplicates') ?? '') === true,
  };
}
