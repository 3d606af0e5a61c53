/** Owns the short form of the whole journey: a few reports, the same deaths. */
import { expect, it } from 'vitest';
import { travel } from './journeys.ts';

const SEED = Number(process.env['TUMAR_SEED'] ?? 1);

it(`S5 S6 S7 C4 C5 N1 S1 8 reports with 16 attachments over a line that dies, senders and endpoint killed (seed ${SEED})`, async () => {
  const { drops } = await travel(SEED, 8);
  expect(drops).toBeGreaterThan(1);
}, 240_000);
