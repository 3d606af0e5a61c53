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
/** What a request costs besides its slice: heads of question and answer's acknowledgement, in bytes. */
const HEAD = 512;
/** An older loss counts for so much of a newer one, so that a line that got better is noticed. */
const FADES = 0.75;

/** Whole KiB: part of a byte cannot be read from a file. */
const whole = (bytes: number, least: number): number => Math.max(least, Math.floor(bytes / KIB) * KIB);

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

/**
 * Slices of one to two seconds of airtime, longer where that is safe [UP6]. Latency does not count, or a far endpoint would starve us.
 *
 * Where a broken slice is lost whole, a loss costs half a slice on average, and smaller slices cost more heads. With L bytes
 * between two losses the waste of a slice of s bytes is s / 2L + HEAD / s: least at s = √(2 · HEAD · L).
 */
export function createPace(): Pace {
  let size = FIRST;
  let latency = Number.POSITIVE_INFINITY;
  /** The last loss showed that the endpoint keeps the beginning of a request. */
  let keeps = false;
  /** Losses of whole slices, older ones fading, and the bytes that arrived in the same time. */
  const past = { losses: 0, bytes: 0 };

  const next = (): number => {
    if (keeps || past.losses === 0) return size;
    const best = Math.sqrt((2 * HEAD * past.bytes) / past.losses);
    return Math.min(size, whole(best, SMALLEST_AFTER_LOSS));
  };

  return {
    size: next,
    answered: (took) => {
      latency = Math.min(latency, took);
    },
    acknowledged: (bytes, took) => {
      const airtime = Number.isFinite(latency) ? Math.max(0, took - latency) : took;
      latency = Math.min(latency, took);
      past.bytes += bytes;
      const times = keeps ? LONGER : 1;
      if (airtime > LONG_AIRTIME * times) size = whole(Math.min(size, bytes) / 2, SMALLEST);
      // A last slice says little: growing needs a full one.
      else if (airtime < SHORT_AIRTIME * times && bytes >= size) size = Math.min(LARGEST, size * 2);
    },
    broke: (bytes, kept) => {
      if (kept >= bytes) return;
      keeps = kept > 0;
      if (keeps) return;
      past.losses = past.losses * FADES + 1;
      past.bytes *= FADES;
    },
  };
}
