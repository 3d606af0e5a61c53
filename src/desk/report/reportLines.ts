/** Owns turning the fields of a report into labelled lines by section. Must never drop a value, and never trust one. */
import type { Json } from '../../domain/bounded.ts';
import { detailOf, fieldOf } from '../../domain/fieldNames.ts';
import { type JsonObject, textAt } from '../../domain/report.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import { isOwnAnswers, linesOfOwn, plain } from './ownLines.ts';
import {
  bare,
  blocksAt,
  dateShown,
  general,
  type Reading,
  readingOf,
  type Shown,
  shown,
} from './reportValues.ts';
import { entryLabel, hasPart, partLabel } from './reportWords.ts';

export const SECTIONS = [
  'what',
  'when',
  'where',
  'who',
  'by',
  'account',
  'use',
  'risk',
  'sources',
  'evidence',
  'follow',
  'own',
  'about',
  'other',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export type Line =
  | {
      readonly kind: 'values';
      readonly path: string;
      readonly label: string;
      readonly values: readonly Shown[];
    }
  | {
      readonly kind: 'group';
      readonly path: string;
      readonly label: string;
      /** What tells this one from its neighbours. */
      readonly title: Shown | null;
      readonly lines: readonly Line[];
    };
export type Section = {
  readonly id: SectionId;
  readonly lines: readonly Line[];
  /** What the organisation calls the form that these are answers to; text from outside. */
  readonly title?: string;
  /** What must be known before these lines are read. */
  readonly notes?: readonly string[];
};

const HOME: Readonly<Record<string, SectionId>> = {
  acts: 'what',
  kind: 'what',
  reason: 'what',
  changes: 'what',
  whose: 'use',
  about: 'about',
  extra: 'other',
  themes: 'what',
  place: 'where',
  persons: 'who',
  victim_group: 'who',
  perpetrators: 'by',
  official_response: 'by',
  consents: 'use',
  urgency: 'risk',
  risk: 'risk',
  sources: 'sources',
  evidence: 'evidence',
  verification: 'follow',
  follow_ups: 'follow',
  interventions: 'follow',
  remedies: 'follow',
  links: 'follow',
  cases: 'follow',
  tags: 'follow',
  notes_internal: 'follow',
  outputs: 'follow',
  audit: 'follow',
};
const BARE: ReadonlySet<string> = new Set(['place', 'urgency', 'risk', 'verification', 'about', 'extra']);
const EVENT: Readonly<Record<string, SectionId>> = {
  start: 'when',
  end: 'when',
  ongoing: 'when',
  time: 'when',
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What has no name here is shown under "Other fields". */
type Walk = Reading & {
  readonly strange: Line[];
  /** Answers to the organisation's own form, with where they stand. */
  readonly own: (readonly [path: string, extra: JsonObject])[];
};

/**
 * All of a report: every value once, in the order of the sections, each under the name the domain gives it. `forms`: the
 * organisation's own in force, which give the answers to them their names. [MAN8]
 */
export function sectionsOf(
  fields: JsonObject,
  unknown: JsonObject,
  t: DeskTranslator,
  forms: readonly JsonObject[] = [],
): readonly Section[] {
  const walk: Walk = { ...readingOf(fields, t), strange: [], own: [] };
  const found = new Map<SectionId, Line[]>(SECTIONS.map((id) => [id, []]));
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'event' && isObject(value)) {
      for (const [part, inner] of Object.entries(value))
        found.get(EVENT[part] ?? 'account')?.push(...linesOf(walk, `event.${part}`, inner));
      if (Object.keys(value).length === 0) found.get('other')?.push(empty(walk, key));
      continue;
    }
    // Entries that came later stand where those of the report stand.
    if (key === 'add' && isObject(value)) {
      for (const [list, entries] of Object.entries(value))
        found.get(HOME[list] ?? 'about')?.push(...linesOf(walk, `add.${list}`, entries));
      if (Object.keys(value).length === 0) found.get('other')?.push(values(key, key, []));
      continue;
    }
    const home = HOME[key] ?? 'about';
    found.get(home)?.push(...linesOf(walk, key, value));
  }
  const own = linesOfOwn(walk, walk.own, forms);
  found.get('own')?.push(...own.lines);
  found.get('other')?.push(...walk.strange, ...own.strange);
  for (const [key, value] of Object.entries(unknown)) found.get('other')?.push(...plain(key, key, value));
  return SECTIONS.map((id) => ({
    id,
    lines: ordered(found.get(id) ?? []),
    ...(id === 'own' ? { title: own.title, notes: own.notes } : {}),
  })).filter(({ lines }) => lines.length > 0);
}

const ACCOUNT = ['event.summary', 'event.narrative', 'event.context', 'event.impact'];
const ordered = (lines: readonly Line[]): readonly Line[] =>
  lines.some(({ path }) => ACCOUNT.includes(path))
    ? [...lines].sort((a, b) => place(a.path) - place(b.path))
    : lines;
const place = (path: string): number => {
  const at = ACCOUNT.indexOf(path);
  return at < 0 ? ACCOUNT.length : at;
};

/** The name of a field: of the domain, of a well-known part, or of an act's details; undefined for a newer phone's. */
function nameOf(walk: Walk, path: string): string | undefined {
  const own = bare(path);
  const wanted = general(path);
  const field = fieldOf(own.replace(/\[\d+\]$/, '[]')) ?? fieldOf(own);
  if (field !== undefined) return field[walk.lang];
  if (wanted.startsWith('acts[].details.')) {
    const name = own.replace(/^acts\[\d+\]\.details\./, '').replace(/\[\d+\]$/, '');
    const known = detailOf(blocksAt(walk, path), name);
    if (known !== undefined) return known[walk.lang];
  }
  return hasPart(wanted) ? partLabel(wanted, walk.t) : undefined;
}

/** Lines of one member. */
function linesOf(walk: Walk, path: string, value: Json): readonly Line[] {
  if (isOwnAnswers(walk.fields, path, value)) {
    walk.own.push([path, value]);
    return [];
  }
  const name = nameOf(walk, path);
  // These hold fields and have no name of their own: the section is their name.
  if (name === undefined && BARE.has(path) && isObject(value))
    return Object.entries(value).flatMap(([key, inner]) => linesOf(walk, `${path}.${key}`, inner));
  if (name === undefined) {
    walk.strange.push(...plain(path, path, value));
    return [];
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return [values(path, name, [])];
    if (value.some(isObject))
      return value.flatMap((item, at): readonly Line[] => {
        const inner = `${path}[${at}]`;
        return isObject(item)
          ? [group(walk, inner, entryLabel(inner, walk.t) ?? name, item)]
          : linesOf(walk, inner, item);
      });
    return [
      values(
        path,
        name,
        value.map((item) => shown(walk, path, item)),
      ),
    ];
  }
  if (isObject(value)) {
    const date = dateShown(walk, value);
    if (date !== undefined) return [values(path, name, [date])];
    return [group(walk, path, name, value)];
  }
  return [values(path, name, [shown(walk, path, value)])];
}

function group(walk: Walk, path: string, name: string, value: JsonObject): Line {
  const date = dateShown(walk, value);
  if (date !== undefined) return values(path, name, [date]);
  const lines = Object.entries(value).flatMap(([key, inner]) => linesOf(walk, `${path}.${key}`, inner));
  return { kind: 'group', path, label: name, title: titleOf(walk, path, value), lines };
}

/** What tells one entry of a list from the next. */
function titleOf(walk: Walk, path: string, value: JsonObject): Shown | null {
  for (const key of ['label', 'title', 'type', 'preset', 'full', 'law', 'path', 'body', 'code']) {
    const text = textAt(value, key);
    if (text !== null) return shown(walk, `${path}.${key}`, text);
  }
  return null;
}

const values = (path: string, name: string, list: readonly Shown[]): Line => ({
  kind: 'values',
  path,
  label: name,
  values: list,
});

const empty = (walk: Walk, path: string): Line => values(path, nameOf(walk, path) ?? path, []);
