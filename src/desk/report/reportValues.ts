/** Owns how one value of a report is put into words: dates, codes, people, acts. Must never trust one, and never drop it. */
import type { Json } from '../../domain/bounded.ts';
import { detailOf, fieldOf, listOf } from '../../domain/fieldNames.ts';
import { blocksOf } from '../../domain/form/fullWhen.ts';
import { codeLabel } from '../../domain/ownCodes.ts';
import { parsePartialDate } from '../../domain/partialDate.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../../domain/report.ts';
import { find, type Lang, label } from '../../domain/vocabulary.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import { formatDay, formatNumber } from '../../i18n/numbers.ts';
import { describeDate, describeInstant } from '../dates.ts';
import { codeWord, wordFor } from './reportWords.ts';

/** One value as it is shown; `raw` is what stood in the report. */
export type Shown = {
  readonly raw: string;
  readonly text: string;
  /** `ours`: our own words. `theirs`: text from outside, to be shown inert. `id`: a name that only machines use. */
  readonly kind: 'ours' | 'theirs' | 'id';
  /** The speaker's own words beside a date, a code beside its label. */
  readonly note?: string;
};
/** What is known of a report while its values are shown. */
export type Reading = {
  /** The report itself: it names the codes that are not ours. [REP11] */
  readonly fields: ReportFields;
  readonly t: DeskTranslator;
  readonly lang: Lang;
  /** What the ids inside it are called. */
  readonly names: ReadonlyMap<string, string>;
  /** The types of the acts, by their place. */
  readonly acts: readonly string[];
  /** The blocks that each act's details may have, by its place. */
  readonly blocks: readonly (readonly string[])[];
};

/** `acts[3].type` → `acts[].type`; what an addition brings is named like the report's own. */
export const general = (path: string): string => bare(path).replace(/\[\d+\]/g, '[]');
export const bare = (path: string): string => path.replace(/^add\./, '');

/** Prepares a report, or an addition to one, for showing its values. */
export function readingOf(fields: ReportFields, t: DeskTranslator): Reading {
  const added = objectAt(fields, 'add');
  const acts = [...objectsAt(fields, 'acts'), ...objectsAt(added, 'acts')];
  return {
    fields,
    t,
    lang: t.lang,
    names: new Map([...namesOf(fields, t), ...namesOf(added, t)]),
    acts: acts.map((act) => textAt(act, 'type') ?? ''),
    blocks: acts.map((act) => blocksOf(act, fields)),
  };
}

/** The blocks of the act that a path is inside of. */
export function blocksAt({ blocks }: Reading, path: string): readonly string[] {
  const index = /^(?:add\.)?acts\[(\d+)\]/.exec(path)?.[1];
  return blocks[Number(index)] ?? [];
}

/** What the ids inside a report are called: people and consents. */
function namesOf(fields: JsonObject, t: DeskTranslator): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [at, person] of objectsAt(fields, 'persons').entries()) {
    const id = textAt(person, 'id');
    if (id !== null) names.set(id, textAt(person, 'label') ?? t('report.person', { n: at + 1 }));
  }
  for (const [at, consent] of objectsAt(fields, 'consents').entries()) {
    const id = textAt(consent, 'id');
    if (id !== null) names.set(id, t('report.consent', { n: at + 1 }));
  }
  return names;
}

/** A partial date in words; undefined when it is none. */
export function dateShown(reading: Reading, value: JsonObject): Shown | undefined {
  const date = parsePartialDate(value);
  if (!date.ok) return undefined;
  const { edtf, text } = date.value;
  return {
    raw: [edtf, date.value.q, date.value.time, text]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
    text: describeDate(date.value, reading.t),
    kind: 'ours',
    ...(text === undefined ? {} : { note: text }),
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Acts that are named by their place, from 0. */
const ACTS_OF = /^perpetrators\[\]\.acts(\[\])?$/;

/** Where a code of an act's details stands ("prison.cell"): some mean something else there. */
function placeOf(reading: Reading, path: string): string {
  const name = /\.details\.([^.[\]]+)/.exec(path)?.[1];
  if (name === undefined) return general(path).replace(/^.*\./, '').replace('[]', '');
  const block = detailOf(blocksAt(reading, path), name)?.block;
  return block === undefined ? '' : `${block}.${name}`;
}

/** One value in words, with what stood there beside a code. */
export function shown(reading: Reading, path: string, value: Json): Shown {
  const { t, lang, names } = reading;
  if (value === null) return { raw: 'null', text: t('field.empty'), kind: 'ours' };
  if (typeof value === 'boolean')
    return { raw: String(value), text: t(value ? 'answer.yes' : 'answer.no'), kind: 'ours' };
  const list = listOf(bare(path).replace(/\[\d+\]$/, '[]'));
  const raw = String(value);
  if (list !== undefined) {
    const text =
      list === 'countries' && find('countries', raw) === undefined
        ? label('hostCountries', raw, lang)
        : list === 'regions' || list === 'perpetrators'
          ? codeLabel(reading.fields, list, raw, lang)
          : label(list, raw, lang);
    // What only the report calls so is text from outside.
    const own = (list === 'regions' || list === 'perpetrators') && find(list, raw) === undefined;
    return text === raw
      ? { raw, text: raw, kind: 'theirs' }
      : { raw, text, kind: own ? 'theirs' : 'ours', note: raw };
  }
  if (typeof value === 'number' && ACTS_OF.test(general(path))) {
    const type = reading.acts[value];
    const act = t('report.act', { n: value + 1 });
    if (type !== undefined)
      return { raw, text: type === '' ? act : `${act}: ${label('violations', type, lang)}`, kind: 'ours' };
  }
  if (typeof value === 'number') return { raw, text: formatNumber(lang, value), kind: 'ours' };
  if (typeof value !== 'string') return { raw, text: raw, kind: 'theirs' };
  const name = names.get(value);
  if (name !== undefined && !path.endsWith('.id')) return { raw, text: name, kind: 'theirs' };
  if (UUID.test(value)) return { raw, text: value, kind: 'id' };
  if (INSTANT.test(value)) {
    const text = describeInstant(value);
    if (text !== undefined) return { raw, text, kind: 'ours' };
  }
  if (DAY.test(value)) return { raw, text: formatDay(value), kind: 'ours' };
  if (/^changes\[\d+\]\.path$/.test(path)) {
    const field = fieldOf(value);
    // The organisation's own form is one answer to an addition.
    if (value === 'extra') return { raw, text: t('section.own'), kind: 'ours' };
    return field === undefined
      ? { raw, text: value, kind: 'theirs' }
      : { raw, text: field[lang], kind: 'ours', note: raw };
  }
  const place = placeOf(reading, path);
  const word = codeWord(general(path), value, t) ?? wordFor(general(path), value, t, place);
  if (word !== undefined) return { raw, text: word, kind: 'ours', note: raw };
  return { raw, text: value, kind: 'theirs' };
}
