/** Owns having words stretched in a worker of their own, which may be made ready beforehand. Must never stretch them here. */
import { StoreFault } from '../store/fault.ts';
import { keyCopy } from './keyRoom.ts';
import type { GetReady, Stretch } from './stretchWorker.ts';
import type { Argon2 } from './words.ts';

/** What this needs of a Worker. */
export type StretchPort = {
  postMessage(message: GetReady | Stretch, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
};

export type Stretching = {
  readonly argon2: Argon2;
  /** Starts a worker that waits for words; the next ones go there. */
  getReady(memoryKiB: number): void;
};

/** A worker that cannot have the memory is `storageFailed` with the reason `argon2`. */
export function createStretching(spawn: () => StretchPort): Stretching {
  let waiting: StretchPort | null = null;
  return {
    getReady(memoryKiB) {
      if (waiting !== null) return;
      const port = spawn();
      waiting = port;
      // Whatever it lacks now may be there when it is needed.
      port.onerror = () => {
        port.terminate();
        if (waiting === port) waiting = null;
      };
      port.postMessage({ memoryKiB });
    },
    argon2: (password, params) =>
      new Promise((resolve, reject) => {
        const port = waiting ?? spawn();
        waiting = null;
        port.onmessage = ({ data }) => {
          port.terminate();
          const made = data as Uint8Array<ArrayBuffer>;
          resolve(keyCopy(made));
          made.fill(0);
        };
        port.onerror = () => {
          port.terminate();
          reject(new StoreFault('storageFailed', 'argon2'));
        };
        // Moved, not copied: what is on its way between workers nobody can overwrite.
        const moved = keyCopy(password);
        port.postMessage({ password: moved, ...params }, [moved.buffer]);
      }),
  };
}
