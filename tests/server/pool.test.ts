/** Proves what may come without a ticket: a courier's report, once, a bounded number a day, marked for the desk. */
import { beforeEach, expect, it } from 'vitest';
import { createDiskBlobs } from '../../src/server/blobs/diskBlobs.ts';
import { type Base, type Config, DEFAULTS, type Store } from '../../src/server/deps.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { createPool, POOL_PARCEL } from '../../src/server/tokens/pool.ts';
import { createUploads } from '../../src/server/uploads/uploads.ts';
import { paths, TUS_BODY } from '../../src/wire/endpointApi.ts';
import { createMemoryDisk, type MemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  codeIn,
  createUpload,
  creation,
  type Door,
  foundOrganisation,
  headInit,
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
let poolDisk: MemoryDisk;
async function open(config: Partial<Config>, disk = createMemoryDisk()): Promise<TestEndpoint> {
  poolDisk = disk;
  const endpoint = await createTestEndpoint({ clock, config, disk });
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

it('[TOK7] one place is for one upload: the same parcel under other secrets takes others, and no place grows', async () => {
  const endpoint = await open({ poolParcels: 3 });
  const first = freshParcel();
  const statuses: number[] = [];
  for (let i = 0; i < 6; i += 1)
    statuses.push((await create(endpoint, { ...first, secret: freshParcel().secret }, POOL_PARCEL)).status);
  expect(statuses).toEqual([201, 201, 201, 429, 429, 429]);
  expect(await endpoint.rows.selectFrom('uploads').select('upload').execute()).toHaveLength(3);
  clock.move(DAY);
  const small = freshParcel();
  const made = await create(endpoint, small);
  const ended = await endpoint.ask(made.headers.get('Location') ?? '', {
    method: 'DELETE',
    headers: { 'Tus-Resumable': '1.0.0' },
  });
  expect(ended.status).toBe(204);
  expect((await create(endpoint, small, POOL_PARCEL)).status).toBe(400);
});

it('[TOK7] a stranger’s uploads take nothing from monitors with tickets, neither their number nor their room', async () => {
  const endpoint = await open({ openUploads: 2, orgBytes: 3 * MiB, poolParcels: 50 });
  const monitor = await joinMonitor(endpoint, organisation);
  for (let i = 0; i < 8; i += 1) await create(endpoint, freshParcel(), 262_144);
  const files = [await sealedFile(), await sealedFile()];
  for (const file of files) await createUpload(endpoint, monitor, file);
  const third = await endpoint.ask(paths.parcels(monitor.org), creation(monitor, await sealedFile(), 16_384));
  expect(await codeIn(third)).toBe('tooMany');
  // What strangers promised counts for strangers.
  for (let i = 0; i < 3; i += 1) await create(endpoint, freshParcel(), 262_144);
  const full = await create(endpoint, freshParcel(), 524_288);
  expect([full.status, await codeIn(full)]).toEqual([507, 'storageFull']);
});

it('[TOK7] S6 a stored parcel may be delivered at will and leaves no row; one whose file is gone needs a place again', async () => {
  const disk = createMemoryDisk();
  const endpoint = await open({ poolParcels: 1 }, disk);
  const monitor = await joinMonitor(endpoint, organisation);
  const own = await sealedFile(131_072);
  await uploadWhole(endpoint, monitor, own);
  const count = async () => (await endpoint.rows.selectFrom('uploads').select('upload').execute()).length;
  const before = await count();
  const again = () => create(endpoint, { parcel: own.parcel, secret: freshParcel().secret }, 131_072);
  for (let i = 0; i < 5; i += 1) {
    const reply = await again();
    expect([reply.status, reply.headers.get('Upload-Offset')]).toEqual([201, '131072']);
  }
  expect(await count()).toBe(before);
  expect((await create(endpoint, { parcel: own.parcel, secret: freshParcel().secret }, 16_384)).status).toBe(
    400,
  );
  await disk.unlink(disk.names().find((name) => name.endsWith(own.parcel)) ?? '');
  expect([(await again()).status, (await again()).status]).toEqual([201, 429]);
});

it('[TOK7] so many bodies of the pool are read at once, and the others of that moment are told to come back', async () => {
  const endpoint = await open({});
  const monitor = await joinMonitor(endpoint, organisation);
  const controllers: ReadableStreamDefaultController<Uint8Array>[] = [];
  const slow = (): Promise<Response> => {
    const init = creationWith(null, freshParcel());
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controllers.push(controller);
        controller.enqueue(new Uint8Array(1));
      },
    });
    return endpoint.ask(paths.parcels(organisation.org), {
      ...init,
      headers: { ...init.headers, 'Content-Type': TUS_BODY },
      body,
      duplex: 'half',
    } as RequestInit);
  };
  const crowd = Array.from({ length: 120 }, slow);
  const first = await Promise.race(crowd);
  expect([first.status, await codeIn(first)]).toEqual([429, 'tooMany']);
  await uploadWhole(endpoint, monitor, await sealedFile());
  for (const controller of controllers) controller.error(new Error('cut'));
  const codes = (await Promise.all(crowd)).map(({ status }) => status);
  expect(codes.filter((status) => status === 429)).toHaveLength(20);
  // Their places are free again.
  const [last] = [slow()];
  controllers.at(-1)?.enqueue(new Uint8Array(16_383));
  controllers.at(-1)?.close();
  expect(await codeIn(await last!)).toBe('parcelMismatch');
});

it('[TOK7] drops uploads of the pool after days, and forgets the places of parcels that never came, and no others', async () => {
  const endpoint = await open({});
  const monitor = await joinMonitor(endpoint, organisation);
  const came = await sealedFile();
  const made = await create(endpoint, came);
  await endpoint.ask(made.headers.get('Location') ?? '', patch(0, came.file));
  const begun = await sealedFile();
  const place = (await create(endpoint, begun)).headers.get('Location') ?? '';
  await endpoint.ask(place, patch(0, begun.file.subarray(0, 5000)));
  const kept = await createUpload(endpoint, monitor, await sealedFile());
  const blobs = createDiskBlobs({ rows: endpoint.rows, clock, disk: poolDisk } as unknown as Base);
  const store = { rows: endpoint.rows, clock, config: DEFAULTS, blobs } as unknown as Store;
  const pool = createPool(store);
  clock.move(DEFAULTS.poolDays * DAY);
  await pool.tidy(createUploads(store));
  expect(await endpoint.rows.selectFrom('pool').select('parcel').execute()).toHaveLength(2);
  expect((await endpoint.ask(place, headInit)).headers.get('Upload-Offset')).toBe('5000');
  clock.move(DAY);
  await pool.tidy(createUploads(store));
  expect(await endpoint.rows.selectFrom('pool').select('parcel').execute()).toEqual([
    { parcel: came.parcel },
  ]);
  expect((await endpoint.ask(place, headInit)).status).toBe(404);
  expect((await endpoint.ask(kept, headInit)).status).toBe(200);
  expect(poolDisk.names().filter((name) => name.startsWith('partial/'))).toEqual([]);
  await receiptOf(endpoint, organisation.org, came.parcel);
});
