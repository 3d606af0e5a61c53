/** Owns virtual time: days pass in milliseconds, in the order of the timers. Must never look at the real clock. */
import type { AbortSignalLike, Clock } from '../../src/domain/ports.ts';

type Timer = { readonly at: number; readonly number: number; readonly wake: () => void };

/** Microtasks and streams settle in a few turns of the event loop. */
const TURNS = 3;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

export class VirtualClock implements Clock {
  private time: number;
  private timers: Timer[] = [];
  private count = 0;
  private busy = 0;

  constructor(start = Date.UTC(2026, 10, 22)) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignalLike): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      this.count += 1;
      const timer: Timer = { at: this.time + Math.max(0, milliseconds), number: this.count, wake: resolve };
      this.timers.push(timer);
      signal?.addEventListener(
        'abort',
        () => {
          this.timers = this.timers.filter((one) => one !== timer);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Real work that takes no virtual time: the clock stands still until it is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work;
    } finally {
      this.busy -= 1;
    }
  }

  /** Lets time pass until `work` is done. Fails when nothing can happen any more, or after `most` milliseconds. */
  async until<T>(work: Promise<T>, most = 365 * 86_400_000): Promise<T> {
    let done = false;
    const watched = work.finally(() => {
      done = true;
    });
    watched.catch(() => undefined);
    const end = this.time + most;
    let idle = 0;
    while (!done) {
      for (let i = 0; i < TURNS && !done; i += 1) await turn();
      if (done) break;
      if (this.busy > 0) continue;
      const next = this.timers.reduce<Timer | null>(
        (first, one) =>
          first === null || one.at < first.at || (one.at === first.at && one.number < first.number)
            ? one
            : first,
        null,
      );
      if (next === null) {
        idle += 1;
        if (idle > 2_000) throw new Error('virtual time: nothing will ever happen');
        continue;
      }
      idle = 0;
      if (next.at > end) throw new Error('virtual time: still not done');
      this.timers = this.timers.filter((one) => one !== next);
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
    return watched;
  }
}
