/** Owns how long to wait after the n-th failure. Must never sleep itself. */
import type { Rng } from '../domain/ports.ts';

const FIRST = 1_000;
const LONGEST = 5 * 60_000;

/**
 * Full jitter: anywhere in 0 … min(5 min, 1 s · 2^failures) milliseconds, so that phones that lost the same endpoint do
 * not return together (FAULTS N10). `failures` ≥ 0 counts failures in a row without progress.
 */
export function backoff(failures: number, rng: Rng): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 20));
  const dice = rng(4);
  return Math.floor((ceiling * new DataView(dice.buffer, dice.byteOffset).getUint32(0)) / 2 ** 32);
}
