/** Owns the proof that the desk finds what was sent later, trusts only its author, and says each change in words. */
import { describe, expect, it } from 'vitest';
import { additionsTo, changesShown, openedAdditions, reportOf, sentOf } from '../../src/desk/additions.ts';
import { type Card, createCard, parseCard } from '../../src/desk/card.ts';
import { typeLabel } from '../../src/desk/labels.ts';
import type { OpenedReport } from '../../src/desk/openerMessages.ts';
import { ownUses } from '../../src/desk/report/ownUses.ts';
import { endedFor, recordedUses } from '../../src/desk/report/recall.ts';
import { answerWord } from '../../src/domain/answerWords.ts';
import { additionFields } from '../../src/domain/later/addition.ts';
import { history } from '../../src/domain/later/history.ts';
import { type JsonObject, objectsAt, textAt } from '../../src/domain/report.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { NOW, samples } from '../domain/samples.ts';

const en = await loadDeskWords('en');
const original = samples[0]?.report as JsonObject;
const REPORT = textAt(original, 'id') ?? '';

function addition(kind: 'correct' | 'withdraw', about: string, id: string): JsonObject {
  const made = additionFields({
    id,
    code: 'ZKZ99',
    about: { report: about, code: 'ZKZ73' },
    kind,
    language: 'en',
    reason: 'The date was wrong',
    answers: kind === 'correct' ? { event: { summary: 'Said otherwise' } } : {},
    whose: [],
    attachments: [],
    now: NOW,
  });
  if (!made.ok) throw new Error(made.code);
  return made.value;
}

let count = 0;
function card(fields: JsonObject): Card {
  count += 1;
  return createCard(
    { parcel: count.toString(16).padStart(64, '0'), sequence: count, size: 16_384, day: '2026-11-22' },
    {
      id: textAt(fields, 'id') ?? '',
      line: 'ab'.repeat(32),
      author: { verdict: 'anonymous' },
      acknowledged: 'nothing',
    },
    { fields, attachments: [] },
  );
}
const later = addition('correct', REPORT, '7e127b35-baaa-4b43-bacf-a1b61d3183ab');
const stray = addition(
  'correct',
  '11111111-baaa-4b43-bacf-a1b61d3183ab',
  '7e127b35-baaa-4b43-bacf-a1b61d3183ac',
);
const [report, correction, foreign] = [card(original), card(later), card(stray)];
const all = [correction, foreign, report];

const opened = (fields: JsonObject, verdict: string, forced = false): OpenedReport =>
  ({
    fields,
    verification: { author: { verdict, chain: verdict === 'anonymous' ? null : 'c1', forced } },
  }) as OpenedReport;

describe('[REP10] what was sent later', () => {
  it('is found from the report and back, and a stray one has no report', () => {
    expect(additionsTo(report, all)).toEqual([correction]);
    expect(additionsTo(correction, all)).toEqual([]);
    expect(reportOf(correction, all)).toBe(report);
    expect(reportOf(foreign, all)).toBeUndefined();
  });

  it('about something that was sent later is found from the first report, and back to it', () => {
    const again = card(
      addition('correct', textAt(later, 'id') ?? '', '7e127b35-baaa-4b43-bacf-a1b61d3183ad'),
    );
    const end = card(addition('withdraw', again.id, '7e127b35-baaa-4b43-bacf-a1b61d3183ae'));
    const cards = [end, again, ...all];
    expect(additionsTo(report, cards)).toEqual([correction, again, end]);
    expect([again, end].map((one) => reportOf(one, cards))).toEqual([report, report]);
    // Without the one between, nobody knows what it belongs to.
    expect(reportOf(end, [end, ...all])).toBeUndefined();
    const circle = card(addition('correct', end.id, again.id));
    expect(reportOf(end, [end, circle, report])).toBeUndefined();
    expect(additionsTo(report, [end, circle, report])).toEqual([]);
  });

  it('is kept in its line of the inbox; lines of the first version read as reports', () => {
    const bytes = utf8(JSON.stringify(correction));
    expect(parseCard(bytes)).toEqual({ ok: true, value: correction });
    expect([correction.kind, report.kind]).toEqual(['correct', null]);
    const { about: _about, kind: _kind, ...old } = report;
    expect(parseCard(utf8(JSON.stringify(old)))).toEqual({ ok: true, value: report });
  });

  it('says in its line what it does', () => {
    expect(typeLabel(correction.headline, en, correction.kind)).toBe(answerWord('correct', 'en'));
    expect(typeLabel(correction.headline, en)).toBe(answerWord('addition', 'en'));
  });

  it('counts only with an author that number and tag prove', () => {
    expect(sentOf(opened(later, 'confirmed'))).toMatchObject({ author: 'c1', forced: false });
    expect(sentOf(opened(later, 'anonymous'))).toMatchObject({ author: null });
    for (const verdict of ['fork', 'badTag', 'tooFar', 'unknownChain'])
      expect(sentOf(opened(later, verdict))).toBeNull();
  });

  it('says each change in words, before and after, without the names of machines', () => {
    const versions = history({ fields: original, author: 'c1', n: 1, forced: false }, [
      { fields: later, author: 'c1', n: 2, forced: false },
    ]);
    const last = versions[1];
    const shown = changesShown(last?.changes ?? [], { before: original, after: last?.fields ?? {} }, en);
    expect(shown.map(({ place }) => place)).toEqual(['In a few words']);
    expect(shown[0]?.after.map(({ text }) => text)).toEqual(['Said otherwise']);
    expect(shown[0]?.before.length).toBe(1);
  });

  it('nobody can bury what the author sent under claims: those beyond the 50th are counted, not opened', () => {
    const by = (chain: string, one: Card): Card => ({ ...one, author: { verdict: 'author', chain, n: 1 } });
    const claims = Array.from({ length: 80 }, () => by('c2', correction));
    const withdrawal = by('c1', correction);
    const found = openedAdditions(by('c1', report), [...claims, withdrawal]);
    expect(found.opened).toHaveLength(51);
    expect(found.opened.at(-1)).toBe(withdrawal);
    expect(found.left).toBe(30);
    expect(openedAdditions(report, [...claims, correction]).opened.at(-1)).toBe(correction);
  });

  it('another consent is shown by what it allows', () => {
    const after = {
      ...original,
      persons: [{ id: 'p1', label: 'A', consent: 'c2' }],
      consents: [{ id: 'c2', preset: 'custom', uses: ['statistics'], given_by: 'self' }],
    };
    const before = { ...after, consents: [{ id: 'c1', preset: 'custom', uses: [] }] };
    const shown = changesShown(
      [{ path: 'persons[0].consent', before: 'c1', after: 'c2' }],
      { before, after },
      en,
    );
    expect(shown[0]?.before[0]?.text).toBe(en('history.allowsNothing'));
    expect(shown[0]?.after[0]?.text).toBe('Count in statistics without details');
  });

  it('[FORM6] a file with a consent of its own says what may be done with it alone', () => {
    const consent = (id: string, uses: readonly string[], more: object = {}) => ({
      id,
      uses,
      given_by: 'self',
      ...more,
    });
    const fields: JsonObject = {
      persons: [{ id: 'p1', label: 'A', consent: 'c1' }],
      consents: [
        consent('c1', ['statistics', 'image']),
        consent('own', ['store', '\u202Edesu', 'statistics']),
        consent('refused', [], { preset: 'refused' }),
        consent('unsaid', ['image'], { given_by: null }),
      ],
      evidence: ['c1', 'own', 'refused', 'unsaid'].map((id) => ({ id, consent: id })),
    };
    const items = objectsAt({ ...fields, evidence: [...objectsAt(fields, 'evidence'), {}] }, 'evidence');
    expect(items.map((item) => ownUses(fields, item, en))).toEqual([
      null,
      'Keep in our organisation (encrypted); Count in statistics without details',
      'not allowed',
      'not allowed',
      null,
    ]);
  });

  it('[REP10] what ended is told for each person, and where it was used by what the report records', () => {
    const recall = {
      outputs: [],
      uses: [
        { person: 'A', use: 'partners' },
        { person: 'B', use: 'legal' },
        { person: 'A', use: 'legal' },
      ],
      more: 0,
      images: false,
    };
    expect(endedFor(recall)).toEqual([
      { person: 'A', uses: ['partners', 'legal'] },
      { person: 'B', uses: ['legal'] },
    ]);
    const used = {
      ...original,
      outputs: [
        { output: 'sp_submission', kind: 'letter', date: { edtf: '2026-11-20', q: 'exact' } },
        { output: 'sp_submission', kind: 'letter', date: '2026-11-20' },
        { output: 'of a later version', date: '2026-11-21T10:00:00Z' },
        {},
      ],
    };
    expect(recordedUses(used, en)).toEqual([
      'UN Special Procedures submission · letter · 20.11.2026',
      'of a later version · 21.11.2026, 10:00 UTC',
    ]);
    expect(recordedUses(original, en)).toEqual([]);
  });

  it('a withdrawal says what must be called back, and shows no ids', () => {
    const withdrawal = addition('withdraw', REPORT, '7e127b35-baaa-4b43-bacf-a1b61d3183ad');
    const versions = history({ fields: original, author: 'c1', n: 1, forced: false }, [
      { fields: withdrawal, author: 'c1', n: 2, forced: false },
    ]);
    expect(versions[1]?.recall.outputs.length).toBeGreaterThan(0);
    const shown = changesShown(
      versions[1]?.changes ?? [],
      { before: original, after: versions[1]?.fields ?? {} },
      en,
    );
    expect(JSON.stringify(shown)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });
});
