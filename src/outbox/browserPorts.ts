/** Owns the thin adapters from browser to ports: Web Locks, fetch, time, events, Background Sync. Must never decide anything. */
import type { Clock, Rng } from '../domain/ports.ts';
import type { Bytes } from '../wire/bytes.ts';
import type { Locks, Send } from './ports.ts';
import type { LaterSend, Signs } from './wake.ts';

/** A neutral word: the browser keeps it on disk. */
export const SYNC_TAG = 'refresh';

export const browserClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(resolve, Math.max(0, milliseconds));
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      signal?.addEventListener('abort', end, { once: true });
    }),
};

export const browserRng: Rng = (n) => crypto.getRandomValues(new Uint8Array(n));

export const browserSend: Send = (request) => fetch(request);

export const browserDigest = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Web Locks: one sender among all tabs and workers of this origin. */
export const browserLocks: Locks = {
  run: (name, work) =>
    navigator.locks.request(name, { ifAvailable: true }, async (lock) =>
      lock === null ? { held: true as const } : { held: false as const, value: await work() },
    ),
  // The browser gives the lock of a tab that died to whoever waits for it, at once.
  freed: (name, signal) =>
    navigator.locks
      .request(name, { signal }, () => undefined)
      .then(
        () => undefined,
        () => undefined,
      ),
};

/**
 * `online` of the window (or worker) and `visible` of the document. Both come in as plain event targets, because a worker
 * has no document.
 */
export function browserSigns(
  window: EventTarget,
  document?: EventTarget & { readonly visibilityState: string },
): Signs {
  return {
    watch(onSign, signal) {
      window.addEventListener('online', onSign, { signal });
      const visible = () => {
        if (document?.visibilityState === 'visible') onSign();
      };
      document?.addEventListener('visibilitychange', visible, { signal });
    },
  };
}

type Syncing = { readonly sync?: { register(tag: string): Promise<void> } };

/**
 * Background Sync of a service worker's registration. Only with the person's consent: it shows the phone's address at odd
 * moments. Undefined where the browser has none.
 */
export function browserLater(registration: object): LaterSend | undefined {
  const { sync } = registration as Syncing;
  return sync === undefined ? undefined : { register: () => sync.register(SYNC_TAG) };
}
