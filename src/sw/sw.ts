/** Owns the service worker: the app without a network, and sending while no page is open. Must never hold a key or take over unasked. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { SYNC_TAG } from '../outbox/browserPorts.ts';
import { dropUnspoken, followSpoken, keptFrom, SPOKEN } from './kept.ts';
import { sendLater } from './sendLater.ts';

declare const self: ServiceWorkerGlobalScope;

/** Background Sync is in no standard library of types. */
type SyncEvent = ExtendableEvent & { readonly tag: string; readonly lastChance: boolean };

// Answers are stored with their headers, so the policy that the server set for the page holds offline too.
// The build puts the list where this name stands, and wants it to stand once.
const listed = self.__WB_MANIFEST;
const files = listed.map((entry) => (typeof entry === 'string' ? entry : entry.url));
precacheAndRoute(listed.filter((_, at) => !files[at]?.startsWith('spoken/')));
cleanupOutdatedCaches();

// Any address of the app opens without a network; the endpoint's doors and its page on a shared origin are not the app's.
const page = createHandlerBoundToURL('index.html');
registerRoute(new NavigationRoute(page, { denylist: [/^\/(?:o|v1|deliver)(?:\/|$)/, /^\/healthz$/] }));

// Word lists and the like: fetched when somebody needs them, and kept from then on. Their names change with their bytes.
const LATER = 'later';
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/later/'), keptFrom(LATER));
self.addEventListener('activate', (event) => event.waitUntil(caches.delete(LATER)));

// A language that was chosen here is kept here, and a new version brings its own words for it before it takes over.
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/spoken/'), keptFrom(SPOKEN));
const spokenFiles = files.filter((url) => url.startsWith('spoken/'));
self.addEventListener('install', (event) => event.waitUntil(followSpoken(spokenFiles)));
self.addEventListener('activate', (event) => event.waitUntil(dropUnspoken(spokenFiles)));

// The very first page is run by this version too: without that, the next version would not wait for it, and would take
// the files of its worker away. S10
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// A new version waits until the person says so: an update never interrupts a report.
self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  const asked = typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
  if (asked) event.waitUntil(self.skipWaiting());
});

self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === SYNC_TAG) sync.waitUntil(sendLater(self.registration, sync.lastChance));
});
