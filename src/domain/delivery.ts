/** Owns the life of a report after the last answer, and what each state has as proof (S5); must never hope. */
import { assertNever } from './result.ts';

/** Each state carries exactly what is proved in it. */
export type Delivery =
  /** Still open on this phone. */
  | { readonly at: 'draft' }
  /** Sealed, waiting for a connection. */
  | { readonly at: 'queued' }
  /** The endpoint acknowledged `sent` of `total` bytes. */
  | { readonly at: 'sending'; readonly sent: number; readonly total: number }
  /** Every byte was taken, but the receipt has not been checked: nobody may call this stored. */
  | { readonly at: 'sent' }
  /** The endpoint's signature over the exact bytes was verified. */
  | { readonly at: 'stored'; readonly day: string; readonly sequence: number }
  /** A coordinator's device holds it whole; only now may the phone purge. */
  | { readonly at: 'received' }
  /** The endpoint will not take it as things are; the bytes stay here. */
  | { readonly at: 'refused'; readonly code: string };

export type DeliveryEvent =
  /** Finish committed. */
  | { readonly type: 'finished' }
  /** The endpoint acknowledged an offset, in bytes. */
  | { readonly type: 'progress'; readonly sent: number; readonly total: number }
  /** The endpoint took the last byte; a service worker may say this. */
  | { readonly type: 'sentWhole' }
  /** Only the page says this, after verifying the signature. */
  | { readonly type: 'receiptVerified'; readonly day: string; readonly sequence: number }
  /** The board's `complete` matched the expected one. */
  | { readonly type: 'completeVerified' }
  | { readonly type: 'refused'; readonly code: string }
  | { readonly type: 'retried' }
  /** The store was restored from a backup older than our receipt, or dropped our partial upload. */
  | { readonly type: 'storeForgot' };

const QUEUED: Delivery = { at: 'queued' };
const RECEIVED: Delivery = { at: 'received' };

/** S7: an offset below the one already acknowledged is an old answer or a lie, and changes nothing. */
function advance(before: number, event: { sent: number; total: number }): Delivery {
  const total = Math.max(0, event.total);
  return { at: 'sending', sent: Math.min(total, Math.max(before, event.sent, 0)), total };
}

/** The next state. Events that prove nothing new, also late and repeated ones, leave the state as it is. */
export function step(state: Delivery, event: DeliveryEvent): Delivery {
  switch (state.at) {
    case 'draft':
      return event.type === 'finished' ? QUEUED : state;
    case 'received':
      return state;
    case 'queued':
    case 'sending':
    case 'sent':
    case 'stored':
    case 'refused':
      return onTheWay(state, event);
    default:
      return assertNever(state);
  }
}

type OnTheWay = Exclude<Delivery, { at: 'draft' | 'received' }>;

function onTheWay(state: OnTheWay, event: DeliveryEvent): Delivery {
  switch (event.type) {
    case 'finished':
      return state;
    case 'progress':
      if (state.at === 'queued') return advance(0, event);
      return state.at === 'sending' ? advance(state.sent, event) : state;
    case 'sentWhole':
      return state.at === 'queued' || state.at === 'sending' ? { at: 'sent' } : state;
    case 'receiptVerified':
      // The first receipt stays: it never changes for the same parcel.
      return state.at === 'stored' ? state : { at: 'stored', day: event.day, sequence: event.sequence };
    case 'completeVerified':
      return RECEIVED;
    case 'refused':
      return state.at === 'queued' || state.at === 'sending' ? { at: 'refused', code: event.code } : state;
    case 'retried':
      return state.at === 'refused' ? QUEUED : state;
    case 'storeForgot':
      return state.at === 'refused' ? state : QUEUED;
    default:
      return assertNever(event);
  }
}

const ORDER = ['draft', 'refused', 'queued', 'sending', 'sent', 'stored', 'received'] as const;

/** How far a state is; more is never shown than the weakest part has proved. */
export const rank = (state: Delivery): number => ORDER.indexOf(state.at);

/** Only Received lets the phone purge its copy (S5). */
export const mayPurge = (state: Delivery): boolean => state.at === 'received';

/**
 * The state of a report from those of its parcels: the least advanced one, with the bytes of all of them while
 * anything is being sent. No parcels = nothing was finished.
 */
export function together(parcels: readonly { readonly state: Delivery; readonly bytes: number }[]): Delivery {
  const [first, ...others] = parcels;
  if (first === undefined) return { at: 'draft' };
  const least = others.reduce((low, one) => (rank(one.state) < rank(low.state) ? one : low), first).state;
  const moving = parcels.some(
    ({ state }) => state.at === 'sending' || rank(state) > rank({ at: 'sending', sent: 0, total: 0 }),
  );
  if (least.at !== 'sending' && !(least.at === 'queued' && moving)) return least;
  let sent = 0;
  for (const { state, bytes } of parcels) {
    if (state.at === 'sending') sent += Math.min(bytes, state.sent);
    else if (state.at === 'sent' || state.at === 'stored' || state.at === 'received') sent += bytes;
  }
  return { at: 'sending', sent, total: parcels.reduce((sum, { bytes }) => sum + bytes, 0) };
}
