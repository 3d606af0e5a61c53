/** Owns the thread that evaluates batches of tokens. Must never start one by itself, or answer anything but the batch. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { evaluateBlinded, type IssuerKey } from '../crypto/voprf.ts';
import type { Bytes } from '../wire/bytes.ts';

type Asked = { readonly number: number; readonly key: IssuerKey; readonly blinded: readonly Bytes[] };

parentPort?.on('message', ({ number, key, blinded }: Asked) => {
  const answer = evaluateBlinded(key, blinded, (n) => new Uint8Array(randomBytes(n)));
  parentPort?.postMessage({ number, value: answer.ok ? answer.value : null });
});
