/** Owns the proof that what an endpoint lost is remembered by the queue's rows, whoever opens them next. */
import { expect, it } from 'vitest';
import type { Handle } from '../../src/store/disk.ts';
import { encodeHalf, KIT_BYTES } from '../../src/store/kitFile.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { type OutboxRow, parseOutboxRow } from '../../src/store/rows.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 22);
const HOME = 'https://one.example';
const HANDLE = 'a'.repeat(32) as Handle;
const E1 = '00000000000000e1';
const E2 = '00000000000000e2';

const LINE = utf8(
  JSON.stringify({
    v: 1,
    org: 'ab'.repeat(16),
    S: 4,
    limit: 1_000,
    issued: '2026-11-22',
    recipients: [],
    late: 'age1pq1late',
    recovery: 'age1pq1recovery',
    endpoints: [{ url: HOME, receiptKey: 'RWreceipt' }],
    wipeKeeps: false,
  }),
);
const HALF = await encodeHalf(LINE, new Uint8Array(32), 1, new Uint8Array(KIT_BYTES));
const KIT = concat(HALF, new Uint8Array(KIT_BYTES - HALF.length));

/** One row, and a kit that names one endpoint; each call of `open` is the app opened anew. */
function createWorld(first: Partial<OutboxRow>) {
  let row: OutboxRow = {
    handle: HANDLE,
    state: 'queued',
    offset: 0,
    size: 16_384,
    order: 2,
    endpoint: 0,
    code: null,
    ...first,
  };
  const meta = new Map<string, string>();
  return {
    row: () => row,
    put(next: Partial<OutboxRow>) {
      row = { ...row, ...next };
    },
    open: () =>
      createPostbox({
        rows: {
          outbox: async () => [row],
          async update(_handle, decide) {
            row = parseOutboxRow(decide(row)) ?? row;
            return row;
          },
          meta: async (name) => meta.get(name) ?? null,
          setMeta: async (name, value) => void meta.set(name, value),
        },
        reader: {
          fixed: async (name: string) => (name === 'kit' ? KIT : null),
          outgoing: { slice: async () => null },
        } as unknown as Parameters<typeof createPostbox>[0]['reader'],
      }),
  };
}

it('S7 [UP6] adds up the bytes that an endpoint acknowledged and then did not have', async () => {
  const world = createWorld({});
  const change = (to: Parameters<ReturnType<typeof createPostbox>['change']>[1]) =>
    world.open().change(HANDLE, to);
  await change({ name: 'sending', endpoint: HOME, bytes: 8_192, at: NOW });
  await change({ name: 'sending', endpoint: HOME, bytes: 16_384, at: NOW });
  expect(world.row().lost).toBeUndefined();
  await change({ name: 'sending', endpoint: HOME, bytes: 4_096, at: NOW + 1 });
  expect([world.row().lost, world.row().lostAt]).toEqual([12_288, NOW + 1]);
  await change({ name: 'sent', endpoint: HOME });
  await change({ name: 'sending', endpoint: HOME, bytes: 0, at: NOW + 2 });
  expect([world.row().lost, world.row().lostAt]).toEqual([28_672, NOW + 2]);
  expect(parseOutboxRow({ ...world.row(), lost: -1 })).toBeUndefined();
  expect(parseOutboxRow({ ...world.row(), lostAt: 'now' })).toBeUndefined();
});

it('S7 [UP7] an endpoint that names another store at each opening makes its parcels due once a day, no more', async () => {
  const world = createWorld({ state: 'stored', offset: 16_384, store: E1 });
  expect((await world.open().kit())?.endpoints.map(({ url }) => url)).toEqual([HOME]);
  expect(await world.open().storeSeen(HOME, E1, NOW)).toBe(false);
  expect(await world.open().storeSeen('https://two.example', E2, NOW)).toBe(false);
  expect(await world.open().storeSeen(HOME, E2, NOW)).toBe(true);
  expect(world.row()).toMatchObject({ state: 'sending', offset: 0 });
  let due = 0;
  for (let hour = 1; hour <= 72; hour += 1) {
    world.put({ state: 'stored', offset: 16_384, store: E1 });
    if (await world.open().storeSeen(HOME, hour.toString(16).padStart(16, '0'), NOW + (hour * DAY) / 24))
      due += 1;
  }
  expect(due).toBe(3);
  // A clock that was set back holds nothing up.
  world.put({ state: 'stored', offset: 16_384, store: E1 });
  expect(await world.open().storeSeen(HOME, E2, NOW - 400 * DAY)).toBe(true);
});
