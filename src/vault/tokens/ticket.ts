/** Owns making a parcel's ticket from the credential. Must never give the credential away. */
import { credentialTicket } from '../../crypto/ack.ts';
import { parseHex } from '../../wire/bytes.ts';

/** [EP6]; `credential` 32 bytes hex. */
export async function ticketFor(credential: string, org: string, parcel: string): Promise<string> {
  const key = parseHex(credential);
  if (!key.ok) throw new Error('the credential is hexadecimal');
  return credentialTicket(key.value, org, parcel);
}
