/** Owns the name of a parcel, computed while its bytes pass by. Must never keep more of them than a header. */
import { createHash, type Hash } from 'node:crypto';
import { headerLength, MAX_HEADER_BYTES } from '../../wire/ageHeader.ts';
import { NONCE_BYTES } from '../../wire/buckets.ts';
import { concat } from '../../wire/bytes.ts';
import { SEGMENT_BYTES } from '../../wire/content.ts';

/** Fed with a file in order; knows its parcel id at any point. */
export type ParcelHash = {
  /** Bytes fed so far. */
  readonly fed: number;
  feed(bytes: Uint8Array): void;
  /** An independent copy: feed it, and drop it when the bytes turn out not to count. */
  fork(): ParcelHash;
  /** parcel = H(H(header) ‖ content), content = H(nonce ‖ H(segment₁) …), in hex; undefined without a header. [SEAL6] */
  parcel(): string | undefined;
};

type State = {
  fed: number;
  /** The bytes before the payload, until the header is complete. */
  head: Uint8Array;
  header: Buffer | undefined;
  content: Hash;
  segment: Hash;
  /** Payload bytes so far, nonce included. */
  payload: number;
};

export function createParcelHash(): ParcelHash {
  return over({
    fed: 0,
    head: new Uint8Array(0),
    header: undefined,
    content: createHash('sha256'),
    segment: createHash('sha256'),
    payload: 0,
  });
}

function over(state: State): ParcelHash {
  return {
    get fed() {
      return state.fed;
    },
    feed(bytes) {
      state.fed += bytes.length;
      if (state.header !== undefined) return feedPayload(state, bytes);
      if (state.head.length > MAX_HEADER_BYTES) return;
      state.head = concat(state.head, bytes);
      const length = headerLength(state.head);
      if (length === undefined || length > MAX_HEADER_BYTES) return;
      state.header = createHash('sha256').update(state.head.subarray(0, length)).digest();
      const rest = state.head.subarray(length);
      state.head = new Uint8Array(0);
      feedPayload(state, rest);
    },
    fork: () => over({ ...state, content: state.content.copy(), segment: state.segment.copy() }),
    parcel() {
      if (state.header === undefined) return undefined;
      const content = state.content.copy();
      if (state.payload > NONCE_BYTES && (state.payload - NONCE_BYTES) % SEGMENT_BYTES > 0) {
        content.update(state.segment.copy().digest());
      }
      return createHash('sha256').update(state.header).update(content.digest()).digest('hex');
    },
  };
}

function feedPayload(state: State, bytes: Uint8Array): void {
  let rest = bytes;
  if (state.payload < NONCE_BYTES) {
    const part = rest.subarray(0, NONCE_BYTES - state.payload);
    state.content.update(part);
    state.payload += part.length;
    rest = rest.subarray(part.length);
  }
  while (rest.length > 0) {
    const used = (state.payload - NONCE_BYTES) % SEGMENT_BYTES;
    const part = rest.subarray(0, SEGMENT_BYTES - used);
    state.segment.update(part);
    state.payload += part.length;
    rest = rest.subarray(part.length);
    if (used + part.length === SEGMENT_BYTES) {
      state.content.update(state.segment.digest());
      state.segment = createHash('sha256');
    }
  }
}
