/** Owns how large the next slice is, so that a dying link loses little and a good one is used. Must never send. */

const KIB = 1024;
const SMALLEST = 4 * KIB;
const LARGEST = 256 * KIB;
const FIRST = 32 * KIB;
const SHORT_AIRTIME = 1_000;
const LONG_AIRTIME = 2_000;

export type Pace = {
  /** Bytes of the next slice, 4–256 KiB. */
  size(): number;
  /** A request that carried no bytes took so long (milliseconds): the link's latency is at most that. */
  answered(took: number): void;
  /** A full slice was acknowledged after so long (milliseconds). */
  acknowledged(bytes: number, took: number): void;
  /** A slice broke off. */
  broke(): void;
};

/** Slices of one to two seconds of airtime [UP6]. Latency does not count, or a far endpoint would starve us. */
export function createPace(): Pace {
  let size = FIRST;
  let latency = Number.POSITIVE_INFINITY;
  return {
    size: () => size,
    answered: (took) => {
      latency = Math.min(latency, took);
    },
    acknowledged: (bytes, took) => {
      const airtime = Number.isFinite(latency) ? Math.max(0, took - latency) : took;
      latency = Math.min(latency, took);
      if (airtime > LONG_AIRTIME) size = Math.max(SMALLEST, size / 2);
      // A last slice says little: growing needs a full one.
      else if (airtime < SHORT_AIRTIME && bytes >= size) size = Math.min(LARGEST, size * 2);
    },
    broke: () => {
      size = Math.max(SMALLEST, size / 2);
    },
  };
}
