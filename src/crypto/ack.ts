/** Owns the small hashes and MACs that both sides compute alone: acknowledgements, tickets, words. Must never store one. */
import { type Bytes, concat, toHex } from '../wire/bytes.ts';
import {
  completeInput,
  enrolInput,
  helloInput,
  readInput,
  safetyInput,
  ticketInput,
  uploadInput,
} from '../wire/inputs.ts';
import { hmac, sha256 } from './hash.ts';

/** `read`: 32 bytes for the board. `ack`: 32 bytes; `id`: uuid. [REP7] */
export const ackRead = (ack: Bytes, id: string): Promise<Bytes> => hmac(ack, readInput(id));

/** `complete`: 32 bytes for the board. `tails` in the order of the report's attachments. [REP7] */
export const ackComplete = async (ack: Bytes, id: string, tails: readonly Bytes[]): Promise<Bytes> =>
  hmac(ack, completeInput(id, await sha256(concat(...tails))));

/** A parcel's ticket, 64 hex digits. `credential`: 32 bytes. [EP6] */
export const credentialTicket = async (credential: Bytes, org: string, parcel: string): Promise<string> =>
  toHex(await hmac(credential, ticketInput(org, parcel)));

/** What an endpoint is told of an enrolment secret, 64 hex digits. [EP5] */
export const enrolHash = async (secret: Bytes): Promise<string> => toHex(await sha256(enrolInput(secret)));

/** The id of an invite, 16 hex digits. [INV2] */
export const inviteId = async (secret: Bytes): Promise<string> => (await enrolHash(secret)).slice(0, 16);

/** 32 bytes; the first 110 bits are ten safety words. [INV2] */
export const safetyHash = (invite: { org: string; pin: string; readKey: Bytes }): Promise<Bytes> =>
  sha256(safetyInput(invite));

/** 32 bytes; the first 44 bits are the four words of a device. [REP6] */
export async function helloHash(chain: string, key: Bytes): Promise<Bytes> {
  const input = helloInput(chain, key);
  const hash = await sha256(input);
  // K₀ is in it.
  input.fill(0);
  return hash;
}

/** The name of an upload, 32 hex digits. `secret`: 16 bytes hex. [UP1] */
export const uploadId = async (parcel: string, secret: string): Promise<string> =>
  toHex(await sha256(uploadInput(parcel, secret))).slice(0, 32);
