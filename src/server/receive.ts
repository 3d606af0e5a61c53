/** Owns reading the body of an upload as it arrives, cut or whole. Must never lose a byte that was handed over. */
import type { Clock } from '../domain/ports.ts';

/** How a body ended: whole, cut by the network, ended by a newer request, or silent or too slow for a minute. */
export type Ending = 'whole' | 'cut' | 'replaced' | 'silent';

export type Arrival = {
  /** The next bytes, or undefined once all were taken. */
  next(): Promise<Uint8Array | undefined>;
  /** Valid after `next` gave undefined. */
  readonly ending: Ending;
  /** Ends it as `replaced` when the signal fires. */
  endWith(signal: AbortSignal): void;
  /** Stops reading. */
  drop(): void;
};

const READ_AHEAD = 262_144;
/** What all uploads together may hold, so that a hundred at once do not fill the memory, and one alone is not slowed down. */
const READ_AHEAD_OF_ALL = 8_388_608;
const LEAST_AHEAD = 65_536;
const MOST_AHEAD = 1_048_576;
/** A body brings 1 kbit/s in each minute, or its place is given to others: a phone that is slower still goes on where it was. */
const MINUTE = 60_000;
const LEAST_A_MINUTE = 7_680;

/**
 * Reads ahead while the caller writes to disk: when a connection is cut, a stream throws away what nobody has read yet,
 * so a read is always waiting. At most `ahead` bytes and one piece are held. [UP2]
 */
export function arrivalOf(
  body: ReadableStream<Uint8Array> | null,
  clock: Clock,
  ahead: () => number = () => READ_AHEAD,
): Arrival {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let ending: Ending | undefined;
  let cause: Ending | undefined;
  let wakeTaker: (() => void) | undefined;
  let wakeReader: (() => void) | undefined;
  const reader = body?.getReader();

  const stop = (why: Ending): void => {
    cause ??= why;
    reader?.cancel().catch(() => undefined);
    wakeReader?.();
  };
  const replaced = (): void => stop('replaced');
  const signals: AbortSignal[] = [];

  const patience = new AbortController();
  let came = 0;
  let heldUp = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(MINUTE, patience.signal);
      if (patience.signal.aborted) return;
      // A minute in which we did not read is nobody's fault out there.
      if (came < LEAST_A_MINUTE && !heldUp) return stop('silent');
      came = 0;
      heldUp = wakeReader !== undefined;
    }
  };
  const run = async (): Promise<Ending> => {
    try {
      while (reader !== undefined && cause === undefined) {
        const { done, value } = await reader.read();
        if (done) break;
        held.push(value);
        heldBytes += value.length;
        came += value.length;
        wakeTaker?.();
        if (heldBytes >= ahead() && cause === undefined) {
          heldUp = true;
          await new Promise<void>((resolve) => (wakeReader = resolve));
          wakeReader = undefined;
        }
      }
      return cause ?? 'whole';
    } catch {
      return cause ?? 'cut';
    } finally {
      patience.abort('ended');
      for (const signal of signals) signal.removeEventListener('abort', replaced);
    }
  };
  if (reader !== undefined) void watch();
  void run().then((how) => {
    ending = how;
    wakeTaker?.();
  });

  return {
    async next() {
      for (;;) {
        // All that is here at once: one write of many pieces costs as much as one of one.
        const [first, ...more] = held.splice(0);
        if (first !== undefined) {
          heldBytes = 0;
          wakeReader?.();
          return more.length === 0 ? first : Buffer.concat([first, ...more]);
        }
        if (ending !== undefined) return undefined;
        await new Promise<void>((resolve) => (wakeTaker = resolve));
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
    drop: replaced,
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
  begin(request: Request): { end(): void };
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
    begin(request) {
      open += 1;
      const arrival = arrivalOf(request.body, clock, ahead);
      begun.set(request, arrival);
      return {
        end() {
          open -= 1;
          arrival.drop();
        },
      };
    },
    of: (request) => begun.get(request) ?? arrivalOf(request.body, clock),
  };
}
