/** Owns the page's side of the worker that opens reports: calls out, answers back, saves what it asks to keep. Must never hold a key. */
import { err, type Result } from '../domain/result.ts';
import type { Opener, OpenerEvent, OpenerMethod, Save } from './openerMessages.ts';
import { parseFromWorker } from './openerMessages.ts';

/** What the client needs of a Worker. */
export type OpenerPort = {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
};

export type OpenerClient = Opener & {
  /** Ends the worker with everything it knows; the next call starts an empty one. */
  end(): void;
};

export const spawnOpener = (): OpenerPort =>
  new Worker(new URL('./opener.ts', import.meta.url), {
    type: 'module',
    name: 'opener',
  }) as unknown as OpenerPort;

export function createOpenerClient(deps: {
  readonly spawn: () => OpenerPort;
  readonly save: (what: Save) => Promise<Result<true>>;
  readonly tell: (event: OpenerEvent) => void;
}): OpenerClient {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let port: OpenerPort | null = null;
  let last = 0;

  function end(code: string): void {
    port?.terminate();
    port = null;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const done of lost) done(err(code));
  }

  function start(): OpenerPort {
    const made = deps.spawn();
    made.onmessage = ({ data }) => {
      const message = parseFromWorker(data);
      // What an ended worker still says is nobody's.
      if (message === undefined || port !== made) return;
      if ('told' in message) deps.tell(message.told);
      else if ('save' in message) {
        const { save, what } = message;
        void deps.save(what).then((result) => made.postMessage({ saved: save, result }));
      } else {
        waiting.get(message.answer)?.(message.result);
        waiting.delete(message.answer);
      }
    };
    made.onerror = () => {
      if (port === made) end('workerLost');
    };
    return made;
  }

  function ask<T>(method: OpenerMethod, ...args: readonly unknown[]): Promise<Result<T>> {
    port ??= start();
    const to = port;
    last += 1;
    const call = last;
    return new Promise((done) => {
      waiting.set(call, (result) => done(result as Result<T>));
      to.postMessage({ call, method, args });
    });
  }

  return {
    start: (known) => ask('start', known),
    collect: () => ask('collect'),
    view: (parcel) => ask('view', parcel),
    acknowledge: (parcels) => ask('acknowledge', parcels),
    preview: (parcel, at) => ask('preview', parcel, at),
    extract: (parcel, at) => ask('extract', parcel, at),
    invite: () => ask('invite'),
    confirm: (words) => ask('confirm', words),
    revoke: (invite) => ask('revoke', invite),
    publish: () => ask('publish'),
    publishForm: (change) => ask('publishForm', change),
    publishLists: (changes) => ask('publishLists', changes),
    addMirror: (asked) => ask('addMirror', asked),
    charter: (asked) => ask('charter', asked),
    found: (charter) => ask('found', charter),
    rehearse: (member, file) => ask('rehearse', member, file),
    end: () => end('locked'),
  };
}
