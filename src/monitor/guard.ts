/** Owns when the app locks by itself: out of sight, untouched, or left. Never waits for a question. (UX manner 4) */
import type { Clock } from '../domain/ports.ts';

const HIDDEN_LIMIT = 60_000;
const IDLE_LIMIT = 180_000;
const LOOK_EVERY = 5_000;

export type GuardDeps = {
  readonly clock: Clock;
  readonly lock: () => void;
  /** Sealing under way is no idleness; being out of sight still counts. */
  readonly isWorking: () => boolean;
  /** Covers or uncovers the screen at once, for the task switcher. */
  readonly cover: (covered: boolean) => void;
};

/** Told about the page's life; locks when a limit is passed. Timers may sleep in the background: it also looks on return. */
export function createGuard(deps: GuardDeps) {
  const { clock } = deps;
  let touchedAt = clock.now();
  let hiddenAt: number | null = null;

  function look(): void {
    const now = clock.now();
    const tooLongHidden = hiddenAt !== null && now - hiddenAt >= HIDDEN_LIMIT;
    const tooLongIdle = now - touchedAt >= IDLE_LIMIT && !deps.isWorking();
    if (tooLongHidden || tooLongIdle) deps.lock();
  }

  return {
    touched(): void {
      touchedAt = clock.now();
    },
    hidden(): void {
      hiddenAt = clock.now();
      deps.cover(true);
    },
    shown(): void {
      look();
      hiddenAt = null;
      touchedAt = clock.now();
      deps.cover(false);
    },
    /** The page is being left or frozen: what is open now may come back from a cache later. */
    left(): void {
      deps.lock();
    },
    async watch(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await clock.sleep(LOOK_EVERY, signal);
        look();
      }
    },
  };
}

export type Guard = ReturnType<typeof createGuard>;

/** Ties a guard to the events of a page until `signal` fires. */
export function watchPage(guard: Guard, page: Window, signal: AbortSignal): void {
  for (const name of ['pointerdown', 'keydown', 'input', 'scroll'])
    page.addEventListener(name, () => guard.touched(), { signal, capture: true, passive: true });
  page.document.addEventListener(
    'visibilitychange',
    () => {
      if (page.document.visibilityState === 'hidden') guard.hidden();
      else guard.shown();
    },
    { signal },
  );
  page.addEventListener('pagehide', () => guard.left(), { signal });
  void guard.watch(signal);
}
