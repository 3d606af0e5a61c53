/** Owns seeded chance for tests: the same seed, the same dice. Must never be used by the product. */
import type { Rng } from '../../src/domain/ports.ts';

export type Dice = {
  /** 0 ≤ x < 1 */
  next(): number;
  /** An integer, 0 … most − 1. */
  below(most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  readonly rng: Rng;
};

/** mulberry32: small, and good enough to choose faults. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(next() * most);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    rng: (n) => Uint8Array.from({ length: n }, () => below(256)),
  };
}
