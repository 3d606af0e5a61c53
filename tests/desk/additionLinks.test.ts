/** Owns the proof that nobody but the author decides where the author's own additions belong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { additionsTo, openedAdditions, reportOf } from '../../src/desk/additions.ts';
import type { Card } from '../../src/desk/card.ts';
import { history, type Sent } from '../../src/domain/later/history.ts';
import { textAt } from '../../src/domain/report.ts';
import { fieldsOf, sample } from '../domain/samples.ts';

const S1 = fieldsOf(sample('S1').report);
const R = textAt(S1, 'id') ?? '';
const X = '22222222-2222-4222-8222-222222222222';
const AUTHOR = 'chain-1';
const STRANGER = 'chain-2';

type Made = {
  readonly id: string;
  readonly about: string;
  readonly kind: 'correct' | 'withdraw';
  readonly author: string | null;
  readonly forced: boolean;
  readonly n: number;
  /** Unlike any other, so that a version shows which one it is. */
  readonly reason: string;
};
const made = (given: Partial<Made>): Made => ({
  id: '33333333-3333-4333-8333-333333333333',
  about: R,
  kind: 'withdraw',
  author: AUTHOR,
  forced: false,
  n: 2,
  reason: 'too dangerous',
  ...given,
});
const sent = ({ about, id, kind, reason, author, forced, n }: Made): Sent => ({
  fields: {
    id,
    form: 'addition',
    about: { report: about },
    kind,
    reason,
    created_at: '2026-11-20',
    ...(kind === 'correct' ? { changes: [{ path: 'event.summary', value: reason }] } : {}),
  },
  author,
  n: author === null ? null : n,
  forced,
});
const original: Sent = { fields: S1, author: AUTHOR, n: 1, forced: false };
const versions = (all: readonly Made[]) => history(original, all.map(sent));

const card = (
  { id, about, author }: { id: string; about: string | null; author: string | null },
  sequence: number,
  verdict = 'author',
): Card =>
  ({
    id,
    about,
    sequence,
    parcel: String(sequence),
    author: author === null ? { verdict: 'anonymous' } : { verdict, chain: author, n: sequence },
  }) as Card;
const report = card({ id: R, about: null, author: AUTHOR }, 1);

const withdrawal = made({});
/** What a stranger can send to lead the withdrawal somewhere else. */
const decoys: readonly (readonly [string, Made])[] = [
  ['takes the id of the report', made({ id: R, about: X, author: STRANGER, kind: 'correct' })],
  ['makes a circle', made({ id: R, about: withdrawal.id, author: STRANGER, kind: 'correct' })],
  ['takes the id of the withdrawal', made({ about: X, author: STRANGER, kind: 'correct' })],
  ['is about itself', made({ id: R, about: R, author: STRANGER, kind: 'correct' })],
  ['takes the id of the report without a name', made({ id: R, about: X, author: null, kind: 'correct' })],
];

describe.each(decoys)('[REP10] S6 an addition of somebody else that %s', (_what, decoy) => {
  it('takes no withdrawal away from the report', () => {
    for (const all of [
      [decoy, withdrawal],
      [withdrawal, decoy],
    ]) {
      const shown = versions(all).filter(({ applied }) => applied);
      expect(shown.map(({ kind }) => kind)).toEqual(['original', 'withdraw']);
      expect(shown.at(-1)?.fields['status']).toBe('withdrawn');
    }
  });

  it('takes none away where all three are anonymous', () => {
    const nobodys = [decoy, withdrawal].map((one) => sent({ ...one, author: null }));
    const shown = history({ ...original, author: null, n: null }, nobodys);
    expect(shown.map(({ kind, applied }) => applied && kind)).toContain('withdraw');
    expect(shown.at(-1)?.fields['status']).toBe('withdrawn');
  });

  it('takes none away at the desk either, there and back', () => {
    for (const [first, second] of [
      [2, 3],
      [3, 2],
    ] as const) {
      const end = card(withdrawal, second);
      const cards = [report, card(decoy, first), end];
      expect(additionsTo(report, cards)).toContain(end);
      expect(reportOf(end, cards)).toBe(report);
    }
  });
});

const pool = [
  R,
  X,
  ...['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`),
];
const anyOf = (whose: string, authors: readonly (string | null)[]) =>
  fc
    .array(
      fc.record({
        id: fc.constantFrom(...pool),
        about: fc.constantFrom(...pool),
        kind: fc.constantFrom('correct' as const, 'correct' as const, 'withdraw' as const),
        author: fc.constantFrom(...authors),
        forced: fc.boolean(),
        n: fc.integer({ min: 2, max: 9 }),
        place: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 6 },
    )
    .map((all) => all.map((one, at) => ({ ...one, reason: `${whose}${at}` })));
const own = anyOf('own', [AUTHOR]);
const others = anyOf('other', [STRANGER, 'chain-3', null]);
/** Both in one order of arrival, each side in its own. */
const mixed = <T extends { readonly place: number }>(mine: readonly T[], theirs: readonly T[]) => {
  const all = [...mine];
  for (const [at, one] of theirs.entries()) all.splice(Math.round(one.place * (mine.length + at)), 0, one);
  return all;
};

describe('[REP10] S6 whatever others send under whatever ids', () => {
  it('the author’s own versions stay the same, in the same order', () => {
    fc.assert(
      fc.property(own, others, (mine, theirs) => {
        const alone = versions(mine);
        const beside = versions(mixed(mine, theirs));
        const known = new Set(alone.map(({ reason }) => reason));
        expect(beside.filter(({ reason }) => known.has(reason))).toEqual(alone);
        expect(beside.filter(({ applied }) => applied)).toEqual(alone.filter(({ applied }) => applied));
      }),
      { numRuns: 400 },
    );
  });

  it('the desk opens the same ones of the author, and finds the report from each', () => {
    fc.assert(
      fc.property(own, others, (mine, theirs) => {
        const all = mixed(mine, theirs);
        const cards = new Map(all.map((one, at) => [one, card(one, at + 2)]));
        const here = (some: typeof all) => [report, ...some.map((one) => cards.get(one) ?? report)];
        const alone = additionsTo(report, here(mine));
        const { opened } = openedAdditions(report, additionsTo(report, here(all)));
        expect(opened.filter((one) => alone.includes(one))).toEqual(alone);
        for (const one of alone) expect(reportOf(one, here(all))).toBe(report);
      }),
      { numRuns: 400 },
    );
  });
});

describe('[REP10] what somebody else sent about an addition', () => {
  const correction = made({ id: pool[2] ?? '', kind: 'correct', reason: 'own' });
  const comment = made({ id: pool[3] ?? '', about: correction.id, author: STRANGER, reason: 'comment' });

  it('is a claim on the same report', () => {
    expect(versions([correction, comment]).map(({ applied }) => applied)).toEqual([true, true, false]);
    const cards = [report, card(correction, 2), card(comment, 3)];
    expect(additionsTo(report, cards)).toEqual(cards.slice(1));
    expect(reportOf(cards[2] ?? report, cards)).toBe(report);
  });

  it('makes what the author sends about it a claim: where it leads was a stranger’s choice', () => {
    const answer = made({ about: comment.id });
    const shown = versions([correction, comment, answer]);
    expect(shown.map(({ applied }) => applied)).toEqual([true, true, false, false]);
    expect(shown.at(-1)?.fields['status']).not.toBe('withdrawn');
  });

  it('does not bring additions of another report here', () => {
    const bridge = card(made({ id: X, author: STRANGER }), 2);
    const other = card({ id: X, about: null, author: 'chain-3' }, 3);
    const end = card(made({ about: X, author: 'chain-3' }), 4);
    const cards = [report, bridge, other, end];
    expect(additionsTo(report, cards)).toEqual([bridge]);
    expect(additionsTo(other, cards)).toEqual([end]);
    expect(reportOf(end, cards)).toBe(other);
  });

  it('a report under the id of another one is not found in its place', () => {
    const copy = card({ id: R, about: null, author: STRANGER }, 1);
    const end = card(withdrawal, 3);
    expect(reportOf(end, [copy, report, end])).toBe(report);
  });

  it('[REP3] under the author’s chain with a wrong tag counts as somebody else’s, and is not opened without end', () => {
    const forged = Array.from({ length: 60 }, (_, at) => card(withdrawal, at + 2, 'badTag'));
    expect(openedAdditions(report, additionsTo(report, [report, ...forged])).left).toBe(10);
  });
});
