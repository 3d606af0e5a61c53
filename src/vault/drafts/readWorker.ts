/** Owns reading and hashing one large file in a worker of its own, beside the one that seals it. Holds no key, keeps nothing, ends with the file. */
import { createSHA256 } from 'hash-wasm';

/** The file, then one `taken` for each piece that is not here any more. */
export type ToReader = Blob | 'taken';
/** `ready`, then every piece in order, then the SHA-256 of all in hex; or at any time `broken`. */
export type FromReader =
  | 'ready'
  | { readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly sha256: string }
  | 'broken';

/** What this needs of the worker that it runs in. */
export type ReaderSelf = {
  postMessage(message: FromReader, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToReader>) => void) | null;
};

/** Name of the worker: the vault's own file is started once more under it, since a file for it would be fetched by everybody. */
export const READER = 'read';

/** Pieces (about a megabyte each) that wait to be taken: enough that neither side stands still, little enough to stay small. */
const AHEAD = 4;

/** Reads the file that comes. */
export function runReader(self: ReaderSelf): void {
  let ahead = 0;
  let wake = (): void => undefined;

  async function readAll(file: Blob): Promise<void> {
    const hasher = await createSHA256();
    // Not into buffers of our own: in Chromium 156 that stands still for ever, once in about fifteen large files.
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

  self.onmessage = ({ data }) => {
    if (data === 'taken') {
      ahead -= 1;
      wake();
    } else readAll(data).catch(() => self.postMessage('broken'));
  };
}
