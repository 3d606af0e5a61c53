/** Owns finding stored bytes that changed by themselves. Must never remove the only copy of anything. */

import type { Store } from '../deps.ts';
import { hashOf } from '../uploads/completion.ts';
import { createParcelHash } from '../uploads/parcelHash.ts';
import { folderOf, parcelPath } from './disk.ts';

/** Days in which everything is read once. */
const ROUND = 32;
const FOLDERS = 256;
const ASIDE = 'damaged';

/**
 * Reads a part of all sealed files again, another one each day, and compares them with their names. What differs is put aside
 * into `damaged/`: its parcel then counts as missing, so that whoever still holds the file can bring it again, under the receipt
 * that it has. Gives how many were found. With a bucket that is the bucket's business. [UP3] S12
 */
export async function scrub(store: Store, day: number, signal: AbortSignal): Promise<number> {
  const { rows, disk } = store;
  const share = FOLDERS / ROUND;
  const first = (day % ROUND) * share;
  let found = 0;
  for (const { org } of await rows.selectFrom('orgs').select('org').execute()) {
    for (let folder = first; folder < first + share && !signal.aborted; folder += 1) {
      const prefix = folder.toString(16).padStart(2, '0');
      const parcels = await rows
        .selectFrom('parcels')
        .select('parcel')
        .where('org', '=', org)
        .where('parcel', '>=', prefix)
        .where('parcel', '<', `${prefix}g`)
        .execute();
      for (const { parcel } of parcels) if (await isDamaged(store, org, parcel)) found += 1;
    }
  }
  if (found > 0) await disk.syncFolder(ASIDE);
  return found;
}

async function isDamaged({ rows, disk, blobs }: Store, org: string, parcel: string): Promise<boolean> {
  const small = await rows
    .selectFrom('small')
    .select('bytes')
    .where('org', '=', org)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  const aside = `${ASIDE}/${org}-${parcel}`;
  if (small !== undefined) {
    const hash = createParcelHash();
    hash.feed(small.bytes);
    if (hash.parcel() === parcel) return false;
    const file = await disk.open(aside);
    try {
      await file.write(small.bytes, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.syncFolder(ASIDE);
    await rows.deleteFrom('small').where('org', '=', org).where('parcel', '=', parcel).execute();
    return true;
  }
  const size = await blobs.size(org, parcel);
  if (size === undefined) return false;
  const path = parcelPath(org, parcel);
  if ((await hashOf(disk.read(path, 0, size))) === parcel) return false;
  await disk.rename(path, aside);
  await disk.syncFolder(folderOf(path));
  return true;
}
