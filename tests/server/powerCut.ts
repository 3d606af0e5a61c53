/** Owns one journey of a parcel with a power cut in it, on a disk and rows that can die. Must never hide a seed. */
import type { SqliteDatabase } from 'kysely';
import { expect } from 'vitest';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { createDice, type Dice } from '../fakes/clockDice.ts';
import type { MemoryDisk } from '../fakes/disk.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  createUpload,
  creation,
  foundOrganisation,
  headInit,
  inboxOf,
  joinMonitor,
  openSession,
  patch,
  type ReceiptReply,
  receiptOf,
  sealedFile,
} from './parties.ts';

/** A database whose commits last (synchronous = FULL) and whose owner can die: then an open transaction is taken back. */
export function createMortalRows() {
  const database = openSqlite(':memory:');
  let owner = 0;
  let onStatement: (text: string) => void = () => undefined;
  const open = () => {
    owner += 1;
    const mine = owner;
    try {
      database.prepare('ROLLBACK').run([]);
    } catch {
      // No transaction was open.
    }
    const shared: SqliteDatabase = {
      close: () => undefined,
      prepare(text) {
        if (mine !== owner) throw new Error('no power');
        onStatement(text);
        return database.prepare(text);
      },
    };
    return createRows(shared);
  };
  return {
    open,
    kill: () => {
      owner += 1;
    },
    onStatement: (hook: (text: string) => void) => {
      onStatement = hook;
    },
  };
}

type World = {
  readonly rows: ReturnType<typeof createMortalRows>;
  disk: MemoryDisk;
  endpoint: TestEndpoint;
};

class PowerCut extends Error {}

/** Counts down over disk operations and statements; at zero the power is gone for the running endpoint. */
function armed(world: World, after: number): { readonly fired: () => boolean } {
  let left = after;
  let fired = false;
  const tick = (): void => {
    if (fired) throw new PowerCut('no power');
    left -= 1;
    if (left >= 0) return;
    fired = true;
    throw new PowerCut('no power');
  };
  world.disk.onOperation = tick;
  world.rows.onStatement(tick);
  return { fired: () => fired };
}

async function restart(world: World, dice: Dice): Promise<void> {
  world.rows.kill();
  world.rows.onStatement(() => undefined);
  world.disk = world.disk.cutPower(dice);
  world.endpoint = await createTestEndpoint({ disk: world.disk, rows: world.rows.open() });
}

const SLICE = 6000;

/** Cuts the power after so many operations, starts again and checks everything. False when the journey was over before. */
export async function journey(seed: number, after: number): Promise<boolean> {
  const dice = createDice(seed);
  const rows = createMortalRows();
  const disk = createMemoryDisk();
  const world: World = { rows, disk, endpoint: await createTestEndpoint({ disk, rows: rows.open() }) };
  const door = {
    url: world.endpoint.url,
    ask: (path: string, init?: RequestInit) => world.endpoint.ask(path, init),
  };
  const organisation = await foundOrganisation(door, world.endpoint.setupCode());
  const monitor = await joinMonitor(door, organisation);
  const sealed = await sealedFile();
  const where = `seed ${seed}, cut after ${after}`;

  const trap = armed(world, after);
  let acknowledged = 0;
  let receipt: ReceiptReply | undefined;
  const send = async (): Promise<void> => {
    const place = await createUpload(door, monitor, sealed);
    for (;;) {
      const head = await door.ask(place, headInit);
      if (head.status !== 200) throw new PowerCut('answered with a failure');
      const offset = Number(head.headers.get('Upload-Offset'));
      expect(offset, where).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = offset;
      if (offset === sealed.file.length) break;
      const reply = await door.ask(place, patch(offset, sealed.file.slice(offset, offset + SLICE)));
      if (reply.status !== 204) throw new PowerCut('answered with a failure');
      acknowledged = Number(reply.headers.get('Upload-Offset'));
    }
    receipt = await receiptOf(door, monitor.org, sealed.parcel);
  };
  await send().catch((error: unknown) => {
    if (!trap.fired()) throw error;
  });
  const early = receipt;
  await restart(world, dice);
  // The same again, as a phone does: acknowledged bytes are still there, and it ends with one receipt.
  const again = await door.ask(paths.parcels(monitor.org), creation(monitor, sealed, sealed.file.length));
  expect(Number(again.headers.get('Upload-Offset')), where).toBeGreaterThanOrEqual(acknowledged);
  await send();
  if (early !== undefined) expect(receipt, where).toEqual(early);
  const token = await openSession(door, organisation.org, memberKey);
  const inbox = await inboxOf(door, { ...organisation, token });
  expect(inbox, where).toMatchObject([{ sequence: 1, parcel: sealed.parcel }]);
  const got = await door.ask(paths.parcel(monitor.org, sealed.parcel), {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(Buffer.compare(new Uint8Array(await got.arrayBuffer()), sealed.file), where).toBe(0);
  // Nothing is left over: the parcel and the set-up code.
  expect(
    world.disk.names().filter((name) => name !== 'setup-code'),
    where,
  ).toHaveLength(1);
  return trap.fired();
}

/** Cuts it at every operation, one journey each; gives how many there are. */
export async function cutEverywhere(seed: number): Promise<number> {
  let after = 0;
  while (await journey(seed * 1000 + after, after)) after += 1;
  return after;
}
