/** Owns one round of sending: who goes next, who waits how long. Must never send twice at once or sleep under the lock. */
import { backoff } from './backoff.ts';
import { createMirrors } from './mirrors.ts';
import type { Change, Locks, OutboxDeps, Parcel, Queue, Send, VerifyReceipt, WaitCode } from './ports.ts';
import { endpointInfo } from './receipts.ts';
import { settle } from './settle.ts';
import { createTransport, IDLE_CODES, type Outcome } from './transport.ts';

export const DRAIN_LOCK = 'line';

export type DrainDeps = OutboxDeps & {
  readonly locks: Locks;
  readonly queue: Queue;
  readonly verifyReceipt?: VerifyReceipt;
};

export type DrainSummary = {
  /** Another tab or worker is sending: this one did nothing. */
  readonly heldElsewhere: boolean;
  /** Parcels that became sent, stored, refused in this round. */
  readonly sent: number;
  readonly stored: number;
  readonly refused: number;
  /** Some endpoint holds more than before this round. */
  readonly moved: boolean;
  /** Parcels that still want something that this drain can do. */
  readonly left: number;
  /** When the next round is worth it, milliseconds since 1970; null when nothing is left. */
  readonly nextAt: number | null;
  /** Why the line is waiting, or null when it is not. */
  readonly code: WaitCode | null;
};

export type Drain = {
  /** One round: everything that can go now goes. Resolves without waiting for better times. */
  run(signal?: AbortSignal): Promise<DrainSummary>;
  /** `send`, and which store answered is noticed: for whoever asks endpoints about something else. [UP7] */
  watched(send: Send): Send;
  /** Tells the queue about endpoints that are another store now; true when something is due again. [UP7] */
  noticeStores(): Promise<boolean>;
  /** The line may be better now (`online`, visible): earlier failures no longer hold us back, a Retry-After does. */
  hurry(): void;
  /** Resolves when no other tab or worker is sending, or `signal` fires: after a round that found the line taken. */
  freed(signal: AbortSignal): Promise<void>;
};

/** `shelved`: settled, and waiting for nothing but its queue to take that in. */
type Patience = { failures: number; until: number; asked: boolean; shelved?: boolean };

/** These say something about the line or the endpoint, not about the parcel: the others would fare no better. */
const LINE_CODES: readonly WaitCode[] = ['offline', 'timeout', 'notOurEndpoint', 'endpointBusy'];
/** These may be the parcel's own fault; a probe of the endpoint tells. */
const UNCLEAR: readonly WaitCode[] = ['offline', 'timeout', 'endpointFault'];
const LOOK_EVERY = 2_000;
const SHELF_TIME = 60 * 60_000;
/** Nobody is ever asked to wait longer: a time further ahead means that the phone's clock was set back meanwhile. (C7) */
const LONGEST = 60 * 60_000;
/** So many parcels in a row that fail on a working endpoint are not each a bad parcel: leave the endpoint alone. */
const SUSPECTS = 3;

/** An endpoint that takes bytes and loses them again may cost a parcel so many times its size, then one try a day. */
const LOST_TIMES = 8;
const LOST_LEAST = 1024 * 1024;
const DAY = 24 * 60 * 60_000;

/** Hello first, urgent, text before files, small before large; then by name, so that the order is always the same. [UP6] */
export const byOrder = (a: Parcel, b: Parcel): number =>
  a.order - b.order || a.size - b.size || (a.handle < b.handle ? -1 : 1);

export function createDrain(deps: DrainDeps): Drain {
  const mirrors = createMirrors(deps.clock);
  const transport = createTransport(deps, mirrors);
  const asking = { clock: deps.clock, send: mirrors.watched(deps.send) };
  const waits = new Map<string, Patience>();
  const line: Patience = { failures: 0, until: 0, asked: false };

  const patienceOf = (handle: string): Patience => {
    const patience = waits.get(handle) ?? { failures: 0, until: 0, asked: false };
    waits.set(handle, patience);
    return patience;
  };

  function postpone(patience: Patience, retryAfter: number | null): void {
    const wait = Math.max(retryAfter ?? 0, backoff(patience.failures, deps.rng));
    patience.failures += 1;
    patience.until = deps.clock.now() + wait;
    patience.asked = retryAfter !== null;
  }

  function relax(patience: Patience): void {
    patience.failures = 0;
    patience.until = 0;
    patience.asked = false;
  }

  /** Milliseconds still to wait. */
  function leftOf(patience: Patience | undefined): number {
    const left = (patience?.until ?? 0) - deps.clock.now();
    return left > LONGEST ? 0 : Math.max(0, left);
  }

  /** Milliseconds until a parcel that was taken and lost again and again is offered once more. Survives the app's end. */
  function lostFor({ lost, size }: Parcel): number {
    if (lost === undefined || lost.bytes < Math.max(LOST_LEAST, LOST_TIMES * size)) return 0;
    const since = deps.clock.now() - lost.at;
    return since < 0 || since > DAY ? 0 : DAY - since;
  }
  const holdOf = (parcel: Parcel): number => Math.max(lostFor(parcel), leftOf(waits.get(parcel.handle)));

  /** Settled. A queue that cannot keep that will offer it again: not in this hour, unless the person hurries. */
  function shelve(parcel: Parcel): void {
    const until = deps.clock.now() + SHELF_TIME;
    waits.set(parcel.handle, { failures: 0, until, asked: false, shelved: true });
  }

  async function noticeStores(): Promise<boolean> {
    let due = false;
    for (const [endpoint, epoch] of mirrors.newStores())
      due = ((await deps.queue.storeSeen?.(endpoint, epoch, deps.clock.now())) ?? false) || due;
    if (due) for (const [handle, { shelved }] of waits) if (shelved) waits.delete(handle);
    return due;
  }

  /** A sent parcel is the drain's business only where receipts can be verified. */
  const isOurs = (parcel: Parcel) => parcel.stage.name !== 'sent' || deps.verifyReceipt !== undefined;

  async function next(): Promise<Parcel | undefined> {
    const due = (await deps.queue.dueParcels()).filter((parcel) => isOurs(parcel) && holdOf(parcel) === 0);
    return due.sort(byOrder)[0];
  }

  async function round(signal: AbortSignal | undefined): Promise<DrainSummary> {
    const count = { sent: 0, stored: 0, refused: 0 };
    let moved = false;
    let suspects = 0;
    let looked = deps.clock.now();
    let code: WaitCode | null = null;

    const change = (parcel: Parcel, to: Change) => deps.queue.change(parcel.handle, to);

    async function wait(parcel: Parcel, why: WaitCode, retryAfter: number | null): Promise<void> {
      postpone(patienceOf(parcel.handle), retryAfter);
      await change(parcel, { name: 'waiting', code: why });
    }

    /** A text that was finished meanwhile does not wait for the video. Looking costs, so not at each slice. S7 */
    async function outranked(parcel: Parcel): Promise<boolean> {
      if (deps.clock.now() - looked < LOOK_EVERY) return false;
      looked = deps.clock.now();
      const first = await next();
      return first !== undefined && first.handle !== parcel.handle;
    }

    /** The line is down, or the endpoint wants rest: this round is over. */
    async function rest(parcel: Parcel, why: WaitCode, retryAfter: number | null): Promise<false> {
      code = why;
      postpone(line, retryAfter);
      await change(parcel, { name: 'waiting', code: why });
      return false;
    }

    /** Something went right: whatever was held against the line is forgotten. */
    function thank(): void {
      suspects = 0;
      relax(line);
    }

    /** True when the endpoints answer, so that the trouble is this parcel's own (I9). */
    async function lineWorks(parcel: Parcel): Promise<boolean> {
      for (const endpoint of parcel.endpoints)
        if ((await endpointInfo(asking, endpoint, signal)).ok) return true;
      return false;
    }

    /** Asks for the receipt of a parcel that is sent. False when this round is over. */
    async function prove(parcel: Parcel, endpoint: string): Promise<boolean> {
      const { verifyReceipt } = deps;
      if (verifyReceipt === undefined) return true;
      const settled = await settle({ ...asking, mirrors, verifyReceipt }, parcel, endpoint, signal);
      if (settled.kind === 'aborted') return false;
      if (settled.kind === 'line') return rest(parcel, settled.code, null);
      thank();
      switch (settled.kind) {
        case 'stored':
          count.stored += 1;
          shelve(parcel);
          transport.forget(parcel);
          await change(parcel, {
            name: 'stored',
            endpoint: settled.endpoint,
            store: mirrors.storeOf(settled.endpoint),
            receipt: settled.receipt,
          });
          return true;
        case 'wait':
          await wait(parcel, settled.code, null);
          return true;
        case 'again':
          if (settled.soon) relax(patienceOf(parcel.handle));
          else postpone(patienceOf(parcel.handle), null);
          transport.lost(parcel, endpoint);
          // As one that was begun: after a restart, too, it is asked before it gets any byte. S7
          await change(parcel, { name: 'sending', endpoint, bytes: 0, at: deps.clock.now() });
          return true;
      }
    }

    /** Turns how an attempt ended into states and waits. False when this round is over. */
    async function digest(parcel: Parcel, outcome: Outcome): Promise<boolean> {
      if (outcome.moved) moved = true;
      switch (outcome.kind) {
        case 'sent':
          thank();
          count.sent += 1;
          await change(parcel, { name: 'sent', endpoint: outcome.endpoint });
          return prove(parcel, outcome.endpoint);
        case 'yielded':
          thank();
          return true;
        case 'aborted':
          return false;
        case 'refused':
          thank();
          count.refused += 1;
          shelve(parcel);
          await change(parcel, { name: 'refused', code: outcome.code });
          return true;
        case 'wait':
          return digestWait(parcel, outcome);
      }
    }

    async function digestWait(parcel: Parcel, outcome: Outcome & { kind: 'wait' }): Promise<boolean> {
      const { code: why } = outcome;
      if (outcome.moved && !IDLE_CODES.includes(why)) {
        // A line that dies every few seconds and still gains: go on with the same parcel, soon. S7
        thank();
        relax(patienceOf(parcel.handle));
        return rest(parcel, why, outcome.retryAfter);
      }
      const own = !LINE_CODES.includes(why) && !UNCLEAR.includes(why);
      // A stranger at one door says nothing about the other doors.
      const unclear = UNCLEAR.includes(why) || parcel.endpoints.length > 1;
      if (!own && !(unclear && (await lineWorks(parcel)))) return rest(parcel, why, outcome.retryAfter);
      await wait(parcel, why, outcome.retryAfter);
      suspects += own ? 0 : 1;
      return suspects < SUSPECTS || rest(parcel, why, null);
    }

    for (;;) {
      if (signal?.aborted || leftOf(line) > 0) break;
      const parcel = await next();
      if (parcel === undefined) break;
      if (parcel.stage.name === 'sent') {
        if (!(await prove(parcel, parcel.stage.endpoint))) break;
        continue;
      }
      const outcome = await transport.deliver(parcel, {
        signal,
        onProgress: (bytes, endpoint) =>
          change(parcel, { name: 'sending', endpoint, bytes, at: deps.clock.now() }),
        yieldNow: () => outranked(parcel),
      });
      if (!(await digest(parcel, outcome))) break;
    }

    await noticeStores();
    const left = (await deps.queue.dueParcels()).filter(isOurs);
    const soonest = Math.min(...left.map(holdOf));
    if (code === null && left.some((parcel) => lostFor(parcel) > 0)) code = 'takenAndLost';
    const nextAt = left.length === 0 ? null : deps.clock.now() + Math.max(leftOf(line), soonest);
    return { heldElsewhere: false, ...count, moved, left: left.length, nextAt, code };
  }

  return {
    async run(signal) {
      const ran = await deps.locks.run(DRAIN_LOCK, () => round(signal));
      if (!ran.held) return ran.value;
      return {
        heldElsewhere: true,
        sent: 0,
        stored: 0,
        refused: 0,
        moved: false,
        left: 0,
        nextAt: null,
        code: null,
      };
    },

    watched: (send) => mirrors.watched(send),
    noticeStores,
    freed: (signal) => deps.locks.freed(DRAIN_LOCK, signal),

    hurry() {
      mirrors.hurry();
      for (const patience of [line, ...waits.values()]) if (!patience.asked) relax(patience);
    },
  };
}
