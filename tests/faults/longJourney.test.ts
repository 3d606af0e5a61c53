/** Owns the whole journey in full length: fifty reports, a hundred attachments. Takes minutes. */
import { expect, it } from 'vitest';
import { travel } from './journeys.ts';

const SEEDS = Number(process.env['TUMAR_SEEDS'] ?? 3);
const FIRST = Number(process.env['TUMAR_SEED'] ?? 1);

it.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))(
  'S5 S6 S7 C4 C5 N1 S1 50 reports with 100 attachments over a line that dies, senders and endpoint killed (seed %i)',
  async (seed) => {
    const { drops, senders, endpoints } = await travel(seed, 50);
    expect(drops).toBeGreaterThan(10);
    expect(senders + endpoints).toBeGreaterThan(3);
  },
  1_200_000,
);
