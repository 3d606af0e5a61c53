/** Owns the second copy of saved records, outside the database and under the same keys: one file a row. Must never make a box. */
import type { Disk, Handle, JournalFiles, VaultBox } from '../store/disk.ts';
import { StoreFault } from '../store/fault.ts';
import type { RecordRow } from '../store/rows.ts';
import { concat, equalBytes } from '../wire/bytes.ts';
import { BOX_OVERHEAD } from './keys/box.ts';

/** Without a journal (no OPFS) everything here does nothing. [VLT16] */
export type Journal = {
  /** Durable and read back when it resolves. */
  put(row: RecordRow): Promise<void>;
  /** The row as it lies in the journal, unopened; null when there is none that could be one. */
  get(handle: Handle): Promise<RecordRow | null>;
  list(): Promise<Handle[]>;
  drop(handles: readonly Handle[]): Promise<void>;
  /** Writes a copy that is missing, cut short or different. */
  heal(row: RecordRow): Promise<void>;
};

/** Bodies are padded to a multiple of this, heads are shorter: that is how a file says where the body begins. [VLT5] */
const BODY_STEP = 4096;

const fileOf = ({ head, body }: RecordRow): VaultBox => concat(head, body) as VaultBox;

function rowOf(handle: Handle, file: VaultBox): RecordRow | null {
  const padded = file.length - 2 * BOX_OVERHEAD;
  if (padded < BODY_STEP) return null;
  const end = (padded % BODY_STEP) + BOX_OVERHEAD;
  return { handle, head: file.slice(0, end) as VaultBox, body: file.slice(end) as VaultBox };
}

export function openJournal({ journal }: Pick<Disk, 'journal'>): Journal {
  if (journal === null) {
    return {
      put: async () => undefined,
      get: async () => null,
      list: async () => [],
      drop: async () => undefined,
      heal: async () => undefined,
    };
  }
  return {
    put: (row) => journal.put(row.handle, fileOf(row)),
    async get(handle) {
      const file = await readable(journal, handle);
      return file === null ? null : rowOf(handle, file);
    },
    list: () => journal.list(),
    async drop(handles) {
      for (const handle of handles) await journal.remove(handle);
    },
    heal: (row) => healOne(journal, row.handle, fileOf(row)),
  };
}

async function healOne(journal: JournalFiles, handle: Handle, file: VaultBox): Promise<void> {
  const there = await readable(journal, handle);
  if (there === null || !equalBytes(there, file)) await journal.put(handle, file);
}

/** A copy that cannot be read is as good as none. */
async function readable(journal: JournalFiles, handle: Handle): Promise<VaultBox | null> {
  try {
    return await journal.get(handle);
  } catch (error) {
    if (error instanceof StoreFault) return null;
    throw error;
  }
}
