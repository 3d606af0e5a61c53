/** Proves that a signed request for a session is good once, whatever else is asked, and at every process of a store. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { sign } from '../../src/crypto/minisign.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { type NonceReply, paths, sessionText } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { sodium } from '../crypto/setup.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, realRng } from '../fakes/endpoint.ts';
import { type Door, foundOrganisation, postJson } from './parties.ts';

async function signed(door: Door, org: string): Promise<{ nonce: string; request: RequestInit }> {
  const { nonce } = (await (await door.ask(paths.nonce(org), { method: 'POST' })).json()) as NonceReply;
  const signature = sign(sodium, 'tumar-session/1', sessionText(org, door.url, nonce), memberKey.secret);
  return { nonce, request: postJson({ member: memberKey.publicKey, nonce, signature }) };
}

it('[EP4] a session request is good once, also after a flood of nonces, and a wrong signature uses up none', async () => {
  const endpoint = await createTestEndpoint();
  const { org } = await foundOrganisation(endpoint, endpoint.setupCode());
  const { nonce, request } = await signed(endpoint, org);
  const open = async (init: RequestInit) => (await endpoint.ask(paths.session(org), init)).status;
  const stranger = await signed(endpoint, org);
  const forged = JSON.parse(String(request.body)) as { signature: string };
  const mixed = { ...forged, ...JSON.parse(String(stranger.request.body)), nonce };
  expect(await open(postJson(mixed))).toBe(401);
  expect(await open(request)).toBe(200);
  expect(await open(request)).toBe(401);
  // 300 valid ones and 300 invented ones leave nothing behind, and wash nothing away.
  const rows = async () =>
    (await endpoint.rows.selectFrom('noncesUsed').select('nonce').execute()).map((row) => row.nonce);
  const before = await rows();
  for (let i = 0; i < 300; i += 1) {
    const given = (await (await endpoint.ask(paths.nonce(org), { method: 'POST' })).json()) as NonceReply;
    for (const one of [given.nonce, Buffer.from(realRng(32)).toString('hex')])
      expect(await open(postJson({ ...mixed, nonce: one }))).toBe(401);
  }
  expect(await rows()).toEqual(before);
  expect(before).not.toContain(nonce);
  expect(await open(request)).toBe(401);
});

it('[EP4] S4 two processes of a store let a request through once; the row says no more than the day, and goes', async () => {
  const clock = createTestClock();
  let aDay: (() => void) | undefined;
  const slow = {
    ...clock,
    sleep: (milliseconds: number, signal?: Parameters<typeof clock.sleep>[1]) =>
      milliseconds === 86_400_000
        ? new Promise<void>((done) => {
            aDay = done;
          })
        : clock.sleep(milliseconds, signal),
  };
  const options = {
    rows: createRows(openSqlite(':memory:')),
    disk: createMemoryDisk(),
    config: { shared: true },
  };
  const a = await createTestEndpoint({ ...options, clock });
  const b = await createTestEndpoint({ ...options, clock: slow });
  const { org } = await foundOrganisation(a, a.setupCode());
  const { request } = await signed(a, org);
  const replies = await Promise.all([a, b, a, b].map((door) => door.ask(paths.session(org), request)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  const kept = await sql<Record<string, string>>`SELECT * FROM "noncesUsed"`.execute(a.rows);
  for (const row of kept.rows)
    expect(row).toEqual({ nonce: expect.stringMatching(/^[0-9a-f]{64}$/), day: '2026-11-22' });
  await b.lookedThrough;
  await expect.poll(() => aDay !== undefined).toBe(true);
  clock.move(2 * 86_400_000);
  aDay?.();
  await expect.poll(() => a.rows.selectFrom('noncesUsed').selectAll().execute()).toEqual([]);
});
