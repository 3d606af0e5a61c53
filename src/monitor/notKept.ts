/** Owns remembering, locked, that something could not be kept, until the person can be told. Must never keep what it was. */
import type { Vault } from '../vault/api.ts';

const SEALING_RECORD = 'monitor/sealing';

export type NotKept = ReturnType<typeof createNotKept>;

export function createNotKept(vault: Pick<Vault, 'getRecord' | 'putRecord' | 'deleteRecord'>) {
  let capture = false;

  return {
    /** Files are being sealed, or none is any more. What ends in between, and be it the phone, leaves the mark. */
    async sealing(now: boolean): Promise<void> {
      // Where not even this can be written, sealing itself will tell why.
      if (now) await vault.putRecord(SEALING_RECORD, new Uint8Array(1));
      else await vault.deleteRecord(SEALING_RECORD);
    },

    /** While locked nobody may be told, and nothing can be written: only this page knows. */
    captureLost(): void {
      capture = true;
    },

    /** Told once: the code of what was lost, or null. */
    async take(): Promise<'captureNotKept' | 'fileNotKept' | null> {
      if (capture) {
        capture = false;
        return 'captureNotKept';
      }
      if (!(await vault.getRecord(SEALING_RECORD)).ok) return null;
      await vault.deleteRecord(SEALING_RECORD);
      return 'fileNotKept';
    },
  };
}
