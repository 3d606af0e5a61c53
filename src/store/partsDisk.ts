/** Owns files as parts in IndexedDB, for browsers without OPFS (private windows). Erasure is weaker there, and it must say so. */
import Dexie, { type EntityTable, type Table } from 'dexie';
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
import { guarded, StoreFault } from './fault.ts';

const NAME = 'parts';
const PART = 262_144;
const DIRTY_PARTS = 4;

type Fixed = { readonly name: string; readonly bytes: Bytes };
type Meta = { readonly area: string; readonly handle: string; readonly size: number };
type Part = { readonly area: string; readonly handle: string; readonly index: number; readonly bytes: Bytes };
type Database = Dexie & {
  fixed: EntityTable<Fixed, 'name'>;
  files: Table<Meta, [string, string]>;
  parts: Table<Part, [string, string, number]>;
};

function openParts(name: string): Database {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict' }) as Database;
  db.version(1).stores({ fixed: 'name', files: '[area+handle]', parts: '[area+handle+index]' });
  return db;
}

/** `name`: another database only in tests. */
export async function createPartsDisk(name: string = NAME): Promise<Disk> {
  const db = openParts(name);
  await guarded(() => db.open());
  const open = new Map<FixedName, FixedFile>();
  return {
    erasure: 'weak',
    async fixed(which) {
      const known = open.get(which);
      if (known !== undefined) return known;
      const file = await guarded(() => fixedFile(db, which));
      open.set(which, file);
      return file;
    },
    outgoing: sealedFiles(db, 'out'),
    kept: sealedFiles(db, 'in'),
    journal: null,
    empty: (keep) =>
      guarded(async () => {
        const gone = (await db.files.toArray()).filter(
          ({ area, handle }) => area !== 'out' || !keep.includes(handle),
        );
        for (const { area, handle } of gone) await sealedFiles(db, area).remove(handle);
      }),
    removeFixed: (which) =>
      guarded(async () => {
        open.delete(which);
        await db.fixed.delete(which);
      }),
    close: async () => db.close(),
    destroy: () =>
      guarded(async () => {
        db.close();
        await Dexie.delete(name);
      }),
  };
}

async function fixedFile(db: Database, name: FixedName): Promise<FixedFile> {
  let bytes: Bytes = (await db.fixed.get(name))?.bytes ?? new Uint8Array(0);
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
    flush: () =>
      guarded(async () => {
        await db.fixed.put({ name, bytes: bytes.slice() });
      }),
  };
}

function sealedFiles(db: Database, area: string): SealedFiles {
  async function writer(handle: string, size: number): Promise<SealedWriter> {
    const dirty = new Map<number, Bytes>();
    let end = size;
    const flush = (): Promise<void> =>
      guarded(async () => {
        const rows = [...dirty].map(([index, bytes]): Part => ({ area, handle, index, bytes }));
        await db.transaction('rw', [db.files, db.parts] as unknown as Table[], async () => {
          await db.parts.bulkPut(rows);
          await db.files.put({ area, handle, size: end });
        });
        dirty.clear();
      });
    const partAt = async (index: number): Promise<Bytes> => {
      const known = dirty.get(index) ?? (await db.parts.get([area, handle, index]))?.bytes;
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
    ...sealedReader(async () => db, area),
    create: (handle) => writer(handle, 0),
    reopen: (handle) =>
      guarded(async () => {
        const known = await db.files.get([area, handle]);
        if (known === undefined) throw new StoreFault('storageFailed', 'NotFoundError');
        return writer(handle, known.size);
      }),
    remove: (handle) =>
      guarded(async () => {
        await db.transaction('rw', [db.files, db.parts] as unknown as Table[], async () => {
          await db.files.delete([area, handle]);
          await db.parts
            .where(':id')
            .between([area, handle, 0], [area, handle, Number.MAX_SAFE_INTEGER], true, true)
            .delete();
        });
      }),
  };
}

function sealedReader(db: () => Promise<Database>, area: string): SealedReader {
  const size = (handle: string): Promise<number | null> =>
    guarded(async () => (await (await db()).files.get([area, handle]))?.size ?? null);
  const slice = async (handle: string, from: number, to: number): Promise<Bytes | null> => {
    const whole = await size(handle);
    if (whole === null) return null;
    return guarded(async () => {
      const end = Math.min(to, whole);
      const out = new Uint8Array(Math.max(0, end - from));
      for (let at = from; at < end; ) {
        const index = Math.floor(at / PART);
        const part = await (await db()).parts.get([area, handle, index]);
        const piece = part?.bytes.subarray(at - index * PART, Math.min(PART, end - index * PART));
        if (piece !== undefined) out.set(piece, at - from);
        at = (index + 1) * PART;
      }
      return out;
    });
  };
  return {
    size,
    slice,
    async blob(handle) {
      const whole = await size(handle);
      const bytes = whole === null ? null : await slice(handle, 0, whole);
      return bytes === null ? null : new Blob([bytes]);
    },
    list: () =>
      guarded(async () => {
        const files = await (await db()).files.where(':id').between([area, ''], [area, '\uffff']).toArray();
        return files.map(({ handle }) => handle);
      }),
  };
}

/** Reads beside the worker. */
export function createPartsReader(name: string = NAME): DiskReader {
  let opened: Database | null = null;
  const db = async (): Promise<Database> => {
    opened ??= openParts(name);
    if (!opened.isOpen()) await opened.open();
    return opened;
  };
  return {
    fixed: (which) => guarded(async () => (await (await db()).fixed.get(which))?.bytes ?? null),
    outgoing: sealedReader(db, 'out'),
    kept: sealedReader(db, 'in'),
  };
}
