/** Owns the port to the disk and what its failures mean. Must never touch the disk itself. */

/** An open file. Every method rejects with a DiskError, or not at all. */
export type DiskFile = {
  /** Writes all of `bytes` at `offset`; readable at once, durable only after `sync`. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  /** The bytes written so far survive a power cut once this resolves. After a failure the file must not be synced again. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Sets the times that the file shows, so that they say no more than the day. [EP1] */
  stamp(milliseconds: number): Promise<void>;
  close(): Promise<void>;
};

/** Paths are relative, with `/`. */
export type Disk = {
  /** Opens for writing; makes the file, and the folders on the way, when they are missing. */
  open(path: string): Promise<DiskFile>;
  /** Atomic; replaces the target and makes its folder. Durable after `syncFolder` of both folders. */
  rename(from: string, to: string): Promise<void>;
  /** Names made, moved or removed in this folder survive a power cut once this resolves; the folder's own time is wiped. */
  syncFolder(folder: string): Promise<void>;
  /** The bytes from `start` up to `end`, without `end`, in pieces. */
  read(path: string, start: number, end: number): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Names of files and folders in a folder; none when it is missing. */
  list(folder: string): Promise<readonly string[]>;
  /** A file that is not there is fine. */
  unlink(path: string): Promise<void>;
  stat(path: string): Promise<{ readonly size: number } | undefined>;
};

/**
 * `full`: no room; what was durable still is. `busy`: too many files open; later it works. `broken`: the disk failed, and
 * nobody knows what it holds: never acknowledge, never sync again, stop, and recover from what is durable.
 */
export type DiskFault = 'full' | 'busy' | 'broken';

export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly fault: DiskFault;
  constructor(fault: DiskFault, cause: unknown) {
    super(`disk ${fault}`, { cause });
    this.fault = fault;
  }
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const BUSY = ['EMFILE', 'ENFILE', 'ENOMEM'];
const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;

/**
 * What an error says about the disk: a DiskError, or one of SQLite. Anything else says nothing: a connection that was reset has
 * a code of the operating system too, and must not look like a broken disk.
 */
export function faultOf(error: unknown): DiskFault | undefined {
  if (error instanceof DiskError) return error.fault;
  if (!(error instanceof Error)) return undefined;
  const { errcode } = error as Error & { errcode?: unknown };
  if (typeof errcode !== 'number') return undefined;
  const primary = errcode & 0xff;
  if (primary === SQLITE_FULL) return 'full';
  return primary === SQLITE_IOERR || primary === SQLITE_CORRUPT ? 'broken' : undefined;
}

/** An error that a call of the file system threw. */
export function diskError(error: unknown): DiskError {
  if (error instanceof DiskError) return error;
  const code = String((error as { code?: unknown } | null)?.code);
  if (FULL.includes(code)) return new DiskError('full', error);
  return new DiskError(BUSY.includes(code) ? 'busy' : 'broken', error);
}

/** Where a partial upload rests. */
export const partialPath = (org: string, upload: string): string => `partial/${org}-${upload}`;
/** Where a complete parcel rests: a folder an organisation, so that one can be handed over or removed. */
export const parcelPath = (org: string, parcel: string): string =>
  `parcels/${org}/${parcel.slice(0, 2)}/${parcel}`;
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const SMALL = 100;

/** A line of text in a small file; undefined when there is none. */
export async function readSmall(disk: Disk, path: string): Promise<string | undefined> {
  const found = await disk.stat(path);
  if (found === undefined || found.size === 0 || found.size > SMALL) return undefined;
  let text = '';
  for await (const piece of disk.read(path, 0, found.size)) text += new TextDecoder().decode(piece);
  return text.trim();
}

/** Durable when it resolves; after a cut there is the old text or the new one. `time`: what the file shows as its time, in milliseconds. */
export async function writeSmall(disk: Disk, path: string, text: string, time?: number): Promise<void> {
  const file = await disk.open(`${path}.new`);
  try {
    await file.truncate(0);
    await file.write(new TextEncoder().encode(text), 0);
    if (time !== undefined) await file.stamp(time);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(`${path}.new`, path);
  await disk.syncFolder(folderOf(path));
}
