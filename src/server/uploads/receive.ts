/** Owns reading the body of an upload as it arrives, cut or whole. Must never lose a byte that was handed over. */
import type { Clock } from '../../domain/ports.ts';
import { type Feed, freed, type Line, requestFeed, streamFeed } from './feed.ts';

/** How a body ended: whole, cut by the network, ended by a newer request, or silent or too slow for a minute. */
export type Ending = 'whole' | 'cut' | 'replaced' | 'silent';

export type Arrival = {
  /** The next bytes, good until it is called again, or undefined once all were taken. */
  next(): Promise<Uint8Array | undefined>;
  /** Valid after `next` gave undefined. */
  readonly ending: Ending;
  /** Ends it as `replaced` when the signal fires. */
  endWith(signal: AbortSignal): void;
  /** Stops reading; the bytes that `next` gave are gone. */
  drop(): void;
};

const READ_AHEAD = 262_144;
/** What all uploads together may hold, so that a hundred at once do not fill the memory, and one alone is not slowed down. */
const READ_AHEAD_OF_ALL = 2_097_152;
const LEAST_AHEAD = 16_384;
const MOST_AHEAD = 1_048_576;
/** A body brings 1 kbit/s in each minute, or its place is given to others: a phone that is slower still goes on where it was. */
const MINUTE = 60_000;
const LEAST_A_MINUTE = 7_680;

/**
 * Reads ahead while the caller writes to disk: when a connection is cut, what nobody has read yet may be gone. At most `ahead`
 * bytes and one piece are held. [UP2]
 */
export function arrivalOf(feed: Feed, clock: Clock, ahead: () => number = () => READ_AHEAD): Arrival {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  /** What `next` gives lies here, again and again. */
  let room: Uint8Array<ArrayBuffer> | undefined;
  let ending: Ending | undefined;
  let cause: Ending | undefined;
  let waiting = false;
  let wake: (() => void) | undefined;

  const stop = (why: Ending): void => {
    if (ending !== undefined) return;
    cause ??= why;
    feed.stop();
  };
  const replaced = (): void => stop('replaced');
  const signals: AbortSignal[] = [];

  let patience: AbortController | undefined;
  let came = 0;
  let heldUp = false;
  const watch = async (): Promise<void> => {
    patience = new AbortController();
    const { signal } = patience;
    for (;;) {
      await clock.sleep(MINUTE, signal);
      if (signal.aborted) return;
      // A minute in which we did not read is nobody's fault out there.
      if (came < LEAST_A_MINUTE && !heldUp) return stop('silent');
      came = 0;
      heldUp = waiting;
    }
  };

  feed.start(
    (piece) => {
      held.push(piece);
      heldBytes += piece.length;
      came += piece.length;
      if (!waiting && heldBytes >= ahead()) {
        heldUp = true;
        waiting = true;
        feed.wait();
      }
      wake?.();
    },
    (whole) => {
      ending = cause ?? (whole ? 'whole' : 'cut');
      patience?.abort('ended');
      for (const signal of signals) signal.removeEventListener('abort', replaced);
      wake?.();
    },
  );

  /** All that is here at once: one write of many pieces costs as much as one of one. */
  const gathered = (): Uint8Array => {
    if (room === undefined || room.length < heldBytes) {
      if (room !== undefined) freed(room);
      room = new Uint8Array(heldBytes);
    }
    let at = 0;
    for (const piece of held) {
      room.set(piece, at);
      at += piece.length;
      feed.release(piece);
    }
    held = [];
    heldBytes = 0;
    if (waiting) {
      waiting = false;
      feed.go();
    }
    return room.subarray(0, at);
  };

  return {
    async next() {
      for (;;) {
        if (held.length > 0) return gathered();
        if (ending !== undefined) return undefined;
        // Most bodies are all here before anybody asks.
        if (patience === undefined) void watch();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    get ending() {
      return ending ?? 'whole';
    },
    endWith(signal) {
      if (signal.aborted) return replaced();
      signals.push(signal);
      signal.addEventListener('abort', replaced, { once: true });
    },
    drop() {
      replaced();
      if (room !== undefined) freed(room);
      room = undefined;
    },
  };
}

/** A body that was read before, for whoever reads it next. */
export function arrivedAlready(bytes: Uint8Array, ending: Ending): Arrival {
  let left: Uint8Array | undefined = bytes.length === 0 ? undefined : bytes;
  return {
    async next() {
      const part = left;
      left = undefined;
      return part;
    },
    ending,
    endWith: () => undefined,
    drop: () => undefined,
  };
}

export type Arrivals = {
  /** Begins to read this request's body; `end` must be called, whatever happens. */
  begin(request: Request, line: Line | undefined): { end(): void };
  of(request: Request): Arrival;
};

/**
 * Bodies of uploads are read from the moment a request is there: the door asks the database first, and what arrived meanwhile
 * would be gone with a connection that is cut in that time. [UP2]
 */
export function createArrivals(clock: Clock): Arrivals {
  const begun = new WeakMap<Request, Arrival>();
  let open = 0;
  const ahead = (): number =>
    Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, READ_AHEAD_OF_ALL / Math.max(1, open)));
  return {
    begin(request, line) {
      open += 1;
      const feed = line === undefined ? streamFeed(request.body) : requestFeed(line);
      const arrival = arrivalOf(feed, clock, ahead);
      begun.set(request, arrival);
      return {
        end() {
          open -= 1;
          arrival.drop();
        },
      };
    },
    of: (request) => begun.get(request) ?? arrivalOf(streamFeed(request.body), clock),
  };
}
