/** Owns the blind evaluation behind tokens: VOPRF(ristretto255, SHA-512) of RFC 9497. Must never see who asks, or keep a key. */
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat } from '../wire/bytes.ts';

type Evaluates = { evaluate(secret: Uint8Array, input: Uint8Array): Uint8Array };
// The types of 2.4.0 leave out this one function of the mode; the vectors of the RFC hold it to what it is.
const voprf = ristretto255_oprf.voprf as typeof ristretto255_oprf.voprf & Evaluates;

/** A scalar and its public element, 32 bytes each. */
export type IssuerKey = { readonly secret: Bytes; readonly publicKey: Bytes };
/** `blind` is the asker's secret; `blinded` goes to the issuer. 32 bytes each. */
export type Blinded = { readonly blind: Bytes; readonly blinded: Bytes };
export type Evaluation = { readonly evaluated: readonly Bytes[]; readonly proof: Bytes };

/** The library throws for what does not decode, for the identity and for a wrong proof: expected outcomes at our border. */
function attempt<T, C extends string>(code: C, work: () => T): Result<T, C> {
  try {
    return ok(work());
  } catch {
    return err(code);
  }
}

/** DeriveKeyPair, RFC 9497 §3.2.1. `seed`: 32 bytes; another `info` gives another key. */
export function deriveIssuerKey(seed: Bytes, info: Bytes): IssuerKey {
  const { secretKey, publicKey } = voprf.deriveKeyPair(seed, info);
  return { secret: concat(secretKey), publicKey: concat(publicKey) };
}

/** Blind, RFC 9497 §3.3.2. The blinded element is even among all of them, whatever the input. [TOK1] */
export function blindInput(input: Bytes, rng: Rng): Blinded {
  const { blind, blinded } = voprf.blind(input, (n = 0) => rng(n));
  return { blind: concat(blind), blinded: concat(blinded) };
}

/** BlindEvaluate with one proof for all, RFC 9497 §3.3.2 and §2.2.1. `malformed`: some element is none, or the identity. */
export const evaluateBlinded = (
  { secret, publicKey }: IssuerKey,
  blinded: readonly Bytes[],
  rng: Rng,
): Result<Evaluation, 'malformed'> =>
  attempt('malformed', () => {
    const { evaluated, proof } = voprf.blindEvaluateBatch(secret, publicKey, [...blinded], (n = 0) => rng(n));
    return { evaluated: evaluated.map((element) => concat(element)), proof: concat(proof) };
  });

/**
 * Finalize, RFC 9497 §3.3.2: 64 bytes for each input, in order. `proofWrong`: not evaluated under `publicKey`, or not these
 * elements, or no elements at all: then no output may be used, since the issuer may have marked it. [TOK3]
 */
export const finalizeBlinded = (
  publicKey: Bytes,
  asked: readonly (Blinded & { readonly input: Bytes })[],
  { evaluated, proof }: Evaluation,
): Result<readonly Bytes[], 'proofWrong'> => {
  if (evaluated.length !== asked.length) return err('proofWrong', 'count');
  return attempt('proofWrong', () => {
    const items = asked.map((one, i) => ({ ...one, evaluated: evaluated[i]! }));
    return voprf.finalizeBatch(items, publicKey, proof).map((output) => concat(output));
  });
};

/** Evaluate, RFC 9497 §3.3.2: what `finalizeBlinded` gives the asker, 64 bytes. For the issuer, who has the key. [TOK4] */
export const evaluateInput = ({ secret }: IssuerKey, input: Bytes): Bytes =>
  concat(voprf.evaluate(secret, input));
