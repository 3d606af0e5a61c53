/** Owns putting the coordinator's desk together and starting it; holds no logic and no secret. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/desk.css';
import '../ui/base.css';
import './print.css';
import { type Clock, dayOf } from '../domain/ports.ts';
import { createObservable } from '../ui/observable.ts';
import { installScriptPolicy } from '../ui/scriptPolicy.ts';
import { createVault } from '../vault/client.ts';
import { App } from './App.tsx';
import { createChosenLanguage, createChosenTheme } from './chosen.ts';
import { DeskContext } from './desk.tsx';
import { endpointFrom } from './endpoint.ts';
import type { ListChange } from './forms/ownLists.ts';
import { createMailbox } from './mailbox.ts';
import { createOpenerClient, spawnOpener } from './openerClient.ts';
import { createSession } from './session.ts';
import { createWatch, watchPage } from './watch.ts';

installScriptPolicy(window);

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const timer = setTimeout(done, milliseconds);
      const end = (): void => {
        clearTimeout(timer);
        done();
      };
      signal?.addEventListener('abort', end, { once: true });
    }),
};

const vault = createVault();
const mailbox = createMailbox(vault);
const opener = createOpenerClient({ spawn: spawnOpener, save: mailbox.save, tell: mailbox.hear });
const missing = !window.isSecureContext
  ? 'noSecureContext'
  : typeof WebAssembly === 'undefined'
    ? 'noWasm'
    : null;
const session = createSession({ vault, opener, mailbox, clock, missing });
const language = createChosenLanguage(window.localStorage, navigator.languages);
const theme = createChosenTheme(window.localStorage);
const reading = createObservable<string | null>(null);
const listChanges = createObservable<readonly ListChange[]>([]);

const dress = (): void => {
  const look = theme.get();
  if (look === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', look);
};
theme.subscribe(dress);
dress();
session.life.subscribe(() => {
  if (session.life.get().at === 'open') return;
  reading.set(null);
  listChanges.set([]);
});

const watch = createWatch({
  clock,
  visible: () => document.visibilityState === 'visible',
  look: () => void session.collect(),
  lock: () => void session.lock(),
});
watchPage(watch, window, () => void session.lock(), new AbortController().signal);

const online = {
  get: () => navigator.onLine,
  subscribe(changed: () => void) {
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  },
};

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const endpoint = await endpointFrom((path) => fetch(path, { cache: 'no-store' }), window.location);
createRoot(root).render(
  <StrictMode>
    <DeskContext
      value={{
        session,
        mailbox,
        language,
        theme,
        reading,
        listChanges,
        endpoint,
        online,
        today: () => dayOf(clock.now()),
      }}
    >
      <App />
    </DeskContext>
  </StrictMode>,
);
void session.start();
