/** Owns putting rows and bucket in order, beside other processes at work. Must never remove what one of them may still count. */
import { isBucket } from '../../wire/buckets.ts';
import type { Store } from '../deps.ts';
import { hashOf, record } from '../uploads/completion.ts';
import { goneAlready, type Uploads } from '../uploads/uploads.ts';
import type { Bucket } from './bucket.ts';
import { parcelPath } from './disk.ts';
import { SPOOL } from './spool.ts';

/** An object without a row may belong to a request that is still running, in any process: after a day it does not. */
const GRACE_MS = 86_400_000;
const BATCH = 500;

/** Before the first request. `restored`: an older copy of the rows was put back. */
export async function recoverBucket(
  store: Store,
  bucket: Bucket,
  uploads: Uploads,
  restored: boolean,
): Promise<void> {
  for (const name of await store.disk.list(SPOOL)) await store.disk.unlink(`${SPOOL}/${name}`);
  await finishFull(store, uploads);
  if (restored) await takeInObjects(store, bucket);
}

/** Once a day. */
export async function collectBucket(store: Store, bucket: Bucket, uploads: Uploads): Promise<void> {
  await finishFull(store, uploads);
  await dropPartsOfStored(store, bucket);
  await dropUnknownParts(store, bucket);
}

/** Uploads whose last byte was counted, but whose process died before they were stored. */
async function finishFull({ rows }: Store, uploads: Uploads): Promise<void> {
  const full = await rows
    .selectFrom('uploads')
    .leftJoin('parcels', (on) =>
      on.onRef('parcels.org', '=', 'uploads.org').onRef('parcels.parcel', '=', 'uploads.parcel'),
    )
    .select(['uploads.org', 'uploads.upload'])
    .whereRef('uploads.received', '=', 'uploads.length')
    .where('parcels.parcel', 'is', null)
    .execute();
  for (const { org, upload } of full) await uploads.settle(org, upload).catch(goneAlready);
}

/** Of an upload that another one of the same parcel overtook. */
async function dropPartsOfStored({ rows }: Store, bucket: Bucket): Promise<void> {
  const left = await rows
    .selectFrom('parts')
    .innerJoin('uploads', (on) =>
      on.onRef('uploads.org', '=', 'parts.org').onRef('uploads.upload', '=', 'parts.upload'),
    )
    .innerJoin('parcels', (on) =>
      on.onRef('parcels.org', '=', 'uploads.org').onRef('parcels.parcel', '=', 'uploads.parcel'),
    )
    .select(['parts.org', 'parts.upload', 'parts.object'])
    .whereRef('uploads.received', '=', 'uploads.length')
    .execute();
  for (const { org, upload, object } of left) {
    await rows
      .deleteFrom('parts')
      .where('org', '=', org)
      .where('upload', '=', upload)
      .where('object', '=', object)
      .execute();
    await bucket.remove(object);
  }
}

/** What a request put and could not count any more. */
async function dropUnknownParts({ rows, clock }: Store, bucket: Bucket): Promise<void> {
  const look = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const known = await rows.selectFrom('parts').select('object').where('object', 'in', keys).execute();
    const kept = new Set(known.map(({ object }) => object));
    for (const key of keys) if (!kept.has(key)) await bucket.remove(key);
  };
  let old: string[] = [];
  for await (const { key, changed } of bucket.list('partial/')) {
    if (changed > clock.now() - GRACE_MS) continue;
    old.push(key);
    if (old.length < BATCH) continue;
    await look(old);
    old = [];
  }
  await look(old);
}

/** Whole objects that came after the rows were copied: their senders may have been told that they are stored. */
async function takeInObjects(store: Store, bucket: Bucket): Promise<void> {
  const { rows } = store;
  for (const { org } of await rows.selectFrom('orgs').select('org').execute()) {
    const found = await rows.selectFrom('parcels').select('parcel').where('org', '=', org).execute();
    const stored = new Set(found.map(({ parcel }) => parcel));
    for await (const { key } of bucket.list(`parcels/${org}/`)) {
      const parcel = key.slice(key.lastIndexOf('/') + 1);
      if (stored.has(parcel) || key !== parcelPath(org, parcel)) continue;
      const length = (await bucket.size(key)) ?? 0;
      if (isBucket(length) && (await hashOf(bucket.read(key, 0, length))) === parcel)
        await record(store, { org, parcel, length });
    }
  }
}
