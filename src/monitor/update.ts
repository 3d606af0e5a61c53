/** Owns the new version that waits: told, and taken only when the person says so. Never reloads by itself. [S10] */
import { Workbox } from 'workbox-window';
import { createObservable } from '../ui/observable.ts';

export type Update = {
  /** True while a new version waits. */
  readonly get: () => boolean;
  readonly subscribe: (changed: () => void) => () => void;
  /** Lets the new version take over and loads it. Close the draft before calling. */
  readonly take: () => void;
};

/** Registers the service worker; tries again whenever the network comes back, for the first download is all or nothing. */
export function createUpdate(page: Window): Update {
  const waiting = createObservable(false);
  // An in-app browser: the page explains it, and Workbox must not stumble over it first.
  if (!('serviceWorker' in page.navigator))
    return { get: waiting.get, subscribe: waiting.subscribe, take() {} };
  const workbox = new Workbox('/sw.js');
  workbox.addEventListener('waiting', () => waiting.set(true));
  let registered = false;
  const register = (): void => {
    if (registered) return;
    workbox.register().then(
      () => {
        registered = true;
      },
      () => {
        registered = false;
      },
    );
  };
  page.addEventListener('online', register);
  register();
  return {
    get: waiting.get,
    subscribe: waiting.subscribe,
    take() {
      workbox.addEventListener('controlling', () => page.location.reload());
      workbox.messageSkipWaiting();
    },
  };
}
