/** Owns putting the monitor's app together and starting it; holds no logic and no secret. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/notes.css';
import '../ui/base.css';
import './page.css';
import {
  browserClock,
  browserDigest,
  browserLater,
  browserLocks,
  browserRng,
  browserSend,
  browserSigns,
} from '../outbox/browserPorts.ts';
import { enrol, fetchManifestBox } from '../outbox/receipts.ts';
import { createDiskReader } from '../store/diskReader.ts';
import { createOutboxRows } from '../store/outboxRows.ts';
import { createPostbox } from '../store/postbox.ts';
import { installScriptPolicy } from '../ui/scriptPolicy.ts';
import { createVault } from '../vault/client.ts';
import { App } from './App.tsx';
import { Application } from './application.ts';
import { createDevice, forgetOrigin } from './device.ts';
import { createGuard, watchPage } from './guard.ts';
import { createInstall } from './install.ts';
import { createLanguage } from './language.ts';
import { createSending } from './sending.ts';
import { createSession } from './session.ts';
import { whatIsMissing } from './support.ts';
import { Translation } from './translation.tsx';
import { createUpdate } from './update.ts';

installScriptPolicy(window, ['/sw.js']);

const device = createDevice(window);
const language = createLanguage(window.localStorage, navigator.languages);
const vault = createVault();
const postbox = createPostbox({ rows: createOutboxRows(), reader: createDiskReader() });
const line = { clock: browserClock, send: browserSend };
const doors = {
  manifestBox: (endpoint: string, org: string) => fetchManifestBox(line, endpoint, org),
  enrol: (endpoint: string, org: string, pair: { secret: string; credential: string }) =>
    enrol(line, endpoint, org, pair),
};

const session = createSession({
  vault,
  clock: browserClock,
  rng: browserRng,
  sha256: browserDigest,
  doors,
  around: {
    freeSpace: async () => (await device.storage())?.free ?? null,
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
    forget: () => forgetOrigin(window),
  },
  missing: whatIsMissing(window),
  wake: () => sending.wake(),
});

const sending = createSending({
  clock: browserClock,
  rng: browserRng,
  send: browserSend,
  locks: browserLocks,
  digest: browserDigest,
  postbox,
  vault,
  doors,
  signs: browserSigns(window, document),
  later: {
    async register() {
      const life = session.life.get();
      if (life.at !== 'unlocked' || !life.settings.background) return;
      await browserLater(await navigator.serviceWorker.ready)?.register();
    },
  },
  may() {
    const { at } = session.life.get();
    if (at === 'unlocked') return 'all';
    return at === 'locked' || at === 'joining' ? 'sealed' : 'nothing';
  },
  changed: () => void session.refreshReports(),
});

const guard = createGuard({
  clock: browserClock,
  lock: () => void session.hide(),
  isWorking() {
    const life = session.life.get();
    return life.at === 'unlocked' && (life.finishing !== null || (life.composing?.work.length ?? 0) > 0);
  },
  cover: (covered) => document.documentElement.toggleAttribute('data-covered', covered),
});

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
document.title = __APP_NAME__;
watchPage(guard, window, new AbortController().signal);
const page = (
  <StrictMode>
    <Translation language={language}>
      <Application
        value={{ session, sending, device, install: createInstall(window), update: createUpdate(window) }}
      >
        <App />
      </Application>
    </Translation>
  </StrictMode>
);
// React keeps the last two states of every component. A fresh root is the only way to make it let go of an open draft. S3
let view = createRoot(root);
let open = false;
session.life.subscribe(() => {
  const was = open;
  open = session.life.get().at === 'unlocked';
  if (!was || open) return;
  view.unmount();
  view = createRoot(root);
  view.render(page);
});
view.render(page);
void session.start();
