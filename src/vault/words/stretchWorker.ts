/** Owns the worker in which words are stretched, once: its memory held them, so it ends with its answer. Keeps nothing, stores nothing. */
import { stretch } from './argon2.ts';
import { createStretchMemory, type Wasm } from './stretchMemory.ts';
import type { Argon2Params } from './words.ts';

declare const self: DedicatedWorkerGlobalScope;

/** First, as soon as somebody may be about to give words: code and memory are made ready. */
export type GetReady = { readonly memoryKiB: number };
/** Then, or at once. Answered with the 32 bytes. */
export type Stretch = Argon2Params & { readonly password: Uint8Array<ArrayBuffer> };

const memory = createStretchMemory(WebAssembly as unknown as Wasm);
const WARM_UP: Argon2Params = { passes: 2, memoryKiB: 2_048, salt: new Uint8Array(16) };
/** What is being made ready; words that come meanwhile wait for it, since they need the same. */
let ready: Promise<void> = Promise.resolve();

async function getReady(memoryKiB: number): Promise<void> {
  // Engines compile well only what has run for a moment.
  await stretch(new Uint8Array(1), WARM_UP);
  await memory.getReady(memoryKiB);
}

self.onmessage = async ({ data }: MessageEvent<GetReady | Stretch>) => {
  if (!('password' in data)) {
    ready = getReady(data.memoryKiB);
    return;
  }
  await ready;
  const made = await stretch(data.password, data);
  data.password.fill(0);
  self.postMessage(made, [made.buffer]);
  self.close();
};

// What fails inside a promise reaches the page as an error only from here.
self.addEventListener('unhandledrejection', (event) => {
  throw event.reason;
});
