/** Proves what the list shows of additions: which report they are about, and which was taken back by its own author alone. [REP10] */
import { expect, it } from 'vitest';
import { createCard } from '../../src/desk/card.ts';
import { laterMarks } from '../../src/desk/laterMarks.ts';
import type { JsonObject } from '../../src/domain/report.ts';
import type { AuthorMark } from '../../src/inbox/ports.ts';
import { fieldsOf, sample } from '../domain/samples.ts';

const S1 = fieldsOf(sample('S1').report);
const id = String(S1['id']);
let count = 0;
const card = (fields: JsonObject, author: AuthorMark) => {
  count += 1;
  return createCard(
    { parcel: count.toString(16).padStart(64, '0'), sequence: count, size: 16_384, day: '2026-11-22' },
    { id: String(fields['id']), line: 'ab'.repeat(32), author, acknowledged: 'nothing' },
    { fields, attachments: [] },
  );
};
const by = (chain: string, forced = false): AuthorMark => ({ verdict: 'author', chain, n: 1, forced });
const later = (kind: string): JsonObject => ({
  id: `${kind} of it`,
  form: 'addition',
  local_ref: 'ABCDE',
  about: { report: id, code: 'ZKZ73' },
  kind,
});

it('[REP10] an addition names its report, and only the author’s own withdrawal marks it', () => {
  const report = card(S1, by('a'));
  const marks = (kind: string, author: AuthorMark) => laterMarks([report, card(later(kind), author)]);
  expect(marks('correct', by('a')).codes.get(id)).toBe(S1['local_ref']);
  const taken = (kind: string, author: AuthorMark) => marks(kind, author).takenBack.has(id);
  expect(taken('withdraw', by('a'))).toBe(true);
  expect(taken('withdraw', by('b'))).toBe(false);
  expect(taken('withdraw', by('a', true))).toBe(false);
  expect(taken('withdraw', { verdict: 'anonymous' })).toBe(false);
  expect(taken('withdraw', { verdict: 'unknownChain', chain: 'a', n: 1 })).toBe(false);
  expect(taken('consent', by('a'))).toBe(false);
  expect(laterMarks([card(later('withdraw'), by('a'))]).takenBack.size).toBe(0);
  const anonymous = card(S1, { verdict: 'anonymous' });
  expect(laterMarks([anonymous, card(later('withdraw'), { verdict: 'anonymous' })]).takenBack.has(id)).toBe(
    true,
  );
});
