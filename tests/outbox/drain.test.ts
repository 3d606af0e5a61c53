/** Owns the proof of who goes next, who waits how long, and what may be called stored. */
import { describe, expect, it } from 'vitest';
import { err } from '../../src/domain/result.ts';
import { createDrain, DRAIN_LOCK } from '../../src/outbox/drain.ts';
import { ORDERS } from '../../src/outbox/ports.ts';
import { createWorld, HOME, lie, ours } from './world.ts';

const isCreation = (request: Request) => request.method === 'POST';
const isReceipt = (request: Request) => request.url.endsWith('/receipt');
const isBad = (parcel: string) => (request: Request) =>
  isCreation(request) &&
  atob((request.headers.get('Upload-Metadata') ?? '').split(/[ ,]/)[1] ?? '') === parcel;

const DAY = 24 * 60 * 60_000;

describe('order', () => {
  it('[UP6] S7 hello, urgent, text, photo, video; small before large', async () => {
    const world = createWorld();
    const video = world.add(64, ORDERS.video);
    const photo = world.add(64, ORDERS.photo);
    const text = world.add(32, ORDERS.text);
    const shortText = world.add(16, ORDERS.text);
    const urgent = world.add(64, ORDERS.urgent);
    const hello = world.add(16, ORDERS.hello);
    await world.finish(world.drain());
    const order = [hello, urgent, shortText, text, photo, video].map(({ parcel }) => parcel);
    expect(world.home.inbox.map(({ parcel }) => parcel)).toEqual(order);
  });

  it('S7 a text finished while a video goes overtakes it, and the video goes on where it was', async () => {
    const world = createWorld({ faults: { speed: 30 } });
    const video = world.add(2048, ORDERS.video);
    const drain = world.drain();
    const work = drain.run();
    await world.clock.until(world.clock.sleep(10_000));
    const text = world.add(16, ORDERS.text);
    await world.clock.until(work);
    expect(world.home.inbox.map(({ parcel }) => parcel)).toEqual([text.parcel, video.parcel]);
    const carried = world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(carried).toBe(video.size + text.size);
  });
});

describe('one bad item never blocks the rest', () => {
  it.each([
    ['refused', () => ours(413, {}, { error: { code: 'tooLarge' } })],
    ['answered with 500', () => ours(500)],
    ['killing the line each time', () => Promise.reject(new TypeError('reset'))],
    ['answered 507', () => ours(507, { 'Retry-After': '60' })],
  ])('S6 when it is %s', async (_name, answer) => {
    const world = createWorld();
    const bad = world.add(16, ORDERS.urgent);
    const good = [world.add(16), world.add(64), world.add(128, ORDERS.video)];
    lie(world, isBad(bad.parcel), answer);
    await world.run(world.drain());
    expect(good.map(world.stateOf)).toEqual(['stored', 'stored', 'stored']);
    expect(world.stateOf(bad)).not.toBe('stored');
    expect(world.queue.entry(bad.handle).changes.at(-1)).toHaveProperty('code');
  });

  it('S6 when the queue cannot keep that it is refused or stored: offered once, not for ever', async () => {
    const world = createWorld();
    const bad = world.add(16, ORDERS.urgent);
    world.add(16);
    const told = lie(world, isBad(bad.parcel), () => ours(413, {}, { error: { code: 'tooLarge' } }));
    const queue = { dueParcels: () => world.queue.dueParcels(), change: async () => undefined };
    const summary = await world.run(world.drain({ queue }));
    // A refusal counts when it was said twice.
    expect([told.count, summary.stored, summary.refused]).toEqual([2, 1, 1]);
  });

  it('S6 when its file cannot be read', async () => {
    const world = createWorld();
    const bad = world.add(16, ORDERS.urgent);
    const good = world.add(64);
    world.queue.onRead = (handle) => {
      if (handle === bad.handle) throw new Error('NotReadableError');
    };
    await world.run(world.drain());
    const { changes } = world.queue.entry(bad.handle);
    expect(world.stateOf(good)).toBe('stored');
    expect([...new Set(changes.map((change) => JSON.stringify(change)))]).toEqual([
      '{"name":"waiting","code":"fileUnreadable"}',
    ]);
  });

  it('but an endpoint that fails for everybody is left alone after three', async () => {
    const world = createWorld();
    for (let i = 0; i < 20; i += 1) world.add(16);
    const told = lie(world, isCreation, () => ours(500));
    const summary = await world.run(world.drain());
    expect([told.count, summary.code, summary.left]).toEqual([3, 'endpointFault', 20]);
    expect(summary.nextAt).toBeGreaterThanOrEqual(world.clock.now());
  });
});

describe('a bad line', () => {
  it('ends the round at the first parcel, keeps all, and waits longer each time', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    const parcels = [world.add(), world.add(), world.add()];
    const drain = createDrain({ ...world.deps, rng: (n) => new Uint8Array(n).fill(255) });
    const waits: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const { nextAt, code } = await world.run(drain);
      expect(code).toBe('offline');
      waits.push(Math.round(((nextAt ?? 0) - world.clock.now()) / 1000));
      await world.clock.until(world.clock.sleep((nextAt ?? 0) - world.clock.now()));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    expect(world.net.sights).toHaveLength(12);
    world.net.faults = { ...world.net.faults, drop: 0 };
    await world.finish(drain);
    expect(parcels.map(world.stateOf)).toEqual(['stored', 'stored', 'stored']);
    // What went well wipes the slate clean.
    world.add();
    world.net.faults = { ...world.net.faults, drop: 1 };
    const { nextAt } = await world.run(drain);
    expect(Math.round(((nextAt ?? 0) - world.clock.now()) / 1000)).toBe(1);
  });

  it('C7 a clock that is set back by a year holds nothing back, and one that runs ahead hurries nothing', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    const parcel = world.add();
    let skew = 0;
    const clock = { ...world.deps.clock, now: () => world.clock.now() + skew };
    const { sleep } = world.clock;
    const drain = world.drain({ clock: { ...clock, sleep: sleep.bind(world.clock) } });
    await world.run(drain);
    world.net.faults = { ...world.net.faults, drop: 0 };
    skew = -365 * 86_400_000;
    const { nextAt } = await world.run(drain);
    expect([world.stateOf(parcel), nextAt]).toEqual(['stored', null]);

    world.net.faults = { ...world.net.faults, drop: 1 };
    world.add();
    await world.run(drain);
    skew = 365 * 86_400_000;
    const ahead = await world.run(drain);
    expect((ahead.nextAt ?? 0) - clock.now()).toBeLessThanOrEqual(5 * 60_000);
  });

  it('[UP5] a Retry-After holds, also when somebody hurries; a mere failure does not', async () => {
    const world = createWorld();
    world.add();
    const told = lie(world, isCreation, () => ours(429, { 'Retry-After': '600' }));
    const drain = world.drain();
    await world.run(drain);
    drain.hurry();
    await world.run(drain);
    expect(told.count).toBe(1);

    const offline = createWorld({ faults: { drop: 1 } });
    const parcel = offline.add();
    const second = offline.drain({ rng: (n) => new Uint8Array(n).fill(255) });
    await offline.run(second);
    offline.net.faults = { ...offline.net.faults, drop: 0 };
    await offline.run(second);
    expect(offline.stateOf(parcel)).toBe('queued');
    second.hurry();
    await offline.run(second);
    expect(offline.stateOf(parcel)).toBe('stored');
  });

  it('S7 a link that dies after every few bytes still finishes', async () => {
    for (const diesAfter of [777, 4_095, 10_000]) {
      const world = createWorld({ faults: { diesAfter } });
      const parcel = world.add(64);
      await world.finish(world.drain());
      expect(world.home.inbox[0]?.bytes).toEqual(world.queue.entry(parcel.handle).bytes);
      expect(world.net.repeated()).toEqual([]);
    }
  });
});

describe('[UP6] one drain at a time', () => {
  it('S6 does nothing while another tab or worker sends', async () => {
    const world = createWorld();
    const parcel = world.add();
    world.locks.taken.add(DRAIN_LOCK);
    const summary = await world.run(world.drain());
    expect([summary.heldElsewhere, world.net.sights, world.stateOf(parcel)]).toEqual([true, [], 'queued']);
  });

  it('S6 never two requests at once, with two drains on one queue', async () => {
    const world = createWorld();
    for (let i = 0; i < 6; i += 1) world.add(64);
    await Promise.all([world.finish(world.drain()), world.run(world.drain()), world.run(world.drain())]);
    expect([world.net.mostAtOnce, world.home.inbox.length]).toEqual([1, 6]);
  });

  it('does not hold the lock while it waits', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    world.add();
    await world.run(world.drain());
    expect(world.locks.taken.size).toBe(0);
  });

  it('gives the lock back when storage breaks', async () => {
    const world = createWorld();
    world.add();
    const queue = { ...world.queue, dueParcels: () => Promise.reject(new Error('storage is gone')) };
    await expect(
      world.run(world.drain({ queue: { ...queue, change: async () => undefined } })),
    ).rejects.toThrow('gone');
    expect(world.locks.taken.size).toBe(0);
  });
});

describe('S5 stored is proved', () => {
  it('[UP6] without verifyReceipt a parcel ends as sent, and no receipt is even asked for', async () => {
    const world = createWorld();
    const parcel = world.add();
    const { verifyReceipt: _none, ...deps } = world.deps;
    const asked = lie(world, isReceipt, () => ours(500));
    const summary = await world.clock.until(createDrain(deps).run());
    expect([world.stateOf(parcel), asked.count, summary.left, summary.nextAt]).toEqual(['sent', 0, 0, null]);
    world.handlers.set(HOME, world.home.handle);
    await world.finish(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
  });

  it('[UP4] a receipt that does not verify changes nothing: it stays sent, and is asked for again', async () => {
    const world = createWorld();
    const parcel = world.add();
    world.home.signature = 'right';
    const drain = world.drain({ verifyReceipt: async () => err('badSignature') });
    for (let i = 0; i < 4; i += 1) {
      const { nextAt } = await world.run(drain);
      await world.clock.until(world.clock.sleep((nextAt ?? 0) - world.clock.now()));
    }
    const { changes } = world.queue.entry(parcel.handle);
    expect(world.stateOf(parcel)).toBe('sent');
    expect(changes.filter(({ name }) => name === 'stored')).toEqual([]);
    expect(changes.at(-1)).toEqual({ name: 'waiting', code: 'receiptRefused' });
    await world.finish(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
  });

  it('[UP4] an endpoint that says "complete" and has no receipt gets every byte again', async () => {
    const world = createWorld();
    const parcel = world.add(16);
    lie(
      world,
      (r, count) => isCreation(r) && count === 1,
      () => ours(201, { 'Upload-Offset': String(parcel.size) }),
    );
    await world.finish(world.drain());
    expect(world.queue.entry(parcel.handle).changes).toContainEqual(
      expect.objectContaining({ name: 'sending', bytes: 0 }),
    );
    expect(world.home.inbox[0]?.bytes).toEqual(world.queue.entry(parcel.handle).bytes);
    expect(world.stateOf(parcel)).toBe('stored');
  });

  it('S6 [EP1] [UP7] an endpoint that is another store now is given again what it had proved, once something is asked of it', async () => {
    const world = createWorld();
    const first = world.add(16);
    const drain = world.drain();
    await world.finish(drain);
    // An older backup was put back.
    world.home.epoch = '00000000000000e2';
    world.home.inbox.length = 0;
    world.home.uploads.clear();
    const second = world.add(16);
    await world.finish(drain);
    expect([first, second].map((parcel) => world.stateOf(parcel))).toEqual(['stored', 'stored']);
    expect(world.home.inbox.map(({ parcel }) => parcel).sort()).toEqual(
      [first, second].map(({ parcel }) => parcel).sort(),
    );
  });

  it('S7 [UP4] [UP7] one that has it and lost sight of the receipt is asked before it gets a byte again, also after a restart', async () => {
    const world = createWorld();
    const parcel = world.add(16);
    let blind = true;
    lie(
      world,
      (request) => blind && isReceipt(request),
      () => {
        blind = false;
        return ours(404, {}, { error: { code: 'parcelUnknown' } });
      },
    );
    await world.run(world.drain());
    expect(world.queue.entry(parcel.handle).parcel.stage).toMatchObject({ name: 'sending', bytes: 0 });
    await world.finish(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
    expect(world.net.repeated()).toEqual([]);
    // It went over the line once.
    expect(world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(parcel.size);
  });

  it('S7 [UP6] an endpoint that takes all and has nothing is offered it once a day, also when the app was closed, and it is said', async () => {
    const world = createWorld();
    const parcel = world.add(256);
    let lies = true;
    lie(
      world,
      (request) => lies && isReceipt(request),
      () => {
        world.home.inbox.length = 0;
        world.home.uploads.clear();
        return ours(404, {}, { error: { code: 'parcelUnknown' } });
      },
    );
    let drain = world.drain();
    let taken = 0;
    let code: string | null = null;
    const end = world.clock.now() + 10 * DAY;
    let beforeLast = 0;
    while (world.clock.now() < end) {
      const summary = await world.run(drain);
      // Each time the app is opened anew: what is known is what the queue keeps.
      drain = world.drain();
      taken += summary.sent;
      code = summary.code;
      if (end - world.clock.now() > DAY) beforeLast = taken;
      const next = Math.max(summary.nextAt ?? 0, world.clock.now() + 1_000);
      await world.clock.until(world.clock.sleep(next - world.clock.now()));
    }
    expect(code).toBe('takenAndLost');
    expect(taken).toBeGreaterThan(15);
    expect(taken).toBeLessThan(20);
    expect(taken - beforeLast).toBeLessThan(3);
    lies = false;
    await world.finish(world.drain());
    expect(world.stateOf(parcel)).toBe('stored');
  });

  it('a receipt that cannot be fetched leaves the parcel sent', async () => {
    const world = createWorld();
    const parcel = world.add();
    lie(world, isReceipt, () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    const summary = await world.run(world.drain());
    expect([world.stateOf(parcel), summary.code]).toEqual(['sent', 'notOurEndpoint']);
  });
});

it('stops when it is told to, and says what is left', async () => {
  const world = createWorld({ faults: { speed: 1 } });
  world.add(128);
  const stop = new AbortController();
  const work = world.drain().run(stop.signal);
  void world.clock.sleep(40_000).then(() => stop.abort());
  const summary = await world.clock.until(work);
  expect([summary.left, summary.sent, summary.moved]).toEqual([1, 0, true]);
});
