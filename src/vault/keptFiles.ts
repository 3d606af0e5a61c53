/** Owns keeping files that are sealed already (a desk's), written piece by piece. Must never look inside them. */
import { err, ok, type Result } from '../domain/result.ts';
import { createHandle, type Handle, type SealedFile, type SealedWriter } from '../store/disk.ts';
import type { Bytes } from '../wire/bytes.ts';
import type { VaultCode } from './api.ts';
import { withOpen } from './drafts/drafts.ts';
import { caught, type Room } from './room.ts';

export type KeptFiles = {
  begin(): Promise<Result<Handle, VaultCode>>;
  write(handle: Handle, at: number, bytes: Bytes): Promise<Result<true, VaultCode>>;
  end(handle: Handle): Promise<Result<true, VaultCode>>;
  remove(handle: Handle): Promise<Result<true, VaultCode>>;
};

export function createKeptFiles(room: Room): KeptFiles {
  const writers = new Map<Handle, SealedWriter>();
  return {
    begin: () =>
      withOpen(room, async () => {
        const handle = createHandle(room.rng);
        writers.set(handle, await room.disk.kept.create(handle));
        return ok(handle);
      }),
    write: (handle, at, bytes) =>
      caught(async () => {
        const writer = writers.get(handle);
        if (writer === undefined) return err('notFound');
        await writer.write(at, bytes as SealedFile);
        return ok(true);
      }),
    end: (handle) =>
      caught(async () => {
        const writer = writers.get(handle);
        if (writer === undefined) return err('notFound');
        writers.delete(handle);
        try {
          await writer.flush();
        } finally {
          await writer.close();
        }
        return ok(true);
      }),
    remove: (handle) =>
      caught(async () => {
        await writers.get(handle)?.close();
        writers.delete(handle);
        await room.disk.kept.remove(handle);
        return ok(true);
      }),
  };
}
