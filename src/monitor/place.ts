/** Owns where in the app the person is, and the way Back; an address is "/" always, and history holds a number only. [S3] */
import { createObservable } from '../ui/observable.ts';

/** The part of a page that is used; a `window` fits. */
export type PlacePage = {
  readonly history: {
    readonly state: unknown;
    pushState(state: unknown, unused: string, url: string): void;
    replaceState(state: unknown, unused: string, url: string): void;
    go(delta: number): void;
  };
  addEventListener(type: 'popstate', heard: (event: { readonly state: unknown }) => void): void;
};

export const START = '/';

/** What history may hold: how deep the page is. Anything else, also from an older version, reads as the start. */
function depthOf(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('i' in state)) return 0;
  return typeof state.i === 'number' && Number.isSafeInteger(state.i) && state.i >= 0 ? state.i : 0;
}

export type Place = ReturnType<typeof createPlace>;

/** Paths live in memory, one for each depth; the browser's history knows the depths. */
export function createPlace(page: PlacePage) {
  /** As far as Hide goes back: never into a page before this one. */
  let base = depthOf(page.history.state);
  const paths = new Map<number, string>();
  const path = createObservable(START);
  let depth = base;
  page.history.replaceState({ i: base }, '', START);
  page.addEventListener('popstate', ({ state }) => {
    depth = depthOf(state);
    base = Math.min(base, depth);
    // Entries from before a reload or a Hide are still in the browser, but lead nowhere.
    path.set(paths.get(depth) ?? START);
  });

  function go(to: string, options?: { readonly replace?: boolean }): void {
    if (options?.replace === true) {
      page.history.replaceState({ i: depth }, '', START);
    } else {
      depth += 1;
      page.history.pushState({ i: depth }, '', START);
    }
    for (const each of [...paths.keys()]) if (each > depth) paths.delete(each);
    paths.set(depth, to);
    path.set(to);
  }

  return {
    get: path.get,
    subscribe: path.subscribe,
    go,

    /** The start again, and nothing to go back to: for Hide. */
    forget(): void {
      paths.clear();
      const steps = depth - base;
      depth = base;
      path.set(START);
      if (steps > 0) page.history.go(-steps);
    },
  };
}
