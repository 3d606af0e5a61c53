/** Owns the proof of what several endpoints are for: one that is gone, blocked or lying costs time, never a report. */
import { describe, expect, it } from 'vitest';
import { err } from '../../src/domain/result.ts';
import { createDrain } from '../../src/outbox/drain.ts';
import { ORDERS } from '../../src/outbox/ports.ts';
import { progressOf } from '../../src/outbox/progress.ts';
import { createTransport } from '../../src/outbox/transport.ts';
import { createWorld, HOME, lie, MIRROR, ours, type World } from './world.ts';

const always = () => true;
const isReceipt = (request: Request) => request.url.endsWith('/receipt');
const dead = () => Promise.reject(new TypeError('connection refused'));
const KIB = 1024;
const carried = (world: World) => world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0);
const moves = (world: World) => world.events.filter(({ name }) => name === 'movedOn');

/** Sends until the first endpoint holds some of it and dies. */
async function halfway(world: World, size: number) {
  const parcel = world.add(size, ORDERS.video);
  const drain = world.drain();
  lie(world, (request, count) => request.method === 'PATCH' && count > 4, dead);
  await world.run(drain);
  const held = [...world.home.uploads.values()][0]?.received ?? 0;
  expect(held).toBeGreaterThan(64 * KIB);
  expect(held).toBeLessThan(parcel.size);
  lie(world, always, dead);
  const before = carried(world);
  return {
    parcel,
    held,
    drain,
    /** One more round, as soon as it is worth it. */
    again: async () => {
      await world.clock.until(world.clock.sleep(1_000));
      return world.run(drain);
    },
    /** Bytes sent since then. */
    more: () => carried(world) - before,
  };
}

describe('[UP7] the first endpoint is gone', () => {
  it('S5 S7 another door of the same store goes on where it was, at once, and it is told', async () => {
    const world = createWorld({ mirrors: 'oneStore' });
    const { parcel, held, again, more } = await halfway(world, 1024);
    await again();
    expect(world.home.inbox.map((one) => one.parcel)).toEqual([parcel.parcel]);
    expect(more()).toBe(parcel.size - held);
    expect(moves(world)).toEqual([
      { name: 'movedOn', handle: parcel.handle, from: HOME, to: MIRROR, goesOn: true },
    ]);
    expect(world.queue.entry(parcel.handle).end).toMatchObject({ name: 'stored', endpoint: MIRROR });
  });

  it('S5 another store gets it from the start, but only after a wait that its bytes are worth', async () => {
    const world = createWorld({ mirrors: true });
    const { parcel, drain, held, again, more } = await halfway(world, 1024);
    const start = world.clock.now();
    await again();
    expect(world.mirror.uploads.size).toBe(0);
    await world.finish(drain);
    expect(world.clock.now() - start).toBeGreaterThan((held / (16 * KIB)) * 1_000 - 1);
    expect(world.mirror.inbox.map((one) => one.parcel)).toEqual([parcel.parcel]);
    expect(more()).toBe(parcel.size);
    expect(moves(world).at(-1)).toMatchObject({ from: HOME, to: MIRROR, goesOn: false });
    expect(world.net.repeated()).toEqual([]);
  });

  it('S7 it comes back before that: not a byte was wasted on the other store', async () => {
    const world = createWorld({ mirrors: true });
    const { parcel, drain, held, again, more } = await halfway(world, 1024);
    await again();
    world.handlers.set(HOME, world.home.handle);
    await world.finish(drain);
    expect([world.mirror.uploads.size, more()]).toEqual([0, parcel.size - held]);
    expect(world.stateOf(parcel)).toBe('stored');
  });

  it('S6 meanwhile whatever has not begun goes to the mirror, in its order', async () => {
    const world = createWorld({ mirrors: true });
    const { again } = await halfway(world, 1024);
    const [photo, text] = [world.add(64, ORDERS.photo), world.add(16, ORDERS.text)];
    await again();
    expect(world.mirror.inbox.map((one) => one.parcel)).toEqual([text.parcel, photo.parcel]);
  });

  it('S7 a small parcel whose answer was lost is not sent again to another door of the same store', async () => {
    const world = createWorld({ mirrors: 'oneStore' });
    const parcel = world.add(16);
    lie(
      world,
      (request) => request.method === 'POST',
      async (request) => {
        await world.home.handle(request);
        throw new TypeError('reset');
      },
    );
    await world.run(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
    expect(carried(world)).toBe(parcel.size);
  });

  it('S5 after a parcel was sent and before its receipt came: a door of the same store gives the receipt', async () => {
    const world = createWorld({ mirrors: 'oneStore' });
    const parcel = world.add(16);
    lie(world, isReceipt, dead);
    await world.run(world.drain());
    expect(world.queue.entry(parcel.handle).end).toMatchObject({ name: 'stored', endpoint: MIRROR });
  });

  it('S5 S6 and with a store of its own the mirror gets it after a while; nothing else waits for that', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(16, ORDERS.urgent);
    lie(world, isReceipt, () => {
      lie(world, always, dead);
      return dead();
    });
    const drain = world.drain();
    const others = [world.add(16), world.add(64)];
    await world.run(drain);
    expect([world.stateOf(parcel), ...others.map(world.stateOf)]).toEqual(['sent', 'stored', 'stored']);
    await world.finish(drain);
    expect(world.queue.entry(parcel.handle).end).toMatchObject({ name: 'stored', endpoint: MIRROR });
    expect(world.mirror.inbox.map((one) => one.parcel)).toContain(parcel.parcel);
  });

  it('a black hole is waited for once, and then comes after the others', async () => {
    const world = createWorld({ mirrors: true });
    const parcels = Array.from({ length: 10 }, () => world.add(16));
    const start = world.clock.now();
    let swallowed = 0;
    const send = async (request: Request) => {
      if (new URL(request.url).origin !== HOME) return world.net.send(request);
      swallowed += 1;
      await world.clock.sleep(10 * 60_000, request.signal);
      throw new TypeError('hung up');
    };
    await world.clock.until(createDrain({ ...world.deps, send }).run());
    expect(parcels.map(world.stateOf)).toEqual(parcels.map(() => 'stored'));
    expect(swallowed).toBe(1);
    expect(world.clock.now() - start).toBeLessThan(2 * 60_000);
  });
});

describe('[UP7] the first endpoint lies', () => {
  it('S5 [UP6] its receipts never verify: after three the mirror gets the parcel', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(16);
    const { verifyReceipt } = world.deps;
    const drain = world.drain({
      verifyReceipt: async (one, endpoint, receipt) =>
        endpoint === HOME || verifyReceipt === undefined
          ? err('badSignature')
          : verifyReceipt(one, endpoint, receipt),
    });
    await world.finish(drain);
    const { changes, end } = world.queue.entry(parcel.handle);
    expect(end).toMatchObject({ name: 'stored', endpoint: MIRROR });
    expect(changes.filter((change) => change.name === 'waiting').map(({ code }) => code)).toEqual([
      'receiptRefused',
      'receiptRefused',
    ]);
  });

  it('S5 it calls everything complete and has nothing: the mirror gets all of it', async () => {
    const world = createWorld({ mirrors: true });
    const parcels = [world.add(16), world.add(64), world.add(256, ORDERS.video)];
    lie(
      world,
      (request) => request.method === 'POST',
      (request) => ours(201, { 'Upload-Offset': request.headers.get('Upload-Length') ?? '' }),
    );
    await world.finish(world.drain());
    expect(world.mirror.inbox.map((one) => one.parcel).sort()).toEqual(
      parcels.map((one) => one.parcel).sort(),
    );
  });

  it('S5 [UP3] it damages whatever it takes: parcelMismatch there, delivered at the mirror', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(1024);
    lie(
      world,
      (request) => request.method === 'PATCH',
      async (request) => {
        const upload = [...world.home.uploads.values()][0];
        const reply = await world.home.handle(request);
        if (upload !== undefined) upload.bytes[7] = 1 ^ (world.queue.entry(parcel.handle).bytes[7] ?? 0);
        return reply;
      },
    );
    await world.finish(world.drain());
    expect(world.queue.entry(parcel.handle).end).toMatchObject({ name: 'stored', endpoint: MIRROR });
  });

  it('S5 it forgets what it acknowledged, again and again: offsetRegressed there, delivered at the mirror', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(256, ORDERS.video);
    lie(
      world,
      (request, count) => request.method === 'PATCH' && count % 3 === 0,
      async () => {
        world.home.uploads.clear();
        return ours(404, {}, { error: { code: 'uploadUnknown' } });
      },
    );
    await world.finish(world.drain());
    expect(world.queue.entry(parcel.handle).end).toMatchObject({ name: 'stored', endpoint: MIRROR });
  });

  it('S5 it names another store in every answer, and lengths without end: nothing is sent twice for it', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(128);
    let epoch = 0;
    lie(world, always, async (request) => {
      epoch += 1;
      world.home.epoch = epoch.toString(16).padStart(16, '0');
      const reply = await world.home.handle(request);
      if (request.method === 'GET') reply.headers.set('Content-Length', '999999999999999');
      return reply;
    });
    await world.finish(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
    expect([carried(world), world.net.repeated()]).toEqual([parcel.size, []]);
  });

  it('S6 with no mirror left to try it is asked again, for ever, and nothing is lost', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(16);
    const drain = world.drain({ verifyReceipt: async () => err('badSignature') });
    for (let round = 0; round < 60; round += 1) {
      const { nextAt } = await world.run(drain);
      await world.clock.until(world.clock.sleep((nextAt ?? 0) - world.clock.now()));
    }
    expect(world.stateOf(parcel)).not.toBe('stored');
    expect([world.home.inbox.length, world.mirror.inbox.length]).toEqual([1, 1]);
    await world.finish(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
  });

  it('[UP5] a portal at the first door only: the mirror delivers, and the line is called good', async () => {
    const world = createWorld({ mirrors: true });
    world.add(16);
    lie(world, always, () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    const summary = await world.run(world.drain());
    expect([summary.stored, summary.code]).toEqual([1, null]);
  });

  it('a refusal does not wait: the other endpoint may take it', async () => {
    const world = createWorld({ mirrors: true });
    const { parcel } = await halfway(world, 1024);
    lie(world, always, () => ours(403, {}, { error: { code: 'ticketRefused' } }));
    const outcome = await world.clock.until(createTransport(world.deps).deliver(parcel));
    expect(outcome).toMatchObject({ kind: 'sent', endpoint: MIRROR });
  });
});

describe('S7 progress', () => {
  it('counts what was acknowledged, per file and in all, and nothing else', () => {
    const parts = [
      { handle: 'a', size: 100, stage: { name: 'sending', bytes: 30 } },
      { handle: 'b', size: 50, stage: { name: 'queued' } },
      { handle: 'c', size: 20, stage: { name: 'stored' } },
      { handle: 'd', size: 10, stage: { name: 'refused' } },
      { handle: 'e', size: 5, stage: { name: 'sent' } },
      { handle: 'f', size: 5, stage: { name: 'sending', bytes: 9 } },
    ] as const;
    const { bytes, total, files } = progressOf(parts);
    expect([bytes, total]).toEqual([60, 190]);
    expect(files.map((file) => file.bytes)).toEqual([30, 0, 20, 0, 5, 5]);
  });

  it('never goes back over one store, whatever the line does', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const world = createWorld({ seed, mirrors: 'oneStore', faults: { diesAfter: 9_000, cutBody: 0.4 } });
      const parcel = world.add(256, ORDERS.video);
      await world.finish(world.drain());
      const seen = world.queue
        .entry(parcel.handle)
        .changes.flatMap((change) => (change.name === 'sending' ? [change.bytes] : []));
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
  });
});
