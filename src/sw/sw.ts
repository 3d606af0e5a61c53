/** Owns the service worker: the app without a network, and sending while no page is open. Must never hold a key or take over unasked. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { SYNC_TAG } from '../outbox/browserPorts.ts';
import { answer, RECEIVE, receive } from './handedOver.ts';
import {
  bring,
  countKept,
  dropOthers,
  followSpoken,
  keptFrom,
  languageIn,
  type Part,
  REST,
  SPOKEN,
} from './kept.ts';
import { sendLater } from './sendLater.ts';

declare const self: ServiceWorkerGlobalScope;

/** Background Sync is in no standard library of types. */
type SyncEvent = ExtendableEvent & { readonly tag: string; readonly lastChance: boolean };

// Answers are stored with their headers, so the policy that the server set for the page holds offline too.
// The build puts the list where this name stands, and wants it to stand once.
const listed = self.__WB_MANIFEST.map((entry) => (typeof entry === 'string' ? { url: entry } : entry));
/** Marked by the build: what a first visit does not wait for. */
const restFiles = listed.filter((entry) => 'rest' in entry);
const spokenFiles = listed.filter(({ url }) => url.startsWith('spoken/'));
const laterFiles = listed.filter(({ url }) => url.startsWith('later/'));
const apart = new Set([...restFiles, ...spokenFiles, ...laterFiles]);
precacheAndRoute(listed.filter((entry) => !apart.has(entry)));
cleanupOutdatedCaches();

// Any address of the app opens without a network; the endpoint's doors and its page on a shared origin are not the app's.
const page = createHandlerBoundToURL('index.html');
registerRoute(new NavigationRoute(page, { denylist: [/^\/(?:o|v1|deliver)(?:\/|$)/, /^\/healthz$/] }));

// Word lists and the like: fetched when somebody needs them, and kept from then on. Their names change with their bytes.
const LATER = 'later';
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/later/'),
  keptFrom(LATER, laterFiles),
);
self.addEventListener('activate', (event) => event.waitUntil(caches.delete(LATER)));

// A language that was chosen here is kept here, and a new version brings its own words for it before it takes over.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/spoken/'),
  keptFrom(SPOKEN, spokenFiles),
);
self.addEventListener('install', (event) => event.waitUntil(followSpoken(spokenFiles)));
self.addEventListener('activate', (event) => event.waitUntil(dropOthers(SPOKEN, spokenFiles)));

// The rest of the app comes after the first start, in the background: the page says when, for only it knows of rest.
const restAddresses = new Set(restFiles.map(({ url }) => new URL(url, self.location.href).href));
registerRoute(({ url }) => restAddresses.has(url.href), keptFrom(REST, restFiles));
self.addEventListener('install', (event) => event.waitUntil(bringAtInstall()));
self.addEventListener('activate', (event) => event.waitUntil(dropOthers(REST, restFiles)));

/** A first visit needs the words of one language. An update brings all of it, or does not take over: nobody loses a part. */
async function bringAtInstall(): Promise<void> {
  if (self.registration.active !== null) {
    if (!(await bring(REST, restFiles))) throw new Error('a part of the new version could not be had');
    return;
  }
  const near = self.navigator.languages
    .map((tag) => tag.slice(0, 2))
    .find((tag) => /en|ru|kk|ky|tg|tk|uz/.test(tag));
  const lang = near === undefined || near === 'en' ? 'en' : 'ru';
  await bring(
    REST,
    restFiles.filter(({ url }) => languageIn(url) === lang),
  );
}

/** What is being fetched now: who asks a second time waits for the same. */
let bringing: Promise<boolean> | null = null;
/** The languages that are spoken on this phone first: without them it could say nothing. */
async function bringRest(spoken: readonly string[]): Promise<void> {
  const isSpoken = ({ url }: Part): boolean => spoken.includes(languageIn(url));
  await bring(SPOKEN, spokenFiles.filter(isSpoken));
  await bring(REST, restFiles.filter(isSpoken));
  bringing ??= bring(REST, restFiles).finally(() => {
    bringing = null;
  });
  await bringing;
}

// The very first page is run by this version too: without that, the next version would not wait for it, and would take
// the files of its worker away. S10
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// A new version waits until the person says so: an update never interrupts a report.
self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  if (typeof data !== 'object' || data === null || !('type' in data)) return;
  if (data.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  const tell = async (): Promise<void> =>
    event.ports[0]?.postMessage({ here: await countKept(REST, restFiles), all: restFiles.length });
  const spoken = 'languages' in data && Array.isArray(data.languages) ? data.languages.map(String) : [];
  if (data.type === 'REST') event.waitUntil(bringRest(spoken).then(tell));
  if (data.type === 'HERE') event.waitUntil(tell());
});

// What another app hands over never goes to the network: a page that is asked for takes it from here.
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'POST' && new URL(url).pathname === RECEIVE) receive(event);
});
self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  if (typeof data !== 'object' || data === null || !('ask' in data) || typeof data.ask !== 'string') return;
  const [port] = event.ports;
  if (port !== undefined) event.waitUntil(answer(data.ask, port));
});

self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === SYNC_TAG) sync.waitUntil(sendLater(self.registration, sync.lastChance));
});
