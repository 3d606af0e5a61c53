/** Owns the proof that the postman's small door and Dexie speak of the same rows. */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createDexieRows } from '../../src/store/dexieRows.ts';
import type { Handle } from '../../src/store/disk.ts';
import { createOutboxRows } from '../../src/store/outboxRows.ts';
import type { OutboxRow } from '../../src/store/rows.ts';

const clock = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };
const handle = (digit: string): Handle => digit.repeat(32) as Handle;
const row = (digit: string, offset = 0): OutboxRow => ({
  handle: handle(digit),
  state: 'queued',
  offset,
  size: 16_384,
  order: 2,
  endpoint: 0,
  code: null,
});

it('S6 finds no rows, and makes no database, where the vault has made none', async () => {
  const rows = createOutboxRows('absent');
  expect(await rows.outbox()).toEqual([]);
  expect(await rows.update(handle('1'), (each) => each)).toBeNull();
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('absent');
});

it('S7 reads what Dexie wrote, and Dexie reads what it wrote', async () => {
  const dexie = createDexieRows({ clock, name: 'shared' });
  await dexie.commit([
    { put: 'outbox', row: row('a') },
    { put: 'outbox', row: row('b') },
  ]);
  const rows = createOutboxRows('shared');
  expect(await rows.outbox()).toEqual(await dexie.outbox());
  const moved = await rows.update(handle('b'), (each) => ({ ...each, state: 'sending', offset: 4096 }));
  expect(moved).toEqual({ ...row('b', 4096), state: 'sending' });
  expect(await dexie.outbox()).toEqual([row('a'), { ...row('b', 4096), state: 'sending' }]);
  expect(await rows.update(handle('b'), () => null)).toEqual(moved);
  expect(await rows.update(handle('c'), (each) => each)).toBeNull();
  rows.close();
  await dexie.close();
});

it('opens again when the browser has closed the connection', async () => {
  const dexie = createDexieRows({ clock, name: 'lost' });
  await dexie.commit([{ put: 'outbox', row: row('d') }]);
  const rows = createOutboxRows('lost');
  expect(await rows.outbox()).toHaveLength(1);
  rows.close();
  expect(await rows.outbox()).toHaveLength(1);
  rows.close();
  await dexie.close();
});

it('lets the vault delete the database: it never stands in the way', async () => {
  const dexie = createDexieRows({ clock, name: 'gone' });
  await dexie.commit([{ put: 'outbox', row: row('e') }]);
  const rows = createOutboxRows('gone');
  expect(await rows.outbox()).toHaveLength(1);
  await dexie.destroy();
  expect(await rows.outbox()).toEqual([]);
});
