/** Owns a database that does not open: noticing it, and making it anew from the journal. Must never delete what has no second copy. */
import { err, ok, type Result } from '../domain/result.ts';
import { StoreFault } from '../store/fault.ts';
import type { Keyring } from './keys/keyring.ts';
import { recover } from './recover.ts';
import type { Ready, Room } from './room.ts';

/**
 * At the start. A connection that was lost has been opened again by now, so a failure here is one of the database itself.
 * One of a newer version, and one that another tab holds, are other faults and go on. [VLT14] [VLT16]
 */
export async function probeRows(room: Room): Promise<void> {
  try {
    await room.rows.meta('marker');
    room.rowsBroken = false;
  } catch (error) {
    const broken = error instanceof StoreFault && error.code === 'storageFailed';
    if (!broken || room.disk.journal === null) throw error;
    room.rowsBroken = true;
  }
}

/**
 * At unlock: only the keys say what must be there. One may be without a copy, that of a save which was cut off; with more,
 * as in a vault that never had a journal, the old database is left as it is: another start may open it. [VLT16]
 */
export async function rebuildRows(
  room: Room,
  files: Ready,
  keyring: Keyring,
): Promise<Result<true, 'storageFailed'>> {
  const there = new Set(await room.disk.journal?.list());
  const handles = keyring.handles();
  const missing = handles.filter((handle) => !there.has(handle)).length;
  if (missing > 1 || missing === handles.length) return err('storageFailed', 'database');
  await replaceRows(room);
  await recover(room, files);
  return ok(true);
}

/** Nothing of it is needed any more, or everything has a second copy. */
export async function replaceRows(room: Room): Promise<void> {
  await room.rows.destroy();
  room.rowsBroken = false;
}

/**
 * What is wrong where no keystore opens; null: nothing, there is no vault. Nothing is saved before both copies were whole
 * once, so a first write that was cut off is known by there being no record, neither in the database nor in the journal.
 * With both files gone the database alone decides: a journal may outlive a wipe whose deletions were not durable. [VLT3]
 */
export async function brokenBy(
  { rows, disk }: Room,
  code: 'noVault' | 'unfinished' | 'keystoreDamagedBoth' | 'newer',
): Promise<Room['broken']> {
  if (code === 'newer' || code === 'keystoreDamagedBoth') return code;
  if ((await rows.records()).length > 0) return 'keystoreDamagedBoth';
  const copies = code === 'unfinished' ? ((await disk.journal?.list()) ?? []) : [];
  return copies.length > 0 ? 'keystoreDamagedBoth' : null;
}
