/** Proves that a real browser gets its tokens while it joins, and that its parcels are paid with them. */

import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from './harness.ts';
import { join } from './monitorSteps.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let phone: Browser;
beforeAll(async () => {
  stage = await setStage();
  phone = await stage.open('phone');
});
afterAll(() => stage?.end());

it('[TOK3] [TOK4] [TOK6] the first tokens come with the enrolment, and the first message takes one of them', async () => {
  const { system, organisation } = stage;
  const { code } = await organisation.invite('en');
  const asked: string[] = [];
  phone.page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/\/(tokens|parcels)$/.test(pathname)) asked.push(`${request.method()} ${pathname.split('/').at(-1)}`);
    const ticket = request.headers()['tumar-ticket'];
    if (ticket !== undefined) asked.push(ticket.slice(0, 3));
  });
  await phone.page.goto(system.url);
  await join(phone.page, code);
  const rows = new DatabaseSync(joinPath(system.data, 'tumar.db'), { readOnly: true });
  const count = (table: string): unknown => rows.prepare(`SELECT count(*) AS n FROM "${table}"`).get()?.['n'];
  await expect.poll(() => count('parcels'), { timeout: 20_000 }).toBe(1);
  expect([count('tokenBatches'), count('tokensSpent'), count('pool')]).toEqual([2, 1, 0]);
  rows.close();
  expect(asked.slice(0, 4)).toEqual(['GET tokens', 'POST tokens', 'POST tokens', 'POST parcels']);
  expect(asked).not.toContain('v1.');
  expect(asked).toContain('v2.');
});
