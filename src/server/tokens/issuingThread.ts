/** Owns the thread that evaluates tokens. Must never start one by itself, or answer anything but the question. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { evaluateBlinded, evaluateInput, type IssuerKey } from '../../crypto/voprf.ts';
import type { Bytes } from '../../wire/bytes.ts';

type Asked = { readonly number: number; readonly key: IssuerKey } & (
  | { readonly blinded: readonly Bytes[] }
  | { readonly input: Bytes }
);

function answerTo(asked: Asked): unknown {
  if ('input' in asked) return evaluateInput(asked.key, asked.input);
  const answer = evaluateBlinded(asked.key, asked.blinded, (n) => new Uint8Array(randomBytes(n)));
  return answer.ok ? answer.value : null;
}

parentPort?.on('message', (asked: Asked) => {
  parentPort?.postMessage({ number: asked.number, value: answerTo(asked) });
});
