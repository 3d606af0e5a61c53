/** Owns putting the store in order at the start and once a day. Must never drop a byte that was acknowledged. */
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import type { Store } from './deps.ts';
import { parcelPath, partialPath } from './disk.ts';
import type { Uploads } from './uploads.ts';

/** Finishes or removes what a crash left half done. Runs before the first request. [UP3] */
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
  await collectOrphans(store);
}

/** A stored parcel has a row; a file without one was never acknowledged as stored, and its sender still has it. */
async function collectOrphans(store: Store): Promise<void> {
  const { rows, disk } = store;
  for (const org of await disk.list('parcels')) {
    const found = await rows.selectFrom('parcels').select('parcel').where('org', '=', org).execute();
    const stored = new Set(found.map(({ parcel }) => parcel));
    for (const folder of await disk.list(`parcels/${org}`)) {
      for (const name of await disk.list(`parcels/${org}/${folder}`)) {
        if (!stored.has(name)) await disk.unlink(parcelPath(org, name));
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
  for (const { org, upload } of stale) await uploads.remove(org, upload);
  await rows.deleteFrom('invites').where('expires', '<', addDays(today, -config.uploadDays)).execute();
}
