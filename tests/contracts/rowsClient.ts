/** Owns what every database of the client must do, on memory and on Dexie. Runs in Node and in a browser page. */
import type { VaultBox } from '../../src/store/disk.ts';
import type { OutboxRow, RecordRow, Rows } from '../../src/store/rows.ts';
import { type ContractCase, same } from './diskClient.ts';

export type RowsBench = { open(): Promise<Rows> };

const box = (...list: number[]): VaultBox => Uint8Array.from(list) as VaultBox;
const handle = (n: number): string => n.toString(16).padStart(32, '0');
const record = (n: number): RecordRow => ({ handle: handle(n), head: box(n, 1), body: box(n, 2) });
const row = (n: number): OutboxRow => ({
  handle: handle(n),
  state: 'queued',
  offset: 0,
  size: 16384,
  order: 2,
  endpoint: 0,
  code: null,
});

export const rowsContract: readonly ContractCase<RowsBench>[] = [
  {
    name: 'what was committed is there after reopening, and nothing else',
    async run(bench) {
      let rows = await bench.open();
      await rows.commit([
        { put: 'record', row: record(1) },
        { put: 'record', row: record(2) },
        { put: 'outbox', row: row(1) },
        { put: 'meta', name: 'marker', value: 'm' },
      ]);
      await rows.commit([
        { drop: 'record', handle: handle(2) },
        { drop: 'outbox', handle: handle(9) },
      ]);
      await rows.close();
      rows = await bench.open();
      same(await rows.records(), [record(1)], 'records');
      same(await rows.record(handle(1)), record(1), 'record');
      same(await rows.record(handle(2)), null, 'dropped');
      same(await rows.outbox(), [row(1)], 'outbox');
      same([await rows.meta('marker'), await rows.meta('board')], ['m', null], 'meta');
      await rows.destroy();
    },
  },
  {
    name: 'emptying leaves only the outbox rows that are named; after destroying there is a new one',
    async run(bench) {
      const rows = await bench.open();
      await rows.commit([
        { put: 'record', row: record(1) },
        { put: 'outbox', row: row(1) },
        { put: 'outbox', row: row(2) },
        { put: 'item', row: { group: handle(7), handle: handle(1), box: box(0) } },
        { put: 'meta', name: 'marker', value: 'm' },
      ]);
      await rows.empty([handle(2), handle(9)]);
      same(await rows.records(), [], 'records');
      same(await rows.outbox(), [row(2)], 'outbox');
      same(await rows.pageItems(handle(7), null, 10), [], 'items');
      same(await rows.meta('marker'), null, 'meta');
      await rows.destroy();
      same(await rows.outbox(), [], 'a new one');
      await rows.commit([{ put: 'meta', name: 'marker', value: 'n' }]);
      same(await rows.meta('marker'), 'n', 'that works');
      await rows.destroy();
    },
  },
  {
    name: 'an update reads, decides and writes in one',
    async run(bench) {
      const rows = await bench.open();
      await rows.commit([{ put: 'outbox', row: row(1) }]);
      await Promise.all(
        Array.from({ length: 20 }, () =>
          rows.update(handle(1), (now) => ({ ...now, offset: now.offset + 1 })),
        ),
      );
      same((await rows.update(handle(1), () => null))?.offset, 20, 'left alone');
      same((await rows.outbox())[0]?.offset, 20, 'counted');
      same(await rows.update(handle(2), (now) => now), null, 'absent');
      await rows.destroy();
    },
  },
  {
    name: 'items are put, got, paged in the order of handles, and dropped by one or by group',
    async run(bench) {
      const rows = await bench.open();
      const group = handle(77);
      await rows.commit(
        Array.from({ length: 25 }, (_, n) => ({
          put: 'item' as const,
          row: { group, handle: handle(n), box: box(n) },
        })),
      );
      await rows.commit([{ put: 'item', row: { group: handle(78), handle: handle(1), box: box(0) } }]);
      const got = await rows.items(group, [handle(3), handle(99)]);
      same(
        got.map((item) => item?.box[0] ?? null),
        [3, null],
        'got',
      );
      const first = await rows.pageItems(group, null, 10);
      const second = await rows.pageItems(group, first.at(-1)?.handle ?? null, 100);
      same(
        [...first, ...second].map((item) => item.box[0]),
        Array.from({ length: 25 }, (_, n) => n),
        'paged',
      );
      await rows.commit([{ drop: 'item', group, handle: handle(3) }]);
      same((await rows.pageItems(group, null, 100)).length, 24, 'one dropped');
      await rows.commit([{ drop: 'group', group }]);
      same((await rows.pageItems(group, null, 100)).length, 0, 'group dropped');
      same((await rows.pageItems(handle(78), null, 100)).length, 1, 'the other group');
      await rows.destroy();
    },
  },
];
