/** Owns asking the service worker for what a first visit does not wait for, and how much of it is here. Never fetches itself. */
import { readAs, type SpokenLang } from '../i18n/plural.ts';
import { createObservable, type Observable } from '../ui/observable.ts';

/** How many of the parts of the app that come later are on this phone. */
export type Parts = { readonly here: number; readonly all: number };

export type Rest = {
  /** null: nobody said yet. */
  readonly get: () => Parts | null;
  readonly subscribe: (changed: () => void) => () => void;
};

function partsIn(data: unknown): Parts | null {
  if (typeof data !== 'object' || data === null || !('here' in data) || !('all' in data)) return null;
  return typeof data.here === 'number' && typeof data.all === 'number'
    ? { here: data.here, all: data.all }
    : null;
}

/** Milliseconds until a part that could not be had is asked for again; doubled each time, up to the second. */
const PAUSE = { first: 5_000, longest: 600_000 } as const;

/**
 * Brings the rest of the app once the page has nothing else to do, and again whenever there may be a network: the words
 * of the language that is spoken here before all other parts. S10
 */
export function createRest(page: Window, language: Observable<SpokenLang>): Rest {
  const parts = createObservable<Parts | null>(null);
  const { serviceWorker } = page.navigator;
  let pause: number = PAUSE.first;
  let again = 0;
  const ask = async (type: 'HERE' | 'REST'): Promise<void> => {
    const worker = serviceWorker.controller ?? (await serviceWorker.ready).active;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      const now = partsIn(data);
      parts.set(now);
      port1.close();
      if (type === 'HERE' || now === null || now.here === now.all) return;
      page.clearTimeout(again);
      again = page.setTimeout(bring, pause);
      pause = Math.min(pause * 2, PAUSE.longest);
    };
    const lang = language.get();
    const languages = [readAs(lang), lang === 'uz-Cyrl' ? 'uz' : lang];
    worker?.postMessage({ type, languages }, [port2]);
  };
  const bring = (): void => {
    const known = parts.get();
    if (page.document.visibilityState === 'hidden' || (known !== null && known.here === known.all)) return;
    void ask('HERE').then(() => ask('REST'));
  };
  // An in-app browser: the page explains it. What is not kept is then fetched when it is used.
  if (serviceWorker !== undefined) {
    const whenIdle = page.requestIdleCallback ?? ((begin: () => void) => page.setTimeout(begin));
    const start = (): void => void whenIdle(bring);
    if (page.document.readyState === 'complete') start();
    else page.addEventListener('load', start, { once: true });
    page.addEventListener('online', bring);
    page.document.addEventListener('visibilitychange', bring);
    language.subscribe(() => void ask('REST'));
  }
  return { get: parts.get, subscribe: parts.subscribe };
}
