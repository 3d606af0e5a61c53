/** Owns the longer run of the power cuts: other seeds, other torn writes. */
import { expect, it } from 'vitest';
import { cutEverywhere } from '../server/powerCut.ts';

it.each([2, 3, 4, 5, 6])('S5 S6 S7 [UP2] [UP3] power cut at every operation (seed %i)', async (seed) => {
  expect(await cutEverywhere(seed)).toBeGreaterThan(40);
});
