/** Owns files as parts in IndexedDB, for browsers without OPFS (private windows). Erasure is weaker there, and it must say so. */
import type { Bytes } from '../wire/bytes.ts';
import type {
  Disk,
  DiskReader,
  FixedFile,
  FixedName,
  SealedFiles,
  SealedReader,
  SealedWriter,
} from './disk.ts';
import { guarded, lasting, StoreFault } from './fault.ts';
import { done, inside, type TableOf } from './idb.ts';

const NAME = 'parts';
const PART = 262_144;
const DIRTY_PARTS = 4;

type Fixed = { readonly name: string; readonly bytes: Bytes };
type Meta = { readonly area: string; readonly handle: string; readonly size: number };
type Part = { readonly area: string; readonly handle: string; readonly index: number; readonly bytes: Bytes };
type TableName = 'fixed' | 'files' | 'parts';
const KEYS: Readonly<Record<TableName, string | string[]>> = {
  fixed: 'name',
  files: ['area', 'handle'],
  parts: ['area', 'handle', 'index'],
};
const TABLES = Object.keys(KEYS) as TableName[];
/** Ten times the schema's own number: Dexie, which made the first databases, counts so. */
const VERSION = 10;
/** After every handle. */
const LAST = '\uffff';

/** The database, opened with the first use, and again after the browser closed it. */
type Parts = {
  read<T>(table: TableName, work: (table: IDBObjectStore) => Promise<T>): Promise<T>;
  change(work: (of: TableOf<TableName>) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
};

function openParts(name: string): Parts {
  let connection: Promise<IDBDatabase> | null = null;
  const forget = (): void => {
    connection?.then((db) => db.close()).catch(() => undefined);
    connection = null;
  };
  async function connect(): Promise<IDBDatabase> {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      for (const table of TABLES)
        if (!request.result.objectStoreNames.contains(table))
          request.result.createObjectStore(table, { keyPath: KEYS[table] });
    };
    const db = await done(request);
    db.onclose = forget;
    db.onversionchange = forget;
    return db;
  }
  async function open(): Promise<IDBDatabase> {
    connection ??= connect();
    const mine = connection;
    try {
      return await mine;
    } catch (error) {
      if (connection === mine) connection = null;
      throw error;
    }
  }
  const run = <T>(work: (db: IDBDatabase) => Promise<T>): Promise<T> =>
    lasting(async () => work(await open()), forget);
  return {
    read: (table, work) => run((db) => inside(db, [table], 'readonly', (of) => work(of(table)))),
    change: (work) => run(async (db) => void (await inside(db, TABLES, 'readwrite', work))),
    async close() {
      const open = connection;
      connection = null;
      (await open?.catch(() => null))?.close();
    },
  };
}

const fixedOf = (db: Parts, name: FixedName): Promise<Bytes | null> =>
  db.read('fixed', async (table) => (await done<Fixed | undefined>(table.get(name)))?.bytes ?? null);
const sizeOf = (db: Parts, area: string, handle: string): Promise<number | null> =>
  db.read('files', async (table) => (await done<Meta | undefined>(table.get([area, handle])))?.size ?? null);
const partOf = (db: Parts, area: string, handle: string, index: number): Promise<Bytes | undefined> =>
  db.read('parts', async (table) => (await done<Part | undefined>(table.get([area, handle, index])))?.bytes);

/** `name`: another database only in tests. */
export async function createPartsDisk(name: string = NAME): Promise<Disk> {
  const db = openParts(name);
  // A browser that allows no database says so here, not in the middle of a change.
  await db.read('fixed', (table) => done(table.count()));
  const open = new Map<FixedName, FixedFile>();
  return {
    erasure: 'weak',
    async fixed(which) {
      const known = open.get(which);
      if (known !== undefined) return known;
      const file = fixedFile(db, which, (await fixedOf(db, which)) ?? new Uint8Array(0));
      open.set(which, file);
      return file;
    },
    outgoing: sealedFiles(db, 'out'),
    kept: sealedFiles(db, 'in'),
    journal: null,
    async empty(keep) {
      const files = await db.read('files', (table) => done<Meta[]>(table.getAll()));
      for (const { area, handle } of files)
        if (area !== 'out' || !keep.includes(handle)) await sealedFiles(db, area).remove(handle);
    },
    async removeFixed(which) {
      open.delete(which);
      await db.change((of) => done(of('fixed').delete(which)));
    },
    close: () => db.close(),
    destroy: () =>
      guarded(async () => {
        await db.close();
        await done(indexedDB.deleteDatabase(name));
      }),
  };
}

function fixedFile(db: Parts, name: FixedName, found: Bytes): FixedFile {
  let bytes = found;
  return {
    read: async () => bytes.slice(),
    async write(at, change) {
      if (at + change.length > bytes.length) {
        const grown = new Uint8Array(at + change.length);
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(change, at);
    },
    flush: () => db.change((of) => done(of('fixed').put({ name, bytes: bytes.slice() }))),
  };
}

function sealedFiles(db: Parts, area: string): SealedFiles {
  async function writer(handle: string, size: number): Promise<SealedWriter> {
    const dirty = new Map<number, Bytes>();
    let end = size;
    async function flush(): Promise<void> {
      const rows = [...dirty].map(([index, bytes]): Part => ({ area, handle, index, bytes }));
      await db.change(async (of) => {
        const file: Meta = { area, handle, size: end };
        await Promise.all([...rows.map((row) => done(of('parts').put(row))), done(of('files').put(file))]);
      });
      dirty.clear();
    }
    const partAt = async (index: number): Promise<Bytes> => {
      const known = dirty.get(index) ?? (await partOf(db, area, handle, index));
      const part = new Uint8Array(PART);
      part.set(known ?? []);
      dirty.set(index, part);
      return part;
    };
    return {
      write: (at, bytes) =>
        guarded(async () => {
          for (let done = 0; done < bytes.length; ) {
            const index = Math.floor((at + done) / PART);
            const offset = (at + done) % PART;
            const piece = bytes.subarray(done, done + PART - offset);
            (await partAt(index)).set(piece, offset);
            done += piece.length;
            end = Math.max(end, at + done);
            if (dirty.size >= DIRTY_PARTS) await flush();
          }
        }),
      flush,
      close: async () => undefined,
    };
  }
  return {
    ...sealedReader(db, area),
    create: (handle) => writer(handle, 0),
    async reopen(handle) {
      const size = await sizeOf(db, area, handle);
      if (size === null) throw new StoreFault('storageFailed', 'NotFoundError');
      return writer(handle, size);
    },
    remove: (handle) =>
      db.change(async (of) => {
        const parts = IDBKeyRange.bound([area, handle, 0], [area, handle, Number.MAX_SAFE_INTEGER]);
        await Promise.all([done(of('files').delete([area, handle])), done(of('parts').delete(parts))]);
      }),
  };
}

function sealedReader(db: Parts, area: string): SealedReader {
  const size = (handle: string): Promise<number | null> => sizeOf(db, area, handle);
  const slice = async (handle: string, from: number, to: number): Promise<Bytes | null> => {
    const whole = await size(handle);
    if (whole === null) return null;
    const end = Math.min(to, whole);
    const out = new Uint8Array(Math.max(0, end - from));
    for (let at = from; at < end; ) {
      const index = Math.floor(at / PART);
      const part = await partOf(db, area, handle, index);
      const piece = part?.subarray(at - index * PART, Math.min(PART, end - index * PART));
      if (piece !== undefined) out.set(piece, at - from);
      at = (index + 1) * PART;
    }
    return out;
  };
  return {
    size,
    slice,
    async blob(handle) {
      const whole = await size(handle);
      const bytes = whole === null ? null : await slice(handle, 0, whole);
      return bytes === null ? null : new Blob([bytes]);
    },
    async list() {
      const range = IDBKeyRange.bound([area, ''], [area, LAST]);
      const files = await db.read('files', (table) => done<Meta[]>(table.getAll(range)));
      return files.map(({ handle }) => handle);
    },
  };
}

/** Reads beside the worker. */
export function createPartsReader(name: string = NAME): DiskReader {
  const db = openParts(name);
  return {
    fixed: (which) => fixedOf(db, which),
    outgoing: sealedReader(db, 'out'),
    kept: sealedReader(db, 'in'),
  };
}
