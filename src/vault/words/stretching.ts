/** Owns having words stretched in a worker of their own, which may be made ready beforehand. Must never stretch them here. */
import type { Clock } from '../../domain/ports.ts';
import { StoreFault } from '../../store/fault.ts';
import { keyCopy } from '../keys/keyRoom.ts';
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
  /** Starts a worker that waits for words, with memory for them; the next ones go there. Asked again, it waits longer. */
  getReady(memoryKiB: number): void;
};

/** Milliseconds after which a worker that nobody gave words to ends: its memory is a lot for a small phone. */
const WAITS = 90_000;

/** A worker that cannot have the memory is `storageFailed` with the reason `argon2`. `sleep`: as a clock's. */
export function createStretching(spawn: () => StretchPort, sleep: Clock['sleep']): Stretching {
  let waiting: StretchPort | null = null;
  let wanted = new AbortController();

  function begin(memoryKiB: number): StretchPort {
    const port = spawn();
    // Whatever it lacks now may be there when it is needed.
    port.onerror = () => {
      port.terminate();
      if (waiting === port) waiting = null;
    };
    port.postMessage({ memoryKiB });
    return port;
  }

  async function endUnused(port: StretchPort): Promise<void> {
    wanted.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    await sleep(WAITS, signal);
    if (signal.aborted || waiting !== port) return;
    port.terminate();
    waiting = null;
  }

  return {
    getReady(memoryKiB) {
      waiting ??= begin(memoryKiB);
      void endUnused(waiting);
    },
    argon2: (password, params) =>
      new Promise((resolve, reject) => {
        const port = waiting ?? spawn();
        waiting = null;
        wanted.abort();
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
