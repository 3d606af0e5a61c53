/** Owns the database: schema, strict commits, a lost connection, a blocked or newer one. Must never index anything readable. */
import type { Clock } from '../domain/ports.ts';
import { errorNames, guarded, StoreFault } from './fault.ts';
import { done, inside, type TableOf } from './idb.ts';
import type { Change, Rows } from './rows.ts';
import { parseItemRow, parseOutboxRow, parseRecordRow } from './rows.ts';

type TableName = 'records' | 'outbox' | 'items' | 'meta';
/** Old drafts always open: a version is only ever added, never changed. [VLT14] */
const KEYS: Readonly<Record<TableName, string | string[]>> = {
  records: 'handle',
  outbox: 'handle',
  items: ['group', 'handle'],
  meta: 'name',
};
const TABLES = Object.keys(KEYS) as TableName[];
/** Ten times the schema's own number: Dexie, which made the first databases, counts so. */
const VERSION = 10;
const NAME = 'store';
const OPEN_WITHIN = 8_000;
/** After every handle. */
const LAST = '\uffff';

export type RowsDeps = {
  readonly clock: Clock;
  /** Another name only in tests. */
  readonly name?: string;
  /** A newer app wants to upgrade: the connection is closed by now. */
  readonly upgraded?: () => void;
};

/** How browsers say that the connection, not the request, is gone. */
const LOST = ['InvalidStateError', 'UnknownError', 'AbortError'];
const isLost = (error: unknown): boolean => {
  const names = errorNames(error);
  return !names.includes('QuotaExceededError') && names.some((name) => LOST.includes(name));
};

/** Opens lazily; a connection that died is opened again and the call repeated once (all calls may be repeated). */
export function createIdbRows(deps: RowsDeps): Rows {
  const name = deps.name ?? NAME;
  let closed = false;
  let connection: Promise<IDBDatabase> | null = null;

  const forget = (): void => {
    connection?.then((db) => db.close()).catch(() => undefined);
    connection = null;
  };

  async function connect(): Promise<IDBDatabase> {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const table of TABLES)
        if (!db.objectStoreNames.contains(table)) db.createObjectStore(table, { keyPath: KEYS[table] });
    };
    const opened = done(request);
    // `blocked` does not always come, so a timer decides.
    const waiting = new AbortController();
    const late = deps.clock.sleep(OPEN_WITHIN, waiting.signal).then(() => {
      if (waiting.signal.aborted) return opened;
      opened.then((db) => db.close()).catch(() => undefined);
      throw new StoreFault('storageBlocked', 'timeout');
    });
    try {
      const db = await Promise.race([opened, late]);
      db.onclose = forget;
      db.onversionchange = () => {
        closed = true;
        db.close();
        deps.upgraded?.();
      };
      return db;
    } catch (error) {
      if (errorNames(error).includes('VersionError')) throw new StoreFault('storageBlocked', 'newer');
      throw error;
    } finally {
      waiting.abort();
      late.catch(() => undefined);
    }
  }

  async function open(): Promise<IDBDatabase> {
    if (closed) throw new StoreFault('storageBlocked', 'upgraded');
    connection ??= connect();
    const mine = connection;
    try {
      return await mine;
    } catch (error) {
      if (connection === mine) connection = null;
      throw error;
    }
  }

  /** `work` may await nothing but its own requests. */
  async function run<T>(
    tables: readonly TableName[],
    mode: IDBTransactionMode,
    work: (of: TableOf<TableName>) => Promise<T>,
  ): Promise<T> {
    return guarded(async () => {
      try {
        return await inside(await open(), tables, mode, work);
      } catch (error) {
        if (closed || error instanceof StoreFault || !isLost(error)) throw error;
        forget();
        return await inside(await open(), tables, mode, work);
      }
    });
  }

  const get = (table: TableName, key: IDBValidKey): Promise<unknown> =>
    run([table], 'readonly', (of) => done<unknown>(of(table).get(key)));
  const all = (table: TableName): Promise<unknown[]> =>
    run([table], 'readonly', (of) => done<unknown[]>(of(table).getAll()));
  const ofGroup = (group: string): IDBKeyRange => IDBKeyRange.bound([group, ''], [group, LAST]);

  function apply(of: TableOf<TableName>, change: Change): IDBRequest {
    if ('drop' in change) {
      switch (change.drop) {
        case 'record':
          return of('records').delete(change.handle);
        case 'outbox':
          return of('outbox').delete(change.handle);
        case 'item':
          return of('items').delete([change.group, change.handle]);
        case 'group':
          return of('items').delete(ofGroup(change.group));
      }
    }
    switch (change.put) {
      case 'record':
        return of('records').put(change.row);
      case 'outbox':
        return of('outbox').put(change.row);
      case 'item':
        return of('items').put(change.row);
      case 'meta':
        return of('meta').put({ name: change.name, value: change.value });
    }
  }

  return {
    commit: (changes) =>
      run(TABLES, 'readwrite', async (of) => {
        await Promise.all(changes.map((change) => done(apply(of, change))));
      }),
    records: async () => (await all('records')).map(parseRecordRow).filter((row) => row !== undefined),
    record: async (handle) => parseRecordRow(await get('records', handle)) ?? null,
    outbox: async () => (await all('outbox')).map(parseOutboxRow).filter((row) => row !== undefined),
    update: (handle, decide) =>
      run(['outbox'], 'readwrite', async (of) => {
        const row = parseOutboxRow(await done<unknown>(of('outbox').get(handle)));
        if (row === undefined) return null;
        const next = decide(row);
        if (next === null) return row;
        await done(of('outbox').put(next));
        return next;
      }),
    items: (group, handles) =>
      run(['items'], 'readonly', async (of) => {
        const found = handles.map((handle) => done<unknown>(of('items').get([group, handle])));
        return (await Promise.all(found)).map((row) => parseItemRow(row) ?? null);
      }),
    pageItems: (group, after, limit) =>
      run(['items'], 'readonly', async (of) => {
        const range =
          after === null ? ofGroup(group) : IDBKeyRange.bound([group, after], [group, LAST], true);
        const found = await done<unknown[]>(of('items').getAll(range, limit));
        return found.map(parseItemRow).filter((row) => row !== undefined);
      }),
    meta: async (key) => {
      const row = await get('meta', key);
      const value = typeof row === 'object' && row !== null && 'value' in row ? row.value : null;
      return typeof value === 'string' ? value : null;
    },
    setMeta: (key, value) =>
      run(['meta'], 'readwrite', async (of) => {
        await done(of('meta').put({ name: key, value }));
      }),
    empty: (keep) =>
      run(TABLES, 'readwrite', async (of) => {
        const keys = await done(of('outbox').getAllKeys());
        const gone = keys.filter((key) => typeof key !== 'string' || !keep.includes(key));
        const cleared = (['records', 'items', 'meta'] as const).map((table) => done(of(table).clear()));
        await Promise.all([...cleared, ...gone.map((key) => done(of('outbox').delete(key)))]);
      }),
    destroy: () =>
      guarded(async () => {
        const open = connection;
        connection = null;
        (await open?.catch(() => null))?.close();
        await done(indexedDB.deleteDatabase(name));
      }),
    close: async () => {
      closed = true;
      forget();
    },
  };
}
