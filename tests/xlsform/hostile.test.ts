/** Proves that hostile files end as findings: bounded, without entities, without crashes. */
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { convertForm } from '../../src/xlsform/convert.ts';
import { readWorkbook } from '../../src/xlsform/workbook.ts';
import { said } from './forms.ts';
import { type Cells, partsOf, sheetXml, workbook, zipped } from './writer.ts';

const sheets = { survey: [['type', 'name', 'label'] as Cells, ['text', 'a', 'A'] as Cells] };
const told = (bytes: Uint8Array): readonly string[] => said(convertForm(bytes, 'form'));
const withSheet = (xml: string | Uint8Array): Uint8Array =>
  zipped({ ...partsOf(sheets), 'xl/worksheets/sheet1.xml': xml });

it('is sure that its own workbook is read', () => {
  expect(told(workbook(sheets))).toEqual([]);
});

it.each([
  ['nothing', new Uint8Array()],
  ['a text', strToU8('type,name,label\ntext,a,A\n')],
  ['a PDF', strToU8('%PDF-1.7 …')],
  [
    'an OpenDocument sheet',
    zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }),
  ],
  [
    'a text document',
    zipped({
      '_rels/.rels': partsOf(sheets)['_rels/.rels']?.replaceAll('xl/workbook.xml', 'word/document.xml') ?? '',
      'word/document.xml': '<a/>',
    }),
  ],
])('%s is no workbook', (_, bytes) => {
  expect(told(bytes)).toEqual(['error workbookForeign']);
});

it('an old workbook and one with a password are told apart', () => {
  const ole = (inside: string) => {
    const bytes = new Uint8Array(4_096);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes.set(
      [...inside].flatMap((letter) => [letter.charCodeAt(0), 0]),
      1_024,
    );
    return bytes;
  };
  expect(told(ole('Workbook'))).toEqual(['error workbookOld']);
  expect(told(ole('EncryptedPackage'))).toEqual(['error workbookEncrypted']);
});

it('a bomb is stopped before it is in memory', () => {
  const zeros = new Uint8Array(64 * 1024 * 1024).fill(0x20);
  const bomb = withSheet(zeros);
  expect(bomb.length).toBeLessThan(300_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(told(bomb)).toEqual(['error workbookTooLarge']);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * 1024 * 1024);
});

it.each([
  [
    'nine hundred thousand cells with two attributes',
    `<worksheet>${'<c a="" b=""/>'.repeat(900_000)}</worksheet>`,
  ],
  [
    'one long text in every cell',
    `<worksheet>${`<row>${`<c t="inlineStr"><is><t>${'a'.repeat(30_000)}</t></is></c>`.repeat(100)}</row>`.repeat(10)}</worksheet>`,
  ],
])('%s are too large', (_, xml) => {
  expect(told(withSheet(xml))).toEqual(['error workbookTooLarge']);
});

it('what takes too long is too large, however it is made', () => {
  let time = 0;
  const slow = (): number => {
    time += 6_000;
    return time;
  };
  expect(readWorkbook(workbook(sheets), slow)).toMatchObject({ ok: false, code: 'workbookTooLarge' });
  expect(readWorkbook(workbook(sheets), () => 0).ok).toBe(true);
});

it('a size that the archive states wrongly changes nothing', () => {
  const file = workbook(sheets);
  const view = new DataView(file.buffer);
  // The uncompressed sizes of the list at the end: all said to be one byte.
  for (let at = 0; at + 46 < file.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1, true);
  }
  expect(told(file)).toEqual([]);
});

it.each([
  ['a document type', '<!DOCTYPE x><worksheet/>'],
  [
    'an entity',
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
  ],
  [
    'a file of the machine',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><v>&a;</v></worksheet>',
  ],
  [
    'an entity nobody declared',
    '<worksheet><sheetData><row><c t="str"><v>&nobody;</v></c></row></sheetData></worksheet>',
  ],
  ['broken XML', '<worksheet><sheetData>'],
  ['bytes that are no text', '\u0000\u0001'],
  ['depth', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
])('%s makes a workbook damaged', (_, xml) => {
  expect(told(withSheet(xml))).toEqual(['error workbookDamaged']);
});

it('UTF-16 and other prefixes are read', () => {
  const xml = sheetXml(sheets.survey).replace('<?xml version="1.0"?>', '');
  const wide = new Uint8Array([
    0xff,
    0xfe,
    ...[...xml].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
  ]);
  expect(told(withSheet(wide))).toEqual([]);
  const prefixed = xml.replace(/<(\/?)(\w+)/g, '<$1x:$2').replace('xmlns=', 'xmlns:x=');
  expect(told(withSheet(prefixed))).toEqual([]);
});

it.each([
  [
    'rows',
    `<worksheet><sheetData>${'<row><c t="str"><v>a</v></c></row>'.repeat(20_001)}</sheetData></worksheet>`,
  ],
  [
    'columns',
    `<worksheet><sheetData><row>${'<c t="str"><v>a</v></c>'.repeat(600)}</row></sheetData></worksheet>`,
  ],
  [
    'a far column',
    '<worksheet><sheetData><row r="1"><c r="XFD1" t="str"><v>a</v></c></row></sheetData></worksheet>',
  ],
])('too many %s', (_, xml) => {
  expect(told(withSheet(xml))).toEqual(['error workbookTooLarge']);
});

it('empty rows and cells by the ten thousand are passed over', () => {
  const empty = `<row>${'<c s="1"/>'.repeat(50)}</row>`.repeat(5_000);
  const xml = sheetXml(sheets.survey).replace('</sheetData>', `${empty}</sheetData>`);
  expect(told(withSheet(xml))).toEqual([]);
});

it('numbers that mean nothing, and strings that are not there, are empty cells', () => {
  const xml =
    '<worksheet><sheetData><row r="1"><c t="s"><v>99</v></c><c><v>1e999</v></c><c t="s"><v>-1</v></c><c t="b"><v>7</v></c></row></sheetData></worksheet>';
  expect(told(withSheet(xml))).toEqual([
    'error columnMissing survey type',
    'error columnMissing survey name',
    'error surveyEmpty survey',
  ]);
});

it('an encrypted member, and a method of packing nobody uses', () => {
  const flip = (offset: number, value: number) => {
    const file = workbook(sheets);
    const view = new DataView(file.buffer);
    for (let at = 0; at + 46 < file.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + offset, value, true);
    }
    return file;
  };
  expect(told(flip(8, 1))).toEqual(['error workbookEncrypted']);
  expect(told(flip(10, 93))).toEqual(['error workbookDamaged']);
});

it('a million names in the list at the end', () => {
  const file = zipSync(
    Object.fromEntries(Array.from({ length: 2_500 }, (_, at) => [`n${at}`, new Uint8Array()])),
  );
  expect(readWorkbook(file)).toEqual({ ok: false, code: 'workbookDamaged' });
});

it('words that are patterns for a slow engine', () => {
  const slow = [
    '*'.repeat(30_000),
    '_a'.repeat(15_000),
    '<a '.repeat(10_000),
    '['.repeat(30_000),
    ' '.repeat(30_000),
  ];
  const rows: Cells[] = slow.map((words, row) => ['note', `n${row}`, `x${words}x`]);
  const converted = convertForm(workbook({ survey: [['type', 'name', 'label'], ...rows] }), 'f');
  expect(
    said(converted).some((line) => line.startsWith('error formTooLarge') || line.startsWith('note')),
  ).toBe(true);
});
