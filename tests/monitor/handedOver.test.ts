/** Owns the proof of how a page and the service worker pass on what was handed over: the real ends of one channel. */
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSharing } from '../../src/monitor/handedOver.ts';
import { utf8 } from '../../src/wire/bytes.ts';

type Worker = {
  receive(event: {
    request: { url: string; body: ReadableStream<Uint8Array>; headers: Headers };
    respondWith(answer: Response): void;
    waitUntil(work: Promise<void>): void;
  }): void;
  answer(ask: string, port: MessagePort): Promise<void>;
};
// Types of service workers and of pages do not go together.
const worker = (await import(resolve(import.meta.dirname, '../../src/sw/handedOver.ts'))) as Worker;

const sharing = createSharing({
  ready: Promise.resolve({
    active: {
      postMessage(message, [port]) {
        void worker.answer((message as { ask: string }).ask, port as MessagePort);
      },
    },
  }),
});

/** A form that comes; `text` null: its bytes never do. */
function comes(text: string | null): { cancelled: boolean } {
  const told = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start(to) {
      if (text === null) return;
      to.enqueue(utf8(text));
      to.close();
    },
    cancel() {
      told.cancelled = true;
    },
  });
  const headers = new Headers({ 'Content-Type': 'multipart/form-data; boundary=b' });
  worker.receive({
    request: { url: 'https://report.example/receive', body, headers },
    respondWith: () => undefined,
    waitUntil: () => undefined,
  });
  return told;
}

async function read(pieces: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  if (pieces === undefined) throw new Error('nothing waited');
  let text = '';
  for await (const piece of pieces) text += new TextDecoder().decode(piece);
  return text;
}

describe('[VLT21] what waits in the service worker', () => {
  afterEach(() => sharing.drop());

  it('is not displaced by what comes after it, and says that something did', async () => {
    const first = comes('mine');
    const second = comes(null);
    expect([first.cancelled, second.cancelled]).toEqual([false, true]);
    await sharing.look();
    expect(sharing.waits.get()).toBe(true);
    const taken = await sharing.take(new AbortController().signal);
    expect([taken?.twice, await read(taken?.pieces)]).toEqual([true, 'mine']);
    comes('alone');
    const next = await sharing.take(new AbortController().signal);
    expect([next?.twice, await read(next?.pieces)]).toEqual([false, 'alone']);
  });

  it('is let go of when nobody wants it any more, also while its bytes do not come', async () => {
    const held = comes(null);
    const ending = new AbortController();
    const taken = await sharing.take(ending.signal);
    const reading = read(taken?.pieces);
    ending.abort();
    await expect(reading).rejects.toThrow('the rest did not come');
    await expect.poll(() => held.cancelled).toBe(true);
    expect(await sharing.take(new AbortController().signal)).toBeNull();
  });
});
