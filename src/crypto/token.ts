/** Owns what is hashed and MACed about tokens: who asks for them, and one redeemed for one parcel. Must never blind or evaluate. */
import { type Bytes, parseHex, toHex } from '../wire/bytes.ts';
import {
  encodeTokenTicket,
  holderInput,
  KEY_MARK_BYTES,
  keyMarkInput,
  TICKET_MAC_BYTES,
  type TokenRequest,
  tokenRequestInput,
  tokenTicketInput,
} from '../wire/tokens.ts';
import { hmac, sha256 } from './hash.ts';

/** The first bytes of the VOPRF's output: the key of the ticket's MAC. [TOK1] */
export const TOKEN_SECRET_BYTES = 32;

/** A finished token: `nonce` 16 bytes hex, `secret` 32 bytes. [TOK1] */
export type Token = { readonly nonce: string; readonly secret: Bytes };

/** Names an issuer key in a ticket, 8 hex digits. `key`: 32 bytes hex. [TOK2] */
export const keyMark = async (key: string): Promise<string> =>
  toHex((await sha256(keyMarkInput(key))).subarray(0, KEY_MARK_BYTES));

/** A request in the name of an enrolment. `credential`: 32 bytes hex. [TOK3] */
export async function signTokenRequest(
  credential: string,
  org: string,
  ask: Omit<TokenRequest, 'mac' | 'holder'>,
): Promise<TokenRequest> {
  const key = parseHex(credential);
  if (!key.ok) throw new RangeError('the credential is hexadecimal');
  const holder = toHex((await sha256(holderInput(credential))).subarray(0, 16));
  return { holder, ...ask, mac: toHex(await hmac(key.value, tokenRequestInput(org, ask))) };
}

/** The ticket that pays for one parcel with this token, `v2.` and 72 hex digits. `key`: the issuer's, 32 bytes hex. [TOK4] */
export async function redeemToken(token: Token, org: string, parcel: string, key: string): Promise<string> {
  const mac = await hmac(token.secret, tokenTicketInput(org, parcel, key));
  return encodeTokenTicket({
    mark: await keyMark(key),
    nonce: token.nonce,
    mac: toHex(mac.subarray(0, TICKET_MAC_BYTES)),
  });
}
