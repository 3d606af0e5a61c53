/** Owns the proof that processes which share rows and a bucket lose nothing and double nothing, wherever one of them dies. */
import type { SqliteDatabase } from 'kysely';
import { describe, expect, it } from 'vitest';
import { DiskError, parcelPath } from '../../src/server/blobs/disk.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { createMemoryBucket, type MemoryBucket } from '../fakes/bucket.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  createUpload,
  creation,
  type Door,
  foundOrganisation,
  headInit,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  offsetAt,
  openSession,
  patch,
  receiptOf,
  type SealedFile,
  sealedFile,
  uploadWhole,
} from './parties.ts';

const DAY = 86_400_000;
const config = { shared: true };

type Pair = {
  readonly bucket: MemoryBucket;
  readonly a: TestEndpoint;
  readonly b: TestEndpoint;
  readonly organisation: Organisation;
  readonly monitor: Monitor;
};

async function openPair(clock = createTestClock()): Promise<Pair> {
  const bucket = createMemoryBucket(() => clock.now());
  const rows = createRows(openSqlite(':memory:'));
  const open = () => createTestEndpoint({ rows, bucket, clock, config, disk: createMemoryDisk() });
  const [a, b] = [await open(), await open()];
  const organisation = await foundOrganisation(a, a.setupCode());
  return { bucket, a, b, organisation, monitor: await joinMonitor(b, organisation) };
}

async function expectStored(door: Door, organisation: Organisation, sealed: SealedFile): Promise<void> {
  const inbox = await inboxOf(door, organisation);
  expect(inbox.map(({ sequence }) => sequence)).toEqual(inbox.map((_, i) => i + 1));
  expect(inbox.filter(({ parcel }) => parcel === sealed.parcel)).toHaveLength(1);
  const got = await door.ask(paths.parcel(organisation.org, sealed.parcel), bearer(organisation.token));
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(sealed.file);
}

describe('two processes', () => {
  it('S7 [UP2] of two that append at the same offset one counts, and the other is told how far it is', async () => {
    const { a, b, organisation, monitor } = await openPair();
    const sealed = await sealedFile(65_536);
    const place = await createUpload(a, monitor, sealed);
    for (let at = 0; at < 60_000; at = await offsetAt(b, place)) {
      const slices = [sealed.file.slice(at, at + 7_000), sealed.file.slice(at, at + 9_000)];
      const replies = await Promise.all([
        a.ask(place, patch(at, slices[0]!)),
        b.ask(place, patch(at, slices[1]!)),
      ]);
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
      const told = replies.map((reply) => reply.headers.get('Upload-Offset'));
      expect(told[0]).toBe(told[1]);
      expect(await offsetAt(a, place)).toBe(Number(told[0]));
    }
    const at = await offsetAt(b, place);
    await b.ask(place, patch(at, sealed.file.slice(at)));
    await expectStored(a, organisation, sealed);
  });

  it('S7 [UP2] an upload that one ends is gone for the other, also in the middle of a request', async () => {
    const { a, b, bucket, monitor } = await openPair();
    const sealed = await sealedFile();
    const place = await createUpload(a, monitor, sealed);
    await a.ask(place, patch(0, sealed.file.slice(0, 5000)));
    const { promise: putting, resolve: isPutting } = Promise.withResolvers<void>();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    bucket.onOperation = async (name) => {
      if (name !== 'put') return;
      isPutting();
      await ended;
    };
    const late = a.ask(place, patch(5000, sealed.file.slice(5000, 9000)));
    await putting;
    expect((await b.ask(place, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } })).status).toBe(
      204,
    );
    end();
    expect(await codeIn(await late)).toBe('uploadUnknown');
    expect(bucket.keys()).toEqual([]);
  });

  it('S6 [UP3] twenty senders of four parcels at both make four rows, and leave no parts behind', async () => {
    const { a, b, bucket, organisation, monitor } = await openPair();
    const four = await Promise.all(Array.from({ length: 4 }, () => sealedFile()));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const sealed = { ...(four[i % 4] as SealedFile), secret: toHex(realRng(16)) };
        // One that lost the race is told so, and asks again; the parcel is stored by then.
        return uploadWhole(i % 2 === 0 ? a : b, monitor, sealed).catch((error: Error) =>
          expect(error.message).toContain('409'),
        );
      }),
    );
    for (const sealed of four) await expectStored(b, organisation, sealed);
    expect(bucket.keys().filter((key) => key.startsWith('partial/'))).toEqual([]);
  });
});

describe('parts', () => {
  it('S7 small slices are joined, so that a large upload is no crowd of objects, and all go at the end', async () => {
    const { a, b, bucket, organisation, monitor } = await openPair();
    const sealed = await sealedFile(10_485_760);
    const place = await createUpload(a, monitor, sealed);
    let most = 0;
    for (let at = 0, turn = 0; at < sealed.file.length; at += 65_536, turn += 1) {
      const slice = sealed.file.slice(at, at + 65_536);
      expect((await (turn % 2 === 0 ? a : b).ask(place, patch(at, slice))).status).toBe(204);
      most = Math.max(most, bucket.keys().length);
    }
    expect(most).toBeLessThan(80);
    await expectStored(b, organisation, sealed);
    expect(bucket.keys()).toEqual([expect.stringContaining(sealed.parcel)]);
  });

  it('S7 many tiny slices are joined too', async () => {
    const { a, bucket, organisation, monitor } = await openPair();
    const sealed = await sealedFile();
    const place = await createUpload(a, monitor, sealed);
    for (let at = 0; at < sealed.file.length; at += 32)
      await a.ask(place, patch(at, sealed.file.slice(at, at + 32)));
    expect(bucket.keys()).toHaveLength(1);
    await expectStored(a, organisation, sealed);
  });

  it('S5 a mismatch and a body under a wrong checksum leave nothing', async () => {
    const { a, bucket, monitor } = await openPair();
    const sealed = await sealedFile();
    const wrong = { ...sealed, file: concat(sealed.file) };
    wrong.file[9000]! ^= 1;
    const place = await createUpload(a, monitor, wrong);
    const sum = { 'Upload-Checksum': `sha256 ${Buffer.alloc(32).toString('base64')}` };
    expect((await a.ask(place, patch(0, wrong.file, sum))).status).toBe(460);
    await a.ask(place, patch(0, wrong.file.slice(0, 8000)));
    expect(await codeIn(await a.ask(place, patch(8000, wrong.file.slice(8000))))).toBe('parcelMismatch');
    const whole = await a.ask(paths.parcels(monitor.org), creation(monitor, wrong, 16_384, wrong.file));
    expect(await codeIn(whole)).toBe('parcelMismatch');
    expect(bucket.keys()).toEqual([]);
  });

  it('S7 [UP2] while the bucket does not answer nothing is counted, and then it goes on where it was', async () => {
    const { a, b, bucket, organisation, monitor } = await openPair();
    const sealed = await sealedFile();
    const place = await createUpload(a, monitor, sealed);
    await a.ask(place, patch(0, sealed.file.slice(0, 5000)));
    for (const failing of ['put', 'read', 'size']) {
      bucket.onOperation = (name) => {
        if (name === failing) throw new DiskError('busy', new Error('away'));
      };
      const reply = await a.ask(place, patch(await offsetOf(), sealed.file.slice(5000)));
      expect([reply.status, Number(reply.headers.get('Retry-After')) > 0]).toEqual([503, true]);
      expect((await a.ask(paths.receipt(monitor.org, sealed.parcel))).status).toBe(404);
    }
    bucket.onOperation = () => undefined;
    const at = await offsetAt(b, place);
    expect(at).toBe(sealed.file.length);
    await expectStored(b, organisation, sealed);

    async function offsetOf(): Promise<number> {
      const row = await a.rows.selectFrom('uploads').select('received').executeTakeFirstOrThrow();
      return row.received;
    }
  });

  it('old parts that nobody counted are removed once a day; young ones and counted ones stay', async () => {
    const clock = createTestClock();
    const { promise: aDay, resolve: passes } = Promise.withResolvers<void>();
    let days = 0;
    const bucket = createMemoryBucket(() => clock.now());
    const endpoint = await createTestEndpoint({
      bucket,
      clock: {
        ...clock,
        sleep: (ms, signal) => (ms === DAY && days++ === 0 ? aDay : clock.sleep(ms, signal)),
      },
    });
    const monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
    const sealed = await sealedFile();
    const place = await createUpload(endpoint, monitor, sealed);
    await endpoint.ask(place, patch(0, sealed.file.slice(0, 5000)));
    const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const orphan = async (key: string) => bucket.put(key, 0, digest, async function* () {});
    await orphan('partial/x-y/0-old');
    clock.move(2 * DAY);
    await orphan('partial/x-y/0-young');
    passes();
    await expect.poll(() => bucket.keys(), { timeout: 20_000 }).not.toContain('partial/x-y/0-old');
    expect(bucket.keys()).toEqual([
      expect.stringMatching(/^partial\/[0-9a-f]{32}-[0-9a-f]{32}\/0-/),
      'partial/x-y/0-young',
    ]);
    expect(await offsetAt(endpoint, place)).toBe(5000);
  });
});

describe('what was lost', () => {
  it('S5 [UP4] an object that is gone is taken again under its old receipt', async () => {
    const { a, b, bucket, organisation, monitor } = await openPair();
    const sealed = await sealedFile();
    const place = await uploadWhole(a, monitor, sealed);
    const receipt = await receiptOf(a, monitor.org, sealed.parcel);
    await bucket.remove(bucket.keys().find((key) => key.includes(sealed.parcel)) ?? '');
    expect(await offsetAt(b, place)).toBe(0);
    await b.ask(place, patch(0, sealed.file));
    expect(await receiptOf(a, monitor.org, sealed.parcel)).toEqual(receipt);
    await expectStored(b, organisation, sealed);
  });

  it('S6 [EP1] after older rows were put back, whole objects that they do not know are taken in', async () => {
    const { a, bucket, monitor, organisation } = await openPair();
    const sealed = await sealedFile();
    await uploadWhole(a, monitor, sealed);
    // As if the rows were copied before the parcel came.
    for (const table of ['parcels', 'uploads'] as const) await a.rows.deleteFrom(table).execute();
    await a.rows.updateTable('orgs').set({ head: 0 }).execute();
    await a.rows.updateTable('usage').set({ bytes: 0 }).execute();
    const disk = createMemoryDisk();
    await (await disk.open('restored')).close();
    const again = await createTestEndpoint({ rows: a.rows, bucket, disk, config });
    await expectStored(again, organisation, sealed);
    expect((await again.rows.selectFrom('usage').select('bytes').executeTakeFirst())?.bytes).toBe(16_384);
  });
});

/** Rows whose owner can die at any statement; the next owner finds what was committed. */
function createMortalRows() {
  const database = openSqlite(':memory:');
  let owner = 0;
  return {
    die: () => {
      owner += 1;
    },
    open(onStatement: () => void) {
      owner += 1;
      const mine = owner;
      try {
        database.prepare('ROLLBACK').run([]);
      } catch {
        // No transaction was open.
      }
      const shared: SqliteDatabase = {
        close: () => undefined,
        prepare(text) {
          if (mine !== owner) throw new Error('dead');
          onStatement();
          return database.prepare(text);
        },
      };
      return createRows(shared);
    },
  };
}

describe('death at every step', () => {
  const SLICE = 6000;

  /** False when the journey was over before so many operations. `done`: the operation happens, and its answer is lost. */
  async function journey(after: number, done: boolean): Promise<boolean> {
    const mortal = createMortalRows();
    const bucket = createMemoryBucket();
    let left = Number.POSITIVE_INFINITY;
    let dead = false;
    const tick = (): void => {
      left -= 1;
      if (left < 0) dead = true;
      if (dead) throw new DiskError('busy', new Error('dead'));
    };
    const flaky: MemoryBucket = {
      ...bucket,
      async put(...told) {
        if (!done) tick();
        await bucket.put(...told);
        if (done) tick();
      },
      async remove(key) {
        if (!done) tick();
        await bucket.remove(key);
        if (done) tick();
      },
      async size(key) {
        tick();
        return bucket.size(key);
      },
      async *read(...told) {
        tick();
        yield* bucket.read(...told);
      },
    };
    const a = await createTestEndpoint({ rows: mortal.open(tick), bucket: flaky, config });
    const organisation = await foundOrganisation(a, a.setupCode());
    const monitor = await joinMonitor(a, organisation);
    const sealed = await sealedFile();
    let acknowledged = 0;
    const send = async (door: Door): Promise<boolean> => {
      const created = await door.ask(
        paths.parcels(monitor.org),
        creation(monitor, sealed, sealed.file.length),
      );
      const place = created.headers.get('Location');
      for (let turn = 0; place !== null && turn < 20; turn += 1) {
        const head = await door.ask(place, headInit);
        if (head.status !== 200) return false;
        const offset = Number(head.headers.get('Upload-Offset'));
        expect(offset, `cut after ${after}`).toBeGreaterThanOrEqual(acknowledged);
        acknowledged = offset;
        if (offset === sealed.file.length) return true;
        const reply = await door.ask(place, patch(offset, sealed.file.slice(offset, offset + SLICE)));
        if (reply.status !== 204) return false;
        acknowledged = Number(reply.headers.get('Upload-Offset'));
      }
      return false;
    };
    left = after;
    await send(a);
    const died = dead;
    left = Number.POSITIVE_INFINITY;
    mortal.die();
    const rows = mortal.open(() => undefined);
    // A receipt may be fetched as soon as there is a row.
    for (const { org, parcel } of await rows.selectFrom('parcels').select(['org', 'parcel']).execute())
      expect(bucket.bytesOf(parcelPath(org, parcel)), `cut after ${after}`).toEqual(sealed.file);
    const b = await createTestEndpoint({ rows, bucket, config });
    expect(await send(b), `cut after ${after}`).toBe(true);
    const token = await openSession(b, organisation.org, memberKey);
    await expectStored(b, { ...organisation, token }, sealed);
    return died;
  }

  it.each([
    ['before it', false],
    ['after it', true],
  ])('S1 S5 S6 S7 one process dies at each operation, %s, and the other goes on', async (_name, done) => {
    let after = 0;
    while (await journey(after, done)) after += 1;
    expect(after).toBeGreaterThan(40);
  });
});
