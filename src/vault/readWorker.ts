/** Owns the worker in which one large file is read and hashed, beside the one that seals it. Holds no key, keeps nothing, ends with the file. */
import { createSHA256 } from 'hash-wasm';

declare const self: DedicatedWorkerGlobalScope;

/** The file, then one `taken` for each piece that is not here any more. */
export type ToReader = Blob | 'taken';
/** `ready`, then every piece in order, then the SHA-256 of all in hex; or at any time `broken`. */
export type FromReader =
  | 'ready'
  | { readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly sha256: string }
  | 'broken';

/** Pieces (about a megabyte each) that wait to be taken: enough that neither side stands still, little enough to stay small. */
const AHEAD = 4;

let ahead = 0;
let wake = (): void => undefined;

async function readAll(file: Blob): Promise<void> {
  const hasher = await createSHA256();
  const reader = file.stream().getReader();
  self.postMessage('ready');
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    hasher.update(value);
    while (ahead === AHEAD) await new Promise<void>((taken) => (wake = taken));
    ahead += 1;
    self.postMessage({ piece: value }, [value.buffer]);
  }
  self.postMessage({ sha256: hasher.digest('hex') });
}

self.onmessage = ({ data }: MessageEvent<ToReader>) => {
  if (data === 'taken') {
    ahead -= 1;
    wake();
  } else readAll(data).catch(() => self.postMessage('broken'));
};
