/** Owns a batch of tokens on the asking side: from one seed to blinded elements, and from the answer to tokens. Must never keep a blind. */
import type { Result } from '../domain/result.ts';
import { type Bytes, toHex, utf8 } from '../wire/bytes.ts';
import { NONCE_BYTES, TOKEN_BATCH, tokenInput } from '../wire/tokens.ts';
import { hkdf } from './hash.ts';
import { TOKEN_SECRET_BYTES, type Token } from './token.ts';
import { type Blinded, blindInput, type Evaluation, finalizeBlinded } from './voprf.ts';

/** Chance for one blind: more than any way of drawing a scalar takes. */
const BLIND_BYTES = 64;

export type Asked = Blinded & { readonly nonce: string; readonly input: Bytes };

/**
 * The batch that a seed of 32 bytes stands for: asked again after a cut it is the same. Whoever has the seed can link these tokens to
 * the request, so it is erased with the answer. [TOK3]
 */
export async function blindBatch(org: string, seed: Bytes): Promise<readonly Asked[]> {
  const step = NONCE_BYTES + BLIND_BYTES;
  const stream = await hkdf(seed, new Uint8Array(0), utf8('tumar/token/batch/1'), TOKEN_BATCH * step);
  const asked = Array.from({ length: TOKEN_BATCH }, (_, i) => {
    const at = i * step;
    const nonce = toHex(stream.subarray(at, at + NONCE_BYTES));
    const input = tokenInput(org, nonce);
    return {
      nonce,
      input,
      ...blindInput(input, (n) => stream.slice(at + NONCE_BYTES, at + NONCE_BYTES + n)),
    };
  });
  stream.fill(0);
  return asked;
}

/** `proofWrong`: not one of these tokens may be used. `key`: 32 bytes. [TOK3] */
export function finishBatch(
  key: Bytes,
  asked: readonly Asked[],
  answer: Evaluation,
): Result<readonly Token[], 'proofWrong'> {
  const outputs = finalizeBlinded(key, asked, answer);
  if (!outputs.ok) return outputs;
  const tokens = asked.map(({ nonce }, i) => ({
    nonce,
    secret: outputs.value[i]!.slice(0, TOKEN_SECRET_BYTES),
  }));
  return { ok: true, value: tokens };
}
