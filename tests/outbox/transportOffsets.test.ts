/** Proves that an endpoint that lies about offsets, or loses what it had, neither stops a parcel for good nor makes it go on for ever. */
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/outbox/transport.ts';
import { createWorld, HOME, lie, ours, type World } from './world.ts';

const isPatch = (request: Request) => request.method === 'PATCH';
const isHead = (request: Request) => request.method === 'HEAD';
const isCreation = (request: Request) => request.method === 'POST';

const sent = (moved = true, endpoint = HOME): Outcome => ({ kind: 'sent', endpoint, moved });
const names = (world: World) => world.events.map(({ name }) => name).filter((name) => name !== 'store');
const inbox = (world: World) => world.home.inbox.map(({ parcel }) => parcel);

describe('an endpoint that lies about offsets', () => {
  it('S7 beyond the length: asked again, then left alone with offsetImpossible', async () => {
    const world = createWorld();
    lie(
      world,
      (r) => isPatch(r) || isHead(r),
      () => ours(204, { 'Upload-Offset': '999999999' }),
    );
    expect(await world.deliver(world.add(64))).toMatchObject({ kind: 'wait', code: 'offsetImpossible' });
    expect(names(world)).toContain('offsetImpossible');
    expect(inbox(world)).toEqual([]);
  });

  it.each(['-1', '1e3', 'NaN', '', '99999999999999999999'])('the word %j is no offset', async (word) => {
    const world = createWorld();
    lie(
      world,
      (r) => isPatch(r) || isHead(r),
      () => ours(204, { 'Upload-Offset': word }),
    );
    expect(await world.deliver(world.add(64))).toMatchObject({ kind: 'wait', code: 'offsetImpossible' });
  });

  it('S7 more than it was given in this slice: offsetImpossible', async () => {
    const world = createWorld();
    const told = lie(
      world,
      (r, count) => isPatch(r) && count === 2,
      () => ours(204, { 'Upload-Offset': '200000' }),
    );
    expect(await world.deliver(world.add(256))).toEqual(sent());
    expect([told.count, names(world)]).toEqual([1, ['offsetImpossible']]);
  });

  it('another length: offsetImpossible', async () => {
    const world = createWorld();
    lie(world, isCreation, () => ours(201, { 'Upload-Offset': '0', 'Upload-Length': '5', Location: 'x' }));
    expect(await world.deliver(world.add(64))).toMatchObject({ kind: 'wait', code: 'offsetImpossible' });
  });

  it('S7 back below what it acknowledged: told, and sent again from its own word', async () => {
    const world = createWorld();
    const parcel = world.add(256);
    const told = lie(
      world,
      (r, count) => isPatch(r) && count === 3,
      async () => {
        for (const upload of world.home.uploads.values()) upload.received = 1_000;
        return ours(204, { 'Upload-Offset': '1000' });
      },
    );
    expect(await world.deliver(parcel)).toEqual(sent());
    expect([told.count, names(world)]).toEqual([1, ['offsetRegressed']]);
    expect(world.net.sights.some(({ from }) => from === 1_000)).toBe(true);
    expect(inbox(world)).toEqual([parcel.parcel]);
  });

  it('S7 back to nothing each time: left alone with offsetRegressed instead of sending for ever', async () => {
    const world = createWorld();
    lie(world, isPatch, async (request) => {
      if (request.headers.get('Upload-Offset') !== '0') {
        for (const upload of world.home.uploads.values()) upload.received = 0;
        return ours(204, { 'Upload-Offset': '0' });
      }
      return world.home.handle(request);
    });
    expect(await world.deliver(world.add(4096))).toMatchObject({ kind: 'wait', code: 'offsetRegressed' });
    expect(world.net.sights.length).toBeLessThan(30);
  });

  it('thanks without taking anything: left alone with endpointFault', async () => {
    const world = createWorld();
    lie(world, isPatch, (request) =>
      ours(204, { 'Upload-Offset': request.headers.get('Upload-Offset') ?? '' }),
    );
    expect(await world.deliver(world.add(64))).toMatchObject({ kind: 'wait', code: 'endpointFault' });
    expect(world.net.sights.length).toBeLessThan(12);
  });
});

describe('an endpoint that loses things', () => {
  it('409: asks with HEAD and goes on from there', async () => {
    const world = createWorld();
    const told = lie(
      world,
      (r, count) => isPatch(r) && count === 2,
      () => ours(409, { 'Upload-Offset': '5' }),
    );
    expect(await world.deliver(world.add(128))).toEqual(sent());
    expect(told.count).toBe(1);
  });

  it('409 for ever: left alone', async () => {
    const world = createWorld();
    lie(world, isPatch, () => ours(409));
    expect(await world.deliver(world.add(64))).toMatchObject({ kind: 'wait', code: 'endpointFault' });
  });

  it.each([404, 410])('%i: the same parcel is created again', async (status) => {
    const world = createWorld();
    const parcel = world.add(128);
    lie(
      world,
      (r, count) => isPatch(r) && count === 3,
      () => {
        world.home.uploads.clear();
        return ours(status);
      },
    );
    expect(await world.deliver(parcel)).toEqual(sent());
    expect([names(world), inbox(world)]).toEqual([['uploadForgotten'], [parcel.parcel]]);
  });

  it('460: a slice damaged on the way is sent again, only that slice', async () => {
    const world = createWorld();
    const parcel = world.add(128);
    lie(
      world,
      (r, count) => isPatch(r) && count === 2,
      () => ours(460),
    );
    expect(await world.deliver(parcel)).toEqual(sent());
    const carried = world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(carried).toBe(parcel.size + 32 * 1024);
  });

  it('a bit flipped in a slice is found by its checksum (N8)', async () => {
    const world = createWorld();
    const parcel = world.add(128);
    const real = world.home.handle;
    let flipped = 0;
    world.handlers.set(HOME, async (request) => {
      if (!isPatch(request) || flipped > 0) return real(request);
      const body = new Uint8Array(await request.arrayBuffer());
      body[17] = (body[17] ?? 0) ^ 4;
      flipped += 1;
      return real(new Request(request.url, { method: 'PATCH', headers: request.headers, body }));
    });
    expect(await world.deliver(parcel)).toEqual(sent());
    expect([flipped, inbox(world)]).toEqual([1, [parcel.parcel]]);
  });

  it('[UP3] 422 parcelMismatch: this parcel starts anew, once an attempt', async () => {
    const world = createWorld();
    const parcel = world.add(64);
    const mismatch = () => {
      world.home.uploads.clear();
      return ours(422, {}, { error: { code: 'parcelMismatch' } });
    };
    const told = lie(world, (r) => isPatch(r) && told.count === 0, mismatch);
    expect(await world.deliver(parcel)).toEqual(sent());
    expect([names(world), inbox(world)]).toEqual([['parcelMismatch'], [parcel.parcel]]);

    const hostile = createWorld();
    lie(hostile, isPatch, mismatch);
    expect(await hostile.deliver(hostile.add(64))).toMatchObject({ kind: 'wait', code: 'parcelMismatch' });
  });

  it('[UP3] bytes that are not the promised ones never arrive', async () => {
    const world = createWorld();
    const parcel = world.add(64, 2, { parcel: 'ee'.repeat(32) });
    expect(await world.deliver(parcel)).toMatchObject({ kind: 'wait', code: 'parcelMismatch' });
    expect(inbox(world)).toEqual([]);
  });
});
