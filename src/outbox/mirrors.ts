/** Owns what is known of each endpoint while the app runs: who answered, which store it is, whose receipts failed. Must never send. */
import type { Clock } from '../domain/ports.ts';
import { parseStoreMark, STORE_HEADER } from '../wire/endpointApi.ts';
import type { Parcel, Send } from './ports.ts';

/** An endpoint where nobody of ours answered is tried after the others for so long. [UP7] */
const REST = 5 * 60_000;
/** A receipt that fails so often in a row is no accident. */
const DOUBTS = 3;
/** An endpoint that failed a parcel is left out for it so long. */
const AVOID = 60 * 60_000;
/** Bytes that would have to be sent again are worth a wait: a second for each 16 KiB, at most half an hour. */
const BYTES_A_SECOND = 16 * 1024;
const LONGEST_WAIT = 30 * 60_000;

const DAY = 24 * 60 * 60_000;

type Doubt = { count: number; since: number; avoidUntil: number };

export type Mirrors = {
  /** `send`, and which store each answer came from is remembered. [EP1] */
  watched(send: Send): Send;
  /** The parcel's endpoints, in the order to try: `held` (which has bytes of it) first, those that did not answer last. */
  order(parcel: Parcel, held: string | null): readonly string[];
  /** Both are known to be doors of one store. */
  sameStore(a: string, b: string): boolean;
  knowsStore(endpoint: string): boolean;
  /** The store that it named last, or null. */
  storeOf(endpoint: string): string | null;
  /** Somebody of ours answered there, or nobody did. */
  answered(endpoint: string, yes: boolean): void;
  /** True once `bytes` that lie at an endpoint have failed to move for so long (`since`) that sending them again is better. */
  worthLeaving(bytes: number, since: number): boolean;
  /** This endpoint has no good receipt for a parcel that it called complete. True: another one is to get the parcel. */
  doubt(parcel: Parcel, endpoint: string): boolean;
  /** A receipt for it verified. */
  proved(parcel: Parcel): void;
  /** Endpoints with the store that they are now, when that is news: the first one, its first change, and then once a day at most. */
  newStores(): readonly (readonly [endpoint: string, epoch: string])[];
  /** The line may be better now. */
  hurry(): void;
};

export function createMirrors(clock: Clock): Mirrors {
  const epochs = new Map<string, string>();
  const restUntil = new Map<string, number>();
  const doubts = new Map<string, Map<string, Doubt>>();

  /** `changed`: when it was another store last; null while it has been one. */
  const reported = new Map<string, { readonly epoch: string; readonly changed: number | null }>();

  /** A time further ahead than it was ever set means that the phone's clock was set back. (C7) */
  const isAhead = (time: number | undefined, most: number): boolean => {
    const left = (time ?? 0) - clock.now();
    return left > 0 && left <= most;
  };
  const rests = (endpoint: string): boolean => isAhead(restUntil.get(endpoint), REST);
  const avoided = (parcel: Parcel, endpoint: string): boolean =>
    isAhead(doubts.get(parcel.handle)?.get(endpoint)?.avoidUntil, AVOID);

  const sameStore = (a: string, b: string): boolean => epochs.has(a) && epochs.get(a) === epochs.get(b);

  const worthLeaving = (bytes: number, since: number): boolean =>
    Math.abs(clock.now() - since) >= Math.min(LONGEST_WAIT, (bytes / BYTES_A_SECOND) * 1_000);

  return {
    worthLeaving,

    watched: (send) => async (request) => {
      const reply = await send(request);
      const mark = parseStoreMark(reply.headers.get(STORE_HEADER));
      const end = request.url.search(/\/(o\/[0-9a-f]{32}\/)?v1\//);
      if (mark !== undefined && end > 0) epochs.set(request.url.slice(0, end), mark.epoch);
      return reply;
    },

    order(parcel, held) {
      const good = parcel.endpoints.filter((endpoint) => !avoided(parcel, endpoint));
      const from = good.length > 0 ? good : parcel.endpoints;
      const place = (endpoint: string): number => (endpoint === held ? 0 : rests(endpoint) ? 2 : 1);
      return [...from].sort((a, b) => place(a) - place(b));
    },

    sameStore,
    knowsStore: (endpoint) => epochs.has(endpoint),
    storeOf: (endpoint) => epochs.get(endpoint) ?? null,

    answered(endpoint, yes) {
      if (yes) restUntil.delete(endpoint);
      else restUntil.set(endpoint, clock.now() + REST);
    },

    doubt(parcel, endpoint) {
      const of = doubts.get(parcel.handle) ?? new Map<string, Doubt>();
      doubts.set(parcel.handle, of);
      const one = of.get(endpoint) ?? { count: 0, since: clock.now(), avoidUntil: 0 };
      of.set(endpoint, one);
      one.count += 1;
      if (one.count < DOUBTS || !worthLeaving(parcel.size, one.since)) return false;
      // A door of the same store would only say the same.
      const others = parcel.endpoints.filter(
        (other) => other !== endpoint && !avoided(parcel, other) && !sameStore(other, endpoint),
      );
      if (others.length === 0) {
        doubts.delete(parcel.handle);
        return false;
      }
      one.avoidUntil = clock.now() + AVOID;
      return true;
    },

    proved: (parcel) => void doubts.delete(parcel.handle),

    newStores() {
      const news = [...epochs].filter(([endpoint, epoch]) => {
        const last = reported.get(endpoint);
        if (last === undefined) return true;
        return last.epoch !== epoch && (last.changed === null || !isAhead(last.changed + DAY, DAY));
      });
      for (const [endpoint, epoch] of news)
        reported.set(endpoint, { epoch, changed: reported.has(endpoint) ? clock.now() : null });
      return news;
    },

    hurry: () => restUntil.clear(),
  };
}
