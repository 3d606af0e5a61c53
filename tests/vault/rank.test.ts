/** Proves that ranks keep the order of sending for as many files as a phone may hold, and say nothing else. */
import { describe, expect, it } from 'vitest';
import { drawRanks } from '../../src/vault/ledger/rank.ts';
import { seededRng } from '../crypto/setup.ts';

type One = { readonly order: number; readonly size: number; readonly rank: number };
const add = (rng: (n: number) => Uint8Array<ArrayBuffer>, line: One[], order: number, size: number): void => {
  const [rank = -1] = drawRanks(rng, line, [{ order, size }]);
  line.push({ order, size, rank });
};

describe('[VLT10] [UP6] a rank', () => {
  it('keeps urgent before text before files, also for 200 reports with their files', () => {
    const rng = seededRng('ranks');
    const line: One[] = [];
    add(rng, line, 0, 16_384);
    for (let n = 0; n < 200; n += 1) {
      add(rng, line, n % 9 === 0 ? 1 : 2, 16_384);
      add(rng, line, 3 + (n % 3), 65_536 * (1 + (n % 4)));
    }
    const sent = line.toSorted((a, b) => a.rank - b.rank);
    const orders = sent.map(({ order }) => order);
    expect(orders).toEqual(orders.toSorted());
    for (const [at, { rank }] of sent.entries()) expect(rank).toBeGreaterThan(sent[at - 1]?.rank ?? -1);
  });

  it('of a lone file is anything: a small number does not mean urgent', () => {
    const ranks = [0, 1, 2, 5].map((order) =>
      Array.from(
        { length: 200 },
        (_, n) => drawRanks(seededRng(`${order} ${n}`), [], [{ order, size: 1 }])[0] ?? 0,
      ),
    );
    const middles = ranks.map((drawn) => drawn.reduce((sum, one) => sum + one, 0) / drawn.length / 2 ** 32);
    for (const middle of middles) expect(Math.abs(middle - 0.5)).toBeLessThan(0.06);
  });

  it('is shared when no number is left, and then size decides', () => {
    const line = [
      { order: 2, size: 1, rank: 7 },
      { order: 5, size: 9, rank: 8 },
    ];
    expect(drawRanks(seededRng('full'), line, [{ order: 3, size: 5 }])).toEqual([7]);
  });
});
