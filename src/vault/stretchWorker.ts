/** Owns the worker in which words are stretched, once: its memory held them, so it ends with its answer. Keeps nothing, stores nothing. */
import { createStretcher, type Stretcher, stretchIn } from './argon2.ts';
import type { Argon2Params } from './words.ts';

declare const self: DedicatedWorkerGlobalScope;

/** First, as soon as somebody may be about to give words: memory and code are made ready. */
export type GetReady = { readonly memoryKiB: number };
/** Then, or at once. Answered with the 32 bytes. */
export type Stretch = Argon2Params & { readonly password: Uint8Array<ArrayBuffer> };

const WARM_UP: Argon2Params = { passes: 2, memoryKiB: 2_048, salt: new Uint8Array(16) };
let ready: Stretcher | null = null;
self.onmessage = ({ data }: MessageEvent<GetReady | Stretch>) => {
  if (ready?.memoryKiB !== data.memoryKiB) ready = createStretcher(data.memoryKiB);
  if (!('password' in data)) {
    // Engines compile well only what has run for a moment.
    stretchIn(ready, new Uint8Array(0), WARM_UP);
    return;
  }
  const made = stretchIn(ready, data.password, data);
  self.postMessage(made, [made.buffer]);
  self.close();
};
