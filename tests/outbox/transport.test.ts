/** Owns the proof that one parcel survives every kind of endpoint and line. */
import { describe, expect, it } from 'vitest';
import { createTransport, type Outcome } from '../../src/outbox/transport.ts';
import { createWorld, HOME, lie, MIRROR, ORG, ours, type World } from './world.ts';

const isPatch = (request: Request) => request.method === 'PATCH';
const isCreation = (request: Request) => request.method === 'POST';
const always = () => true;

const sent = (moved = true, endpoint = HOME): Outcome => ({ kind: 'sent', endpoint, moved });
const inbox = (world: World) => world.home.inbox.map(({ parcel }) => parcel);

describe('an honest endpoint', () => {
  it('[UP1] takes a small parcel with its creation, in one request', async () => {
    const world = createWorld();
    const parcel = world.add(16);
    expect(await world.deliver(parcel)).toEqual(sent());
    expect(world.home.inbox[0]?.bytes).toEqual(world.queue.entry(parcel.handle).bytes);
    expect(world.net.sights.map(({ method, bytes }) => [method, bytes])).toEqual([['POST', 16 * 1024]]);
  });

  it('[UP6] grows slices on a fast line and never beyond 256 KiB', async () => {
    const world = createWorld({ faults: { speed: 5_000, latency: 200 } });
    const parcel = world.add(2048);
    expect(await world.deliver(parcel)).toEqual(sent());
    const sizes = world.net.sights.map(({ bytes }) => bytes / 1024);
    expect(sizes.slice(0, 5)).toEqual([0, 32, 64, 128, 256]);
    expect(Math.max(...sizes)).toBe(256);
  });

  it('[UP6] shrinks slices on a slow line to some seconds of airtime, latency not counted', async () => {
    const world = createWorld({ faults: { speed: 4, latency: 1_000 } });
    expect(await world.deliver(world.add(512))).toEqual(sent());
    const sizes = world.net.sights.map(({ bytes }) => bytes / 1024).filter((size) => size > 0);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...sizes.slice(8))).toBeLessThanOrEqual(16);
  });

  it('[UP6] learns what a loss costs: small slices behind a proxy that buffers, large ones where beginnings are kept', async () => {
    const slicesOf = async (buffers: boolean) => {
      const world = createWorld({ seed: 3, faults: { speed: 64, latency: 50, cutBody: 0.4, buffers } });
      const parcel = world.add(1024);
      await world.finish(world.drain());
      expect([world.stateOf(parcel), world.net.repeated()]).toEqual(['stored', []]);
      return world.net.sights.flatMap(({ bytes }) => (bytes > 0 ? [bytes / 1024] : []));
    };
    // After some losses.
    expect(Math.max(...(await slicesOf(true)).slice(20))).toBeLessThanOrEqual(16);
    expect(Math.max(...(await slicesOf(false)))).toBeGreaterThanOrEqual(64);
  });

  it('[UP1] says at once that it holds the parcel already, and nothing is sent again', async () => {
    const world = createWorld();
    const parcel = world.add(64);
    await world.deliver(parcel);
    const before = world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0);
    const again = await world.deliver({
      ...parcel,
      stage: { name: 'sending', endpoint: HOME, bytes: parcel.size },
    });
    expect(again).toEqual(sent(false));
    expect(world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(before);
  });

  it('[EP6] gets the ticket with the creation only, and no cookies, cache or redirects', async () => {
    const world = createWorld();
    const seen: Request[] = [];
    const send = (request: Request) => {
      seen.push(request);
      return world.net.send(request);
    };
    await world.deliver(world.add(64), { send });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map(({ headers }) => headers.get('Tumar-Ticket'))).toEqual([
      `v1.${'cd'.repeat(32)}`,
      ...seen.slice(1).map(() => null),
    ]);
    for (const request of seen)
      expect([request.redirect, request.credentials, request.cache, request.referrerPolicy]).toEqual([
        'manual',
        'omit',
        'no-store',
        'no-referrer',
      ]);
  });

  it('S7 asks where it stands after a restart instead of sending what was acknowledged', async () => {
    const world = createWorld();
    const parcel = world.add(128);
    lie(
      world,
      (request, count) => isPatch(request) && count > 2,
      () => Promise.reject(new TypeError('gone')),
    );
    const broke = await world.deliver(parcel);
    expect(broke).toEqual({ kind: 'wait', code: 'offline', retryAfter: null, moved: true });
    const held = [...world.home.uploads.values()][0]?.received ?? 0;
    expect(held).toBeGreaterThan(0);
    world.handlers.set(HOME, world.home.handle);
    world.net.sights.length = 0;
    const later = { ...parcel, stage: { name: 'sending', endpoint: HOME, bytes: held } } as const;
    expect(await world.deliver(later)).toEqual(sent());
    expect(world.net.sights[0]).toMatchObject({ method: 'POST', bytes: 0 });
    expect(world.net.sights.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(parcel.size - held);
  });

  it('S7 asks instead of sending again when the answer to its creation was lost', async () => {
    const world = createWorld();
    const parcel = world.add(16);
    const { deliver } = createTransport(world.deps);
    world.net.faults = { ...world.net.faults, lostAnswer: 1 };
    expect(await world.clock.until(deliver(parcel))).toMatchObject({ code: 'offline' });
    world.net.faults = { ...world.net.faults, lostAnswer: 0 };
    expect(await world.clock.until(deliver(parcel))).toEqual(sent());
    expect(world.net.sights.map(({ bytes }) => bytes)).toEqual([parcel.size, 0]);
  });
});

describe('[UP5] somebody else answers', () => {
  const strangers: [string, () => Response][] = [
    [
      'a page with 200',
      () => new Response('<html>Log in</html>', { headers: { 'Content-Type': 'text/html' } }),
    ],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { Location: 'https://portal.example/' } }),
    ],
    ['a redirect that carries our marks', () => ours(307, { Location: 'https://portal.example/' })],
    ['another tus version', () => ours(201, { 'Tus-Resumable': '0.2.2', 'Upload-Offset': '0' })],
    ['a refusal that is not ours', () => new Response('Forbidden', { status: 403 })],
    [
      'a location on another host',
      () => ours(201, { Location: `https://evil.example/o/${ORG}/v1/parcels/aa`, 'Upload-Offset': '0' }),
    ],
    ['a location behind another door', () => ours(201, { Location: '/v1/orgs', 'Upload-Offset': '0' })],
    ['no location', () => ours(201, { 'Upload-Offset': '0' })],
  ];
  it.each(strangers)('%s: notOurEndpoint, and not a byte is given up', async (_name, answer) => {
    const world = createWorld();
    lie(world, isCreation, answer);
    expect(await world.deliver(world.add())).toEqual({
      kind: 'wait',
      code: 'notOurEndpoint',
      retryAfter: null,
      moved: false,
    });
  });

  it('an error of 1 MiB is not read to its end', async () => {
    const world = createWorld();
    lie(world, isCreation, () => ours(400, {}, { error: 'x'.repeat(1 << 20) }));
    expect(await world.deliver(world.add())).toMatchObject({ code: 'notOurEndpoint' });
  });

  it.each([
    [500, 'endpointFault'],
    [502, 'endpointFault'],
    [503, 'endpointFault'],
    [504, 'endpointFault'],
    [530, 'endpointFault'],
    [511, 'notOurEndpoint'],
    [403, 'notOurEndpoint'],
    [407, 'notOurEndpoint'],
  ])('a page with %i is a proxy whose endpoint is away, or a stranger: %s', async (status, code) => {
    const world = createWorld();
    lie(world, isCreation, () => new Response('<html><center>nginx</center></html>', { status }));
    expect(await world.deliver(world.add())).toMatchObject({ kind: 'wait', code, moved: false });
  });

  it('its Retry-After is heard all the same, up to 15 minutes', async () => {
    const world = createWorld();
    lie(world, isCreation, () => new Response('busy', { status: 503, headers: { 'Retry-After': '999999' } }));
    expect(await world.deliver(world.add())).toMatchObject({
      code: 'endpointFault',
      retryAfter: 15 * 60_000,
    });
  });
});

describe('[UP5] our endpoint says not now', () => {
  it.each([
    [429, '7', 'endpointBusy', 7_000],
    [503, '100000', 'endpointBusy', 15 * 60_000],
    [423, null, 'endpointBusy', null],
    [507, '300', 'endpointFull', 300_000],
    [500, null, 'endpointFault', null],
    [502, '-3', 'endpointFault', null],
  ])('%i with Retry-After %s waits as %s', async (status, after, code, retryAfter) => {
    const world = createWorld();
    lie(world, isPatch, () => ours(status, after === null ? {} : { 'Retry-After': after }));
    expect(await world.deliver(world.add(64))).toEqual({ kind: 'wait', code, retryAfter, moved: false });
  });

  it('reads a Retry-After date against the date of the answer, not of the phone', async () => {
    const world = createWorld();
    const headers = { Date: 'Thu, 01 Jan 2099 00:00:00 GMT', 'Retry-After': 'Thu, 01 Jan 2099 00:01:00 GMT' };
    lie(world, isCreation, () => ours(503, headers));
    expect(await world.deliver(world.add())).toMatchObject({ retryAfter: 60_000 });
  });
});

describe('our endpoint says no', () => {
  it.each([
    [413, 'tooLarge'],
    [403, 'ticketRefused'],
    [401, 'sessionRefused'],
    [404, 'orgUnknown'],
    [400, 'sizeNotBucket'],
  ])('[EP6] %i is refused with its code %s, kept and told', async (status, code) => {
    const world = createWorld();
    lie(world, isCreation, () => ours(status, {}, { error: { code } }));
    expect(await world.deliver(world.add())).toEqual({ kind: 'refused', code, moved: false });
  });

  it('[EP6] once is not enough: a request that was garbled on the way is sent again', async () => {
    const world = createWorld();
    const told = lie(
      world,
      (request, count) => isCreation(request) && count === 1,
      () => ours(400, {}, { error: { code: 'malformed' } }),
    );
    expect(await world.deliver(world.add())).toEqual(sent());
    expect(told.count).toBe(1);
  });

  it('without a code of ours the status is the code', async () => {
    const world = createWorld();
    lie(world, isCreation, () => ours(403, {}, { error: { code: '<b>' } }));
    expect(await world.deliver(world.add())).toMatchObject({ kind: 'refused', code: 'http403' });
  });
});

describe('the line', () => {
  it('a black hole ends in timeout', async () => {
    const world = createWorld({ faults: { blackHole: 1 } });
    const from = world.clock.now();
    expect(await world.deliver(world.add())).toMatchObject({ kind: 'wait', code: 'timeout' });
    expect(world.clock.now() - from).toBeLessThanOrEqual(61_000);
  });

  it('a refused connection is offline', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    expect(await world.deliver(world.add())).toMatchObject({ kind: 'wait', code: 'offline', moved: false });
  });

  it('an answer that breaks off is offline, never believed', async () => {
    const world = createWorld({ faults: { cutAnswer: 1 } });
    lie(world, isCreation, () => ours(403, {}, { error: { code: 'ticketRefused' } }));
    expect((await world.deliver(world.add())).kind).not.toBe('sent');
  });

  it('stops at once when the person or the system says so', async () => {
    const world = createWorld({ faults: { speed: 1 } });
    const stop = new AbortController();
    const work = createTransport(world.deps).deliver(world.add(128), { signal: stop.signal });
    void world.clock.sleep(50_000).then(() => stop.abort());
    expect(await world.clock.until(work)).toMatchObject({ kind: 'aborted' });
    expect(world.clock.now() - Date.UTC(2026, 10, 22)).toBe(50_000);
  });

  it('an unreadable file waits as fileUnreadable and asks no endpoint', async () => {
    const world = createWorld();
    world.queue.onRead = () => {
      throw new Error('NotReadableError');
    };
    expect(await world.deliver(world.add())).toMatchObject({ kind: 'wait', code: 'fileUnreadable' });
    expect(world.net.sights).toEqual([]);
  });

  it('a file shorter than its parcel is not sent', async () => {
    const world = createWorld();
    const parcel = world.add(64);
    world.queue.entry(parcel.handle).bytes = new Uint8Array(40 * 1024);
    expect(await world.deliver(parcel)).toMatchObject({ kind: 'wait', code: 'fileUnreadable' });
  });
});

describe('mirrors', () => {
  it('are tried in order: a stranger at the first, delivered at the second', async () => {
    const world = createWorld({ mirrors: true });
    lie(world, always, () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    expect(await world.deliver(world.add())).toEqual(sent(true, MIRROR));
  });

  it('S7 the one that holds a part comes first', async () => {
    const world = createWorld({ mirrors: true });
    const parcel = world.add(64, 2, { stage: { name: 'sending', endpoint: MIRROR, bytes: 0 } });
    expect(await world.deliver(parcel)).toEqual(sent(true, MIRROR));
    expect(inbox(world)).toEqual([]);
  });

  it('a parcel is refused only when all refuse', async () => {
    const world = createWorld({ mirrors: true });
    lie(world, isCreation, () => ours(413, {}, { error: { code: 'tooLarge' } }));
    expect(await world.deliver(world.add())).toEqual(sent(true, MIRROR));
    lie(world, isCreation, () => Promise.reject(new TypeError('down')), MIRROR);
    expect(await world.deliver(world.add())).toMatchObject({ kind: 'wait', code: 'offline' });
    world.handlers.set(MIRROR, async () => ours(413, {}, { error: { code: 'tooLarge' } }));
    expect(await world.deliver(world.add())).toEqual({ kind: 'refused', code: 'tooLarge', moved: false });
  });

  it('with no endpoint at all it is refused, not lost', async () => {
    const world = createWorld();
    expect(await world.deliver(world.add(16, 2, { endpoints: [] }))).toMatchObject({ code: 'noEndpoint' });
  });
});

it('[EP1] passes on which store answered, for whoever holds receipts', async () => {
  const world = createWorld();
  await world.deliver(world.add());
  expect(world.events).toContainEqual({ name: 'store', endpoint: HOME, epoch: '00000000000000e1', head: 1 });
});
