/** Owns reading a workbook (.xlsx) into sheets of texts, within limits; must never know what a form is. */
import { addDays } from '../domain/day.ts';
import type { WorkbookCode } from '../domain/form/definitionFinding.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { walkXml, type XmlBudget } from './xml.ts';
import { type Archive, openArchive } from './zip.ts';

/** `row` as the spreadsheet counts, from 1; `column` from 0. Texts are trimmed, none is empty. */
export type Row = {
  readonly row: number;
  readonly cells: readonly { readonly column: number; readonly text: string }[];
};
export type Sheet = { readonly name: string; readonly rows: readonly Row[] };
export type Workbook = { readonly sheets: readonly Sheet[] };

const MAX_SHEETS = 60;
const MAX_ROWS = 20_000;
const MAX_COLUMNS = 512;
const MAX_CELLS = 400_000;
const MAX_CELL = 32_767;
const MAX_STRINGS = 400_000;
/** Tags and attributes: a cell has two tags and three attributes. */
const MAX_TAGS = 2_500_000;
/** Letters in all cells: one long text may stand in many. */
const MAX_LETTERS = 20_000_000;
const MAX_MILLISECONDS = 20_000;

/** The first bytes of every old Excel file, and of every new one with a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

class Stop extends Error {
  readonly code: WorkbookCode;
  constructor(code: WorkbookCode) {
    super(code);
    this.code = code;
  }
}

/**
 * Reads a workbook. Sheets, rows and columns beyond any form's need are `workbookTooLarge`, and so is what takes longer than 20
 * seconds. `now`: milliseconds of any clock.
 */
export function readWorkbook(
  bytes: Uint8Array,
  now: () => number = Date.now,
): Result<Workbook, WorkbookCode> {
  if (OLE.every((byte, at) => bytes[at] === byte)) {
    return err(holdsWide(bytes, 'EncryptedPackage') ? 'workbookEncrypted' : 'workbookOld');
  }
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return err('workbookForeign');
  const archive = openArchive(bytes);
  if (!archive.ok) return archive;
  try {
    const end = now() + MAX_MILLISECONDS;
    return ok(read({ ...archive.value, xml: { tags: MAX_TAGS, late: () => now() > end } }));
  } catch (error) {
    if (error instanceof Stop) return err(error.code);
    throw error;
  }
}

function holdsWide(bytes: Uint8Array, word: string): boolean {
  const wide = [...word].flatMap((letter) => [letter.charCodeAt(0), 0]);
  for (let at = 0; at + wide.length <= Math.min(bytes.length, 2_000_000); at += 1) {
    if (wide.every((byte, more) => bytes[at + more] === byte)) return true;
  }
  return false;
}

/** An archive with what reading it may take. */
type Source = Archive & { readonly xml: XmlBudget };

function read(archive: Source): Workbook {
  if (!archive.names.includes('xl/workbook.xml') && !archive.names.includes('_rels/.rels')) {
    throw new Stop('workbookForeign');
  }
  const main = mainPart(archive);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const listed: { readonly name: string; readonly id: string }[] = [];
  let from1904 = false;
  walk(archive, main, {
    open(name, attributes) {
      if (name === 'sheet') listed.push({ name: attributes['name'] ?? '', id: attributes['id'] ?? '' });
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    },
    close: () => undefined,
  });
  if (listed.length > MAX_SHEETS) throw new Stop('workbookTooLarge');
  const targets = relations(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const part = (kind: string): string | undefined =>
    [...targets.values()].find((target) => target.kind.endsWith(`/${kind}`))?.path;
  const strings = sharedStrings(archive, part('sharedStrings'));
  const dated = dateStyles(archive, part('styles'));
  const budget = { cells: MAX_CELLS, letters: MAX_LETTERS };
  const sheets = listed.map(({ name, id }) => {
    const target = targets.get(id);
    const rows =
      target === undefined || !target.kind.endsWith('/worksheet')
        ? []
        : readSheet(archive, target.path, { strings, dated, from1904, budget });
    return { name: clean(name), rows };
  });
  return { sheets };
}

function walk(archive: Source, name: string, handlers: Parameters<typeof walkXml>[1]): boolean {
  const bytes = archive.take(name);
  if (!bytes.ok) throw new Stop(bytes.code);
  if (bytes.value === undefined) return false;
  const walked = walkXml(bytes.value, handlers, archive.xml);
  if (walked === 'whole') return true;
  throw new Stop(walked === 'costly' ? 'workbookTooLarge' : 'workbookDamaged');
}

function mainPart(archive: Source): string {
  const targets = relations(archive, '_rels/.rels', '');
  const main = [...targets.values()].find((target) => target.kind.endsWith('/officeDocument'))?.path;
  const name = main ?? 'xl/workbook.xml';
  if (!archive.names.includes(name) || !/workbook\w*\.xml$/i.test(name)) throw new Stop('workbookForeign');
  return name;
}

type Target = { readonly path: string; readonly kind: string };
function relations(archive: Source, name: string, folder: string): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  walk(archive, name, {
    open(tag, attributes) {
      if (tag !== 'Relationship') return;
      const target = attributes['Target'] ?? '';
      const path = target.startsWith('/') ? target.slice(1) : folder + target.replace(/^\.\//, '');
      targets.set(attributes['Id'] ?? '', { path, kind: attributes['Type'] ?? '' });
    },
    close: () => undefined,
  });
  return targets;
}

function sharedStrings(archive: Source, name: string | undefined): readonly string[] {
  const strings: string[] = [];
  if (name === undefined) return strings;
  let text = '';
  let inText = false;
  let inPhonetic = 0;
  walk(archive, name, {
    open(tag) {
      if (tag === 'si') text = '';
      else if (tag === 'rPh') inPhonetic += 1;
      else if (tag === 't') inText = true;
    },
    close(tag) {
      if (tag === 't') inText = false;
      else if (tag === 'rPh') inPhonetic -= 1;
      else if (tag === 'si') {
        if (strings.length >= MAX_STRINGS) throw new Stop('workbookTooLarge');
        strings.push(clean(text));
      }
    },
    text(piece) {
      if (inText && inPhonetic === 0 && text.length < MAX_CELL) text += piece;
    },
  });
  return strings;
}

/** Which cell styles show a number as a date; 'time' when only as a time. */
function dateStyles(archive: Source, name: string | undefined): readonly (undefined | 'date' | 'time')[] {
  const styles: (undefined | 'date' | 'time')[] = [];
  if (name === undefined) return styles;
  const formats = new Map<string, string>();
  let inCells = false;
  walk(archive, name, {
    open(tag, attributes) {
      if (tag === 'numFmt') formats.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '');
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) {
        const id = attributes['numFmtId'] ?? '0';
        const number = Number(id);
        if (number >= 18 && number <= 21) styles.push('time');
        else if ((number >= 14 && number <= 22) || (number >= 45 && number <= 47)) styles.push('date');
        else styles.push(formatKind(formats.get(id) ?? ''));
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

function formatKind(format: string): undefined | 'date' | 'time' {
  const marks = format.replace(/"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]/gi, '').toLowerCase();
  if (/[yd]/.test(marks) && !/general/.test(marks)) return 'date';
  return /h|s/.test(marks) && !/general/.test(marks) ? 'time' : undefined;
}

type Reading = {
  readonly strings: readonly string[];
  readonly dated: readonly (undefined | 'date' | 'time')[];
  readonly from1904: boolean;
  readonly budget: { cells: number; letters: number };
};

function readSheet(archive: Source, name: string, reading: Reading): readonly Row[] {
  const rows: { row: number; cells: { column: number; text: string }[] }[] = [];
  let row = 0;
  let column = -1;
  let cells: { column: number; text: string }[] = [];
  let cell: Attributes = {};
  let value = '';
  let within: 'value' | 'text' | null = null;
  walk(archive, name, {
    open(tag, attributes) {
      if (tag === 'row') {
        row = Number(attributes['r'] ?? row + 1);
        column = -1;
        cells = [];
      } else if (tag === 'c') {
        cell = attributes;
        value = '';
        column = columnOf(attributes['r']) ?? column + 1;
      } else if (tag === 'v') within = 'value';
      else if (tag === 't') within = 'text';
    },
    close(tag) {
      if (tag === 'v' || tag === 't') within = null;
      else if (tag === 'c') {
        // A shared text was cleaned where it stands, and may be asked for by every cell.
        const text = cell['t'] === 's' ? textOf(cell, value, reading) : clean(textOf(cell, value, reading));
        if (text === '') return;
        reading.budget.cells -= 1;
        reading.budget.letters -= text.length;
        if (column >= MAX_COLUMNS || reading.budget.cells < 0 || reading.budget.letters < 0)
          throw new Stop('workbookTooLarge');
        cells.push({ column, text });
      } else if (tag === 'row' && cells.length > 0) {
        if (rows.length >= MAX_ROWS || !Number.isSafeInteger(row)) throw new Stop('workbookTooLarge');
        rows.push({ row, cells });
      }
    },
    text(piece) {
      if (within !== null && value.length < MAX_CELL) value += piece;
    },
  });
  return rows;
}

type Attributes = { readonly [name: string]: string };

function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textOf(cell: Attributes, value: string, { strings, dated, from1904 }: Reading): string {
  switch (cell['t'] ?? 'n') {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value.trim() === '1' ? 'TRUE' : value.trim() === '0' ? 'FALSE' : '';
    case 'n': {
      const number = Number(value);
      if (value.trim() === '' || !Number.isFinite(number)) return '';
      const kind = dated[Number(cell['s'] ?? 0)];
      return kind === undefined ? numberText(number) : dateText(number, kind, from1904);
    }
    default:
      return value;
  }
}

/** 15 digits, as a spreadsheet shows them: 0.1 + 0.2 is 0.3. */
const numberText = (number: number): string => String(Number(number.toPrecision(15)));

/** Excel counts days from 1899-12-30 (its year 1900 has a leap day too many), or from 1904. */
function dateText(number: number, kind: 'date' | 'time', from1904: boolean): string {
  if (number < 0 || number > 2_900_000) return numberText(number);
  const days = Math.floor(number);
  const minutes = Math.round((number - days) * 1440);
  const two = (part: number): string => String(part).padStart(2, '0');
  const time = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  if (kind === 'time' && days === 0) return time;
  const day = addDays(from1904 ? '1904-01-01' : '1899-12-30', days);
  return minutes === 0 ? day : `${day}T${time}`;
}

/** Spaces at the ends go; those inside that look like a space become one. */
const clean = (text: string): string =>
  text
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/\r\n?/g, '\n')
    .trim();
