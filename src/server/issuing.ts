/** Owns evaluating batches of tokens away from the thread that answers everybody. Must never keep a key between two batches. */
import { Worker } from 'node:worker_threads';
import type { Evaluation, IssuerKey } from '../crypto/voprf.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Bytes } from '../wire/bytes.ts';

export type Issuing = (key: IssuerKey, blinded: readonly Bytes[]) => Promise<Result<Evaluation, 'malformed'>>;

type Answer = { readonly number: number; readonly value: Evaluation | null };

/**
 * A batch of 32 takes about a tenth of a second: on the main thread nobody's slice would be acknowledged meanwhile. The thread starts with
 * the first batch and does not hold up the end of the process. Batches are done one after the other. `malformed`: as `evaluateBlinded`.
 */
export function createIssuing(): Issuing {
  const waiting = new Map<number, { done(answer: Answer): void; failed(error: unknown): void }>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const made = new Worker(new URL('./issuingThread.ts', import.meta.url));
    const end = (error: unknown): void => {
      if (worker !== made) return;
      worker = undefined;
      const lost = [...waiting.values()];
      waiting.clear();
      // Whoever asked asks again with the same request, and a new thread answers.
      for (const { failed } of lost) failed(error);
    };
    made.on('message', (answer: Answer) => {
      waiting.get(answer.number)?.done(answer);
      waiting.delete(answer.number);
      if (waiting.size === 0) made.unref();
    });
    made.on('error', end);
    made.on('exit', () => end(new Error('the issuing thread ended')));
    return made;
  }

  return (key, blinded) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      last += 1;
      const number = last;
      waiting.set(number, {
        done: ({ value }) => resolve(value === null ? err('malformed') : ok(value)),
        failed: reject,
      });
      worker.ref();
      worker.postMessage({ number, key, blinded });
    });
}
