/** Owns the proof that a power cut at any operation loses no acknowledged byte and never doubles a parcel. */
import { expect, it } from 'vitest';
import { cutEverywhere } from './powerCut.ts';

it('S5 S6 S7 [UP2] [UP3] power cut at every operation from creation to receipt', async () => {
  // It was a journey of many steps, and each was cut once.
  expect(await cutEverywhere(1)).toBeGreaterThan(40);
});
