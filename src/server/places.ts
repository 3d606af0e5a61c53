/** Owns how many of one organisation may be at something at the same time. Must never make one organisation wait for another. */
import { Refusal } from './replies.ts';

export type Places = {
  /** Runs with a place, or refuses with `tooMany`. */
  within<T>(org: string, work: () => Promise<T>): Promise<T>;
};

export function createPlaces(most: number): Places {
  const taken = new Map<string, number>();
  return {
    async within(org, work) {
      const before = taken.get(org) ?? 0;
      if (before >= most) throw new Refusal('tooMany');
      taken.set(org, before + 1);
      try {
        return await work();
      } finally {
        const left = (taken.get(org) ?? 1) - 1;
        if (left > 0) taken.set(org, left);
        else taken.delete(org);
      }
    },
  };
}
