/** Owns telling two quick taps from two slow ones; never knows what they do. */

/** Milliseconds within which a second tap counts, and how far apart the two may be, in CSS pixels. */
const WITHIN = 400;
const NEAR = 40;

/** What is looked at of a `pointerup`. `timeStamp` in milliseconds on any clock that only goes forward. */
export type Tap = {
  readonly timeStamp: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly isPrimary: boolean;
};

/** Told each tap, answers true for the second of two. Pointer events: some phones make no `dblclick` from touch. */
export function createDoubleTap(): (tap: Tap) => boolean {
  let first: Tap | null = null;
  return (tap) => {
    if (!tap.isPrimary) {
      first = null;
      return false;
    }
    const before = first;
    const both =
      before !== null &&
      tap.timeStamp - before.timeStamp <= WITHIN &&
      Math.abs(tap.clientX - before.clientX) <= NEAR &&
      Math.abs(tap.clientY - before.clientY) <= NEAR;
    first = both ? null : tap;
    return both;
  };
}
