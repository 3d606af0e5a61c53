/** Owns the real disk: one folder, files that only their owner may read. Must never acknowledge what is not synced. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Disk, DiskError, type DiskFile, diskError } from './disk.ts';

const READ_PIECE = 262_144;
const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;

/** All paths lie below `root`, which is made when it is missing. */
export function createFsDisk(root: string): Disk {
  const at = (path: string): string => join(root, path);

  const syncFolder = async (folder: string): Promise<void> => {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      // A folder's time is that of the last parcel in it, to the second; it says nothing that we need. [EP1]
      await handle.utimes(0, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };

  /** A new folder is a new name in its parent: that one has to be synced as well. */
  const makeFolder = async (folder: string): Promise<void> => {
    const first = await mkdir(folder, { recursive: true, mode: OWNER_FOLDER });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = dirname(made))
      await syncFolder(dirname(made));
  };

  return {
    open: (path) =>
      guarded(async () => {
        const flags = constants.O_RDWR | constants.O_CREAT;
        const handle = await open(at(path), flags, OWNER_ONLY).catch(async (error: unknown) => {
          if (!isMissing(error)) throw error;
          await makeFolder(dirname(at(path)));
          return open(at(path), flags, OWNER_ONLY);
        });
        return fileOf(handle);
      }),
    rename: (from, to) =>
      guarded(async () => {
        await makeFolder(dirname(at(to)));
        await rename(at(from), at(to));
      }),
    syncFolder: (folder) => guarded(() => syncFolder(at(folder))),
    async *read(path, start, end) {
      const handle = await guarded(() => open(at(path), constants.O_RDONLY));
      try {
        for (let offset = start; offset < end; ) {
          const piece = new Uint8Array(Math.min(READ_PIECE, end - offset));
          const { bytesRead } = await guarded(() => handle.read(piece, 0, piece.length, offset));
          if (bytesRead === 0) throw new DiskError('broken', new Error('file is shorter than its row says'));
          offset += bytesRead;
          yield piece.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    },
    list: (folder) => guarded(() => readdir(at(folder)).catch(missingIs<string[]>([]))),
    unlink: (path) => guarded(() => unlink(at(path)).catch(missingIs<void>(undefined))),
    stat: (path) =>
      guarded(() => stat(at(path)).then((found) => ({ size: found.size }), missingIs<undefined>(undefined))),
  };
}

function fileOf(handle: FileHandle): DiskFile {
  return {
    write: (bytes, offset) =>
      guarded(async () => {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
          done += bytesWritten;
        }
      }),
    sync: () => guarded(() => handle.sync()),
    truncate: (size) => guarded(() => handle.truncate(size)),
    stamp: (milliseconds) => guarded(() => handle.utimes(milliseconds / 1000, milliseconds / 1000)),
    close: () => guarded(() => handle.close()),
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error);
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ENOENT';

function missingIs<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value;
    throw error;
  };
}
