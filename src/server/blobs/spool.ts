/** Owns short-lived files on this machine for bytes on their way to the bucket. Must never be what an answer relies on. */
import { createHash, type Hash } from 'node:crypto';
import type { Rng } from '../../domain/ports.ts';
import { toHex } from '../../wire/bytes.ts';
import type { Disk, DiskFile } from './disk.ts';

export const SPOOL = 'spool';
/** Less than this stays in memory: most requests of phones. */
const IN_MEMORY = 262_144;

export type Spooled = {
  /** Bytes since the start or the last `restart`. */
  readonly size: number;
  write(bytes: Uint8Array): Promise<void>;
  /** SHA-256 of these bytes, hex. */
  sha256(): string;
  read(): AsyncIterable<Uint8Array>;
  /** Forgets them. */
  restart(): void;
  /** Forgets them, and the file too. */
  close(): Promise<void>;
};

export function createSpool(disk: Disk, rng: Rng): { open(): Promise<Spooled> } {
  return { open: async () => spooledOn(disk, `${SPOOL}/${toHex(rng(16))}`) };
}

function spooledOn(disk: Disk, path: string): Spooled {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let written = 0;
  let hash: Hash = createHash('sha256');
  let file: DiskFile | undefined;

  const flush = async (): Promise<void> => {
    file ??= await disk.open(path);
    const parts = held;
    held = [];
    heldBytes = 0;
    for (const part of parts) {
      await file.write(part, written);
      written += part.length;
    }
  };

  return {
    get size() {
      return written + heldBytes;
    },
    async write(bytes) {
      // The caller uses the memory again.
      held.push(new Uint8Array(bytes));
      heldBytes += bytes.length;
      hash.update(bytes);
      if (heldBytes >= IN_MEMORY) await flush();
    },
    sha256: () => hash.copy().digest('hex'),
    async *read() {
      if (written > 0) yield* disk.read(path, 0, written);
      yield* held;
    },
    restart() {
      held = [];
      heldBytes = 0;
      written = 0;
      hash = createHash('sha256');
    },
    async close() {
      held = [];
      if (file === undefined) return;
      await file.close();
      await disk.unlink(path);
    },
  };
}
