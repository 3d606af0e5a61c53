/** Owns the proof that the endpoint keeps its contracts on real engines: PostgreSQL, and an S3 API. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultOf } from '../../src/server/blobs/disk.ts';
import { createS3Bucket } from '../../src/server/blobs/s3Bucket.ts';
import { openPostgres } from '../../src/server/postgres.ts';
import { prepareRows } from '../../src/server/rows.ts';
import { bucketContract } from '../contracts/bucketServer.ts';
import { intakeContract } from '../contracts/intakeServer.ts';
import { rowsContract } from '../contracts/rowsServer.ts';
import { memberKey } from '../crypto/organisation.ts';
import { createMemoryBucket } from '../fakes/bucket.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint } from '../fakes/endpoint.ts';
import {
  createUpload,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  openSession,
  patch,
  sealedFile,
  uploadWhole,
} from '../server/parties.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type Swift, startSwift } from './swift.ts';

const DAY = 86_400_000;
/** An upper bound for a busy machine. */
const SOON = { timeout: 60_000 };
/** SHA-256 of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

let postgres: Postgres;
let swift: Swift;
beforeAll(async () => {
  [postgres, swift] = await Promise.all([startPostgres(), startSwift()]);
});
afterAll(async () => {
  await Promise.all([postgres.stop(), swift.stop()]);
});

const clock = createTestClock();
const makeRows = async () => openPostgres(await postgres.database());
const makeBucket = async () => createS3Bucket(await swift.bucket(), clock);

rowsContract('PostgreSQL', makeRows);
bucketContract('S3', makeBucket);
intakeContract('PostgreSQL and files', async () => {
  const endpoint = await createTestEndpoint({ rows: await makeRows(), config: { shared: true } });
  return { door: endpoint, code: endpoint.setupCode() };
});
intakeContract('SQLite and S3', async () => {
  const endpoint = await createTestEndpoint({ bucket: await makeBucket() });
  return { door: endpoint, code: endpoint.setupCode() };
});
intakeContract('PostgreSQL and S3', async () => {
  const endpoint = await createTestEndpoint({
    rows: await makeRows(),
    bucket: await makeBucket(),
    config: { shared: true },
  });
  return { door: endpoint, code: endpoint.setupCode() };
});

it('S5 S15 a bucket that is not there, or keys that are wrong, never look like an empty store', async () => {
  const settings = await swift.bucket();
  const other = createS3Bucket({ ...settings, bucket: 'tumar-nowhere' }, clock);
  await expect(other.size('any')).rejects.toMatchObject({ name: 'DiskError', fault: 'busy' });
  const stranger = createS3Bucket({ ...settings, secret: 'wrong' }, clock);
  await expect(stranger.size('any')).rejects.toMatchObject({ name: 'DiskError', fault: 'busy' });
});

it.each([
  ['53100', 'full'],
  ['53300', 'busy'],
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['57P01', 'busy'],
  ['25006', 'busy'],
  ['22012', undefined],
  ['42P01', undefined],
])('S14 what PostgreSQL calls %s is %s', async (state, fault) => {
  const rows = await makeRows();
  const raise = sql.raw(`DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '${state}'; END $$`);
  const error = await raise.execute(rows).then(
    () => undefined,
    (found: unknown) => found,
  );
  expect(faultOf(error)).toBe(fault);
  expect(error).toBeInstanceOf(Error);
  // The connection goes on, or another one does.
  expect((await sql<{ one: number }>`SELECT 1 AS one`.execute(rows)).rows).toEqual([{ one: 1 }]);
  await rows.destroy();
});

it('S5 S14 commits wait for the disk whatever the database says, and a broken connection is not used again', async () => {
  const url = await postgres.database();
  const first = openPostgres(url);
  await sql
    .raw(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`)
    .execute(first);
  await first.destroy();
  const rows = openPostgres(url);
  const { rows: shown } = await sql<{ value: string }>`
    SELECT current_setting('synchronous_commit') AS value`.execute(rows);
  expect(shown).toEqual([{ value: 'on' }]);
  await prepareRows(rows);
  const cut = rows.transaction().execute(async (tx) => {
    await tx.insertInto('meta').values({ name: 'half', value: 'x' }).execute();
    await sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx);
  });
  expect(faultOf(await cut.catch((error: unknown) => error))).toBe('busy');
  expect(await rows.selectFrom('meta').select('name').execute()).toEqual([]);
  await rows.destroy();
});

it('S5 cleans up once a day, and takes in what older rows do not know', async () => {
  const clock = createTestClock();
  const { promise: aDay, resolve: passes } = Promise.withResolvers<void>();
  let days = 0;
  const sleep: typeof clock.sleep = (ms, signal) =>
    ms === DAY && days++ === 0 ? aDay : clock.sleep(ms, signal);
  const rows = await makeRows();
  const bucket = createMemoryBucket(() => clock.now());
  const open = (disk = createMemoryDisk()) =>
    createTestEndpoint({ rows, bucket, disk, clock: { ...clock, sleep }, config: { shared: true } });
  const endpoint = await open();
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const monitor = await joinMonitor(endpoint, organisation);
  const [stored, begun, stale] = [await sealedFile(), await sealedFile(), await sealedFile()];
  await uploadWhole(endpoint, monitor, stored);
  await endpoint.ask(await createUpload(endpoint, monitor, stale), patch(0, stale.file.slice(0, 500)));
  clock.move(200 * DAY);
  await endpoint.ask(await createUpload(endpoint, monitor, begun), patch(0, begun.file.slice(0, 500)));
  await bucket.put('partial/x-y/0-young', 0, EMPTY, async function* () {});
  passes();
  await expect.poll(() => bucket.keys(), SOON).toHaveLength(3);
  expect(await rows.selectFrom('parts').select('size').execute()).toEqual([{ size: 500 }]);

  await rows.deleteFrom('parcels').execute();
  await rows.updateTable('orgs').set({ head: 0 }).execute();
  const disk = createMemoryDisk();
  await (await disk.open('restored')).close();
  const again = await open(disk);
  const token = await openSession(again, organisation.org, memberKey);
  expect(await inboxOf(again, { ...organisation, token })).toMatchObject([
    { sequence: 1, parcel: stored.parcel },
  ]);
});
