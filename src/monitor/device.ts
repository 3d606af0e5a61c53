/** Owns the thin adapters from this browser to what the screens ask about it. Must never decide anything. */
import { localDay } from '../domain/day.ts';
import { loadWords } from '../wire/words/words.ts';
import type { Device } from './application.ts';
import { platformOf } from './support.ts';
import { ownList, readOwnFile } from './version.ts';

/** What a page's window and navigator tell. */
export function createDevice(page: Window): Device {
  const { navigator } = page;
  return {
    platform: platformOf(navigator.userAgent, navigator.maxTouchPoints),
    async storage() {
      const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
      if (estimate?.quota === undefined || estimate.usage === undefined) return null;
      return { used: estimate.usage, free: Math.max(0, estimate.quota - estimate.usage) };
    },
    isKept: async () => (await navigator.storage?.persisted?.().catch(() => undefined)) ?? null,
    askToKeep: async () => (await navigator.storage?.persist?.().catch(() => undefined)) ?? false,
    async makeReady(lang) {
      const list = ownList(page.document);
      await Promise.allSettled([list === null ? null : readOwnFile(list, 'anywhere'), loadWords(lang)]);
    },
    isInstalled: () =>
      page.matchMedia('(display-mode: standalone)').matches || Reflect.get(navigator, 'standalone') === true,
    position: () =>
      new Promise((resolve) => {
        if (navigator.geolocation === undefined) return resolve(null);
        navigator.geolocation.getCurrentPosition(
          ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
          () => resolve(null),
          { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 },
        );
      }),
    localDay: () => localDay(Date.now(), -new Date().getTimezoneOffset()),
    online: {
      get: () => navigator.onLine,
      subscribe(changed) {
        page.addEventListener('online', changed);
        page.addEventListener('offline', changed);
        return () => {
          page.removeEventListener('online', changed);
          page.removeEventListener('offline', changed);
        };
      },
    },
    canSendClosed: () => 'SyncManager' in page,
  };
}

/** Everything of this origin that does not belong to the vault: service worker, caches, language, front. Never throws. */
export async function forgetOrigin(page: Window & { readonly caches?: CacheStorage }): Promise<void> {
  page.localStorage.clear();
  // Browsers tell other tabs only: the front in this one looks again, too.
  page.dispatchEvent(new Event('storage'));
  const steps = [
    page.caches?.keys().then((names) => Promise.all(names.map((name) => page.caches?.delete(name)))),
    page.navigator.serviceWorker
      ?.getRegistrations()
      .then((all) => Promise.all(all.map((each) => each.unregister()))),
  ];
  await Promise.allSettled(steps);
}
