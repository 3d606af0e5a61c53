/** Owns putting the store in order at the start and once a day. Must never drop a byte that was acknowledged. */
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { isBucket } from '../wire/buckets.ts';
import { collectBucket } from './bucketRecovery.ts';
import { hashOf, record } from './completion.ts';
import type { Store } from './deps.ts';
import { folderOf, parcelPath, partialPath } from './disk.ts';
import { goneAlready, type Uploads } from './uploads.ts';

/** Finishes or removes what a crash left half done on the disk. Runs before the first request. [UP3] */
export async function recover(store: Store, uploads: Uploads): Promise<void> {
  const { rows, disk } = store;
  const known = await rows
    .selectFrom('uploads')
    .select(['org', 'upload', 'parcel', 'length', 'received'])
    .execute();
  const partials = new Set(await disk.list('partial'));
  const claimed = new Set<string>();
  for (const row of known) {
    const name = partialPath(row.org, row.upload).slice('partial/'.length);
    if (row.received > 0) await uploads.settle(row.org, row.upload);
    if (await isOpen(store, row.org, row.upload)) claimed.add(name);
  }
  for (const name of partials) if (!claimed.has(name)) await disk.unlink(`partial/${name}`);
  await takeInOrphans(store);
}

/**
 * A file without a row came after the database was copied, when an older copy was put back: what is whole gets a row again,
 * for its sender may have been told that it is stored. Of an unknown organisation nothing is touched.
 */
async function takeInOrphans(store: Store): Promise<void> {
  const { rows, disk } = store;
  const orgs = new Set((await rows.selectFrom('orgs').select('org').execute()).map(({ org }) => org));
  for (const org of await disk.list('parcels')) {
    if (!orgs.has(org)) continue;
    const found = await rows.selectFrom('parcels').select('parcel').where('org', '=', org).execute();
    const stored = new Set(found.map(({ parcel }) => parcel));
    for (const folder of await disk.list(`parcels/${org}`)) {
      for (const name of await disk.list(`parcels/${org}/${folder}`)) {
        if (stored.has(name)) continue;
        const path = parcelPath(org, name);
        const length = (await disk.stat(path))?.size ?? 0;
        if (isBucket(length) && (await hashOf(disk.read(path, 0, length))) === name) {
          await disk.syncFolder(folderOf(path));
          await record(store, { org, parcel: name, length });
        } else await disk.unlink(path);
      }
    }
  }
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
