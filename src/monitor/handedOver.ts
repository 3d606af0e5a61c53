/** Owns asking the service worker for what another app handed over, as a thin rim. Must never keep a piece. */
import { createObservable } from '../ui/observable.ts';
import type { Bytes } from '../wire/bytes.ts';

/** Milliseconds. A worker that is there answers at once; one that died never does. */
const ANSWERS = 5_000;
const READS = 60_000;

/** What came, as it comes. The pieces throw when the rest does not, or when nobody wants it. */
export type HandedOver = {
  readonly type: string;
  /** Something else came while it waited, and was turned away. */
  readonly twice: boolean;
  readonly pieces: AsyncIterable<Bytes>;
};

/** The part of `navigator.serviceWorker` that is used. */
export type WorkerDoor = {
  readonly ready: Promise<{
    readonly active: { postMessage(message: unknown, transfer: Transferable[]): void } | null;
  }>;
};

export type Sharing = ReturnType<typeof createSharing>;

/** The next message on a port; null when none comes in time, or it is not wanted any more. */
function nextOn(
  port: MessagePort,
  within: number,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | null> {
  return new Promise((done) => {
    const finish = (data: unknown): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', none);
      done(typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : null);
    };
    const none = (): void => finish(null);
    const timer = setTimeout(none, within);
    signal?.addEventListener('abort', none);
    port.onmessage = ({ data }) => finish(data);
    if (signal?.aborted) none();
  });
}

export function createSharing(door: WorkerDoor | undefined) {
  const waits = createObservable(false);

  async function ask(what: 'WAITS' | 'TAKE' | 'DROP'): Promise<MessagePort | null> {
    const worker = (await door?.ready)?.active;
    if (worker == null) return null;
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: 'HANDED_OVER', ask: what }, [port2]);
    return port1;
  }

  async function* piecesOn(port: MessagePort, signal: AbortSignal): AsyncGenerator<Bytes> {
    try {
      for (;;) {
        const answer = nextOn(port, READS, signal);
        port.postMessage('next');
        const got = await answer;
        if (got?.['end'] === true) return;
        const piece = got?.['piece'];
        if (!(piece instanceof Uint8Array)) throw new Error('the rest did not come');
        yield piece as Bytes;
      }
    } finally {
      port.postMessage('stop');
      port.close();
    }
  }

  return {
    /** Whether something waits, as far as it was asked. */
    waits: { get: waits.get, subscribe: waits.subscribe },
    async look(): Promise<void> {
      const port = await ask('WAITS');
      if (port === null) return;
      const answer = await nextOn(port, ANSWERS);
      port.close();
      waits.set(answer?.['waits'] === true);
    },
    /** null: it is not there any more. Aborted, it ends and the worker lets go of it. */
    async take(signal: AbortSignal): Promise<HandedOver | null> {
      waits.set(false);
      const port = await ask('TAKE');
      if (port === null) return null;
      const told = await nextOn(port, ANSWERS, signal);
      const type = told?.['type'];
      if (typeof type !== 'string') {
        port.postMessage('stop');
        port.close();
        return null;
      }
      return { type, twice: told?.['twice'] === true, pieces: piecesOn(port, signal) };
    },
    async drop(): Promise<void> {
      waits.set(false);
      (await ask('DROP'))?.close();
    },
  };
}
