/** Owns when the app locks by itself: out of sight, untouched, or left. Never waits for a question. (UX manner 4) */
import type { Clock } from '../domain/ports.ts';

const LOOK_EVERY = 5_000;
/** Networks correct clocks by less. (milliseconds) */
const SET_BACK = 5_000;
/** Milliseconds without any progress after which work counts no more. */
const STILL = 60_000;

type Moment = { readonly clock: number; readonly steady: number };

export type GuardDeps = {
  readonly clock: Clock;
  /** Milliseconds that nobody can set back; they may stand still while the phone sleeps. */
  readonly steady: () => number;
  readonly lock: () => void;
  /** Locks whatever is open: the page goes, and may come back from a cache. */
  readonly leave: () => void;
  /** As the person chose, in seconds; 0 out of sight = at once. */
  readonly after: () => { readonly hiddenSeconds: number; readonly idleSeconds: number };
  /** How far sealing under way is, null for none: while that moves it is no idleness. Being out of sight still counts. */
  readonly working: () => string | null;
  /** Covers or uncovers the screen at once, for the task switcher. */
  readonly cover: (covered: boolean) => void;
};

/** Told about the page's life; locks when a limit is passed. Timers may sleep in the background: it also looks on return. */
export function createGuard(deps: GuardDeps) {
  const { clock, steady } = deps;
  const moment = (): Moment => ({ clock: clock.now(), steady: steady() });
  let touchedAt = moment();
  let hiddenAt: Moment | null = null;
  /** What was done of the work when it last moved. */
  let work: string | null = null;
  let movedAt = moment();

  /** The phone's clock may be set, and the steady one may have slept: the longer time counts, and a clock set back is no excuse. */
  const since = (then: Moment): number => {
    const passed = clock.now() - then.clock;
    return passed < -SET_BACK ? Number.POSITIVE_INFINITY : Math.max(passed, steady() - then.steady);
  };

  /** Work that stands still must not keep the notes open for ever. */
  function isMoving(): boolean {
    const now = deps.working();
    if (now !== work) movedAt = moment();
    work = now;
    return work !== null && since(movedAt) < STILL;
  }

  function look(): void {
    const isWorking = isMoving();
    const { hiddenSeconds, idleSeconds } = deps.after();
    const tooLongHidden = hiddenAt !== null && since(hiddenAt) >= hiddenSeconds * 1_000;
    const tooLongIdle = since(touchedAt) >= idleSeconds * 1_000 && !isWorking;
    if (tooLongHidden || tooLongIdle) deps.lock();
  }

  return {
    touched(): void {
      touchedAt = moment();
    },
    hidden(): void {
      hiddenAt = moment();
      deps.cover(true);
      look();
    },
    shown(): void {
      look();
      hiddenAt = null;
      touchedAt = moment();
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
  // A frozen page has no timers: nobody could say when it will be asked again.
  page.document.addEventListener('freeze', () => guard.left(), { signal });
  page.addEventListener(
    'pageshow',
    (event) => {
      if (event.persisted) guard.left();
    },
    { signal },
  );
  void guard.watch(signal);
}
