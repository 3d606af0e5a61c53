/** Owns a power switch for the client's fakes: every storage step passes here, and at a chosen one the phone dies. */

export class PowerCut extends Error {}

export type Power = {
  /** Passes before and after each storage step; throws from the chosen one on. */
  step(): void;
  /** Steps so far. */
  count(): number;
  /** Dies at step `at` (1 = the next one). */
  cutAt(at: number): void;
  /** The phone is switched on again; what was not durable is decided by whoever holds it. */
  restore(): void;
};

export function createPower(): Power {
  let count = 0;
  let limit = Number.POSITIVE_INFINITY;
  return {
    step() {
      if (count >= limit) throw new PowerCut('power cut');
      count += 1;
      if (count >= limit) throw new PowerCut('power cut');
    },
    count: () => count,
    cutAt(at) {
      count = 0;
      limit = at;
    },
    restore() {
      count = 0;
      limit = Number.POSITIVE_INFINITY;
    },
  };
}
