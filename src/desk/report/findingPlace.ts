/** Owns naming the place of a finding in words, "Act 2 › Medication". Must never show the report's own words. */
import { detailOf, fieldLabel, fieldOf } from '../../domain/fieldNames.ts';
import { blocksOf } from '../../domain/form/fullWhen.ts';
import { type JsonObject, objectsAt } from '../../domain/report.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import { entryLabel, hasPart, partLabel } from './reportWords.ts';

const ENTRY = /^([a-z_]+)\[(\d+)\](?:\.(.+))?$/;

/** `path` as the rules write it, `acts[1].details.medication`; empty for the whole report. What has no name stays as it is. */
export function findingPlace(path: string, fields: JsonObject, t: DeskTranslator): string {
  if (path === '') return t('findings.whole');
  const entry = ENTRY.exec(path);
  if (entry === null) return nameOf(path, t);
  const [, list = '', digits = '', inside] = entry;
  const at = Number(digits);
  const head = entryName(list, at, t);
  if (inside === undefined) return head;
  const detail = /^details\.([a-z_]+)/.exec(inside)?.[1];
  if (list !== 'acts' || detail === undefined) return `${head} › ${nameOf(path, t, inside)}`;
  const act = objectsAt(fields, 'acts')[at];
  const name = act === undefined ? undefined : detailOf(blocksOf(act, fields), detail);
  return `${head} › ${name?.[t.lang] ?? detail}`;
}

const entryName = (list: string, at: number, t: DeskTranslator): string =>
  entryLabel(`${list}[${at}]`, t) ?? `${fieldLabel(`${list}[]`, t.lang).replace(/\[\]$/, '')} ${at + 1}`;

/** Parts of a report that have no name of their own: the section they are shown in is their name. */
const SHOWN_IN = {
  event: 'section.account',
  place: 'section.where',
  urgency: 'section.risk',
  risk: 'section.risk',
} as const;
const isShownIn = (path: string): path is keyof typeof SHOWN_IN => Object.hasOwn(SHOWN_IN, path);

/** `bare`: what is left when the field has no name. */
function nameOf(path: string, t: DeskTranslator, bare = path): string {
  if (isShownIn(path)) return t(SHOWN_IN[path]);
  // A date is named by what it is the date of.
  const date = path.replace(/\.(?:edtf|q|text)$/, '');
  if (date !== path && fieldOf(date) !== undefined) return fieldLabel(date, t.lang);
  const general = path.replace(/\[\d+\]/g, '[]');
  if (fieldOf(path) !== undefined) return fieldLabel(path, t.lang);
  const whole = path.replace(/\[\d+\]$/, '[]');
  if (fieldOf(whole) !== undefined) return fieldLabel(whole, t.lang);
  return hasPart(general) ? partLabel(general, t) : bare;
}
