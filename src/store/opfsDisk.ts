/** Owns files in the origin private file system: the place where overwriting really overwrites. Must never interpret a byte. */
import { type Bytes, equalBytes } from '../wire/bytes.ts';
import type {
  Disk,
  DiskReader,
  FixedFile,
  FixedName,
  Handle,
  JournalFiles,
  SealedFiles,
  SealedReader,
  SealedWriter,
  VaultBox,
} from './disk.ts';
import { isHandle } from './disk.ts';
import { guarded, StoreFault } from './fault.ts';

const FOLDER = 'files';
const OUTGOING = 'out';
const KEPT = 'in';
const JOURNAL = 'log';

type Folder = FileSystemDirectoryHandle;

/**
 * Whether files can be overwritten in place here. A full disk must not change the answer: what was written to one place
 * is never looked for in the other.
 */
export async function hasOpfs(): Promise<boolean> {
  try {
    await navigator.storage.getDirectory();
    return typeof FileSystemFileHandle !== 'undefined';
  } catch {
    // A private window: SecurityError or NotAllowedError.
    return false;
  }
}

async function openFolder(): Promise<Folder> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

function writeAll(handle: FileSystemSyncAccessHandle, at: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const wrote = handle.write(bytes.subarray(done) as Uint8Array<ArrayBuffer>, { at: at + done });
    // A short write without an error is how some engines say that the disk is full.
    if (wrote === 0) throw new StoreFault('diskFull', 'shortWrite');
    done += wrote;
  }
}

/** The disk of the one worker that holds the sync handles. */
export async function createOpfsDisk(): Promise<Disk> {
  return guarded(async () => {
    const folder = await openFolder();
    const out = await folder.getDirectoryHandle(OUTGOING, { create: true });
    const kept = await folder.getDirectoryHandle(KEPT, { create: true });
    const log = await folder.getDirectoryHandle(JOURNAL, { create: true });
    const open = new Map<FixedName, { file: FixedFile; handle: FileSystemSyncAccessHandle }>();
    const close = async (): Promise<void> => {
      for (const { handle } of open.values()) handle.close();
      open.clear();
    };
    return {
      erasure: 'inPlace' as const,
      fixed: (name) =>
        guarded(async () => {
          const known = open.get(name);
          if (known !== undefined) return known.file;
          const entry = await folder.getFileHandle(name, { create: true });
          const handle = await entry.createSyncAccessHandle();
          const file = fixedFile(handle);
          open.set(name, { file, handle });
          return file;
        }),
      outgoing: sealedFiles(out),
      kept: sealedFiles(kept),
      journal: journalFiles(log),
      empty: (keep) =>
        guarded(async () => {
          if (keep.length === 0 && (await emptied(folder))) return;
          for (const place of [out, kept, log]) {
            const names = await namesIn(place);
            const gone = names.filter((name) => place !== out || !keep.includes(name));
            await Promise.all(gone.map((name) => removeFrom(place, name)));
          }
        }),
      removeFixed: (name) =>
        guarded(async () => {
          open.get(name)?.handle.close();
          open.delete(name);
          await removeFrom(folder, name);
        }),
      close,
      destroy: () =>
        guarded(async () => {
          await close();
          const root = await navigator.storage.getDirectory();
          await root.removeEntry(FOLDER, { recursive: true });
        }),
    };
  });
}

function fixedFile(handle: FileSystemSyncAccessHandle): FixedFile {
  return {
    read: () =>
      guarded(() => {
        const bytes = new Uint8Array(handle.getSize());
        handle.read(bytes, { at: 0 });
        return bytes;
      }),
    write: (at, bytes) => guarded(() => writeAll(handle, at, bytes)),
    flush: () => guarded(() => handle.flush()),
  };
}

function sealedFiles(folder: Folder): SealedFiles {
  const writer = (name: string, create: boolean): Promise<SealedWriter> =>
    guarded(async () => {
      const entry = await folder.getFileHandle(name, { create });
      const handle = await entry.createSyncAccessHandle();
      return {
        write: (at, bytes) => guarded(() => writeAll(handle, at, bytes)),
        flush: () => guarded(() => handle.flush()),
        close: async () => handle.close(),
      };
    });
  return {
    ...sealedReader(async () => folder),
    create: (handle) => writer(handle, true),
    reopen: (handle) => writer(handle, false),
    remove: (handle) => guarded(() => removeFrom(folder, handle)),
  };
}

function journalFiles(folder: Folder): JournalFiles {
  return {
    put: (name, bytes) =>
      guarded(async () => {
        const handle = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
        try {
          handle.truncate(bytes.length);
          writeAll(handle, 0, bytes);
          handle.flush();
          const back = new Uint8Array(bytes.length);
          if (handle.read(back, { at: 0 }) !== bytes.length || !equalBytes(back, bytes))
            throw new StoreFault('damaged', 'journalReadBack');
        } finally {
          handle.close();
        }
      }),
    get: (name) =>
      orNull(async () => (await bytesOf(await (await folder.getFileHandle(name)).getFile())) as VaultBox),
    list: () => guarded(() => namesIn(folder)),
    remove: (name) => guarded(() => removeFrom(folder, name)),
  };
}

/** Whole folders at once: two hundred files take a moment, one by one a second. false: something in one of them is open. */
async function emptied(folder: Folder): Promise<boolean> {
  try {
    for (const name of [OUTGOING, KEPT, JOURNAL]) {
      await folder.removeEntry(name, { recursive: true });
      // A handle of a folder stands for its path: those that are held go on working.
      await folder.getDirectoryHandle(name, { create: true });
    }
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NoModificationAllowedError') return false;
    throw error;
  }
}

async function namesIn(folder: Folder): Promise<Handle[]> {
  const found: Handle[] = [];
  for await (const name of folder.keys()) if (isHandle(name)) found.push(name);
  return found;
}

async function removeFrom(folder: Folder, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  return guarded(async () => {
    try {
      return await work();
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  });
}

const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());

function sealedReader(folder: () => Promise<Folder>): SealedReader {
  // A File is a snapshot taken when it is asked for, so it is asked for anew each time.
  const blob = (handle: string): Promise<File | null> =>
    orNull(async () => (await (await folder()).getFileHandle(handle)).getFile());
  return {
    blob,
    size: async (handle) => (await blob(handle))?.size ?? null,
    slice: async (handle, from, to) => {
      const file = await blob(handle);
      return file === null ? null : guarded(() => bytesOf(file.slice(from, to)));
    },
    list: async () => {
      const names = await orNull(async () => namesIn(await folder()));
      return names ?? [];
    },
  };
}

const filesFolder = async (): Promise<Folder> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);

/** A fixed file as it lies there, whoever holds it; null when there is none. A write under way may show half. */
export const readFixed = (name: FixedName): Promise<Bytes | null> =>
  orNull(async () => bytesOf(await (await (await filesFolder()).getFileHandle(name)).getFile()));

/** Reads beside the worker that writes; makes nothing. */
export function createOpfsReader(): DiskReader {
  const inside = (name: string) => async (): Promise<Folder> =>
    (await filesFolder()).getDirectoryHandle(name);
  return {
    fixed: readFixed,
    outgoing: sealedReader(inside(OUTGOING)),
    kept: sealedReader(inside(KEPT)),
  };
}
