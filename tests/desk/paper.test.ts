/** Owns the proof that a report loses nothing when machine numbers are parted from it, and that the way of a file tells only what was written down. */
import { describe, expect, it } from 'vitest';
import { parseCard } from '../../src/desk/card.ts';
import { fileHandled, isHandled, NOT_HANDLED, openedFirst } from '../../src/desk/handled.ts';
import { custodyLines } from '../../src/desk/report/custodyLines.ts';
import { fileHashes } from '../../src/desk/report/fileHashes.ts';
import { type Line, sectionsOf } from '../../src/desk/report/reportLines.ts';
import { parted, toldBeside } from '../../src/desk/report/technical.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../../src/domain/report.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import type { AttachmentVerification } from '../../src/inbox/verification.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { fortyVictims } from '../domain/fortyVictims.ts';
import { fieldsOf, samples } from '../domain/samples.ts';

const en = await loadDeskWords('en');
const ru = await loadDeskWords('ru');
const CONTENT = 'cd'.repeat(32);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

const matched = (sha256: string, at: string | null = null): AttachmentVerification => ({
  entry: {
    content: CONTENT,
    bind: 'ab'.repeat(32),
    sha256,
    size: 3,
    key: 'ab'.repeat(32),
    name: 'door.jpg',
    description: '',
  } as unknown as AttachmentVerification['entry'],
  state: 'matched',
  parcel: 'ef'.repeat(32),
  tail: '00'.repeat(32),
  at,
});
const leaves = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((line) =>
    line.kind === 'group' ? leaves(line.lines) : [`${line.path}=${line.values.map(({ raw }) => raw).join()}`],
  );
const shas = (fields: JsonObject): readonly string[] =>
  objectsAt(fields, 'evidence').flatMap((item) => textAt(objectAt(item, 'file'), 'sha256') ?? []);

describe('numbers that only machines use', () => {
  const reports = [
    ...samples.map(({ key, report }) => [key, fieldsOf(report)] as const),
    ['forty victims', fortyVictims()] as const,
  ];
  for (const [key, fields] of reports)
    it(`part from what ${key} says, and no line is lost`, () => {
      const sections = sectionsOf(fields, {}, en);
      const files = shas(fields).map((sha256) => matched(sha256));
      const { sections: said, technical } = parted(sections, toldBeside(fields, files));
      const told = said.flatMap(({ lines }) => leaves(lines));
      expect([...told, ...leaves(technical)].sort()).toEqual(
        sections.flatMap(({ lines }) => leaves(lines)).sort(),
      );
      expect(told.filter((line) => UUID.test(line) && /(^|[._])id=/.test(line))).toEqual([]);
      for (const sha256 of shas(fields)) {
        expect(told.join('\n')).not.toContain(sha256);
        expect(fileHashes(fields, [], en).map(({ hash }) => hash)).toContain(sha256);
      }
    });

  it('are parted in the samples at all: people, evidence, and the way of files told beside them', () => {
    const fields = fieldsOf(samples.find(({ key }) => key.startsWith('S4'))?.report);
    const files = shas(fields).map((sha256) => matched(sha256));
    const paths = leaves(parted(sectionsOf(fields, {}, en), toldBeside(fields, files)).technical).join('\n');
    expect(paths).toMatch(/^persons\[0\]\.id=/m);
    expect(paths).toMatch(/^evidence\[0\]\.file\.sha256=/m);
    expect(paths).toMatch(/^evidence\[0\]\.custody\[0\]\.action=/m);
    // A file that is nowhere else on the page keeps its way where it was.
    const apart = leaves(parted(sectionsOf(fields, {}, en), new Set()).technical).join('\n');
    expect(apart).not.toContain('custody[0].action');
  });

  it('list a file once, with a checksum of an earlier state under its step, and a file nobody described', () => {
    const item = {
      title: 'A door',
      file: { name: 'door.jpg', sha256: 'aa' },
      custody: [
        { action: 'received', hash: 'aa' },
        { action: 'copied', hash: 'bb', of: 'cc' },
      ],
    };
    const rows = fileHashes(
      fieldsOf({ evidence: [item], add: { evidence: [{ file: { sha256: 'dd' } }] } }),
      [matched('ee')],
      en,
    );
    expect(rows.map(({ hash }) => hash)).toEqual(['aa', 'bb', 'cc', 'dd', 'ee']);
    expect(rows[0]).toEqual({ name: 'A door · door.jpg', hash: 'aa', note: '' });
    expect(rows[2]?.note).toBe('the file that it was made from');
    expect(rows[4]?.name).toBe('door.jpg');
  });
});

describe('the way of a file', () => {
  const lines = (attachment: AttachmentVerification, handled = NOT_HANDLED, t = en) =>
    custodyLines({}, { day: '2026-11-22', attachment, handled }, t).map(({ text }) => text);

  it('tells each step of this desk with its time, in UTC, in the order in which they were', () => {
    let handled = openedFirst(NOT_HANDLED, '2026-11-23T05:00:01Z');
    handled = fileHandled(handled, CONTENT, 'saved', '2026-11-24T08:30:00Z');
    handled = fileHandled(handled, CONTENT, 'shown', '2026-11-23T05:02:00Z');
    expect(lines(matched('aa', '2026-11-23T05:00:00Z'), handled)).toEqual([
      '22.11.2026 or later · endpoint · stored',
      '23.11.2026, 05:00 UTC · this desk · opened, SHA-256 is the same',
      '23.11.2026, 05:00 UTC · this desk · the report was opened',
      '23.11.2026, 05:02 UTC · this desk · shown',
      '24.11.2026, 08:30 UTC · this desk · a copy was saved',
    ]);
    expect(lines(matched('aa', '2026-11-23T05:00:00Z'), handled, ru)[1]).toBe(
      '23.11.2026, 05:00 UTC · этот рабочий стол · открыто, SHA-256 совпадает',
    );
  });

  it('S10 says of what an older version did only that it was done', () => {
    expect(lines(matched('aa'))).toEqual([
      '22.11.2026 or later · endpoint · stored',
      'this desk · opened, SHA-256 is the same',
    ]);
    expect(lines({ entry: matched('aa').entry, state: 'missing' })).toEqual(['this desk · not opened yet']);
  });

  it('S10 reads lines of older versions, and refuses times that are none', () => {
    const card = {
      parcel: CONTENT,
      id: 'x',
      line: CONTENT,
      sequence: 1,
      size: 1,
      day: '2026-11-22',
      headline: { summary: '', urgency: 'u0' },
      author: { verdict: 'anonymous' },
      contents: [],
      arrived: 0,
      words: '',
      acknowledged: 'nothing',
      opened: true,
      unread: false,
    };
    const parse = (value: object) => parseCard(utf8(JSON.stringify(value)));
    expect(parse(card)).toMatchObject({ ok: true, value: { opened: true, handled: NOT_HANDLED } });
    expect(parse({ ...card, handled: { openedAt: 'yesterday', files: {} } }).ok).toBe(false);
    expect(isHandled({ openedAt: null, files: { [CONTENT]: { saved: 7 } } })).toBe(false);
    expect(isHandled({ openedAt: null, files: { [CONTENT]: { saved: '2026-11-24T08:30:00Z' } } })).toBe(true);
  });
});
