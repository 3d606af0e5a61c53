/** Owns drawing first what somebody sees first: a long page answers a press at once, and the rest follows. Never hides anything for good. */
import { startTransition, useEffect, useState } from 'react';

/** `first` when a page appears, and everything as soon as that is on the screen; `all`: everything from the start. */
export function useMost(first: number, all = false): number {
  const [most, setMost] = useState(all ? Number.POSITIVE_INFINITY : first);
  useEffect(() => startTransition(() => setMost(Number.POSITIVE_INFINITY)), []);
  return most;
}
