/** Owns when the page sends, asks the board and looks for a newer manifest; also while locked. Never sees a word of a report. */
import type { Clock, Rng } from '../domain/ports.ts';
import { createDrain, type DrainSummary } from '../outbox/drain.ts';
import type { Digest, Locks, Send } from '../outbox/ports.ts';
import { createTokenRefill } from '../outbox/tokens.ts';
import { type LaterSend, type Signs, startWake } from '../outbox/wake.ts';
import type { Postbox } from '../store/postbox.ts';
import { createObservable } from '../ui/observable.ts';
import type { Vault } from '../vault/api.ts';
import { STORE_HEADER } from '../wire/endpointApi.ts';
import { toldOfSending } from './codes.ts';
import type { JoinDoors } from './enrolling.ts';
import { createLooking, type Way, wayOf } from './looking.ts';

/** What the connection line of a screen needs. `code`: why it waits, for errorText(). */
export type Line = {
  readonly busy: boolean;
  readonly code: string | null;
  /** Epoch milliseconds of the next try by itself; null when nothing waits. */
  readonly nextAt: number | null;
};

/** What the person holds back: all, or some sealed files by their handles. */
export type Held = { readonly all: boolean; readonly handles: readonly string[] };

/** Sealed files that another server gets now: on from where they were, or from their start. By handle. */
export type Moved = ReadonlyMap<string, 'goesOn' | 'anew'>;

export type SendingDeps = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly send: Send;
  readonly locks: Locks;
  readonly digest: Digest;
  readonly postbox: Postbox;
  readonly vault: Vault;
  readonly doors: JoinDoors;
  readonly signs: Signs;
  /** Background Sync; registers nothing unless the person agreed. */
  readonly later: LaterSend;
  /** `all`: the vault is open; `sealed`: only what is sealed already may move; `nothing`: another tab has the vault. */
  readonly may: () => 'all' | 'sealed' | 'nothing';
  /** No note is open: what takes a second of computing may be done. */
  readonly resting: () => boolean;
  /** The state of some parcel changed. */
  readonly changed: () => void;
};

/** A phone's day decides which key it seals to; an hour or a time zone more does not matter. */
const CLOCK_OFF = 36 * 3_600_000;
const BOARD_EVERY = 60_000;
const MANIFEST_EVERY = 3_600_000;

export function createSending(deps: SendingDeps) {
  const { clock, vault, postbox } = deps;
  const line = createObservable<Line>({ busy: false, code: null, nextAt: null });
  const held = createObservable<Held>({ all: false, handles: [] });
  const moved = createObservable<Moved>(new Map());
  const clockWrong = createObservable<boolean>(false);
  let bell = new AbortController();
  let boardAt = 0;
  let manifestAt = 0;
  /** Somebody of ours answered the last look. */
  let reached = true;

  /** What an endpoint of ours says of the time is believed for a hint to the person, and for nothing else. (C7) */
  const send: Send = async (request) => {
    const response = await deps.send(request);
    const said = Date.parse(response.headers.get('Date') ?? '');
    if (response.headers.has(STORE_HEADER) && !Number.isNaN(said))
      clockWrong.set(Math.abs(said - clock.now()) > CLOCK_OFF);
    return response;
  };

  /** What was acknowledged last of which parcel, and when. */
  let last: { readonly handle: string; readonly bytes: number; readonly at: number } | null = null;
  let speed: number | null = null;
  /** Bytes a second with everything that costs time: half of it is what was measured before. */
  function measure(handle: string, bytes: number): void {
    const at = clock.now();
    if (last?.handle === handle && bytes > last.bytes && at > last.at) {
      const now = ((bytes - last.bytes) * 1_000) / (at - last.at);
      speed = speed === null ? now : (speed + now) / 2;
    }
    last = { handle, bytes, at };
  }

  const refill = createTokenRefill({ clock, rng: deps.rng, send, wallet: vault });

  const drain = createDrain({
    clock,
    rng: deps.rng,
    send,
    locks: deps.locks,
    digest: deps.digest,
    async plainTicket({ parcel }) {
      const ticket = await vault.credentialTicket(parcel);
      return ticket.ok ? ticket.value : null;
    },
    async otherTicket({ parcel }) {
      const ticket = await vault.otherTicket(parcel);
      return ticket.ok ? ticket.value : null;
    },
    tell(event) {
      if (event.name !== 'movedOn') return;
      moved.set(new Map([...moved.get(), [event.handle, event.goesOn ? 'goesOn' : 'anew']]));
    },
    reader: { slice: (handle, from, to) => postbox.slice(handle, from, to) },
    queue: {
      dueParcels: () => postbox.dueParcels(),
      async change(handle, change) {
        if (change.name === 'sending' || change.name === 'sent') void refill.sent();
        if (change.name === 'sending') measure(handle, change.bytes);
        await postbox.change(handle, change);
        deps.changed();
      },
      storeSeen: (endpoint, epoch, at) => postbox.storeSeen(endpoint, epoch, at),
    },
    // [UP6] Only the vault, with the key from the manifest, turns *sent* into *stored*.
    verifyReceipt: (parcel, _endpoint, receipt) => vault.settleReceipt(parcel.handle, receipt),
  });

  /** Whoever has nothing to send learns here that an endpoint was put back from a backup. [UP7] */
  const watched = drain.watched(send);

  const looking = createLooking({
    ...{ clock, vault, send: watched, doors: deps.doors },
    changed: deps.changed,
    mayEnrol: () => isQueueEmpty(),
  });

  /** Whether somebody of ours answered; whoever did not is asked again with the next look. */
  async function askSettings(way: Way): Promise<boolean> {
    const answered = await looking.settings(way);
    manifestAt = answered ? clock.now() + MANIFEST_EVERY : 0;
    return answered;
  }

  async function lookAround(): Promise<void> {
    const kit = await postbox.kit();
    if (kit === null || deps.may() !== 'all') return;
    const now = clock.now();
    const way = wayOf(kit);
    let answered = true;
    if (!reached || now >= boardAt) {
      boardAt = now + BOARD_EVERY;
      answered = await looking.board(kit);
      if (await drain.noticeStores()) {
        deps.changed();
        wake.nudge();
      }
    }
    if (now >= manifestAt) answered = (await askSettings(way)) && answered;
    reached = answered;
    // Never beside something that is sent: whoever asks for tokens says who they are. [TOK6]
    if (!deps.resting() || !(await isQueueEmpty())) return;
    // A phone that was taken off the list learns it here, before a large report is refused. [EP9]
    if ((await refill.look(way)) === 'credentialRefused') looking.refused();
  }

  /** What is held back waits, too. */
  async function isQueueEmpty(): Promise<boolean> {
    const { all, handles } = await postbox.pauses();
    return !all && handles.length === 0 && (await postbox.dueParcels()).length === 0;
  }

  const readHeld = async (): Promise<void> => held.set(await postbox.pauses());

  const idle: DrainSummary = {
    heldElsewhere: false,
    sent: 0,
    stored: 0,
    refused: 0,
    moved: false,
    left: 0,
    nextAt: null,
    code: null,
  };

  async function round(signal?: AbortSignal): Promise<DrainSummary> {
    if (deps.may() === 'nothing') return idle;
    line.set({ ...line.get(), busy: true });
    try {
      return await drain.run(signal);
    } finally {
      line.set({ ...line.get(), busy: false });
    }
  }

  const wake = startWake({
    clock,
    rng: deps.rng,
    drain: { ...drain, run: round },
    signs: deps.signs,
    later: deps.later,
    onRound(summary) {
      const code = summary.code === null ? null : toldOfSending(summary.code);
      line.set({ busy: false, code, nextAt: summary.nextAt });
      if (summary.sent + summary.stored + summary.refused > 0 || summary.moved || summary.heldElsewhere)
        deps.changed();
    },
    // Storage that fails is told where it is used; sending only tries again later.
    onFault: () => line.set({ busy: false, code: 'unexpected', nextAt: null }),
  });

  const ended = new AbortController();
  async function watchBoard(): Promise<void> {
    while (!ended.signal.aborted) {
      bell = new AbortController();
      // Storage that fails is told where it is used: the next look comes all the same, or *Received* would never be seen.
      if (deps.may() === 'all') await lookAround().catch(() => undefined);
      await clock.sleep(BOARD_EVERY, bell.signal);
    }
  }
  void watchBoard();
  function lookNow(): void {
    boardAt = 0;
    bell.abort();
  }
  // Whoever opened the notes without a network learns what is new when it comes back, and not a minute or an hour later. A sign that
  // comes during a look counts only if nobody answers that one.
  deps.signs.watch(() => {
    if (!reached) bell.abort();
  }, ended.signal);
  // Storage that fails is told where it is used.
  void readHeld().catch(() => undefined);

  return {
    line: { get: line.get, subscribe: line.subscribe },
    held: { get: held.get, subscribe: held.subscribe },
    moved: { get: moved.get, subscribe: moved.subscribe },
    asked: { get: looking.asked.get, subscribe: looking.asked.subscribe },
    clockWrong: { get: clockWrong.get, subscribe: clockWrong.subscribe },

    /** Bytes a second as the link carried them last; null = nothing was sent since the app was opened. */
    speed: (): number | null => speed,

    /** The organisation's settings as the vault holds them. */
    inForce: () => vault.manifest(),

    /** Asks for newer ones now; false: nobody of ours answered. */
    async askNow(): Promise<boolean> {
      const kit = await postbox.kit();
      return kit !== null && deps.may() === 'all' && (await askSettings(wayOf(kit)));
    },

    /** Holds back one sealed file, or everything, until the person lets go; remembered, also by the service worker. S7 */
    async hold(which: string | 'all'): Promise<void> {
      await postbox.pause(which, true);
      await readHeld();
      // The round under way ends; what was acknowledged stays, and what is not held back goes on at once.
      wake.pause();
      wake.resume();
    },

    async letGo(which: string | 'all'): Promise<void> {
      await postbox.pause(which, false);
      await readHeld();
      wake.nudge();
    },

    /** The way may be better now, or something new waits. */
    wake(): void {
      wake.nudge();
      lookNow();
    },

    async stop(): Promise<void> {
      ended.abort();
      bell.abort();
      await wake.stop();
    },
  };
}

export type Sending = ReturnType<typeof createSending>;
