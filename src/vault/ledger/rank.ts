/** Owns the rank of a sealed file in the line, drawn so that it tells the order alone, not what the file is. Must never need a key. */
import type { Rng } from '../../domain/ports.ts';

/** `order`: one of ORDER, what the file is. `rank`: what stands in the ledger. */
type Sized = { readonly order: number; readonly size: number };
type Ranked = Sized & { readonly rank: number };

const MOST_RANK = 0xffff_ffff;
/** Of what nobody can know while locked: after every text, before every file. */
export const UNKNOWN_ORDER = 2.5;
/** The next of one kind takes this part of the room that is left, so that hundreds fit. */
const STEP = 1 / 16;

const precedes = (a: Sized, b: Sized): boolean =>
  a.order < b.order || (a.order === b.order && a.size <= b.size);

/** A whole number from `low` to `high`, both included. */
function between(rng: Rng, low: number, high: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = rng(4);
  const chance = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return Math.floor(low) + (chance % (Math.floor(high) - Math.floor(low) + 1));
}

function drawOne(rng: Rng, line: readonly Ranked[], one: Sized): number {
  const before = line.filter((other) => precedes(other, one));
  const after = line.filter((other) => !precedes(other, one));
  const last = before.reduce<Ranked | null>(
    (best, other) => (best && best.rank > other.rank ? best : other),
    null,
  );
  const low = last === null ? 0 : last.rank + 1;
  const high = Math.min(MOST_RANK + 1, ...after.map(({ rank }) => rank)) - 1;
  if (low > high) return last?.rank ?? 0;
  const room = high - low;
  return last?.order === one.order
    ? between(rng, low, low + room * STEP)
    : between(rng, low + room / 4, high - room / 4);
}

/**
 * A rank for each of `fresh`, between what is to leave before it and what after: hello, urgent, text, files; small before
 * large. Where no number is left it shares one, and size decides. [VLT10] [UP6]
 */
export function drawRanks(rng: Rng, there: readonly Ranked[], fresh: readonly Sized[]): readonly number[] {
  const line = [...there];
  return fresh.map((one) => {
    const rank = drawOne(rng, line, one);
    line.push({ ...one, rank });
    return rank;
  });
}
