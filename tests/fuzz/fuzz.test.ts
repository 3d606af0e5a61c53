/** Owns a short run of every fuzz target; `npm run fuzz` goes on for as long as one likes. */
import { expect, it } from 'vitest';
import { createDice, mutate } from './mutate.ts';
import { targets } from './targets.ts';

const times: { readonly [name: string]: number } = { 'a workbook': 15, 'the parts of a workbook': 60 };

it('spoils the same way for the same number, and differently for another', () => {
  const bytes = new Uint8Array(1_000).fill(7);
  const spoil = (seed: number) => mutate(bytes, createDice(seed), [], [bytes]).join();
  expect(spoil(1)).toBe(spoil(1));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => spoil(seed))).size).toBeGreaterThan(15);
});

it.each(targets.map((target) => [target.name, target] as const))(
  '%s: whatever comes, it holds',
  async (name, target) => {
    for (let seed = 1; seed <= (times[name] ?? 300); seed += 1) {
      await expect((async () => target.run(seed))(), `seed ${seed}`).resolves.toBeDefined();
    }
  },
);
