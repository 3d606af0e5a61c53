/** Owns sealed files on one disk: appended, checked, renamed to their place. Must never count a byte that is not synced. */
import { dayOf } from '../../domain/ports.ts';
import type { Base } from '../deps.ts';
import { Refusal } from '../replies.ts';
import { forget, hashOf, isStored, record, setReceived } from '../uploads/completion.ts';
import { createParcelHash, type ParcelHash } from '../uploads/parcelHash.ts';
import { createSmall, smallBytes } from '../uploads/small.ts';
import type { Blobs, Place, UploadName, Writing } from './blobs.ts';
import { type DiskFile, faultOf, folderOf, parcelPath, partialPath } from './disk.ts';

/** Hash states kept for uploads that go on; others are computed again from the file. */
const HASHES = 512;
const DAY = 86_400_000;

export function createDiskBlobs(store: Base): Blobs {
  const { rows, disk, clock } = store;
  const hashes = new Map<string, ParcelHash>();

  const remember = ({ org, upload }: UploadName, hash: ParcelHash | undefined): void => {
    const key = `${org}-${upload}`;
    hashes.delete(key);
    if (hash === undefined) return;
    hashes.set(key, hash);
    for (const oldest of hashes.keys()) {
      if (hashes.size <= HASHES) break;
      hashes.delete(oldest);
    }
  };
  const remembered = ({ org, upload }: UploadName): ParcelHash | undefined => hashes.get(`${org}-${upload}`);

  const count = async (place: Place, received: number): Promise<void> => {
    await rows
      .updateTable('uploads')
      .set({ received, day: dayOf(clock.now()) })
      .where('org', '=', place.org)
      .where('upload', '=', place.upload)
      // A copy of the same parcel may have been completed meanwhile; that must not be undone.
      .where('received', '<', received)
      .execute();
  };

  const writingTo = (place: Place, file: DiskFile): Writing => {
    const known = remembered(place);
    const hash =
      place.received === 0 ? createParcelHash() : known?.fed === place.received ? known.fork() : undefined;
    let durable = place.received;
    let written = place.received;
    return {
      async write(bytes) {
        // The disk works while we hash.
        const put = file.write(bytes, written);
        hash?.feed(bytes);
        await put;
        written += bytes.length;
      },
      async settle() {
        if (written > durable) {
          await file.stamp(Math.floor(clock.now() / DAY) * DAY);
          await file.sync();
          await count(place, written);
          durable = written;
        }
        remember(place, hash);
      },
      async undo(error) {
        remember(place, known?.fed === durable ? known : undefined);
        if (error instanceof Refusal || faultOf(error) === 'full') await file.truncate(durable);
      },
      close: () => file.close(),
    };
  };

  const cut = async (path: string, size: number): Promise<void> => {
    const file = await disk.open(path);
    try {
      await file.truncate(size);
      await file.sync();
    } finally {
      await file.close();
    }
  };

  const blobs: Blobs = {
    small: createSmall(store),
    async write(place) {
      const path = partialPath(place.org, place.upload);
      const fresh = place.received === 0 && (await disk.stat(path)) === undefined;
      const file = await disk.open(path);
      try {
        if (fresh) await disk.syncFolder(folderOf(path));
        return writingTo(place, file);
      } catch (error) {
        await file.close();
        throw error;
      }
    },
    async complete(full) {
      const { org, parcel, length } = full;
      const hash = remembered(full);
      remember(full, undefined);
      const partial = partialPath(org, full.upload);
      const place = parcelPath(org, parcel);
      if (await isStored({ rows, blobs }, org, parcel)) {
        // The first verified copy won.
        await disk.unlink(partial);
        await setReceived(rows, full, length);
        return 'stored';
      }
      const here = await disk.stat(partial);
      const path = here === undefined ? place : partial;
      const found = here ?? (await disk.stat(place));
      if (found === undefined || found.size < length) {
        await setReceived(rows, full, 0);
        return 'lost';
      }
      if (found.size > length) await cut(path, length);
      const named = hash?.fed === length ? hash.parcel() : await hashOf(disk.read(path, 0, length));
      if (named !== parcel) {
        await forget(rows, full);
        await disk.unlink(path);
        return 'parcelMismatch';
      }
      if (path === partial) await disk.rename(partial, place);
      await disk.syncFolder(folderOf(place));
      await disk.syncFolder(folderOf(partial));
      await record(store, full);
      return 'stored';
    },
    async discard(upload) {
      await forget(rows, upload);
      await disk.unlink(partialPath(upload.org, upload.upload));
      remember(upload, undefined);
    },
    async reconcile(place) {
      const size = (await disk.stat(partialPath(place.org, place.upload)))?.size ?? 0;
      if (place.received < place.length && size < place.received) await setReceived(rows, place, size);
    },
    size: async (org, parcel) =>
      (await smallBytes(rows, org, parcel))?.length ?? (await disk.stat(parcelPath(org, parcel)))?.size,
    async *read(org, parcel, start, end) {
      const bytes = await smallBytes(rows, org, parcel);
      if (bytes === undefined) yield* disk.read(parcelPath(org, parcel), start, end);
      else yield new Uint8Array(bytes.subarray(start, end));
    },
  };
  return blobs;
}
