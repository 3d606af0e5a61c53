/** Owns the Dexie database: schema, strict commits, a lost connection, a blocked or newer one. Must never index anything readable. */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { Clock } from '../domain/ports.ts';
import { errorNames, guarded, lasting, StoreFault } from './fault.ts';
import type { Change, ItemRow, OutboxRow, RecordRow, Rows } from './rows.ts';
import { parseItemRow, parseOutboxRow, parseRecordRow } from './rows.ts';

/** Old drafts always open: a version is only ever added, never changed. [VLT14] */
const SCHEMA = { records: 'handle', outbox: 'handle', items: '[group+handle]', meta: 'name' };
const VERSION = 1;
/** Dexie multiplies its version numbers by ten. */
const DEXIE_STEP = 10;
const NAME = 'store';
const OPEN_WITHIN = 8_000;

type MetaRow = { readonly name: string; readonly value: string };
type Database = Dexie & {
  records: EntityTable<RecordRow, 'handle'>;
  outbox: EntityTable<OutboxRow, 'handle'>;
  items: Table<ItemRow, [string, string]>;
  meta: EntityTable<MetaRow, 'name'>;
};

export type RowsDeps = {
  readonly clock: Clock;
  /** Another name only in tests. */
  readonly name?: string;
  /** A newer app wants to upgrade: the connection is closed by now. */
  readonly upgraded?: () => void;
};

/** Opens lazily; a connection that died is opened again and the call repeated once (all calls may be repeated). */
export function createDexieRows(deps: RowsDeps): Rows {
  let closed = false;
  let db = connect();

  function connect(): Database {
    const made = new Dexie(deps.name ?? NAME, {
      chromeTransactionDurability: 'strict',
      autoOpen: false,
    }) as Database;
    made.version(VERSION).stores(SCHEMA);
    made.on('versionchange', () => {
      closed = true;
      made.close();
      deps.upgraded?.();
    });
    return made;
  }

  async function open(): Promise<void> {
    if (closed) throw new StoreFault('storageBlocked', 'upgraded');
    if (db.isOpen()) return;
    // `blocked` does not always come, so a timer decides.
    const waiting = new AbortController();
    const late = deps.clock.sleep(OPEN_WITHIN, waiting.signal).then(() => {
      if (!waiting.signal.aborted) throw new StoreFault('storageBlocked', 'timeout');
    });
    try {
      await Promise.race([db.open(), late]);
    } catch (error) {
      if (errorNames(error).includes('VersionError')) throw new StoreFault('storageBlocked', 'newer');
      throw error;
    } finally {
      waiting.abort();
      late.catch(() => undefined);
    }
    // Dexie opens a later version of a database without a word; writing into it could lose what we do not know of.
    if (Math.floor(db.backendDB().version / DEXIE_STEP) > VERSION) {
      closed = true;
      db.close();
      throw new StoreFault('storageBlocked', 'newer');
    }
  }

  const run = <T>(work: () => Promise<T>): Promise<T> =>
    lasting(
      async () => {
        await open();
        return work();
      },
      () => {
        db.close();
        if (!closed) db = connect();
      },
    );

  async function apply(change: Change): Promise<unknown> {
    if ('drop' in change) {
      switch (change.drop) {
        case 'record':
          return db.records.delete(change.handle);
        case 'outbox':
          return db.outbox.delete(change.handle);
        case 'item':
          return db.items.delete([change.group, change.handle]);
        case 'group':
          return db.items.where(':id').between([change.group, ''], [change.group, '\uffff']).delete();
      }
    }
    switch (change.put) {
      case 'record':
        return db.records.put(change.row);
      case 'outbox':
        return db.outbox.put(change.row);
      case 'item':
        return db.items.put(change.row);
      case 'meta':
        return db.meta.put({ name: change.name, value: change.value });
    }
  }

  const tables = (): Table[] => [db.records, db.outbox, db.items, db.meta] as unknown as Table[];
  return {
    commit: (changes) =>
      run(() =>
        db.transaction('rw', tables(), async () => {
          await Promise.all(changes.map(apply));
        }),
      ),
    records: () =>
      run(async () => (await db.records.toArray()).map(parseRecordRow).filter((row) => row !== undefined)),
    record: (handle) => run(async () => parseRecordRow(await db.records.get(handle)) ?? null),
    outbox: () =>
      run(async () => (await db.outbox.toArray()).map(parseOutboxRow).filter((row) => row !== undefined)),
    update: (handle, decide) =>
      run(() =>
        db.transaction('rw', [db.outbox] as unknown as Table[], async () => {
          const row = parseOutboxRow(await db.outbox.get(handle));
          if (row === undefined) return null;
          const next = decide(row);
          if (next === null) return row;
          await db.outbox.put(next);
          return next;
        }),
      ),
    items: (group, handles) =>
      run(async () => {
        const found = await db.items.bulkGet(handles.map((handle): [string, string] => [group, handle]));
        return found.map((row) => parseItemRow(row) ?? null);
      }),
    pageItems: (group, after, limit) =>
      run(async () => {
        const range = db.items
          .where(':id')
          .between([group, after ?? ''], [group, '\uffff'], after === null, true);
        return (await range.limit(limit).toArray()).map(parseItemRow).filter((row) => row !== undefined);
      }),
    meta: (name) => run(async () => (await db.meta.get(name))?.value ?? null),
    setMeta: (name, value) => run(async () => void (await db.meta.put({ name, value }))),
    empty: (keep) =>
      run(() =>
        db.transaction('rw', tables(), async () => {
          await Promise.all([db.records.clear(), db.items.clear(), db.meta.clear()]);
          await db.outbox
            .where('handle')
            .noneOf([...keep])
            .delete();
        }),
      ),
    destroy: () =>
      guarded(async () => {
        db.close();
        await Dexie.delete(deps.name ?? NAME);
        db = connect();
      }),
    close: async () => {
      closed = true;
      db.close();
    },
  };
}
