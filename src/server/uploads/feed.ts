/** Owns where the bytes of a body come from: a web stream, or Node's own request. Must never keep a piece. */
import type { Readable } from 'node:stream';

export type Feed = {
  /** `take` gets every piece; then `end` is called once: true when the body came whole. */
  start(take: (piece: Uint8Array) => void, end: (whole: boolean) => void): void;
  /** Nothing more is taken until `go`, and in the end the sender feels it. */
  wait(): void;
  go(): void;
  /** Takes no more. */
  stop(): void;
  /** Gives back the memory of a piece that nobody needs any more. */
  release(piece: Uint8Array): void;
};

/** The request as Node has it. As a web stream its body costs more than all else that a small one needs. */
export type Line = { readonly incoming: Readable & { readonly complete: boolean } };

export function streamFeed(body: ReadableStream<Uint8Array> | null): Feed {
  const reader = body?.getReader();
  let gate: PromiseWithResolvers<void> | undefined;
  const go = (): void => gate?.resolve();
  return {
    start(take, end) {
      const run = async (): Promise<boolean> => {
        for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
          take(next.value);
          await gate?.promise;
        }
        return true;
      };
      void run()
        .catch(() => false)
        .then(end);
    },
    wait() {
      gate = Promise.withResolvers();
    },
    go,
    stop() {
      reader?.cancel().catch(() => undefined);
      go();
    },
    release: () => undefined,
  };
}

export function requestFeed({ incoming }: Line): Feed {
  let stop = (): void => undefined;
  return {
    start(take, end) {
      let over = false;
      const ended = (whole: boolean): void => {
        if (over) return;
        over = true;
        incoming.off('data', take);
        end(whole);
      };
      const closed = (): void => {
        // What had arrived when the connection was cut is not lost with it. [UP2]
        for (let rest = incoming.read(); rest !== null && !over; rest = incoming.read()) take(rest);
        ended(incoming.complete);
      };
      stop = () => {
        // Whoever answers decides what becomes of the rest.
        incoming.pause();
        ended(false);
      };
      if (incoming.closed) return closed();
      incoming.on('data', take);
      incoming.once('end', () => ended(true));
      // A cut connection is an error here, and then `close`.
      incoming.on('error', () => undefined);
      incoming.once('close', closed);
    },
    wait: () => void incoming.pause(),
    go: () => void incoming.resume(),
    stop: () => stop(),
    release: freed,
  };
}

/**
 * Frees the memory at once. The collector, which does not count these bytes as its own, would come when a hundred uploads have
 * left a hundred megabytes behind.
 */
export function freed({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
