/** Proves what may come without a ticket: a courier's report, once, a bounded number a day, marked for the desk. */
import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../src/server/deps.ts';
import { DEFAULTS } from '../../src/server/deps.ts';
import { createPool, POOL_PARCEL } from '../../src/server/pool.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  codeIn,
  type Door,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Organisation,
  patch,
  receiptOf,
  sealedFile,
  uploadWhole,
} from './parties.ts';
import { creationWith, freshParcel, ticketWith } from './tokenParties.ts';

const DAY = 86_400_000;
const MiB = 1_048_576;
let clock: ReturnType<typeof createTestClock>;
let organisation: Organisation;
const create = (door: Door, names = freshParcel(), length = 16_384, ticket: string | null = null) =>
  door.ask(paths.parcels(organisation.org), creationWith(ticket, names, length));
async function open(config: { poolParcels?: number; poolBytes?: number }): Promise<TestEndpoint> {
  const endpoint = await createTestEndpoint({ clock, config });
  organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  return endpoint;
}
beforeEach(() => {
  clock = createTestClock();
});

it('[TOK7] S6 a courier’s file is stored with a receipt, marked for the desk, and may come again', async () => {
  const endpoint = await open({});
  const monitor = await joinMonitor(endpoint, organisation);
  const [own, carried] = [await sealedFile(), await sealedFile()];
  await uploadWhole(endpoint, monitor, own);
  const made = await create(endpoint, carried);
  expect(made.status).toBe(201);
  expect((await endpoint.ask(made.headers.get('Location') ?? '', patch(0, carried.file))).status).toBe(204);
  await receiptOf(endpoint, organisation.org, carried.parcel);
  expect(await inboxOf(endpoint, organisation)).toEqual([
    { sequence: 1, parcel: own.parcel, size: 16_384, day: '2026-11-22' },
    { sequence: 2, parcel: carried.parcel, size: 16_384, day: '2026-11-22', pooled: true },
  ]);
  // By a second courier, also of what its own phone has sent.
  for (const { parcel } of [own, carried]) {
    const again = await create(endpoint, { parcel, secret: freshParcel().secret });
    expect([again.status, again.headers.get('Upload-Offset')]).toEqual([201, '16384']);
  }
});

it('[TOK7] a day takes so many parcels and so many bytes, each parcel once; the next day as many again', async () => {
  const endpoint = await open({ poolParcels: 3, poolBytes: 5 * MiB });
  const first = freshParcel();
  for (const names of [first, first, freshParcel()]) expect((await create(endpoint, names)).status).toBe(201);
  const large = await create(endpoint, freshParcel(), POOL_PARCEL);
  expect(large.status).toBe(201);
  const full = await create(endpoint);
  expect([full.status, await codeIn(full), full.headers.get('Retry-After')]).toEqual([
    429,
    'tooMany',
    '3600',
  ]);
  expect((await create(endpoint, first)).status).toBe(201);
  clock.move(DAY);
  for (const size of [POOL_PARCEL, 16_384])
    expect((await create(endpoint, freshParcel(), size)).status).toBe(201);
  expect((await create(endpoint, freshParcel(), POOL_PARCEL)).status).toBe(429);
  expect((await create(endpoint)).status).toBe(201);
});

it('[TOK7] many at the same moment, at two processes, have no more places than there are', async () => {
  const rows = createRows(openSqlite(':memory:'));
  const options = { clock, rows, disk: createMemoryDisk(), config: { poolParcels: 10, shared: true } };
  const doors = [await createTestEndpoint(options), await createTestEndpoint(options)] as const;
  organisation = await foundOrganisation(doors[0], doors[0].setupCode());
  const replies = await Promise.all(Array.from({ length: 40 }, (_, i) => create(doors[i % 2 === 0 ? 0 : 1])));
  const taken = replies.filter(({ status }) => status === 201).length;
  expect(taken).toBe(10);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(30);
});

it('[TOK7] refuses what is larger than a report, and everything where the pool is closed', async () => {
  const endpoint = await open({});
  const refused = async (reply: Response) => [reply.status, await codeIn(reply)];
  expect(await refused(await create(endpoint, freshParcel(), 5 * MiB))).toEqual([403, 'ticketRefused']);
  const closed = await open({ poolParcels: 0 });
  expect(await refused(await create(closed))).toEqual([403, 'ticketRefused']);
  // Something that should be a ticket and is none is not taken for a courier's.
  const second = await open({});
  expect(await refused(await create(second, freshParcel(), 16_384, 'v1.00'))).toEqual([403, 'ticketRefused']);
});

it('[TOK7] a token of a store that this one does not know counts as no ticket', async () => {
  const endpoint = await open({ poolParcels: 1 });
  const token = { nonce: '01'.repeat(16), secret: new Uint8Array(32) };
  const statuses: number[] = [];
  for (const names of [freshParcel(), freshParcel()]) {
    const ticket = await ticketWith(token, organisation.org, names.parcel, '02'.repeat(32));
    statuses.push((await create(endpoint, names, 16_384, ticket)).status);
  }
  expect(statuses).toEqual([201, 429]);
});

it('[TOK7] forgets the places of parcels that never came, and no others', async () => {
  const endpoint = await open({});
  const came = await sealedFile();
  const made = await create(endpoint, came);
  await endpoint.ask(made.headers.get('Location') ?? '', patch(0, came.file));
  await create(endpoint);
  const pool = createPool({ rows: endpoint.rows, clock, config: DEFAULTS } as unknown as Store);
  clock.move(DEFAULTS.uploadDays * DAY);
  await pool.tidy();
  expect(await endpoint.rows.selectFrom('pool').select('parcel').execute()).toHaveLength(2);
  clock.move(DAY);
  await pool.tidy();
  expect(await endpoint.rows.selectFrom('pool').select('parcel').execute()).toEqual([
    { parcel: came.parcel },
  ]);
});
