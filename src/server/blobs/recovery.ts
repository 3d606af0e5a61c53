/** Owns putting the store in order at the start and once a day. Must never drop a byte that was acknowledged. */
import { addDays } from '../../domain/day.ts';
import { dayOf } from '../../domain/ports.ts';
import { isBucket } from '../../wire/buckets.ts';
import type { Store } from '../deps.ts';
import { hashOf, record } from '../uploads/completion.ts';
import { goneAlready, type Uploads } from '../uploads/uploads.ts';
import { collectBucket } from './bucketRecovery.ts';
import { folderOf, parcelPath } from './disk.ts';

/**
 * Finishes or removes what a crash left half done on the disk. Runs before the first request, so its cost must not grow with
 * what is stored: only uploads under way are looked at, by their files and by their rows. [UP3]
 */
export async function recover(store: Store, uploads: Uploads): Promise<void> {
  const { rows, disk } = store;
  const begun = await rows
    .selectFrom('uploads')
    .select(['org', 'upload'])
    .whereRef('received', '<', 'length')
    .where('received', '>', 0)
    .execute();
  for (const { org, upload } of begun) await uploads.settle(org, upload);
  for (const name of await disk.list('partial')) {
    const [org = '', upload = ''] = name.split('-');
    // Full, and died before it was stored.
    await uploads.settle(org, upload).catch(goneAlready);
    if (!(await isOpen(store, org, upload))) await disk.unlink(`partial/${name}`);
  }
}

/**
 * A file without a row came after the database was copied, when an older copy was put back, or its process died between
 * the two: what is whole gets a row, for its sender may have been told that it is stored. Of an unknown organisation nothing is
 * touched. Looks at everything stored, so it runs beside the first requests. S6
 */
export async function takeInOrphans(store: Store, signal: AbortSignal): Promise<void> {
  const { rows, disk } = store;
  const orgs = new Set((await rows.selectFrom('orgs').select('org').execute()).map(({ org }) => org));
  for (const org of await disk.list('parcels')) {
    if (!orgs.has(org)) continue;
    for (const folder of await disk.list(`parcels/${org}`)) {
      if (signal.aborted) return;
      const names = await disk.list(`parcels/${org}/${folder}`);
      const found = await rows
        .selectFrom('parcels')
        .select('parcel')
        .where('org', '=', org)
        .where('parcel', '>=', folder)
        // Beyond the last hexadecimal digit.
        .where('parcel', '<', `${folder}g`)
        .execute();
      const stored = new Set(found.map(({ parcel }) => parcel));
      for (const name of names) if (!stored.has(name)) await takeIn(store, org, name);
    }
  }
}

async function takeIn(store: Store, org: string, parcel: string): Promise<void> {
  const { disk } = store;
  const path = parcelPath(org, parcel);
  const length = (await disk.stat(path))?.size ?? 0;
  if (isBucket(length) && (await hashOf(disk.read(path, 0, length))) === parcel) {
    await disk.syncFolder(folderOf(path));
    await record(store, { org, parcel, length });
  } else await disk.unlink(path);
}

async function isOpen(store: Store, org: string, upload: string): Promise<boolean> {
  const row = await store.rows
    .selectFrom('uploads')
    .select('upload')
    .where('org', '=', org)
    .where('upload', '=', upload)
    .whereRef('received', '<', 'length')
    .executeTakeFirst();
  return row !== undefined;
}

/** Drops uploads that nobody continued for long, and invites that expired: once a day. */
export async function collect(store: Store, uploads: Uploads): Promise<void> {
  const { rows, clock, config } = store;
  const today = dayOf(clock.now());
  const stale = await rows
    .selectFrom('uploads')
    .select(['org', 'upload'])
    .where('day', '<', addDays(today, -config.uploadDays))
    .execute();
  for (const { org, upload } of stale) await uploads.remove(org, upload).catch(goneAlready);
  await rows.deleteFrom('invites').where('expires', '<', addDays(today, -config.uploadDays)).execute();
  if (store.bucket !== undefined) await collectBucket(store, store.bucket, uploads);
}
