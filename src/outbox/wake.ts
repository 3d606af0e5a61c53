/** Owns when a round of sending happens: now, when the line may be back, or when patience ends. Must never send itself. */
import type { Clock, Rng } from '../domain/ports.ts';
import { backoff } from './backoff.ts';
import type { Drain, DrainSummary } from './drain.ts';

/** Tells when sending may go better: `online`, the page became visible, something was finished. */
export type Signs = {
  /** Calls back at each sign until `signal` fires. */
  watch(onSign: () => void, signal: AbortSignal): void;
};

/** Background Sync, where the browser has it and the person agreed. */
export type LaterSend = { register(): Promise<void> };

export type WakeDeps = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly drain: Pick<Drain, 'run' | 'hurry' | 'freed'>;
  readonly signs: Signs;
  readonly later?: LaterSend;
  /** The person had paused when the app was closed. */
  readonly paused?: boolean;
  /** After each round, for the screen. */
  readonly onRound?: (summary: DrainSummary) => void;
  /** A round that threw: storage or code is broken. Told, and tried again later. */
  readonly onFault?: (fault: unknown) => void;
};

export type Wake = {
  /** Something new to send, or the person pressed *retry*: do not wait any longer. */
  nudge(): void;
  /** The person wants the line for something else: the round under way ends, and what was acknowledged stays. */
  pause(): void;
  /** Goes on at once where it was. */
  resume(): void;
  isPaused(): boolean;
  /** Ends the watch and the round under way; resolves when nothing runs any more. */
  stop(): Promise<void>;
};

/** While another tab sends, its death wakes us; look again after so long all the same. */
const HELD_ELSEWHERE = 30_000;

/** Starts at once and goes on until `stop`. The lock is held only inside a round, never while waiting. [UP6] */
export function startWake(deps: WakeDeps): Wake {
  const stopped = new AbortController();
  let waiting = new AbortController();
  let round = new AbortController();
  let again = false;
  let paused = deps.paused ?? false;
  let faults = 0;

  function nudge(): void {
    deps.drain.hurry();
    again = true;
    waiting.abort();
  }

  /** When to look again, null when only a nudge helps; `held`: or as soon as the other sender is gone. */
  type Next = { readonly at: number | null; readonly held: boolean };

  async function roundOf(): Promise<Next> {
    if (paused) return { at: null, held: false };
    round = new AbortController();
    try {
      const summary = await deps.drain.run(round.signal);
      faults = 0;
      deps.onRound?.(summary);
      // Registered before waiting: the page may be closed any moment from here on.
      if (summary.left > 0 && !stopped.signal.aborted && !paused)
        await deps.later?.register().catch(() => undefined);
      if (summary.heldElsewhere) return { at: deps.clock.now() + HELD_ELSEWHERE, held: true };
      return { at: summary.nextAt, held: false };
    } catch (fault) {
      faults += 1;
      deps.onFault?.(fault);
      return { at: deps.clock.now() + backoff(faults + 3, deps.rng), held: false };
    }
  }

  /** Until `at`, a nudge, or the end; for ever when there is nothing to wait for. */
  async function rest({ at, held }: Next): Promise<void> {
    waiting = new AbortController();
    const { signal } = waiting;
    if (again || stopped.signal.aborted) return;
    const slept = paused || at === null ? firing(signal) : deps.clock.sleep(at - deps.clock.now(), signal);
    await (held && !paused ? Promise.race([slept, deps.drain.freed(signal)]) : slept);
    waiting.abort();
  }

  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      again = false;
      await rest(await roundOf());
    }
  }

  deps.signs.watch(nudge, stopped.signal);
  const watching = watch();
  return {
    nudge,
    pause() {
      paused = true;
      round.abort();
    },
    resume() {
      paused = false;
      nudge();
    },
    isPaused: () => paused,
    async stop() {
      stopped.abort();
      round.abort();
      waiting.abort();
      await watching;
    },
  };
}

const firing = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** What a service worker tells the browser after a `sync` event. */
export type SyncVerdict = 'done' | 'registerAgain' | 'fail';

/** Rounds in a `sync` event end before browsers kill the worker, after three minutes. */
const SYNC_TIME = 150_000;

/**
 * One `sync` event: rounds until nothing can go or time is up. Browsers give three attempts with growing pauses, and then
 * forget; so an attempt that gained something, and the last one, register again, and the others fail in order to be retried.
 */
export async function drainForSync(
  deps: { readonly clock: Clock; readonly drain: Pick<Drain, 'run'> },
  lastChance: boolean,
): Promise<SyncVerdict> {
  const late = new AbortController();
  const done = new AbortController();
  const end = deps.clock.now() + SYNC_TIME;
  void deps.clock.sleep(SYNC_TIME, done.signal).then(() => {
    if (!done.signal.aborted) late.abort();
  });
  let moved = false;
  try {
    for (;;) {
      const summary = await deps.drain.run(late.signal);
      moved ||= summary.moved || summary.sent > 0;
      // Whoever holds the lock also registers for later.
      if (summary.heldElsewhere || summary.nextAt === null) return 'done';
      if (!summary.moved || late.signal.aborted || summary.nextAt > end)
        return moved || lastChance ? 'registerAgain' : 'fail';
      await deps.clock.sleep(summary.nextAt - deps.clock.now(), late.signal);
    }
  } finally {
    done.abort();
  }
}
