/** Owns how tokens are asked for, given and shown: door, bodies, ticket, exact bytes under hash and MAC. Must never compute one. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, parseHex, toHex, u32, utf8 } from './bytes.ts';
import { daysSinceEpoch, isCount, isDay, isHex, isListOf, isObject } from './shape.ts';

/** Tokens in one request; the proof covers them all. [TOK3] */
export const TOKEN_BATCH = 32;
/** Requests that every enrolment has in an epoch: 1,024 tokens, whatever it uses. [TOK3] */
export const TOKEN_BATCHES = 32;
const EPOCH_DAYS = 30;
/** How long a token is good: on the phone since it came, at the endpoint since its key was last in force. [TOK2] */
export const TOKEN_DAYS = 400;
export const NONCE_BYTES = 16;
export const TICKET_MAC_BYTES = 16;
export const KEY_MARK_BYTES = 4;

export const tokensPath = (org: string): string => `/o/${org}/v1/tokens`;

/** Which allowance a day belongs to. [TOK3] */
export const tokenEpochOf = (day: string): number => Math.floor(daysSinceEpoch(day) / EPOCH_DAYS);
/** Milliseconds since 1970 at which an epoch begins. */
export const tokenEpochStart = (epoch: number): number => epoch * EPOCH_DAYS * 86_400_000;

/**
 * `key`: the issuer key that the organisation's manifest names, 32 bytes hex, null when it names none of ours; `next`: the one that
 * the next manifest may name; `since`: the day from which `key` is named. [TOK2]
 */
export type TokenInfo = {
  readonly key: string | null;
  readonly next: string;
  readonly since: string | null;
  readonly epoch: number;
};

/** `holder`, `mac`: who asks, and that nobody else wrote this; elements are 32 bytes, hex. [TOK3] */
export type TokenRequest = {
  readonly holder: string;
  readonly key: string;
  readonly epoch: number;
  readonly batch: number;
  readonly blinded: readonly string[];
  readonly mac: string;
};
export type TokenReply = { readonly evaluated: readonly string[]; readonly proof: string };

/** A redeemed token in the ticket header; `mark` 4, `nonce` and `mac` 16 bytes, hex. [TOK4] */
export type TokenTicket = { readonly mark: string; readonly nonce: string; readonly mac: string };

const isElement = (value: unknown): value is string => isHex(value, 32);

export function parseTokenInfo(value: unknown): Result<TokenInfo, 'malformed'> {
  if (!isObject(value)) return err('malformed');
  const { key, next, since, epoch } = value;
  if ((key !== null && !isElement(key)) || !isElement(next) || !isCount(epoch, 0xffffffff))
    return err('malformed');
  if (since !== null && !isDay(since)) return err('malformed');
  return ok({ key, next, since, epoch });
}

export function parseTokenRequest(value: unknown): Result<TokenRequest, 'malformed'> {
  if (!isObject(value)) return err('malformed');
  const { holder, key, epoch, batch, blinded, mac } = value;
  const whole =
    isHex(holder, 16) &&
    isElement(key) &&
    isCount(epoch, 0xffffffff) &&
    isCount(batch, TOKEN_BATCHES - 1) &&
    isListOf(blinded, TOKEN_BATCH, isElement) &&
    blinded.length === TOKEN_BATCH &&
    isHex(mac, 32);
  return whole ? ok({ holder, key, epoch, batch, blinded, mac }) : err('malformed');
}

export function parseTokenReply(value: unknown): Result<TokenReply, 'malformed'> {
  if (!isObject(value)) return err('malformed');
  const { evaluated, proof } = value;
  const whole = isListOf(evaluated, TOKEN_BATCH, isElement) && isHex(proof, 64);
  return whole ? ok({ evaluated, proof }) : err('malformed');
}

const TICKET = /^v2\.([0-9a-f]{8})([0-9a-f]{32})([0-9a-f]{32})$/;

/** `v2.{72 hex digits}`: as it stands in the header, and in a parcel's `ticket`. */
export const encodeTokenTicket = ({ mark, nonce, mac }: TokenTicket): string => `v2.${mark}${nonce}${mac}`;
export function parseTokenTicket(text: string | null): TokenTicket | undefined {
  const [, mark, nonce, mac] = TICKET.exec(text ?? '') ?? [];
  return mark === undefined || nonce === undefined || mac === undefined ? undefined : { mark, nonce, mac };
}

function raw(hex: string, bytes: number): Bytes {
  const parsed = parseHex(hex);
  if (!parsed.ok || parsed.value.length !== bytes) throw new RangeError(`not ${bytes} bytes in hex`);
  return parsed.value;
}

/** Input of the VOPRF: the organisation's own tokens only. [TOK1] */
export const tokenInput = (org: string, nonce: string): Bytes =>
  concat(utf8('tumar/token/1'), raw(org, 16), raw(nonce, NONCE_BYTES));

/** Hash, its first 4 bytes: which issuer key a ticket belongs to. [TOK2] */
export const keyMarkInput = (key: string): Bytes => concat(utf8('tumar/token-key/1'), raw(key, 32));

/** HMAC under the endpoint's token secret: the seed of an organisation's issuer key. `generation` from 1. [TOK2] */
export const issuerSeedInput = (org: string, generation: number): Bytes =>
  concat(utf8('tumar/issuer/1'), raw(org, 16), u32(generation));

/** Hash, its first 16 bytes: how an enrolment is named when it asks for tokens. [TOK3] */
export const holderInput = (credential: string): Bytes => concat(utf8('tumar/holder/1'), raw(credential, 32));

/** HMAC under the credential: this enrolment asks for exactly these. [TOK3] */
export const tokenRequestInput = (org: string, ask: Omit<TokenRequest, 'mac' | 'holder'>): Bytes =>
  concat(
    utf8('tumar/tokens/1'),
    raw(org, 16),
    raw(ask.key, 32),
    u32(ask.epoch),
    u32(ask.batch),
    ...ask.blinded.map((element) => raw(element, 32)),
  );

/** HMAC under the token's secret, its first 16 bytes: this token pays for this parcel, here. [TOK4] */
export const tokenTicketInput = (org: string, parcel: string, key: string): Bytes =>
  concat(utf8('tumar/ticket/2'), raw(org, 16), raw(parcel, 32), raw(key, 32));

/** Hash: what an endpoint remembers of a redeemed token. [TOK4] */
export const spentInput = (nonce: string): Bytes => concat(utf8('tumar/spent/1'), raw(nonce, NONCE_BYTES));
/** Hash: that it was redeemed for this parcel; without the nonce it says nothing. [TOK4] */
export const usedForInput = (nonce: string, parcel: string): Bytes =>
  concat(utf8('tumar/used/1'), raw(nonce, NONCE_BYTES), raw(parcel, 32));

/** Bytes as the hex texts that travel. */
export const hexList = (list: readonly Uint8Array[]): readonly string[] => list.map(toHex);
