/** Owns how large the next slice is, so that a dying link loses little and a good one is used. Must never send. */

const KIB = 1024;
const SMALLEST = 4 * KIB;
const LARGEST = 256 * KIB;
const FIRST = 32 * KIB;
const SHORT_AIRTIME = 1_000;
const LONG_AIRTIME = 2_000;

/** Where beginnings are kept a loss costs nothing, and only the heads of requests do: so many times longer slices. */
const LONGER = 3;
/** Smaller ones would be mostly heads and waiting, whatever a loss costs. */
const SMALLEST_AFTER_LOSS = 8 * KIB;
/** So many slices must arrive after a loss before a larger one is tried. */
const PROOF = 8;

export type Pace = {
  /** Bytes of the next slice, 4–256 KiB. */
  size(): number;
  /** A request that carried no bytes took so long (milliseconds): the link's latency is at most that. */
  answered(took: number): void;
  /** A full slice was acknowledged after so long (milliseconds). */
  acknowledged(bytes: number, took: number): void;
  /**
   * A slice of `bytes` broke off, and the endpoint has so many of them. When it has none, somebody on the way may wait for
   * whole requests (a buffering proxy): only small slices get through there. When it has a part, their size costs nothing.
   * When it has all, only the answer was lost, which says nothing.
   */
  broke(bytes: number, kept: number): void;
};

/** Slices of one to two seconds of airtime, longer where that is safe [UP6]. Latency does not count, or a far endpoint would starve us. */
export function createPace(): Pace {
  let size = FIRST;
  let latency = Number.POSITIVE_INFINITY;
  /** Slices in a row since the last loss; none was lost yet: infinitely many. */
  let whole = Number.POSITIVE_INFINITY;
  /** The last loss showed that the endpoint keeps the beginning of a request. */
  let keeps = false;
  return {
    size: () => size,
    answered: (took) => {
      latency = Math.min(latency, took);
    },
    acknowledged: (bytes, took) => {
      const airtime = Number.isFinite(latency) ? Math.max(0, took - latency) : took;
      latency = Math.min(latency, took);
      whole += 1;
      const times = keeps ? LONGER : 1;
      if (airtime > LONG_AIRTIME * times) size = Math.max(SMALLEST, size / 2);
      // A last slice says little: growing needs a full one.
      else if (airtime < SHORT_AIRTIME * times && bytes >= size && whole >= PROOF) {
        size = Math.min(LARGEST, size * 2);
        if (Number.isFinite(whole)) whole = 0;
      }
    },
    broke: (bytes, kept) => {
      if (kept >= bytes) return;
      keeps = kept > 0;
      if (keeps) return;
      size = Math.min(size, Math.max(SMALLEST_AFTER_LOSS, size / 2));
      whole = 0;
    },
  };
}
