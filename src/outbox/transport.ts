/** Owns carrying one parcel to an endpoint, slice by slice, over any line. Must never send acknowledged bytes again. */
import type { Bytes } from '../wire/bytes.ts';
import { createMirrors, type Mirrors } from './mirrors.ts';
import { createPace, type Pace } from './pace.ts';
import type { OutboxDeps, Parcel, WaitCode } from './ports.ts';
import { endpointInfo } from './receipts.ts';
import { createTus, type Reply } from './tus.ts';

/** How an attempt ended. `moved`: an endpoint holds more of it than it had acknowledged before. */
export type Outcome =
  /** The endpoint says that it holds every byte; what that is worth, its receipt shows. */
  | { readonly kind: 'sent'; readonly endpoint: string; readonly moved: boolean }
  /** Try again after at least `retryAfter` milliseconds (null: as we see fit). */
  | {
      readonly kind: 'wait';
      readonly code: WaitCode;
      readonly retryAfter: number | null;
      readonly moved: boolean;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly moved: boolean }
  /** `yieldNow` asked for the line. */
  | { readonly kind: 'yielded'; readonly moved: boolean }
  | { readonly kind: 'aborted'; readonly moved: boolean };

export type DeliverOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called after each acknowledgement with the bytes that this endpoint holds, and awaited. */
  readonly onProgress?: (bytes: number, endpoint: string) => Promise<void> | void;
  /** Asked between slices: does something more important wait? */
  readonly yieldNow?: () => Promise<boolean>;
};

export type Transport = {
  /**
   * Offers the parcel to its endpoints in order, the one that already holds a part first. Another store gets it only when
   * that one failed for long enough: its bytes would have to be sent again.
   */
  deliver(parcel: Parcel, options?: DeliverOptions): Promise<Outcome>;
  /** This endpoint lost the parcel: what it acknowledged counts no longer. */
  lost(parcel: Parcel, endpoint: string): void;
  /** Nothing more will be asked about it. */
  forget(parcel: Parcel): void;
};

/** What we know of one parcel at one endpoint. */
type Track = {
  upload: string | null;
  /** Null when the endpoint must be asked. */
  offset: number | null;
  acknowledged: number;
  highest: number;
  /** A creation was sent, so bytes of ours may be there without our knowing. */
  tried: boolean;
  /** Answers in a row that made no sense or gained nothing. */
  puzzled: number;
  puzzle: WaitCode;
  /** Since when attempts here gain nothing; null when the last one did. */
  idleSince: number | null;
  /** The slice that broke off last, until the endpoint said how much of it it has. */
  broken: { readonly at: number; readonly bytes: number } | null;
};

/** After so many puzzling answers in a row an endpoint gets a rest. */
const PATIENCE = 4;
/** Nobody of ours is there. */
export const AWAY = ['offline', 'timeout', 'notOurEndpoint', 'endpointFault'] as const;
/** Nothing was gained, whatever moved. */
export const IDLE_CODES: readonly WaitCode[] = ['offsetRegressed', 'offsetImpossible', 'parcelMismatch'];

export type TransportDeps = Pick<
  OutboxDeps,
  'clock' | 'send' | 'reader' | 'digest' | 'tell' | 'plainTicket' | 'otherTicket'
>;

/** What an endpoint takes without a ticket is not larger. [TOK7] */
const POOLED = 4 * 1024 * 1024;
/** How many tokens more a parcel tries in one go. */
const OTHER_TOKENS = 3;

/** `mirrors`: shared with whoever asks for receipts. */
export function createTransport(
  given: TransportDeps,
  mirrors: Mirrors = createMirrors(given.clock),
): Transport {
  const deps = { ...given, send: mirrors.watched(given.send) };
  const tracks = new Map<string, Track>();
  const paces = new Map<string, Pace>();

  const keyOf = (parcel: Parcel, endpoint: string) => `${parcel.handle} ${endpoint}`;

  function trackOf(parcel: Parcel, endpoint: string): Track {
    const key = keyOf(parcel, endpoint);
    const { stage } = parcel;
    const here = stage.name === 'sending' && stage.endpoint === endpoint ? stage.bytes : 0;
    const track: Track = tracks.get(key) ?? {
      upload: null,
      offset: null,
      acknowledged: here,
      highest: here,
      tried: stage.name !== 'queued',
      puzzled: 0,
      puzzle: 'endpointFault',
      idleSince: null,
      broken: null,
    };
    // Another tab or the service worker may have sent more meanwhile: ask, or we would send its bytes again. S7
    if (here > track.acknowledged) track.offset = null;
    track.acknowledged = Math.max(track.acknowledged, here);
    tracks.set(key, track);
    return track;
  }

  function paceOf(endpoint: string): Pace {
    const pace = paces.get(endpoint) ?? createPace();
    paces.set(endpoint, pace);
    return pace;
  }

  async function read(parcel: Parcel, from: number, size: number): Promise<Bytes | null> {
    const to = Math.min(parcel.size, from + size);
    try {
      const part = await deps.reader.slice(parcel.handle, from, to);
      const bytes = part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : part;
      return bytes.length === to - from ? bytes : null;
    } catch {
      // A file that vanished or a full device: this parcel waits, the others go on (I9).
      return null;
    }
  }

  async function deliverTo(endpoint: string, parcel: Parcel, options: DeliverOptions): Promise<Outcome> {
    const tus = createTus(deps, endpoint, parcel, options.signal);
    const track = trackOf(parcel, endpoint);
    const pace = paceOf(endpoint);
    const about = { handle: parcel.handle, endpoint };
    let moved = false;
    let mismatches = 0;
    track.puzzled = 0;

    function puzzle(code: WaitCode): void {
      track.puzzled += 1;
      track.puzzle = code;
      track.offset = null;
    }

    function restart(): void {
      track.upload = null;
      track.offset = null;
      track.acknowledged = 0;
    }

    /** Believes an offset only as far as it can be true; `most`: what can be there at all. */
    async function believe(offset: number | null, most: number): Promise<void> {
      if (offset === null) return puzzle('endpointFault');
      if (!(offset <= most)) {
        deps.tell?.({ name: 'offsetImpossible', ...about });
        return puzzle('offsetImpossible');
      }
      if (offset < track.acknowledged) {
        // The endpoint lost what it had acknowledged: its own word is where we go on, and somebody should know.
        deps.tell?.({ name: 'offsetRegressed', ...about });
        puzzle('offsetRegressed');
      }
      if (track.broken !== null) pace.broke(track.broken.bytes, offset - track.broken.at);
      track.broken = null;
      if (offset > track.acknowledged) moved = true;
      if (offset > track.highest) {
        track.highest = offset;
        track.puzzled = 0;
      }
      track.offset = offset;
      track.acknowledged = offset;
      await options.onProgress?.(offset, endpoint);
    }

    async function learn(reply: Reply, most: number): Promise<Outcome | null> {
      switch (reply.kind) {
        case 'offset':
          track.upload = reply.upload ?? track.upload;
          await believe(reply.offset, most);
          return null;
        case 'conflict':
          puzzle('endpointFault');
          return null;
        case 'sliceDamaged':
          pace.broke(parcel.size, 0);
          puzzle('endpointFault');
          return null;
        case 'gone':
          if (track.acknowledged > 0) deps.tell?.({ name: 'uploadForgotten', ...about });
          puzzle('offsetRegressed');
          restart();
          return null;
        case 'parcelMismatch':
          deps.tell?.({ name: 'parcelMismatch', ...about });
          mismatches += 1;
          restart();
          await options.onProgress?.(0, endpoint);
          // The second time in one attempt is no accident of the line.
          return mismatches > 1 ? { kind: 'wait', code: 'parcelMismatch', retryAfter: null, moved } : null;
        case 'line':
          track.offset = null;
          if (reply.code === 'aborted') return { kind: 'aborted', moved };
          return { kind: 'wait', code: reply.code, retryAfter: reply.retryAfter, moved };
        case 'wait':
          track.offset = null;
          return { kind: 'wait', code: reply.code, retryAfter: reply.retryAfter, moved };
        case 'refused':
          return { kind: 'refused', code: reply.code, moved };
      }
    }

    for (;;) {
      if (options.signal?.aborted) return { kind: 'aborted', moved };
      if (track.puzzled > PATIENCE) return { kind: 'wait', code: track.puzzle, retryAfter: null, moved };
      const { upload, offset } = track;
      if (offset === parcel.size) return { kind: 'sent', endpoint, moved };
      let outcome: Outcome | null;
      if (upload !== null && offset !== null) {
        if (moved && (await options.yieldNow?.())) return { kind: 'yielded', moved: true };
        const slice = await read(parcel, offset, pace.size());
        if (slice === null) return { kind: 'wait', code: 'fileUnreadable', retryAfter: null, moved };
        const reply = await tus.append(upload, offset, slice);
        if (reply.kind === 'line') track.broken = { at: offset, bytes: slice.length };
        if (reply.kind === 'offset') pace.acknowledged(slice.length, reply.took);
        outcome = await learn(reply, offset + slice.length);
        // "Thank you, I have what I had": once is a full disk's way of saying no, for ever is a loop.
        if (reply.kind === 'offset' && track.offset === offset) puzzle('endpointFault');
      } else if (upload !== null) {
        const reply = await tus.offsetOf(upload);
        if (reply.kind === 'offset') pace.answered(reply.took);
        outcome = await learn(reply, parcel.size);
      } else {
        // A parcel that fits one slice goes with its creation. A larger one is created first, which also measures the latency.
        // A door of the same store may hold bytes that were sent through another one. S7
        const whole = !triedAnywhere(parcel) && parcel.size <= pace.size();
        const first = whole ? await read(parcel, 0, parcel.size) : null;
        if (whole && first === null) return { kind: 'wait', code: 'fileUnreadable', retryAfter: null, moved };
        track.tried = true;
        const reply = await tus.create(first);
        if (reply.kind === 'offset') {
          if (first === null) pace.answered(reply.took);
          else pace.acknowledged(first.length, reply.took);
        } else if (reply.kind === 'line' && first !== null) track.broken = { at: 0, bytes: first.length };
        outcome = await learn(reply, parcel.size);
      }
      if (outcome !== null) return outcome;
    }
  }

  /**
   * A token is good where it was issued. Elsewhere a large file needs the ticket that names the phone, or it would not leave
   * [TOK8]. A small one is refused for its token only if that is dead or was used: by the phone that this one is a copy of, so
   * others may be used, too [TOK4].
   */
  async function deliverPaid(endpoint: string, parcel: Parcel, options: DeliverOptions): Promise<Outcome> {
    const small = parcel.size <= POOLED;
    let paid = parcel;
    for (let left = small ? OTHER_TOKENS : 1; ; left -= 1) {
      const outcome = await deliverTo(endpoint, paid, options);
      const unpaid = outcome.kind === 'refused' && outcome.code === 'ticketRefused';
      if (!unpaid || left === 0 || !paid.ticket?.startsWith('v2.')) return outcome;
      const ticket = (await (small ? deps.otherTicket : deps.plainTicket)?.(parcel)) ?? null;
      if (ticket === null) return outcome;
      paid = { ...parcel, ticket };
    }
  }

  const triedAnywhere = (parcel: Parcel): boolean =>
    parcel.endpoints.some((endpoint) => tracks.get(keyOf(parcel, endpoint))?.tried);

  function judge(endpoint: string, parcel: Parcel, outcome: Outcome): void {
    const track = trackOf(parcel, endpoint);
    const gained = outcome.moved && !(outcome.kind === 'wait' && IDLE_CODES.includes(outcome.code));
    const failed = outcome.kind === 'wait' && !gained;
    track.idleSince = failed ? (track.idleSince ?? deps.clock.now()) : null;
    const away = failed && (AWAY as readonly string[]).includes(outcome.code);
    if (outcome.kind !== 'aborted') mirrors.answered(endpoint, !away);
  }

  /** What `held` has would have to be sent again, unless `other` is another door of the same store. */
  async function mayLeave(
    parcel: Parcel,
    held: string | null,
    other: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const track = held === null ? undefined : tracks.get(keyOf(parcel, held));
    if (held === null || held === other || track === undefined || track.acknowledged === 0) return true;
    if (mirrors.worthLeaving(track.acknowledged, track.idleSince ?? deps.clock.now())) return true;
    if (!mirrors.knowsStore(other)) await endpointInfo(deps, other, signal);
    return mirrors.sameStore(held, other);
  }

  async function offer(parcel: Parcel, options: DeliverOptions): Promise<Outcome> {
    const { stage } = parcel;
    const held = stage.name === 'queued' ? null : stage.endpoint;
    let first: Outcome | null = null;
    for (const endpoint of mirrors.order(parcel, held)) {
      // Bytes at an endpoint that refuses the parcel are worth nothing.
      const stays = first !== null && first.kind !== 'refused';
      if (stays && !(await mayLeave(parcel, held, endpoint, options.signal))) continue;
      const outcome = await deliverPaid(endpoint, parcel, options);
      judge(endpoint, parcel, outcome);
      const from = held ?? parcel.endpoints[0] ?? endpoint;
      if (from !== endpoint && (outcome.moved || outcome.kind === 'sent'))
        deps.tell?.({
          name: 'movedOn',
          handle: parcel.handle,
          from,
          to: endpoint,
          goesOn: mirrors.sameStore(from, endpoint),
        });
      if (outcome.kind !== 'wait' && outcome.kind !== 'refused') return outcome;
      if (outcome.kind === 'wait') {
        // An unreadable file is no better at a mirror.
        if (outcome.code === 'fileUnreadable') return outcome;
        // A line that moved is worth keeping.
        if (outcome.moved && !IDLE_CODES.includes(outcome.code)) return outcome;
      }
      // Refused only when every endpoint refuses: while one is merely away, it may still take it.
      if (first === null || (first.kind === 'refused' && outcome.kind === 'wait')) first = outcome;
    }
    return first ?? { kind: 'refused', code: 'noEndpoint', moved: false };
  }

  return {
    async deliver(parcel, options = {}) {
      const outcome = await offer(parcel, options);
      // A refusal ends all trying, so it has to be said twice: a word garbled on the way may have caused one.
      return outcome.kind === 'refused' && parcel.endpoints.length > 0 ? offer(parcel, options) : outcome;
    },

    lost(parcel, endpoint) {
      tracks.delete(keyOf(parcel, endpoint));
      // It may hold some bytes all the same: it is asked before it gets any.
      trackOf({ ...parcel, stage: { name: 'queued' } }, endpoint).tried = true;
    },

    forget(parcel) {
      for (const endpoint of parcel.endpoints) tracks.delete(keyOf(parcel, endpoint));
    },
  };
}
