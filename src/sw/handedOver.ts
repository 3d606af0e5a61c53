/** Owns what another app handed over, until a page takes it. Must never read it for itself, keep it, or write it anywhere. */

/** Where the app's manifest sends it. */
export const RECEIVE = '/receive';
/** Milliseconds; browsers end an event after five minutes. */
const WAITS = 270_000;

type Waiting = {
  readonly type: string;
  readonly body: ReadableStream<Uint8Array>;
  readonly done: () => void;
  /** Something else came meanwhile. */
  twice: boolean;
};
let waiting: Waiting | null = null;

function drop(): void {
  const gone = waiting;
  waiting = null;
  void gone?.body.cancel().catch(() => undefined);
  gone?.done();
}

/**
 * The browser goes on to the app's first page, which asks; nothing of what came stays in its history. The body is not
 * read before: its bytes stay where the other app has them. What waits is not displaced: any web page can send a form.
 */
export function receive(event: FetchEvent): void {
  event.respondWith(Response.redirect(new URL('/', event.request.url), 303));
  const { body, headers } = event.request;
  if (body === null) return;
  if (waiting !== null) {
    waiting.twice = true;
    void body.cancel().catch(() => undefined);
    return;
  }
  const type = headers.get('content-type') ?? '';
  // As long as this promise is open, the browser keeps this worker.
  event.waitUntil(
    new Promise<void>((done) => {
      const mine: Waiting = { type, body, done, twice: false };
      waiting = mine;
      setTimeout(() => {
        if (waiting === mine) drop();
      }, WAITS);
    }),
  );
}

/** Gives it to a page, one piece each time it is asked for one: {piece}, {end: true}, or {lost: true}. */
function giveTo(port: MessagePort): Promise<void> {
  const taken = waiting;
  waiting = null;
  if (taken === null) {
    port.postMessage({ lost: true });
    return Promise.resolve();
  }
  const reader = taken.body.getReader();
  return new Promise((done) => {
    const end = (message: object): void => {
      port.postMessage(message);
      port.close();
      taken.done();
      done();
    };
    port.onmessage = ({ data }) => {
      if (data !== 'next') {
        void reader.cancel().catch(() => undefined);
        return end({ lost: true });
      }
      reader.read().then(
        ({ done: over, value }) => {
          if (over) end({ end: true });
          else port.postMessage({ piece: value }, [value.buffer]);
        },
        () => end({ lost: true }),
      );
    };
    port.postMessage({ type: taken.type, twice: taken.twice });
  });
}

/** `ask`: "WAITS", "TAKE" or "DROP", from a page of ours, with a port for the answer. */
export function answer(ask: string, port: MessagePort): Promise<void> {
  if (ask === 'TAKE') return giveTo(port);
  if (ask === 'DROP') drop();
  port.postMessage({ waits: waiting !== null });
  return Promise.resolve();
}
