/** Owns when the desk looks for reports and when it locks by itself. Must never decide what either means. */
import type { Clock } from '../domain/ports.ts';

/** Ten minutes untouched. */
export const IDLE_LIMIT = 600_000;
export const LOOK_EVERY = 60_000;
const TICK = 5_000;

export type Watch = {
  touched(): void;
  /** To be called again and again. */
  tick(): void;
  run(signal: AbortSignal): Promise<void>;
};

export function createWatch(deps: {
  readonly clock: Clock;
  readonly visible: () => boolean;
  readonly look: () => void;
  readonly lock: () => void;
}): Watch {
  const { clock } = deps;
  let touchedAt = clock.now();
  let lookedAt = clock.now();
  const tick = (): void => {
    const now = clock.now();
    if (now - touchedAt >= IDLE_LIMIT) deps.lock();
    else if (deps.visible() && now - lookedAt >= LOOK_EVERY) {
      lookedAt = now;
      deps.look();
    }
  };
  return {
    touched() {
      const now = clock.now();
      // A computer that slept: whoever touches it first must not find it open.
      if (now - touchedAt >= IDLE_LIMIT) deps.lock();
      touchedAt = now;
    },
    tick,
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(TICK, signal);
        tick();
      }
    },
  };
}

/** Ties a watch to a page until `signal` fires. */
export function watchPage(watch: Watch, page: Window, leave: () => void, signal: AbortSignal): void {
  for (const name of ['pointerdown', 'keydown', 'wheel', 'input'])
    page.addEventListener(name, () => watch.touched(), { signal, capture: true, passive: true });
  page.document.addEventListener('visibilitychange', () => watch.tick(), { signal });
  page.addEventListener('online', () => watch.tick(), { signal });
  // A page that is kept for "Back" must not come back open.
  page.addEventListener('pagehide', leave, { signal });
  void watch.run(signal);
}
