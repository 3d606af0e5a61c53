/** Owns the proof that one process alone uses a data folder. Must never outlive the process: the system drops it with it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Takes the folder, or gives undefined when another process has it. The lock is SQLite's own on an empty database: unlike
 * a file with a process id it is gone after `kill -9`, and no number can be taken for somebody else's.
 */
export function takeFolder(folder: string): { release(): void } | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, 'lock'));
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: unknown }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
