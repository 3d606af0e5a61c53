/** Owns putting the monitor's app together and starting it; holds no logic and no secret. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/notes.css';
import '../ui/base.css';
import './page.css';
import { loadMonitorWords } from '../i18n/monitorMessages.ts';
import { readAs } from '../i18n/plural.ts';
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
import { FIRST_ROUND, refillTokens } from '../outbox/tokens.ts';
import { createDiskReader } from '../store/diskReader.ts';
import { createOutboxRows } from '../store/outboxRows.ts';
import { createPostbox } from '../store/postbox.ts';
import { installScriptPolicy } from '../ui/scriptPolicy.ts';
import { createVault } from '../vault/client.ts';
import { App } from './App.tsx';
import { Application } from './application.ts';
import { createCarrying } from './carrying.ts';
import { createClipboard } from './clipboard.ts';
import { createDevice, forgetOrigin } from './device.ts';
import { firstLook } from './firstLook.ts';
import { chosenFront, doorPhrases } from './front/chosen.ts';
import { createGuard, watchPage } from './guard.ts';
import { createSharing } from './handedOver.ts';
import { createHandOut } from './handOut.ts';
import { createInstall } from './install.ts';
import { createLanguage } from './language.ts';
import { isOpen } from './life.ts';
import { createPlace } from './place.ts';
import { createRest } from './rest.ts';
import { createSending } from './sending.ts';
import { createSession } from './session.ts';
import { USUAL_LOCK } from './settings.ts';
import { whatIsMissing } from './support.ts';
import { Translation } from './translation.tsx';
import { createUpdate } from './update.ts';

installScriptPolicy(window, ['/sw.js']);

const device = createDevice(window);
const language = createLanguage(window.localStorage, navigator.languages);
// On their way before anything else is put together: nothing can be painted without them.
const words = loadMonitorWords(language.get());
const vault = createVault();
const reader = createDiskReader();
const postbox = createPostbox({ rows: createOutboxRows(), reader });
const line = { clock: browserClock, send: browserSend };
const doors = {
  manifestBox: (endpoint: string, org: string) => fetchManifestBox(line, endpoint, org),
  enrol: (endpoint: string, org: string, pair: { secret: string; credential: string }) =>
    enrol(line, endpoint, org, pair),
  firstTokens: (org: string, endpoints: readonly string[]) =>
    refillTokens({ ...line, wallet: vault }, { org, endpoints, most: FIRST_ROUND }),
};

const carrying = createCarrying({
  ...line,
  rng: browserRng,
  digest: browserDigest,
  reader,
  kit: () => postbox.kit(),
  async ticketFor(parcel) {
    const ticket = await vault.ticketFor(parcel);
    return ticket.ok ? ticket.value : null;
  },
});
const clipboard = createClipboard(navigator);
const place = createPlace(window);
const sharing = createSharing(navigator.serviceWorker);
const session = createSession({
  vault,
  clock: browserClock,
  rng: browserRng,
  sha256: browserDigest,
  doors,
  around: {
    freeSpace: async () => (await device.storage())?.free ?? null,
    speed: () => sending.speed(),
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
    forget: () => forgetOrigin(window),
  },
  missing: whatIsMissing(window),
  place,
  doorPhrases: chosenFront === null ? null : doorPhrases,
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
    // After a wipe, too: sealed files that were to be kept are still on their way. [VLT13]
    return at === 'locked' || at === 'joining' || at === 'new' || at === 'notes' ? 'sealed' : 'nothing';
  },
  resting() {
    const life = session.life.get();
    return life.at === 'unlocked' && life.composing === null && life.finishing === null;
  },
  changed: () => void session.refreshReports(),
});

const guard = createGuard({
  clock: browserClock,
  steady: () => performance.now(),
  lock() {
    // Somebody who is fetching an invite from another app comes back to where they were: nothing is open yet.
    if (session.life.get().at !== 'new') void session.hide();
  },
  leave: () => void session.hide(),
  after() {
    const life = session.life.get();
    return life.at === 'unlocked' ? life.settings : USUAL_LOCK;
  },
  working() {
    // Tells nothing of how far it is; what it seals is small.
    if (session.ahead.isRunning()) return `${browserClock.now()}`;
    const life = session.life.get();
    if (life.at !== 'unlocked') return null;
    const { finishing, composing } = life;
    // What failed only stands there to be read.
    const done = [
      ...(finishing !== null && finishing.trouble === null ? [finishing] : []),
      ...(composing?.taping ? [composing.taping] : []),
      ...(composing?.work ?? []).filter(({ trouble }) => trouble === null),
    ];
    return done.length === 0 ? null : JSON.stringify(done);
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
        value={{
          session,
          sending,
          device,
          clipboard,
          carrying,
          handOut: createHandOut(window),
          sharing,
          install: createInstall(window),
          update: createUpdate(window),
          rest: createRest(window, language),
        }}
      >
        <App front={chosenFront} place={place} />
      </Application>
    </Translation>
  </StrictMode>
);
// React keeps the last two states of every component. A fresh root is the only way to make it let go of an open draft. S3
let view = createRoot(root);
let open = false;
const look = (): void => {
  const was = open;
  open = isOpen(session.life.get()) || (session.isFront && session.door.get().at === 'open');
  if (!was || open) return;
  void clipboard.empty();
  view.unmount();
  view = createRoot(root);
  view.render(page);
};
session.life.subscribe(look);
session.door.subscribe(look);
window.addEventListener('focus', () => void clipboard.settle());
view.render(page);
// The vault's worker is as much to read as the page itself: beside it, a slow phone took a quarter longer to the front.
void firstLook(window, browserClock, words)
  .then(() => session.start())
  // The first round of sending came before anybody knew how things stand, and went away again.
  .then(() => {
    sending.wake();
    void sharing.look();
    return session.rescueCaptures(readAs(language.get()));
  });
