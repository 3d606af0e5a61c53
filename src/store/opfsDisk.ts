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
import { errorNames, faultOf, guarded, lasting, StoreFault } from './fault.ts';

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

type Places = { readonly folder: Folder; readonly out: Folder; readonly kept: Folder; readonly log: Folder };

async function openPlaces(): Promise<Places> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const inside = (name: string): Promise<Folder> => folder.getDirectoryHandle(name, { create: true });
  return { folder, out: await inside(OUTGOING), kept: await inside(KEPT), log: await inside(JOURNAL) };
}

/** Gives the places, found anew where their connection was lost; a call is repeated once, which all of them bear. */
type Reach = <T>(work: (places: Places) => Promise<T>) => Promise<T>;

type Held = {
  use<T>(work: (handle: FileSystemSyncAccessHandle) => T): Promise<T>;
  close(): void;
};

/** A file kept open. What was written to a handle that was lost is in the file; a closed one stays closed. */
async function hold(open: () => Promise<FileSystemSyncAccessHandle>): Promise<Held> {
  let handle = await open();
  let closed = false;
  return {
    use: (work) =>
      lasting(
        () => work(handle),
        async () => {
          if (closed) throw new StoreFault('storageFailed', 'closed');
          handle.close();
          handle = await open();
          // Closed meanwhile: what is reopened now would stay locked until the worker ends.
          if (!closed) return;
          handle.close();
          throw new StoreFault('storageFailed', 'closed');
        },
      ),
    close() {
      closed = true;
      handle.close();
    },
  };
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
  let places = await guarded(openPlaces);
  const reach: Reach = (work) =>
    lasting(
      () => work(places),
      async () => {
        places = await openPlaces();
      },
    );
  const open = new Map<FixedName, { file: FixedFile; held: Held }>();
  const close = async (): Promise<void> => {
    for (const { held } of open.values()) held.close();
    open.clear();
  };
  return {
    erasure: 'inPlace' as const,
    async fixed(name) {
      const known = open.get(name);
      if (known !== undefined) return known.file;
      const held = await hold(() =>
        reach(async ({ folder }) =>
          (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle(),
        ),
      );
      const file = fixedFile(held);
      open.set(name, { file, held });
      return file;
    },
    outgoing: sealedFiles(reach, 'out'),
    kept: sealedFiles(reach, 'kept'),
    journal: journalFiles(reach),
    empty: (keep) =>
      reach(async ({ folder, out, kept, log }) => {
        if (keep.length === 0 && (await emptied(folder))) return;
        for (const place of [out, kept, log]) {
          const names = await namesIn(place);
          const gone = names.filter((name) => place !== out || !keep.includes(name));
          await Promise.all(gone.map((name) => removeFrom(place, name)));
        }
      }),
    async removeFixed(name) {
      open.get(name)?.held.close();
      open.delete(name);
      await reach(({ folder }) => removeFrom(folder, name));
    },
    close,
    destroy: () =>
      guarded(async () => {
        await close();
        const root = await navigator.storage.getDirectory();
        await root.removeEntry(FOLDER, { recursive: true });
      }),
  };
}

function fixedFile(held: Held): FixedFile {
  return {
    read: () =>
      held.use((handle) => {
        const bytes = new Uint8Array(handle.getSize());
        handle.read(bytes, { at: 0 });
        return bytes;
      }),
    write: (at, bytes) => held.use((handle) => writeAll(handle, at, bytes)),
    flush: () => held.use((handle) => handle.flush()),
  };
}

function sealedFiles(reach: Reach, place: 'out' | 'kept'): SealedFiles {
  const writer = async (name: string, create: boolean): Promise<SealedWriter> => {
    const held = await hold(() =>
      reach(async (places) => (await places[place].getFileHandle(name, { create })).createSyncAccessHandle()),
    );
    return {
      write: (at, bytes) => held.use((handle) => writeAll(handle, at, bytes)),
      flush: () => held.use((handle) => handle.flush()),
      close: async () => held.close(),
    };
  };
  return {
    ...sealedReader((work) => reach((places) => work(places[place]))),
    create: (handle) => writer(handle, true),
    reopen: (handle) => writer(handle, false),
    remove: (handle) => reach((places) => removeFrom(places[place], handle)),
  };
}

function journalFiles(reach: Reach): JournalFiles {
  return {
    put: (name, bytes) =>
      reach(async ({ log }) => {
        const handle = await (await log.getFileHandle(name, { create: true })).createSyncAccessHandle();
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
      reach(({ log }) =>
        orNull(async () => (await bytesOf(await (await log.getFileHandle(name)).getFile())) as VaultBox),
      ),
    list: () => reach(({ log }) => namesIn(log)),
    remove: (name) => reach(({ log }) => removeFrom(log, name)),
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

const isNotFound = (error: unknown): boolean => faultOf(error).reason === 'NotFoundError';

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

function sealedReader(within: <T>(work: (folder: Folder) => Promise<T>) => Promise<T>): SealedReader {
  // A File is a snapshot taken when it is asked for, so it is asked for anew each time.
  const blob = (handle: string): Promise<File | null> =>
    orNull(() => within(async (folder) => (await folder.getFileHandle(handle)).getFile()));
  return {
    blob,
    size: async (handle) => (await blob(handle))?.size ?? null,
    slice: async (handle, from, to) => {
      const file = await blob(handle);
      return file === null ? null : guarded(() => bytesOf(file.slice(from, to)));
    },
    list: async () => {
      const names = await orNull(() => within(namesIn));
      return names ?? [];
    },
  };
}

const filesFolder = async (): Promise<Folder> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);

/** How often a file is read again that was written between asking for it and reading it. */
const READS = 10;

/** A fixed file as it lies there, whoever holds it; null when there is none. A write under way may show half. */
export const readFixed = (name: FixedName): Promise<Bytes | null> =>
  orNull(async () => {
    const handle = await (await filesFolder()).getFileHandle(name);
    for (let left = READS - 1; ; left -= 1)
      try {
        return await bytesOf(await handle.getFile());
      } catch (error) {
        // A File is a snapshot: browsers refuse to read one whose bytes are not those of then.
        if (left === 0 || !errorNames(error).includes('NotReadableError')) throw error;
      }
  });

/** Reads beside the worker that writes; makes nothing. */
export function createOpfsReader(): DiskReader {
  const inside = async (name: string): Promise<Folder> => (await filesFolder()).getDirectoryHandle(name);
  return {
    fixed: readFixed,
    outgoing: sealedReader(async (work) => work(await inside(OUTGOING))),
    kept: sealedReader(async (work) => work(await inside(KEPT))),
  };
}
