/** Owns evaluating tokens away from the thread that answers everybody. Must never keep a key between two questions. */
import { Worker } from 'node:worker_threads';
import type { Evaluation, IssuerKey } from '../../crypto/voprf.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../../wire/bytes.ts';

export type Issuing = (key: IssuerKey, blinded: readonly Bytes[]) => Promise<Result<Evaluation, 'malformed'>>;
/** As `evaluateInput`. */
export type Checking = (key: IssuerKey, input: Bytes) => Promise<Bytes>;

/**
 * A batch of 32 takes about a tenth of a second: on the main thread nobody's slice would be acknowledged meanwhile. Batches are done
 * one after the other. `malformed`: as `evaluateBlinded`.
 */
export function createIssuing(): Issuing {
  const ask = createThread<Evaluation | null>();
  return async (key, blinded) => {
    const value = await ask({ key, blinded });
    return value === null ? err('malformed') : ok(value);
  };
}

/** Tickets that are offered, also by strangers: on a thread of their own, so that they do not wait for batches. */
export function createChecking(): Checking {
  const ask = createThread<Bytes>();
  return (key, input) => ask({ key, input });
}

type Question = { readonly key: IssuerKey } & (
  | { readonly blinded: readonly Bytes[] }
  | { readonly input: Bytes }
);
type Answer<T> = { readonly number: number; readonly value: T };

/** The thread starts with the first question and does not hold up the end of the process. */
function createThread<T>(): (question: Question) => Promise<T> {
  const waiting = new Map<number, { done(value: T): void; failed(error: unknown): void }>();
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
    made.on('message', ({ number, value }: Answer<T>) => {
      waiting.get(number)?.done(value);
      waiting.delete(number);
      if (waiting.size === 0) made.unref();
    });
    made.on('error', end);
    made.on('exit', () => end(new Error('the issuing thread ended')));
    return made;
  }

  return (question) =>
    new Promise((done, failed) => {
      worker ??= start();
      last += 1;
      waiting.set(last, { done, failed });
      worker.ref();
      worker.postMessage({ number: last, ...question });
    });
}
