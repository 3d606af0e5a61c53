/** Owns the proof that a body read straight from the socket loses nothing, holds its sender back, and leaves no memory behind. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from '../../src/server/intake.ts';
import { type Feed, freed, requestFeed, streamFeed } from '../../src/server/uploads/feed.ts';
import { arrivalOf } from '../../src/server/uploads/receive.ts';
import { concat } from '../../src/wire/bytes.ts';
import { createTestClock } from '../fakes/endpoint.ts';

const MIB = 1_048_576;
const clock = createTestClock();
const bytesOf = (length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);

let server: Server;
let arrived: (incoming: IncomingMessage) => void;
beforeAll(async () => {
  server = createServer((incoming) => arrived(incoming));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A request whose head promises `length` bytes, as both sides have it. */
async function opened(length: number): Promise<{ incoming: IncomingMessage; socket: Socket }> {
  const there = new Promise<IncomingMessage>((done) => {
    arrived = done;
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`);
  return { incoming: await there, socket };
}

/** What a feed brings, when it waits from the first piece on. */
function waiting(feed: Feed) {
  const pieces: Uint8Array[] = [];
  const { promise: whole, resolve } = Promise.withResolvers<boolean>();
  feed.start((piece) => {
    pieces.push(new Uint8Array(piece));
    if (pieces.length === 1) feed.wait();
  }, resolve);
  return { pieces, whole, size: () => pieces.reduce((sum, { length }) => sum + length, 0) };
}

describe('a body as Node has it', () => {
  it.each([
    [100_000, true],
    [100_001, false],
  ])('S7 [UP2] what arrived while nobody read it survives a reset (%i promised)', async (promised, due) => {
    const { incoming, socket } = await opened(promised);
    const { pieces, whole, size } = waiting(requestFeed({ incoming }));
    socket.write(bytesOf(100_000));
    await expect.poll(() => size() + incoming.readableLength).toBe(100_000);
    expect(size()).toBeLessThan(100_000);
    socket.resetAndDestroy();
    expect(await whole).toBe(due);
    expect(concat(...pieces)).toEqual(bytesOf(100_000));
  });

  it('S7 [UP2] holds its sender back until somebody reads on', async () => {
    const { incoming, socket } = await opened(64 * MIB);
    const feed = requestFeed({ incoming });
    const { whole, size } = waiting(feed);
    socket.write(new Uint8Array(64 * MIB));
    await expect.poll(() => incoming.readableLength).toBeGreaterThanOrEqual(65_536);
    expect(incoming.readableLength).toBeLessThan(MIB);
    expect(socket.writableLength).toBeGreaterThan(0);
    feed.go();
    expect(await whole).toBe(true);
    expect(size()).toBe(64 * MIB);
    socket.destroy();
  });

  it('S7 ends as not whole when it is stopped, and when the connection was gone before it began', async () => {
    const stopped = await opened(1_000);
    const feed = requestFeed(stopped);
    const { whole } = waiting(feed);
    feed.stop();
    expect(await whole).toBe(false);
    stopped.socket.destroy();

    const gone = await opened(1_000);
    gone.incoming.on('error', () => undefined);
    gone.socket.resetAndDestroy();
    await expect.poll(() => gone.incoming.closed).toBe(true);
    expect(await waiting(requestFeed(gone)).whole).toBe(false);
  });

  it('gives memory back that is all its own, and no other', () => {
    const own = new Uint8Array(100);
    const part = new Uint8Array(100).subarray(10);
    freed(own);
    freed(part);
    expect([own.length, part.length]).toEqual([0, 90]);
  });
});

describe('reading ahead', () => {
  it('S7 [UP2] gives all bytes in order, in memory that is used again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5_000)), fc.integer({ min: 1, max: 8_000 }), async (sizes, ahead) => {
        const all = bytesOf(sizes.reduce((sum, size) => sum + size, 0));
        const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
        const pieces = sizes.map((size, i) => all.slice(starts[i], (starts[i] ?? 0) + size));
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        });
        const arrival = arrivalOf(streamFeed(body), clock, () => ahead);
        const got: Uint8Array[] = [];
        for (let part = await arrival.next(); part !== undefined; part = await arrival.next()) {
          got.push(new Uint8Array(part));
          part.fill(255);
        }
        expect(arrival.ending).toBe('whole');
        expect(concat(...got)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  it('S7 [UP2] holds no more than it may and one piece, as long as nobody takes it', async () => {
    let made = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          made += 1;
          controller.enqueue(new Uint8Array(1_000));
        },
      },
      { highWaterMark: 0 },
    );
    const arrival = arrivalOf(streamFeed(body), clock, () => 10_000);
    await expect.poll(() => made).toBe(10);
    expect((await arrival.next())?.length).toBe(10_000);
    await expect.poll(() => made).toBe(20);
    arrival.drop();
  });
});

it('the path of a request is the one that its URL has', () => {
  const path = (url: string) => pathOf(new Request(url));
  expect(path('http://localhost')).toBe('/');
  expect(path('http://[::1]:80/a?b=/c#d')).toBe('/a');
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      expect(path(url)).toBe(new URL(url).pathname);
    }),
    { numRuns: 50 },
  );
});
