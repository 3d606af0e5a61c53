/** Owns the life of the app: locked, joining, unlocked. The one home of plaintext between a field and the vault. */
import type { Clock, Rng } from '../domain/ports.ts';
import { dayOf } from '../domain/ports.ts';
import { err, type Result } from '../domain/result.ts';
import { createObservable } from '../ui/observable.ts';
import type { Vault, VaultStatus } from '../vault/api.ts';
import { normaliseWords } from '../wire/words/words.ts';
import { createAhead } from './ahead.ts';
import { toldCode } from './codes.ts';
import type { JoinDoors } from './enrolling.ts';
import { createDoor } from './front/door.ts';
import { createNotebook } from './front/notebook.ts';
import { lockedShelf } from './front/noteShelf.ts';
import { createJoinFlow, NOT_JOINED } from './joinFlow.ts';
import { createKeeping } from './keeping.ts';
import { createLastPlace } from './lastPlace.ts';
import { isOpen, type Life, type Settings, type Unlocked } from './life.ts';
import { createNotKept } from './notKept.ts';
import type { Sha256 } from './overview.ts';
import type { Place } from './place.ts';
import { readSettings, writeSettings } from './remembered.ts';
import { createReports } from './reports.ts';
import { lifeOf } from './settling.ts';
import type { Unsupported } from './support.ts';

/** What the browser does for the session; each member is a thin rim. */
export type Surroundings = {
  readonly freeSpace: () => Promise<number | null>;
  /** Bytes a second as the link carried them last; null = not known. */
  readonly speed?: () => number | null;
  /** Asks the browser not to clear our storage; false = it would not promise. */
  readonly persist: () => Promise<boolean>;
  /** Part of a wipe: the service worker, its caches, and what the browser remembers for this origin. Never fails. */
  readonly forget: () => Promise<void>;
};

export type SessionDeps = {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly sha256: Sha256;
  readonly doors: JoinDoors;
  readonly around: Surroundings;
  readonly missing: Unsupported | null;
  readonly place: Place;
  /** What opens the entry page from the front; null = no front. */
  readonly doorPhrases: readonly string[] | null;
  /** Something new waits to be sent, or the way may be better now. */
  readonly wake: () => void;
};

export type Session = ReturnType<typeof createSession>;

export function createSession(deps: SessionDeps) {
  const { vault, clock, rng } = deps;
  const life = createObservable<Life>(
    deps.missing === null ? { at: 'starting' } : { at: 'unsupported', code: deps.missing },
  );

  /** Counts openings begun and given up: one that was hidden meanwhile must not come up afterwards. */
  let opening = 0;
  /** The locking under way, if any. */
  let hiding: Promise<unknown> = Promise.resolve();
  /** Counts wipes: a locking that was begun before one must not end the worker that comes after it. */
  let wipes = 0;
  let askedForStorage = false;
  let persistence: Unlocked['persistence'] = 'unknown';

  const unlocked = (): Unlocked | null => {
    const now = life.get();
    return now.at === 'unlocked' ? now : null;
  };
  const update = (change: (now: Unlocked) => Unlocked): void => {
    const now = unlocked();
    if (now !== null) life.set(change(now));
  };
  /** The front, at its start: what was on the screen is gone before anything else is waited for. */
  const shut = (next: Life): void => {
    opening += 1;
    door.closeDoor();
    life.set(next);
    deps.place.forget();
    reports.forget();
  };

  const lastPlace = createLastPlace(vault);
  /** A draft without an answer is nowhere yet: nothing would be there to come back to. */
  const isKept = (now: Life): boolean => now.at === 'unlocked' && now.composing?.saving.at !== 'fresh';
  deps.place.subscribe(() => {
    if (isKept(life.get())) void lastPlace.keep(deps.place.get());
  });
  const door = createDoor({
    clock,
    life,
    unlock,
    takeOver,
    wordsOpen,
    getReady,
    phrases: deps.doorPhrases,
  });

  const notKept = createNotKept(vault);
  const privateNotes = createNotebook({ shelf: lockedShelf(vault), clock, rng });

  const reports = createReports({
    vault,
    clock,
    rng,
    sha256: deps.sha256,
    freeSpace: deps.around.freeSpace,
    speed: () => deps.around.speed?.() ?? null,
    unlocked,
    update,
    saved: () => void askForStorage(),
    // From its pages to its state; whoever went on to something else meanwhile is left there.
    sealed(handle) {
      if (deps.place.get().startsWith(`/n/${handle}/`)) deps.place.go(`/n/${handle}`, { replace: true });
    },
    keepSettings,
    notKept,
    wake: deps.wake,
  });
  const { composing, refresh } = reports;

  /** The right moment is after the first *Saved*: there is something to keep, and the person knows what. */
  async function askForStorage(): Promise<void> {
    if (askedForStorage || unlocked() === null) return;
    askedForStorage = true;
    const kept = await deps.around.persist();
    persistence = kept ? 'kept' : 'notKept';
    update((now) => ({ ...now, persistence }));
  }

  async function keepSettings(change: Partial<Settings>): Promise<void> {
    const now = unlocked();
    if (now === null) return;
    const settings = { ...now.settings, ...change };
    update((state) => ({ ...state, settings }));
    const kept = await writeSettings(vault, settings);
    if (!kept.ok) update((state) => ({ ...state, trouble: toldCode(kept.code, kept.detail) }));
  }

  /** From an open vault to the place where the person left off. */
  async function enter(status: VaultStatus): Promise<void> {
    const mine = opening;
    if (status.workspace === 'notes') {
      life.set({ at: 'notes' });
      deps.wake();
      return;
    }
    if (status.joined !== 'enrolled') {
      life.set({ ...NOT_JOINED, step: status.joined === 'invited' ? 'connect' : 'invite' });
      return;
    }
    // Asked at once: each answer alone would be a way there and back for somebody who waits.
    const [manifest, settings, place, lost] = await Promise.all([
      vault.manifest(),
      readSettings(vault, rng),
      lastPlace.read(),
      notKept.take(),
    ]);
    const today = dayOf(clock.now());
    if (mine !== opening) return vault.lock();
    if (place !== deps.place.get()) deps.place.go(place);
    life.set({
      at: 'unlocked',
      status,
      org: manifest.ok ? manifest.value.name : '',
      manifestOld:
        manifest.ok && !manifest.value.recipients.some(({ from, to }) => from <= today && today <= to),
      limit: manifest.ok ? manifest.value.limits.parcel : 0,
      settings,
      items: [],
      unreadable: 0,
      composing: null,
      finishing: null,
      persistence,
      trouble: manifest.ok ? lost : toldCode(manifest.code, manifest.detail),
    });
    await refresh();
    deps.wake();
  }

  function settle(status: Result<VaultStatus, string>): void {
    const next = lifeOf(status);
    if (next !== null) life.set(next);
    else if (status.ok) void enter(status.value);
  }

  async function start(): Promise<void> {
    if (deps.missing !== null) return;
    // An invite that was pasted into the front rests in the vault by now.
    life.subscribe(() => {
      if (isOpen(life.get())) door.closeDoor();
    });
    vault.listen((event) => {
      if (event.event === 'takenOver') shut({ at: 'otherTab', busy: false, trouble: null });
      if (event.event === 'locked' && unlocked() !== null) shut({ at: 'locked', busy: false, trouble: null });
      if (event.event === 'upgraded') update((now) => ({ ...now, trouble: 'oldTab' }));
      if (event.event === 'outbox') {
        void refresh();
        deps.wake();
      }
    });
    settle(await vault.status());
  }

  /** Opens the vault; the answer shows in `life`. */
  async function unlock(words: string): Promise<void> {
    life.set({ at: 'locked', busy: true, trouble: null });
    opening += 1;
    const mine = opening;
    // The worker that is being ended would take the question with it.
    await hiding;
    const status = await vault.unlock(normaliseWords(words));
    if (mine !== opening) {
      life.set({ at: 'locked', busy: false, trouble: null });
      return vault.lock();
    }
    if (status.ok) await enter(status.value);
    else settle(status.code === 'wrongWords' ? err('wrongWords') : status);
  }

  /** Opening takes half the time when worker and memory are there before the words. Not while the last one is being ended. */
  function getReady(): void {
    void hiding.then(() => vault.getReady());
  }

  /** What cannot be told must not keep the person out. */
  async function wordsOpen(words: string): Promise<boolean> {
    const opens = await vault.wordsOpen(normaliseWords(words));
    return !opens.ok || opens.value;
  }

  async function takeOver(): Promise<void> {
    life.set({ at: 'otherTab', busy: true, trouble: null });
    settle(await vault.takeOver());
  }

  return {
    ...door,
    ...createJoinFlow({
      ...{ vault, doors: deps.doors, life, wake: deps.wake },
      forgetPlace: deps.place.forget,
    }),
    ...createKeeping({ vault, rng, life, settle, refresh, wake: deps.wake }),
    life: { get: life.get, subscribe: life.subscribe },
    ...reports,
    privateNotes,
    ahead: createAhead(vault, rng),
    start,
    keepSettings,
    askForStorage,

    unlock,
    takeOver,
    getReady,

    /** The screen is neutral at once; what was typed is still written, then the keys go. [S3] */
    async hide(): Promise<void> {
      const now = life.get();
      const place = deps.place.get();
      if (!isOpen(now)) {
        // The front stays as it is: nobody's notebook goes back to its list by itself.
        if (door.door.get().at === 'open' || (now.at === 'locked' && now.busy))
          shut(now.at === 'locked' ? { ...now, trouble: null } : now);
        return;
      }
      const writing = now.at === 'unlocked' ? composing.leave() : Promise.resolve();
      const before = wipes;
      shut({ at: 'locked', busy: false, trouble: null });
      hiding = Promise.all([writing, isKept(now) ? lastPlace.keep(place) : null, privateNotes.close()]).then(
        () => (before === wipes ? vault.lock() : undefined),
      );
      await hiding;
    },

    /** The four words were read aloud: open the notes. */
    async arrive(): Promise<void> {
      const status = await vault.status();
      if (status.ok && status.value.state === 'unlocked') await enter(status.value);
      else settle(status);
    },

    helloWords: async (): Promise<readonly number[]> => {
      const hello = await vault.hello();
      return hello.ok ? hello.value.words : [];
    },

    /** What was captured could not be sealed when its screen went: told now, or after the next opening. */
    captureLost(): void {
      if (unlocked() === null) notKept.captureLost();
      else update((now) => ({ ...now, trouble: 'captureNotKept' }));
    },

    dismissTrouble: (): void => update((now) => ({ ...now, trouble: null })),

    /** Keys first, then everything. Works while locked, and while another tab holds the notes. */
    async wipe(): Promise<void> {
      const elsewhere = life.get().at === 'otherTab';
      wipes += 1;
      shut({ at: 'locked', busy: true, trouble: null });
      if (elsewhere) await vault.takeOver();
      const wiped = await vault.wipe();
      await deps.around.forget();
      settle(wiped.ok ? await vault.status() : wiped);
    },

    async changeWords(old: string, next: string): Promise<Result<true, string>> {
      const changed = await vault.changeWords(normaliseWords(old), normaliseWords(next));
      return changed.ok ? changed : err(toldCode(changed.code, changed.detail));
    },
  };
}
