/** Owns the proof that captures and the reports that name them are found for each other, and drawn without what they lack. */
import { expect, it } from 'vitest';
import { type Card, createCard, parseCard } from '../../src/desk/card.ts';
import { NO_FILTER, shortlist } from '../../src/desk/inbox/shortlist.ts';
import { labelWords, placeLabel, typeLabel, whenLabel } from '../../src/desk/labels.ts';
import { capturesNamedBy, isCaptureCard, reportsNaming } from '../../src/desk/report/captures.ts';
import { sectionsOf } from '../../src/desk/report/reportLines.ts';
import { captureFields } from '../../src/domain/capture.ts';
import type { JsonObject } from '../../src/domain/report.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { changed, NOW, samples } from '../domain/samples.ts';

const en = await loadDeskWords('en');
const ru = await loadDeskWords('ru');
const ID = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';
const file = { name: 'a.jpg', type: 'image/jpeg', bytes: 12, sha256: 'ab'.repeat(32), own: true };
const fieldsOf = (code: string): JsonObject =>
  captureFields({ id: ID, code, lang: 'ru', words: 'Стучат в дверь', files: [file], now: NOW });

let count = 0;
function card(fields: JsonObject): Card {
  count += 1;
  return createCard(
    { parcel: count.toString(16).padStart(64, '0'), sequence: count, size: 16_384, day: '2026-11-22' },
    { id: `id-${count}`, line: 'ab'.repeat(32), author: { verdict: 'anonymous' }, acknowledged: 'nothing' },
    { fields, attachments: [] },
  );
}
const capture = card(fieldsOf('ZKZ73'));
const twin = card(fieldsOf('ZKZ73'));
const other = card(fieldsOf('ZKZ74'));
const report = card(changed(samples[0]?.report, ['captures'], ['ZKZ73', 'ZZZ99']));
const plain = card(changed(samples[1]?.report, ['captures'], undefined));
const all = [capture, twin, other, report, plain];

it('[REP9] a report shows the captures it names, all of that code, and says which are not here', () => {
  expect(capturesNamedBy(report, all)).toEqual([
    { code: 'ZKZ73', found: [capture, twin] },
    { code: 'ZZZ99', found: [] },
  ]);
  expect(capturesNamedBy(plain, all)).toEqual([]);
});

it('[REP9] a capture shows the reports that name it; a capture cannot name one', () => {
  expect(reportsNaming(capture, all)).toEqual([report]);
  expect(reportsNaming(other, all)).toEqual([]);
  expect(reportsNaming(report, all)).toEqual([]);
  const boasting = card(changed(fieldsOf('ZKZ75'), ['captures'], ['ZKZ74']));
  expect(reportsNaming(other, [...all, boasting])).toEqual([]);
  expect(all.map(isCaptureCard)).toEqual([true, true, true, false, false]);
});

it('[REP9] its line and its sections can be drawn and searched, in both languages', () => {
  for (const t of [en, ru]) {
    expect(typeLabel(capture.headline, t)).toBe(t('capture.title'));
    expect([placeLabel(capture.headline, t.lang), whenLabel(capture.headline, t)]).toEqual(['', '']);
    const ids = sectionsOf(fieldsOf('ZKZ73'), {}, t).map(({ id }) => id);
    expect(ids).toEqual(['account', 'use', 'evidence', 'about']);
  }
  const find = (text: string) => shortlist(all, { ...NO_FILTER, text }, (one) => labelWords(one, 'ru'));
  expect(find('zkz74')).toEqual([other]);
  expect(find('стучат дверь')).toHaveLength(3);
});

it('S10 a line that was kept before captures were known opens; a wrong one does not', () => {
  const { captures: _, ...old } = plain;
  expect(must(parseCard(utf8(JSON.stringify(old))))).toEqual(plain);
  expect(must(parseCard(utf8(JSON.stringify(report))))).toEqual(report);
  expect(codeOf(parseCard(utf8(JSON.stringify({ ...plain, captures: [7] }))))).toBe('damaged');
});
