/** Owns reading and moving outbox rows, for page and service worker. Must never create or change the database's shape. */
import { lasting, StoreFault } from './fault.ts';
import { done, inside } from './idb.ts';
import { type OutboxRow, parseOutboxRow, type Rows } from './rows.ts';

/** What the postman needs of the database. */
export type OutboxRows = Pick<Rows, 'outbox' | 'update' | 'meta' | 'setMeta'> & { close(): void };

type TableName = 'outbox' | 'meta';

/** `database`: the one that `createIdbRows` made; before that there are no rows. A lost connection is opened again once. */
export function createOutboxRows(database = 'store'): OutboxRows {
  let open: Promise<IDBDatabase | null> | null = null;

  const forget = (): void => {
    open?.then((db) => db?.close()).catch(() => undefined);
    open = null;
  };

  /** null when nobody has made the database yet: making it is the vault's work. */
  function connect(): Promise<IDBDatabase | null> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(database);
      let absent = false;
      request.onupgradeneeded = () => {
        absent = true;
        request.transaction?.abort();
      };
      request.onerror = () => (absent ? resolve(null) : reject(request.error));
      request.onsuccess = () => {
        const db = request.result;
        db.onversionchange = forget;
        db.onclose = forget;
        resolve(db);
      };
    });
  }

  async function inTable<T>(
    name: TableName,
    mode: IDBTransactionMode,
    empty: T,
    work: (table: IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    open ??= connect();
    let db: IDBDatabase | null;
    try {
      db = await open;
    } catch (error) {
      open = null;
      throw error;
    }
    if (db === null) {
      open = null;
      return empty;
    }
    if (!db.objectStoreNames.contains(name)) throw new StoreFault('storageBlocked', 'newer');
    return inside(db, [name], mode, (of) => work(of(name)));
  }

  const run = <T>(
    name: TableName,
    mode: IDBTransactionMode,
    empty: T,
    work: (table: IDBObjectStore) => Promise<T>,
  ): Promise<T> => lasting(() => inTable(name, mode, empty, work), forget);

  return {
    outbox: () =>
      run<OutboxRow[]>('outbox', 'readonly', [], async (table) =>
        (await done<unknown[]>(table.getAll())).map(parseOutboxRow).filter((row) => row !== undefined),
      ),
    update: (handle, decide) =>
      run<OutboxRow | null>('outbox', 'readwrite', null, async (table) => {
        const row = parseOutboxRow(await done<unknown>(table.get(handle)));
        if (row === undefined) return null;
        const next = decide(row);
        if (next === null) return row;
        await done(table.put(next));
        return next;
      }),
    meta: (name) =>
      run<string | null>('meta', 'readonly', null, async (table) => {
        const row = await done<{ readonly value?: unknown } | undefined>(table.get(name));
        return typeof row?.value === 'string' ? row.value : null;
      }),
    setMeta: (name, value) =>
      run<void>(
        'meta',
        'readwrite',
        undefined,
        async (table) => void (await done(table.put({ name, value }))),
      ),
    close: forget,
  };
}
