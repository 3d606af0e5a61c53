/** Proves that the board takes much without holding others up, counts in the organisation's room, and never loses its order. */
import { expect, it } from 'vitest';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { concat } from '../../src/wire/bytes.ts';
import { isNearlyFull, parseInboxReply, paths } from '../../src/wire/endpointApi.ts';
import { must } from '../crypto/setup.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  foundOrganisation,
  joinMonitor,
  type Organisation,
  sealedFile,
  uploadWhole,
} from './parties.ts';

const RECORD = 32;
const post = (door: TestEndpoint, { org, token }: Organisation, body: Uint8Array<ArrayBuffer>) =>
  door.ask(paths.board(org), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' },
    body,
  });
async function boardOf(door: TestEndpoint, { org }: Organisation) {
  const reply = await door.ask(paths.board(org));
  const bytes = Buffer.from(await reply.arrayBuffer()).toString('hex');
  return { head: Number(reply.headers.get('Tumar-Board')), records: bytes.match(/.{64}/g) ?? [] };
}

it('[EP8] takes 2,048 records at once in the order given, each once, and no more of them', async () => {
  const endpoint = await createTestEndpoint();
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const first = realRng(700 * RECORD);
  const second = realRng((2048 - 700) * RECORD);
  expect(await (await post(endpoint, organisation, concat(first, first))).json()).toEqual({ head: 700 });
  expect(await (await post(endpoint, organisation, concat(first, second))).json()).toEqual({ head: 2048 });
  const { head, records } = await boardOf(endpoint, organisation);
  expect(head).toBe(2048);
  expect(records.join('')).toBe(Buffer.from(concat(first, second)).toString('hex'));
  const over = await post(endpoint, organisation, realRng(2049 * RECORD));
  expect([over.status, await codeIn(over)]).toEqual([413, 'tooLarge']);
});

it('[EP8] others are answered between the groups of one request', async () => {
  const endpoint = await createTestEndpoint();
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const heads: number[] = [];
  let done = false;
  const posting = post(endpoint, organisation, realRng(2048 * RECORD)).then(() => {
    done = true;
  });
  while (!done) {
    await new Promise((next) => setImmediate(next));
    heads.push((await boardOf(endpoint, organisation)).head);
  }
  await posting;
  expect(new Set(heads).size).toBeGreaterThan(2);
});

it('[EP8] two desks at two processes leave no hole and no record twice', async () => {
  const options = {
    rows: createRows(openSqlite(':memory:')),
    disk: createMemoryDisk(),
    config: { shared: true },
  };
  const doors = [await createTestEndpoint(options), await createTestEndpoint(options)] as const;
  const organisation = await foundOrganisation(doors[0], doors[0].setupCode());
  const common = realRng(600 * RECORD);
  const bodies = [concat(realRng(300 * RECORD), common), concat(common, realRng(300 * RECORD))];
  await Promise.all(bodies.map((body, i) => post(doors[i === 0 ? 0 : 1], organisation, body)));
  const { head, records } = await boardOf(doors[0], organisation);
  expect([head, records.length, new Set(records).size]).toEqual([1200, 1200, 1200]);
});

it('[EP7] [EP8] records count in what an organisation stores, and what is stored can always be acknowledged', async () => {
  const endpoint = await createTestEndpoint({ config: { orgBytes: 65_536 } });
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const monitor = await joinMonitor(endpoint, organisation);
  const bytes = async () => {
    const reply = await endpoint.ask(paths.inbox(organisation.org, 0, 1), bearer(organisation.token));
    const { usage } = must(parseInboxReply(await reply.json()));
    expect(usage !== undefined && isNearlyFull(usage)).toBe((usage?.bytes ?? 0) > 52_428);
    return usage?.bytes;
  };
  for (let i = 0; i < 4; i += 1) await uploadWhole(endpoint, monitor, await sealedFile());
  expect(await bytes()).toBe(65_536);
  // Full; 1,024 bytes are for the board whatever else there is.
  expect((await post(endpoint, organisation, realRng(32 * RECORD))).status).toBe(200);
  expect(await bytes()).toBe(66_560);
  const full = await post(endpoint, organisation, realRng(RECORD));
  expect([full.status, await codeIn(full), (await boardOf(endpoint, organisation)).head]).toEqual([
    507,
    'storageFull',
    32,
  ]);
  expect(await bytes()).toBe(66_560);
});

it('[EP8] S13 whoever asks for the board again and again makes the endpoint read no record twice', async () => {
  const sqlite = openSqlite(':memory:');
  let read = 0;
  const rows = createRows({
    close: () => sqlite.close(),
    prepare(text) {
      const statement = sqlite.prepare(text);
      if (!/^select "record" from "board".* order by/.test(text)) return statement;
      const all = (parameters: readonly unknown[]) => {
        const found = statement.all(parameters);
        read += found.length;
        return found;
      };
      return { ...statement, all };
    },
  });
  const shared = { rows, disk: createMemoryDisk(), config: { shared: true } };
  const [endpoint, second] = [await createTestEndpoint(shared), await createTestEndpoint(shared)];
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const parts = Array.from({ length: 5 }, () => realRng(900 * RECORD));
  for (const part of parts.slice(0, 4)) await post(endpoint, organisation, part);
  const hex = Buffer.from(concat(...parts)).toString('hex');

  const crowd = await Promise.all(Array.from({ length: 50 }, () => boardOf(endpoint, organisation)));
  for (const { head, records } of crowd)
    expect([head, records.join('')]).toEqual([3600, hex.slice(0, 3600 * 64)]);
  expect(read).toBe(3600);
  // From anywhere, and no more than there is.
  for (const after of [1, 2047, 2048, 2049, 3599, 3600, 9999]) {
    const reply = await endpoint.ask(paths.board(organisation.org, after));
    expect(Buffer.from(await reply.arrayBuffer()).toString('hex')).toBe(hex.slice(after * 64, 3600 * 64));
  }
  expect(read).toBe(3600);
  // What grew at another process is seen at once, for the price of the last block.
  await post(second, organisation, parts[4]!);
  const { head, records } = await boardOf(endpoint, organisation);
  expect([head, records.join('')]).toEqual([4500, hex]);
  expect(read).toBe(3600 + 2048 + 404);
});
