/** Owns the exact bytes that the protocol's hashes and MACs are taken over. Must never hash: that is done where keys are. */
import { type Bytes, concat, parseHex, u32, utf8 } from './bytes.ts';

// Names and hashes stand in these bytes as what their hex digits mean: 16 or 32 raw bytes.
function raw(hex: string, bytes: number): Bytes {
  const parsed = parseHex(hex.replaceAll('-', ''));
  if (!parsed.ok || parsed.value.length !== bytes) throw new RangeError(`not ${bytes} bytes in hex`);
  return parsed.value;
}

/** HMAC under the chain's tag key: author of line 1 (without its LF). [REP3] */
export const tagInput = (n: number, line1: Uint8Array): Bytes => concat(u32(n), line1);

/** HMAC under `ack`: a coordinator opened the report. `id`: its uuid. [REP7] */
export const readInput = (id: string): Bytes => concat(utf8('tumar/ack/read/1'), raw(id, 16));

/** HMAC under `ack`: a coordinator holds it whole. `tailsHash`: H(tail₁ ‖ tail₂ …), 32 bytes. [REP7] */
export const completeInput = (id: string, tailsHash: Uint8Array): Bytes =>
  concat(utf8('tumar/ack/complete/1'), raw(id, 16), tailsHash);

/** HMAC under the credential: may upload this parcel. [EP6] */
export const ticketInput = (org: string, parcel: string): Bytes =>
  concat(utf8('tumar/ticket/1'), raw(org, 16), raw(parcel, 32));

/** Hash: what an endpoint knows of an enrolment secret (16 bytes). [EP5] */
export const enrolInput = (secret: Uint8Array): Bytes => concat(utf8('tumar/enrol/1'), secret);

/** Hash: the name of an upload; `secret` 16 bytes hex. [UP1] */
export const uploadInput = (parcel: string, secret: string): Bytes =>
  concat(utf8('tumar/upload/1'), raw(parcel, 32), raw(secret, 16));

/** Hash: the ten words that both sides compare. [INV2] */
export const safetyInput = (invite: {
  readonly org: string;
  readonly pin: string;
  readonly readKey: Uint8Array;
}): Bytes => concat(utf8('tumar/safety/1'), raw(invite.org, 16), raw(invite.pin, 32), invite.readKey);

/** Hash: the four words of a device; `chain` 16 bytes hex, `key` the first chain key. [REP6] */
export const helloInput = (chain: string, key: Uint8Array): Bytes =>
  concat(utf8('tumar/hello/1'), raw(chain, 16), key);

/** Associated data of a manifest box. [MAN5] */
export const boxInput = (org: string): Bytes => concat(utf8('tumar/manifest/1'), raw(org, 16));
