/** Owns the proof that what endpoints publish is taken in bounds, and nothing else is taken for it. */
import { describe, expect, it } from 'vitest';
import { boardAfter, endpointInfo, enrol, fetchManifestBox, receiptFor } from '../../src/outbox/receipts.ts';
import { createWorld, HOME, lie, ORG, ours } from './world.ts';

const SECRET = '11'.repeat(16);
const CREDENTIAL = '22'.repeat(32);
const pair = { secret: SECRET, credential: CREDENTIAL };
const always = () => true;

describe('[UP5] every door tells strangers from ours', () => {
  const doors = (
    world: ReturnType<typeof createWorld>,
  ): [string, Promise<{ ok: boolean; code?: string }>][] => [
    ['endpoint', endpointInfo(world.deps, HOME)],
    ['receipt', receiptFor(world.deps, HOME, ORG, 'aa'.repeat(32))],
    ['board', boardAfter(world.deps, HOME, ORG, 0)],
    ['manifest', fetchManifestBox(world.deps, HOME, ORG)],
    ['enrol', enrol(world.deps, HOME, ORG, pair)],
  ];
  const octets = { 'Content-Type': 'application/octet-stream' };
  const strangers: [string, () => Response][] = [
    ['a page with 200', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
    ['JSON of somebody else', () => Response.json({ receiptKey: 'x' })],
    ['a redirect', () => ours(302, { Location: 'https://portal.example/' })],
    ['our marks around nonsense', () => ours(200, {}, { hello: 1 })],
    ['bytes without end', () => ours(200, octets, 'x'.repeat(6 << 20))],
    ['an endless text', () => ours(200, {}, 'x'.repeat(6 << 20))],
  ];
  it.each(strangers)('%s', async (_name, answer) => {
    const world = createWorld();
    lie(world, always, answer);
    for (const [door, work] of doors(world))
      expect([door, await world.clock.until(work)]).toEqual([door, { ok: false, code: 'notOurEndpoint' }]);
  });

  it('[EP1] the right JSON without the mark of a store is not ours', async () => {
    const world = createWorld();
    lie(world, always, () => Response.json({ receiptKey: 'RW', limits: { parcel: 1 } }));
    expect(await world.clock.until(endpointInfo(world.deps, HOME))).toMatchObject({ code: 'notOurEndpoint' });
  });

  it('and passes on refusals of ours by their code', async () => {
    const world = createWorld();
    lie(world, always, () => ours(404, {}, { error: { code: 'orgUnknown' } }));
    for (const [door, work] of doors(world))
      expect([door, await world.clock.until(work)]).toEqual([door, { ok: false, code: 'orgUnknown' }]);
  });

  it('and a code that we do not know is endpointFault', async () => {
    const world = createWorld();
    lie(world, always, () => ours(500, {}, { error: { code: 'weird' } }));
    expect(await world.clock.until(endpointInfo(world.deps, HOME))).toEqual({
      ok: false,
      code: 'endpointFault',
    });
  });
});

describe('receipts', () => {
  it('[UP4] come as signed bytes, unverified; the same each time', async () => {
    const world = createWorld();
    const parcel = world.add();
    await world.deliver(parcel);
    const fetch = () => world.clock.until(receiptFor(world.deps, HOME, ORG, parcel.parcel));
    const first = await fetch();
    expect(first).toMatchObject({ ok: true, value: { signature: world.home.signature } });
    expect(await fetch()).toEqual(first);
  });

  it('[UP4] parcelUnknown when there is none', async () => {
    const world = createWorld();
    const got = await world.clock.until(receiptFor(world.deps, HOME, ORG, 'aa'.repeat(32)));
    expect(got).toEqual({ ok: false, code: 'parcelUnknown' });
  });
});

describe('the board', () => {
  it('[EP8] comes whole since a number, however many answers that takes', async () => {
    const world = createWorld();
    world.home.board = world.dice.rng(32 * 10);
    world.home.boardPage = 3;
    const got = await world.clock.until(boardAfter(world.deps, HOME, ORG, 2));
    if (!got.ok) throw new Error(got.code);
    expect(got.value.head).toBe(10);
    expect(Buffer.concat(got.value.records)).toEqual(Buffer.from(world.home.board.slice(64)));
  });

  it('[EP8] a head below what we hold is told, not hidden', async () => {
    const world = createWorld();
    world.home.board = world.dice.rng(32);
    const got = await world.clock.until(boardAfter(world.deps, HOME, ORG, 9));
    expect(got).toEqual({ ok: true, value: { records: [], head: 1 } });
  });

  it.each([
    ['a cut record', 33, '2'],
    ['more records than the head says', 64, '1'],
    ['no head', 32, ''],
  ])('[EP8] %s is not our endpoint', async (_name, bytes, head) => {
    const world = createWorld();
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Tumar-Store': '00000000000000e1 0',
      'Tumar-Board': head,
    };
    lie(world, always, () => new Response(new Uint8Array(bytes), { headers }));
    expect(await world.clock.until(boardAfter(world.deps, HOME, ORG, 0))).toMatchObject({
      code: 'notOurEndpoint',
    });
  });
});

describe('joining', () => {
  it('[EP3] the manifest box comes as bytes', async () => {
    const world = createWorld();
    const got = await world.clock.until(fetchManifestBox(world.deps, HOME, ORG));
    expect(got).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) });
  });

  it('[EP5] an invite is used once, and again by the same phone only', async () => {
    const world = createWorld();
    world.home.invites.set(SECRET, null);
    const join = (with_: typeof pair) => world.clock.until(enrol(world.deps, HOME, ORG, with_));
    expect(await join(pair)).toEqual({ ok: true, value: { org: ORG } });
    expect(await join(pair)).toEqual({ ok: true, value: { org: ORG } });
    expect(await join({ ...pair, credential: '33'.repeat(32) })).toEqual({ ok: false, code: 'inviteUsed' });
    expect(await join({ ...pair, secret: '44'.repeat(16) })).toEqual({ ok: false, code: 'inviteForeign' });
  });

  it('[EP5] an answer for another organisation is not ours', async () => {
    const world = createWorld();
    lie(world, always, () => ours(200, {}, { org: 'ff'.repeat(16) }));
    expect(await world.clock.until(enrol(world.deps, HOME, ORG, pair))).toMatchObject({
      code: 'notOurEndpoint',
    });
  });
});
