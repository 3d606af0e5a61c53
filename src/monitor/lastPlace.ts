/** Owns remembering, locked, where the person left off; what it keeps is opened by their words alone. */
import type { Vault } from '../vault/api.ts';
import { parseUtf8, utf8 } from '../wire/bytes.ts';
import { START } from './place.ts';

const PLACE_RECORD = 'monitor/place';
const LONGEST = 64;

export function createLastPlace(vault: Pick<Vault, 'getRecord' | 'putRecord'>) {
  let wanted = START;
  let kept: string | null = null;
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (kept !== wanted) {
      const path = wanted;
      kept = path;
      const written = await vault.putRecord(PLACE_RECORD, utf8(path));
      if (written.ok) continue;
      // Nothing of worth is lost: the next opening begins somewhere before.
      kept = null;
      return;
    }
  }

  return {
    /** Written as soon as the write before it is done; of several moves meanwhile only the last. */
    keep(path: string): Promise<void> {
      if (path.length > LONGEST) return Promise.resolve();
      wanted = path;
      writing ??= write().finally(() => {
        writing = null;
      });
      return writing;
    },

    /** Where it was; the start when nothing is known. */
    async read(): Promise<string> {
      const record = await vault.getRecord(PLACE_RECORD);
      const text = record.ok ? parseUtf8(record.value) : record;
      kept = text.ok ? text.value : START;
      wanted = kept;
      return kept.startsWith('/') ? kept : START;
    },
  };
}
