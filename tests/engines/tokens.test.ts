/** Owns the proof that tokens and the pool hold across processes on a real PostgreSQL. Must never share more than the database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '../../src/server/postgres.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import { joinMonitor, type Organisation } from '../server/parties.ts';
import {
  creationWith,
  fetchTokens,
  foundWithTokens,
  freshParcel,
  infoOf,
  keyOf,
  orderOf,
  sendOrder,
  ticketWith,
} from '../server/tokenParties.ts';
import { type Postgres, startPostgres } from './postgres.ts';

let postgres: Postgres;
let doors: readonly [TestEndpoint, TestEndpoint];
let organisation: Organisation;
beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.database();
  const clock = createTestClock();
  const open = async () =>
    createTestEndpoint({
      clock,
      rows: openPostgres(url),
      disk: createMemoryDisk(),
      config: { shared: true, poolParcels: 10 },
    });
  doors = [await open(), await open()];
  organisation = await foundWithTokens(doors[0], doors[0].setupCode());
}, 120_000);
afterAll(async () => {
  for (const door of doors ?? []) {
    await door.stop();
    await door.rows.destroy();
  }
  await postgres?.stop();
});

const create = (at: number, ticket: string | null, names = freshParcel()): Promise<Response> =>
  doors[at % 2 === 0 ? 0 : 1].ask(paths.parcels(organisation.org), creationWith(ticket, names));

it('[TOK2] [TOK4] a token given by one process is taken by the other, once, however many ask at the same moment', async () => {
  const monitor = await joinMonitor(doors[1], organisation);
  const tokens = await fetchTokens(doors[0], monitor, keyOf(organisation));
  for (const token of tokens.slice(0, 12)) {
    const replies = await Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (i) => {
        const names = freshParcel();
        return create(i, await ticketWith(token, organisation.org, names.parcel, keyOf(organisation)), names);
      }),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403, 403, 403]);
  }
});

it('[TOK3] a batch is given once, whichever process is asked, and again to the same request', async () => {
  const monitor = await joinMonitor(doors[0], organisation);
  const { epoch } = await infoOf(doors[1], organisation.org);
  const orders = await Promise.all(
    [0, 1, 2, 3].map(() => orderOf(monitor, keyOf(organisation), { epoch, batch: 5 })),
  );
  const ask = () =>
    Promise.all(
      orders.map(async ({ request }, i) => {
        const reply = await sendOrder(doors[i % 2 === 0 ? 0 : 1], organisation.org, request);
        return reply.status;
      }),
    );
  const first = await ask();
  expect([...first].sort()).toEqual([200, 409, 409, 409]);
  expect(await ask()).toEqual(first);
});

it('[TOK7] the pool has as many places as it says', async () => {
  const replies = await Promise.all(Array.from({ length: 40 }, (_, i) => create(i, null)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(30);
});
