/** Owns writing headers: who can open a file. Must never read one, and never tell how many people can. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { encodeCovered, encodeHeader, headerSize, MAX_HEADER_BYTES, type Stanza } from '../wire/ageHeader.ts';
import { type Bytes, utf8 } from '../wire/bytes.ts';
import { type FileKey, headerMac } from './fileKey.ts';
import { hpkeSeal } from './hpke.ts';
import { createIdentity, type Recipient } from './identity.ts';
import { shuffle } from './random.ts';
import type { Sodium } from './sodium.ts';

/** HPKE info of age's post-quantum recipient. [SEAL2] */
export const WRAP_INFO = utf8('age-encryption.org/mlkem768x25519');

export type HeaderRequest = {
  readonly sodium: Sodium;
  readonly rng: Rng;
  readonly fileKey: FileKey;
  readonly recipients: readonly Recipient[];
  /** Number of stanzas; places without a recipient go to throw-away keys. */
  readonly S: number;
};

/**
 * A header of 70 + 1557·S bytes. `unsupported`: no recipient, more recipients than S, more stanzas than a reader takes,
 * or a key that nothing can be sealed to.
 */
export async function writeHeader(request: HeaderRequest): Promise<Result<Bytes, 'unsupported'>> {
  const { sodium, rng, fileKey, recipients, S } = request;
  if (recipients.length === 0 || recipients.length > S || headerSize(S) > MAX_HEADER_BYTES) {
    return err('unsupported', 'recipients');
  }
  const spares = Array.from({ length: S - recipients.length }, () => throwAway(sodium, rng));
  const stanzas: Stanza[] = [];
  for (const recipient of shuffle([...recipients, ...spares], rng)) {
    const wrapped = await hpkeSeal({ sodium, rng }, recipient, WRAP_INFO, fileKey);
    if (!wrapped.ok) return wrapped;
    stanzas.push({ encapsulation: wrapped.value.enc, wrappedKey: wrapped.value.sealed });
  }
  const covered = encodeCovered(stanzas);
  return ok(encodeHeader(covered, await headerMac(fileKey, covered)));
}

/** A recipient whose seed nobody keeps. A real key, since random bytes could be told from one. [SEAL3] */
function throwAway(sodium: Sodium, rng: Rng): Recipient {
  const { seed, recipient } = createIdentity(sodium, rng);
  sodium.memzero(seed);
  return recipient;
}
