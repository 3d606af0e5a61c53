/** Owns the proof of what the page's sending does beyond one parcel: restored endpoints, pauses, mirrors. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enrolHash } from '../../src/crypto/ack.ts';
import { err } from '../../src/domain/result.ts';
import type { SendingDeps } from '../../src/monitor/sending.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { StoreFault } from '../../src/store/fault.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import type { Invite } from '../../src/wire/invite.ts';
import { pin, readKey } from '../crypto/organisation.ts';
import { createMemoryDisk, type MemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import { foundOrganisation, inboxOf, type Organisation, postJson } from '../server/parties.ts';
import { becomes, createPostPhone, finishPost, joinPost, type Line, parcelsOf, stateOf } from './post.ts';

const FIRST = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const SECOND = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a902';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sending-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function invited(endpoint: TestEndpoint, { org, token }: Organisation): Promise<Invite> {
  const secret = realRng(16);
  const register = { enrol: await enrolHash(secret), expires: '2026-11-29' };
  const reply = await endpoint.ask(paths.invites(org), postJson(register, token));
  expect(reply.status).toBe(201);
  return { org, pin, readKey, secret, lastDay: '2026-11-29', endpoints: [endpoint.url] };
}

const lineTo = (endpoint: TestEndpoint): Line => ({
  at: new Map([[new URL(endpoint.url).origin, endpoint.fetch]]),
  sent: [],
});

/** An endpoint with an organisation, and a phone that has joined it. */
async function joined() {
  const endpoint = await createTestEndpoint();
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const line = lineTo(endpoint);
  const phone = await createPostPhone(line);
  await joinPost(phone, await invited(endpoint, organisation));
  return { endpoint, organisation, line, phone };
}

const parcelsAt = async (endpoint: TestEndpoint, organisation: Organisation): Promise<readonly string[]> =>
  (await inboxOf(endpoint, organisation)).map(({ parcel }) => parcel).sort();

/** Every file of a disk as it is now. */
const copyOf = (disk: MemoryDisk): Map<string, Uint8Array> =>
  new Map(disk.names().map((name) => [name, disk.bytesOf(name) ?? new Uint8Array()]));

it('S5 S6 [EP1] [UP7] an endpoint that was put back from an older backup is given what the phone still holds, once', async () => {
  const database = join(folder, 'rows.sqlite');
  const disk = createMemoryDisk();
  const before = await createTestEndpoint({ disk, rows: createRows(openSqlite(database)) });
  const organisation = await foundOrganisation(before, before.setupCode());
  const line = lineTo(before);
  const phone = await createPostPhone(line);
  await joinPost(phone, await invited(before, organisation));
  await finishPost(phone, FIRST);
  const sending = phone.start();
  await becomes(async () => expect(await stateOf(phone, FIRST)).toBe('stored'));

  // The backup is taken here; what comes after it is not in it.
  const files = copyOf(disk);
  const backup = join(folder, 'backup.sqlite');
  const reading = new DatabaseSync(database);
  reading.exec(`VACUUM INTO '${backup}'`);
  reading.close();
  await finishPost(phone, SECOND);
  sending.wake();
  await becomes(async () => expect(await stateOf(phone, SECOND)).toBe('stored'));
  const all = await parcelsAt(before, organisation);
  expect(all).toHaveLength(3);
  await before.stop();

  const after = await createTestEndpoint({
    disk: createMemoryDisk(new Map([...files, ['restored', new Uint8Array()]])),
    rows: createRows(openSqlite(backup)),
  });
  line.at.set(new URL(after.url).origin, after.fetch);
  // Nothing waits to be sent: the phone learns of it when it asks the board.
  sending.wake();
  await becomes(async () => {
    const reply = await after.rows.selectFrom('parcels').select('parcel').execute();
    expect(reply.map(({ parcel }) => parcel).sort()).toEqual(all);
  });
  await becomes(async () => {
    expect([await stateOf(phone, FIRST), await stateOf(phone, SECOND)]).toEqual(['stored', 'stored']);
    expect((await phone.device.rows.outbox()).every(({ store }) => store !== undefined)).toBe(true);
  });
  await sending.stop();

  // And it stays so: another start of the app sends nothing again.
  line.sent.length = 0;
  const again = phone.start();
  again.wake();
  await becomes(() => expect(line.sent.some((one) => one.includes('/board'))).toBe(true));
  await again.stop();
  expect(line.sent.filter((one) => !one.startsWith('GET'))).toEqual([]);
  await after.stop();
}, 60_000);

it('S7 the person holds one file back, or all: nothing of it is sent, also after a restart, until it is let go', async () => {
  const { endpoint, organisation, line, phone } = await joined();
  await finishPost(phone, FIRST, new Blob([realRng(100_000)]));
  const video = (await parcelsOf(phone, FIRST)).find(({ what }) => what === 'attachment')?.handle ?? '';
  let sending = phone.start();
  await sending.hold(video);
  expect(sending.held.get()).toEqual({ all: false, handles: [video] });
  // Whatever may go goes in one round: when it is over, the video was passed over.
  const rested = () => becomes(() => expect(sending.line.get()).toMatchObject({ busy: false, nextAt: null }));
  await becomes(async () => expect(await parcelsAt(endpoint, organisation)).toHaveLength(2));
  await rested();
  expect(await parcelsAt(endpoint, organisation)).toHaveLength(2);
  await sending.hold('all');
  await finishPost(phone, SECOND);
  await sending.stop();

  line.sent.length = 0;
  sending = phone.start();
  sending.wake();
  await becomes(() => expect(sending.held.get()).toEqual({ all: true, handles: [video] }));
  await becomes(() => expect(line.sent.some((one) => one.includes('/board'))).toBe(true));
  expect(line.sent.filter((one) => one.includes('/parcels'))).toEqual([]);

  await sending.letGo('all');
  await becomes(async () => expect(await stateOf(phone, SECOND)).toBe('stored'));
  await rested();
  expect(await parcelsAt(endpoint, organisation)).toHaveLength(3);
  await sending.letGo(video);
  await becomes(async () => expect(await stateOf(phone, FIRST)).toBe('stored'));
  await sending.stop();
  await endpoint.stop();
}, 60_000);

it('S5 storage that cannot be read once ends no watch: the board is asked again when the person wants it', async () => {
  const { endpoint, line, phone } = await joined();
  const { reader } = phone.device.disk;
  let broken = true;
  const asked: string[] = [];
  const postbox = createPostbox({
    rows: phone.device.rows,
    reader: {
      ...reader,
      fixed: async (name) => {
        if (broken) asked.push(name);
        if (broken) throw new StoreFault('storageFailed', 'NotReadableError');
        return reader.fixed(name);
      },
    },
  });
  const sending = phone.start({ postbox });
  await becomes(() => expect(asked).toContain('kit'));
  broken = false;
  await becomes(() => {
    sending.wake();
    expect(line.sent.some((one) => one.includes('/board'))).toBe(true);
  });
  await sending.stop();
  await endpoint.stop();
}, 60_000);

it('[MAN4] newer settings are asked for the moment somebody wants it, and whoever cannot be reached is said to be away', async () => {
  const { endpoint, line, phone } = await joined();
  const sending = phone.start();
  const asks = () => line.sent.filter((one) => /\/manifest$/.test(one)).length;
  await becomes(() => expect(sending.asked.get().at).not.toBeNull());
  const before = asks();
  // Within the hour nobody asks by himself.
  sending.wake();
  expect(await sending.askNow()).toBe(true);
  expect(asks()).toBe(before + 1);
  line.at.clear();
  expect(await sending.askNow()).toBe(false);
  await sending.stop();
  await endpoint.stop();
}, 60_000);

it('[MAN4] whoever began without a network hears of newer settings as soon as it is back', async () => {
  const { endpoint, line, phone } = await joined();
  const ways = [...line.at];
  line.at.clear();
  line.sent.length = 0;
  let sign = (): void => undefined;
  const signs: SendingDeps['signs'] = {
    watch(onSign) {
      const before = sign;
      sign = () => {
        before();
        onSign();
      };
    },
  };
  const sending = phone.start({ signs });
  const asks = (what: RegExp) => line.sent.filter((one) => what.test(one)).length;
  await becomes(() => expect(asks(/\/manifest$/)).toBe(1));
  expect(sending.asked.get().at).toBeNull();
  for (const [origin, door] of ways)
    line.at.set(origin, async (request) => {
      // A sign that comes while somebody of ours is about to answer.
      if (/\/manifest$/.test(request.url)) sign();
      return door(request);
    });
  await becomes(() => {
    sign();
    expect(sending.asked.get()).toMatchObject({ trouble: null, at: expect.any(Number) });
  });
  // Whoever was answered is not asked again by each sign: only by the person, and then once.
  const [boards, manifests] = [asks(/\/board/), asks(/\/manifest$/)];
  for (let at = 0; at < 5; at += 1) sign();
  expect(await sending.askNow()).toBe(true);
  expect([asks(/\/board/), asks(/\/manifest$/)]).toEqual([boards, manifests + 1]);
  sending.wake();
  await becomes(() => expect(asks(/\/board/)).toBeGreaterThan(boards));
  expect(asks(/\/board/)).toBe(boards + 1);
  await sending.stop();
  await endpoint.stop();
}, 60_000);

it('C7 an endpoint of ours says another day: the person is told; what a stranger says of the time is nothing', async () => {
  const { endpoint, line, phone } = await joined();
  const sending = phone.start();
  const saying = (date: number, ours: boolean) => async (request: Request) => {
    const reply = ours ? await endpoint.fetch(request) : new Response('sign in');
    reply.headers.set('Date', new Date(date).toUTCString());
    return reply;
  };
  const [origin] = [...line.at.keys()];
  const asked = async () => {
    line.sent.length = 0;
    sending.wake();
    await becomes(() => expect(line.sent.some((one) => one.includes('/board'))).toBe(true));
  };
  const now = phone.clock.now();
  line.at.set(origin ?? '', saying(now + 90 * 86_400_000, false));
  await asked();
  expect(sending.clockWrong.get()).toBe(false);
  line.at.set(origin ?? '', saying(now + 90 * 86_400_000, true));
  await asked();
  await becomes(() => expect(sending.clockWrong.get()).toBe(true));
  line.at.set(origin ?? '', saying(now + 3_600_000, true));
  await asked();
  await becomes(() => expect(sending.clockWrong.get()).toBe(false));
  await sending.stop();
  await endpoint.stop();
}, 60_000);

it.each([
  ['manifestOlder', 'manifestOlder'],
  ['manifestForked', 'manifestForked'],
  ['manifestUnsigned', 'manifestUnsigned'],
  ['manifestForeign', 'manifestUnsigned'],
  ['notOurEndpoint', null],
] as const)(
  '[MAN4] S8 settings that come as %s are refused, and told as %s',
  async (code, told) => {
    const { endpoint, line, phone } = await joined();
    const asked: string[] = [];
    const doors = {
      ...phone.doors,
      manifestBox: async () => {
        asked.push('manifest');
        return err(code);
      },
    };
    const sending = phone.start({ doors });
    await becomes(() => expect(asked.length).toBeGreaterThan(0));
    await becomes(() => expect(line.sent.some((one) => one.includes('/board'))).toBe(true));
    await becomes(() => expect(sending.asked.get().trouble).toBe(told));
    await sending.stop();
    await endpoint.stop();
  },
  60_000,
);
