/** Owns when the app locks by itself: out of sight, untouched, or left. Never waits for a question. (UX manner 4) */
import type { Clock } from '../domain/ports.ts';

const LOOK_EVERY = 5_000;

export type GuardDeps = {
  readonly clock: Clock;
  readonly lock: () => void;
  /** Locks whatever is open: the page goes, and may come back from a cache. */
  readonly leave: () => void;
  /** As the person chose, in seconds; 0 out of sight = at once. */
  readonly after: () => { readonly hiddenSeconds: number; readonly idleSeconds: number };
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
    const { hiddenSeconds, idleSeconds } = deps.after();
    const tooLongHidden = hiddenAt !== null && now - hiddenAt >= hiddenSeconds * 1_000;
    const tooLongIdle = now - touchedAt >= idleSeconds * 1_000 && !deps.isWorking();
    if (tooLongHidden || tooLongIdle) deps.lock();
  }

  return {
    touched(): void {
      touchedAt = clock.now();
    },
    hidden(): void {
      hiddenAt = clock.now();
      deps.cover(true);
      look();
    },
    shown(): void {
      look();
      hiddenAt = null;
      touchedAt = clock.now();
      deps.cover(false);
    },
    /** The page is being left or frozen, or came back from a cache. */
    left(): void {
      deps.leave();
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
  page.addEventListener(
    'pageshow',
    (event) => {
      if (event.persisted) guard.left();
    },
    { signal },
  );
  void guard.watch(signal);
}
