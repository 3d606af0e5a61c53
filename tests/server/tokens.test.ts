/** Proves tokens at the endpoint's doors: who gets how many, what one is good for, once, and what is kept of it. */
import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { signTokenRequest } from '../../src/crypto/token.ts';
import type { Store } from '../../src/server/deps.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { createTokens } from '../../src/server/tokens/tokens.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { tokensPath } from '../../src/wire/tokens.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  creation,
  joinMonitor,
  type Monitor,
  type Organisation,
  patch,
  receiptOf,
  sealedFile,
} from './parties.ts';
import {
  creationWith,
  fetchTokens,
  foundWithTokens,
  freshParcel,
  infoOf,
  keyOf,
  orderOf,
  publishKey,
  sendOrder,
  ticketWith,
  tokensFrom,
} from './tokenParties.ts';

const DAY = 86_400_000;
let clock: ReturnType<typeof createTestClock>;
let endpoint: TestEndpoint;
let organisation: Organisation;
let monitor: Monitor;
let key: string;
beforeEach(async () => {
  clock = createTestClock();
  endpoint = await createTestEndpoint({ clock });
  organisation = await foundWithTokens(endpoint, endpoint.setupCode());
  monitor = await joinMonitor(endpoint, organisation);
  key = keyOf(organisation);
});

const create = (ticket: string | null, names = freshParcel(), door = endpoint): Promise<Response> =>
  door.ask(paths.parcels(organisation.org), creationWith(ticket, names));
const refusal = async (reply: Response): Promise<string> => `${reply.status} ${await codeIn(reply)}`;
const REFUSED = '403 ticketRefused';

it('[TOK1] [TOK4] a token pays for a parcel from creation to receipt, and nothing else of the device is in it', async () => {
  const [token] = await fetchTokens(endpoint, monitor, key);
  const sealed = await sealedFile();
  const ticket = await ticketWith(token!, monitor.org, sealed.parcel, key);
  const made = await create(ticket, sealed);
  expect(made.status).toBe(201);
  const place = made.headers.get('Location') ?? '';
  expect((await endpoint.ask(place, patch(0, sealed.file))).status).toBe(204);
  await receiptOf(endpoint, organisation.org, sealed.parcel);
  expect(ticket).toMatch(/^v2\.[0-9a-f]{72}$/);
});

it('[TOK4] [UP1] a token is used for one parcel: the same again is the same creation, another one is refused', async () => {
  const [token] = await fetchTokens(endpoint, monitor, key);
  const [first, second] = [freshParcel(), freshParcel()];
  const ticket = await ticketWith(token!, monitor.org, first.parcel, key);
  const [one, again] = [await create(ticket, first), await create(ticket, first)];
  expect([one.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get('Location')).toBe(one.headers.get('Location'));
  expect(await refusal(await create(await ticketWith(token!, monitor.org, second.parcel, key), second))).toBe(
    REFUSED,
  );
});

it('[TOK4] refuses a ticket for another parcel, organisation or key, a made-up one, and every changed bit of a good one', async () => {
  const [token] = await fetchTokens(endpoint, monitor, key);
  const names = freshParcel();
  const good = await ticketWith(token!, monitor.org, names.parcel, key);
  const invented = { nonce: toHex(realRng(16)), secret: realRng(32) };
  const bad = [
    await ticketWith(token!, monitor.org, freshParcel().parcel, key),
    await ticketWith(token!, 'ab'.repeat(16), names.parcel, key),
    await ticketWith(invented, monitor.org, names.parcel, key),
    good.slice(0, -1),
    `${good}0`,
    good.toUpperCase(),
    good.replace('v2', 'v3'),
    '',
  ];
  for (const ticket of bad) expect(await refusal(await create(ticket, names)), String(ticket)).toBe(REFUSED);
  // The first 8 digits name the key: of another key it counts as no ticket at all. [TOK7]
  for (let at = 11; at < good.length; at += 1) {
    const digit = (Number.parseInt(good[at]!, 16) ^ 1).toString(16);
    const changed = good.slice(0, at) + digit + good.slice(at + 1);
    expect(await refusal(await create(changed, names)), changed).toBe(REFUSED);
  }
  expect((await create(good, names)).status).toBe(201);
});

it('[TOK4] two processes on the same rows let a token through once, however they are asked', async () => {
  const rows = createRows(openSqlite(':memory:'));
  const options = { clock, rows, disk: createMemoryDisk(), config: { shared: true } };
  const [a, b] = [await createTestEndpoint(options), await createTestEndpoint(options)];
  const there = await foundWithTokens(a, a.setupCode());
  const device = await joinMonitor(b, there);
  const tokens = await fetchTokens(b, device, keyOf(there));
  for (const token of tokens.slice(0, 8)) {
    const replies = await Promise.all(
      [a, b, a, b].map(async (door) => {
        const names = freshParcel();
        const ticket = await ticketWith(token, there.org, names.parcel, keyOf(there));
        return (await door.ask(paths.parcels(there.org), creationWith(ticket, names))).status;
      }),
    );
    expect(replies.sort()).toEqual([201, 403, 403, 403]);
  }
});

it('[TOK3] every device gets 32 batches of 32 an epoch, each once; the same request again gives the same elements', async () => {
  const { epoch } = await infoOf(endpoint, monitor.org);
  const order = await orderOf(monitor, key, { epoch, batch: 7 });
  const first = await tokensFrom(await sendOrder(endpoint, monitor.org, order.request), order);
  const again = await tokensFrom(await sendOrder(endpoint, monitor.org, order.request), order);
  expect(again.map(({ secret }) => toHex(secret))).toEqual(first.map(({ secret }) => toHex(secret)));
  expect(first).toHaveLength(32);
  const other = await orderOf(monitor, key, { epoch, batch: 7 });
  expect(await refusal(await sendOrder(endpoint, monitor.org, other.request))).toBe('409 tokensUsed');
  for (const batch of [32, -1, 0.5]) {
    const request = { ...other.request, batch };
    expect(await refusal(await sendOrder(endpoint, monitor.org, request))).toBe('400 malformed');
  }
  for (const away of [epoch - 1, epoch + 1]) {
    const { request } = await orderOf(monitor, key, { epoch: away, batch: 0 });
    expect(await refusal(await sendOrder(endpoint, monitor.org, request))).toBe('410 tokensOver');
  }
  const last = await orderOf(monitor, key, { epoch, batch: 31 });
  expect((await sendOrder(endpoint, monitor.org, last.request)).status).toBe(200);
  // A retry that crosses into the next epoch still gets its answer.
  clock.move(30 * DAY);
  expect((await infoOf(endpoint, monitor.org)).epoch).toBe(epoch + 1);
  expect((await sendOrder(endpoint, monitor.org, last.request)).status).toBe(200);
});

it('[TOK3] two requests under one number at the same time: one is given, the other told', async () => {
  const { epoch } = await infoOf(endpoint, monitor.org);
  const orders = await Promise.all([0, 1, 2].map(() => orderOf(monitor, key, { epoch, batch: 1 })));
  const replies = await Promise.all(orders.map(({ request }) => sendOrder(endpoint, monitor.org, request)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

it('[TOK3] only the enrolled are given tokens, for exactly what they wrote', async () => {
  const { epoch } = await infoOf(endpoint, monitor.org);
  const { request } = await orderOf(monitor, key, { epoch, batch: 0 });
  const stranger = await orderOf({ ...monitor, credential: realRng(32) }, key, { epoch, batch: 0 });
  const foreign = [
    stranger.request,
    { ...stranger.request, holder: request.holder },
    { ...request, batch: 1 },
    { ...request, blinded: [...request.blinded].reverse() },
    { ...request, mac: toHex(realRng(32)) },
  ];
  for (const one of foreign) {
    expect(await refusal(await sendOrder(endpoint, monitor.org, one))).toBe('403 credentialRefused');
  }
  const malformed = [
    { ...request, blinded: request.blinded.slice(1) },
    { ...request, blinded: [...request.blinded, request.blinded[0]] },
    { ...request, key: null },
    { ...request, holder: 'x' },
    {},
  ];
  for (const one of malformed) {
    expect(await refusal(await sendOrder(endpoint, monitor.org, one))).toBe('400 malformed');
  }
  // Elements that are none cost no allowance.
  const identity = await orderOf(monitor, key, { epoch, batch: 0 });
  const { holder: _holder, mac: _mac, ...ask } = identity.request;
  const zero = await signTokenRequest(toHex(monitor.credential), monitor.org, {
    ...ask,
    blinded: [...ask.blinded.slice(1), '0'.repeat(64)],
  });
  expect(await refusal(await sendOrder(endpoint, monitor.org, zero))).toBe('400 malformed');
  expect((await sendOrder(endpoint, monitor.org, request)).status).toBe(200);
  // Whose enrolment was taken back gets no more, not even again.
  await endpoint.rows.deleteFrom('credentials').execute();
  expect(await refusal(await sendOrder(endpoint, monitor.org, request))).toBe('403 credentialRefused');
});

it('[TOK3] [EP9] one device taken back and another enrolled: the new one is given tokens, also at another process', async () => {
  const rows = createRows(openSqlite(':memory:'));
  const options = { clock, rows, disk: createMemoryDisk(), config: { shared: true } };
  const [a, b] = [await createTestEndpoint(options), await createTestEndpoint(options)];
  const there = await foundWithTokens(a, a.setupCode());
  const leaving = await joinMonitor(a, there);
  for (const door of [a, b]) await fetchTokens(door, leaving, keyOf(there), door === a ? 0 : 1);
  const [invite] = await rows.selectFrom('invites').select('enrol').execute();
  const taken = await a.ask(paths.invite(there.org, invite?.enrol.slice(0, 16) ?? ''), {
    method: 'DELETE',
    ...bearer(there.token),
  });
  expect(await taken.json()).toEqual({ devices: 1 });
  const coming = await joinMonitor(a, there);
  for (const door of [b, a])
    expect(await fetchTokens(door, coming, keyOf(there), door === a ? 0 : 1)).toHaveLength(32);
  const { epoch } = await infoOf(a, there.org);
  const { request } = await orderOf(leaving, keyOf(there), { epoch, batch: 2 });
  expect(await refusal(await sendOrder(b, there.org, request))).toBe('403 credentialRefused');
});

it('[TOK3] an epoch that no engine can write down is over', async () => {
  const { request } = await orderOf(monitor, key, { epoch: 2_147_483_648, batch: 0 });
  expect(await refusal(await sendOrder(endpoint, monitor.org, request))).toBe('410 tokensOver');
});

it('[TOK4] tickets are checked beside the thread that answers, so many at once, and another organisation does not wait', async () => {
  const other = await foundWithTokens(endpoint, endpoint.setupCode());
  const device = await joinMonitor(endpoint, other);
  const [token] = await fetchTokens(endpoint, device, keyOf(other));
  const invented = async () => {
    const names = freshParcel();
    const made = { nonce: toHex(realRng(16)), secret: realRng(32) };
    return create(await ticketWith(made, monitor.org, names.parcel, key), names);
  };
  let turns = 0;
  let done = false;
  const flood = Promise.all(Array.from({ length: 300 }, invented)).finally(() => {
    done = true;
  });
  const names = freshParcel();
  const ticket = await ticketWith(token!, other.org, names.parcel, keyOf(other));
  const honest = endpoint.ask(paths.parcels(other.org), creationWith(ticket, names));
  while (!done) {
    await new Promise((next) => setImmediate(next));
    turns += 1;
  }
  expect((await honest).status).toBe(201);
  const statuses = (await flood).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(300 - 256);
  expect(statuses.filter((status) => status === 403)).toHaveLength(256);
  expect(turns).toBeGreaterThan(300);
  expect(await refusal(await invented())).toBe(REFUSED);
});

it('[TOK2] the key in the manifest gives, the one before still pays for 400 days, a foreign one never', async () => {
  const { epoch, next } = await infoOf(endpoint, monitor.org);
  const [old, late] = await fetchTokens(endpoint, monitor, key);
  const order = await orderOf(monitor, key, { epoch, batch: 1 });
  const given = await tokensFrom(await sendOrder(endpoint, monitor.org, order.request), order);
  expect(next).not.toBe(key);
  // Not named by the roots, so not yet.
  const early = await orderOf(monitor, next, { epoch, batch: 2 });
  expect(await refusal(await sendOrder(endpoint, monitor.org, early.request))).toBe('410 tokensOver');
  clock.move(DAY);
  organisation = await publishKey(endpoint, organisation, next, '2026-11-23');
  expect(await infoOf(endpoint, monitor.org)).toMatchObject({ key: next, since: '2026-11-23' });
  expect((await sendOrder(endpoint, monitor.org, early.request)).status).toBe(200);
  const stale = await orderOf(monitor, key, { epoch, batch: 3 });
  expect(await refusal(await sendOrder(endpoint, monitor.org, stale.request))).toBe('410 tokensOver');
  expect((await sendOrder(endpoint, monitor.org, order.request)).status).toBe(200);

  const names = freshParcel();
  expect((await create(await ticketWith(old!, monitor.org, names.parcel, key), names)).status).toBe(201);
  clock.move(400 * DAY);
  const more = freshParcel();
  expect((await create(await ticketWith(late!, monitor.org, more.parcel, key), more)).status).toBe(201);
  clock.move(DAY);
  const over = freshParcel();
  expect(await refusal(await create(await ticketWith(given[0]!, monitor.org, over.parcel, key), over))).toBe(
    REFUSED,
  );
  expect(await refusal(await sendOrder(endpoint, monitor.org, order.request))).toBe('410 tokensOver');

  organisation = await publishKey(endpoint, organisation, 'cd'.repeat(32), '2027-12-31');
  expect(await infoOf(endpoint, monitor.org)).toMatchObject({ key: null, since: null });
});

it('[TOK2] each organisation has keys of its own, and a token of one is nothing at the other', async () => {
  const other = await foundWithTokens(endpoint, endpoint.setupCode());
  // Without a pool, in which what is no token here would count as no ticket.
  const closed = await createTestEndpoint({ clock, rows: endpoint.rows, config: { poolParcels: 0 } });
  expect(keyOf(other)).not.toBe(key);
  const [token] = await fetchTokens(endpoint, monitor, key);
  const names = freshParcel();
  for (const issuer of [key, keyOf(other)]) {
    const ticket = await ticketWith(token!, other.org, names.parcel, issuer);
    const reply = await closed.ask(paths.parcels(other.org), creationWith(ticket, names));
    expect(await refusal(reply)).toBe(REFUSED);
  }
});

it('[TOK2] an organisation without a key in its manifest looks like one that does not exist', async () => {
  const bare = { ...organisation, org: 'ee'.repeat(16) };
  expect(await infoOf(endpoint, bare.org)).toMatchObject({ key: null, since: null });
  expect((await endpoint.ask(tokensPath('xyz'))).status).toBe(404);
});

it('[EP6] a ticket of before is good beside tokens', async () => {
  const sealed = await sealedFile();
  const reply = await endpoint.ask(paths.parcels(monitor.org), creation(monitor, sealed, sealed.file.length));
  expect(reply.status).toBe(201);
});

it('S4 [TOK4] keeps no nonce, ticket or token, and nothing that names a device beside a parcel; old rows go', async () => {
  const [token, second] = await fetchTokens(endpoint, monitor, key);
  const names = freshParcel();
  const ticket = await ticketWith(token!, monitor.org, names.parcel, key);
  await create(ticket, names);
  const dump = async (): Promise<string> => {
    const tables = ['tokenBatches', 'tokensSpent', 'uploads', 'meta', 'manifests'] as const;
    const all = await Promise.all(tables.map((name) => endpoint.rows.selectFrom(name).selectAll().execute()));
    return JSON.stringify(all);
  };
  const kept = await dump();
  for (const secret of [
    token!.nonce,
    second!.nonce,
    ticket.slice(3),
    ticket.slice(-32),
    toHex(token!.secret),
  ])
    expect(kept).not.toContain(secret);
  const spent = await endpoint.rows.selectFrom('tokensSpent').selectAll().execute();
  expect(JSON.stringify(spent)).not.toContain(names.parcel);
  const given = await endpoint.rows.selectFrom('tokenBatches').selectAll().execute();
  expect(given).toHaveLength(1);
  expect(JSON.stringify(given)).not.toContain(toHex(monitor.credential));

  organisation = await publishKey(endpoint, organisation, null, '2026-11-23');
  const tokens = createTokens({ rows: endpoint.rows, clock, rng: realRng } as unknown as Store);
  await tokens.tidy();
  expect(await endpoint.rows.selectFrom('tokenBatches').selectAll().execute()).toHaveLength(1);
  clock.move(402 * DAY);
  await tokens.tidy();
  const left = await sql<{
    n: number;
  }>`SELECT (SELECT count(*) FROM "tokenBatches") + (SELECT count(*) FROM "tokensSpent") AS n`.execute(
    endpoint.rows,
  );
  expect(Number(left.rows[0]?.n)).toBe(0);
});
