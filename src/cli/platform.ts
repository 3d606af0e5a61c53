/** Owns Node's time, chance, network and files for the commands. Must never decide anything. */
import { createHash, randomFillSync, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Rng } from '../domain/ports.ts';
import type { Bytes } from '../wire/bytes.ts';
import { Unusable } from './io.ts';

export const nodeClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const timer = setTimeout(done, Math.max(0, milliseconds));
      const end = (): void => {
        clearTimeout(timer);
        done();
      };
      signal?.addEventListener('abort', end, { once: true });
    }),
};

export const nodeRng: Rng = (n) => randomFillSync(new Uint8Array(n));

export const nodeSend = (request: Request): Promise<Response> => fetch(request);

export const nodeDigest = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** Writes a file so that a crash leaves the old bytes or the new ones, readable by the owner only. */
export async function writeDurably(
  path: string,
  data: AsyncIterable<Uint8Array> | Uint8Array | string,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    const file = await open(partial, 'wx', 0o600);
    try {
      const pieces = typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(dirname(path));
  } finally {
    await rm(partial, { force: true });
  }
}

/** Makes the names in a folder durable, where the platform can. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** A small file as text, or undefined where there is none. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const SQLITE_BUSY = 5;

/**
 * Runs `work` while nobody else holds the lock file `path`. The lock is SQLite's own on an empty database: it is gone with
 * the process, and no two can take over a stale one at once. The file stays, for to remove it would let in a second holder.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(path);
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return await work();
  } catch (error) {
    const taken = (error as { errcode?: unknown } | null)?.errcode === SQLITE_BUSY;
    throw taken ? new Unusable(`${path}: in use by another command`) : error;
  } finally {
    lock.close();
  }
}
