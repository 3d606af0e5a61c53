/** Owns the step from "all bytes are here" to "stored, with a receipt". Must never sign before bytes and row are durable. */
import { keyId, sign } from '../crypto/minisign.ts';
import { dayOf } from '../domain/ports.ts';
import { base64 } from '../wire/bytes.ts';
import { encodeReceipt, RECEIPT_PURPOSE } from '../wire/receipt.ts';
import type { Store } from './deps.ts';
import { folderOf, parcelPath, partialPath } from './disk.ts';
import { createParcelHash, type ParcelHash } from './parcelHash.ts';

/** What became of a full partial: `lost` when the disk no longer has it, so that it starts again from nothing. */
export type Outcome = 'stored' | 'parcelMismatch' | 'lost';

type Full = {
  readonly org: string;
  readonly upload: string;
  readonly parcel: string;
  readonly length: number;
};

/**
 * Checks the hash, moves the file to its place and gives it the next sequence, in an order in which a crash after any
 * step is finished by calling it again. [UP3] `hash`: what the receiving requests computed, if they saw every byte.
 */
export async function complete(store: Store, full: Full, hash: ParcelHash | undefined): Promise<Outcome> {
  const { disk } = store;
  const partial = partialPath(full.org, full.upload);
  const place = parcelPath(full.org, full.parcel);
  if (await isStored(store, full.org, full.parcel)) {
    // The first verified copy won.
    await disk.unlink(partial);
    await markStored(store, full);
    return 'stored';
  }
  const here = await disk.stat(partial);
  const path = here === undefined ? place : partial;
  const found = here ?? (await disk.stat(place));
  if (found === undefined || found.size < full.length) {
    await setReceived(store, full, 0);
    return 'lost';
  }
  if (found.size > full.length) await cut(store, path, full.length);
  const named = hash?.fed === full.length ? hash.parcel() : await hashFile(store, path, full.length);
  if (named !== full.parcel) {
    await forget(store, full);
    await disk.unlink(path);
    return 'parcelMismatch';
  }
  if (path === partial) await disk.rename(partial, place);
  await disk.syncFolder(folderOf(place));
  await disk.syncFolder(folderOf(partial));
  await record(store, full);
  return 'stored';
}

/** One transaction: next sequence, receipt, row. Only for bytes that were checked and are durable. [UP4] */
export async function record(store: Store, full: Omit<Full, 'upload'>): Promise<void> {
  const { org, parcel, length: size } = full;
  const day = dayOf(store.clock.now());
  await store.rows.transaction().execute(async (tx) => {
    // Taking the sequence locks the organisation's row: whoever comes second waits, and then finds the parcel there.
    const { head: sequence } = await tx
      .updateTable('orgs')
      .set((row) => ({ head: row('head', '+', 1) }))
      .where('org', '=', org)
      .returning('head')
      .executeTakeFirstOrThrow();
    const endpoint = keyId(store.receiptKey.publicKey);
    const bytes = encodeReceipt({
      purpose: RECEIPT_PURPOSE,
      org,
      parcel,
      size,
      day,
      endpoint,
      epoch: store.epoch,
      sequence,
    });
    const signature = sign(store.sodium, RECEIPT_PURPOSE, bytes, store.receiptKey.secret);
    const row = { org, parcel, sequence, size, day, receipt: base64.encode(bytes), signature };
    const made = await tx
      .insertInto('parcels')
      .values(row)
      .onConflict((on) => on.doNothing())
      .returning('sequence')
      .executeTakeFirst();
    if (made === undefined) {
      // No hole: the number just taken goes back.
      await tx
        .updateTable('orgs')
        .set((was) => ({ head: was('head', '-', 1) }))
        .where('org', '=', org)
        .execute();
    }
    // Every upload of this parcel is done, also those under another secret.
    await tx
      .updateTable('uploads')
      .set((was) => ({ received: was.ref('length') }))
      .where('org', '=', org)
      .where('parcel', '=', parcel)
      .execute();
  });
}

/**
 * Row and bytes are both there. A row whose file is gone (a damaged disk, a backup that missed it) may be filled again:
 * its sequence and receipt stay as they are.
 */
export async function isStored(store: Store, org: string, parcel: string): Promise<boolean> {
  const row = await store.rows
    .selectFrom('parcels')
    .select('size')
    .where('org', '=', org)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  if (row === undefined) return false;
  return (await store.disk.stat(parcelPath(org, parcel)))?.size === row.size;
}

export async function hashFile(store: Store, path: string, length: number): Promise<string | undefined> {
  const hash = createParcelHash();
  for await (const piece of store.disk.read(path, 0, length)) hash.feed(piece);
  return hash.parcel();
}

async function cut(store: Store, path: string, size: number): Promise<void> {
  const file = await store.disk.open(path);
  try {
    await file.truncate(size);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function setReceived(
  store: Store,
  full: Pick<Full, 'org' | 'upload'>,
  received: number,
): Promise<void> {
  await store.rows
    .updateTable('uploads')
    .set({ received })
    .where('org', '=', full.org)
    .where('upload', '=', full.upload)
    .execute();
}

const markStored = (store: Store, full: Full): Promise<void> => setReceived(store, full, full.length);

/** Drops the row of an upload. */
export async function forget(
  store: Store,
  upload: { readonly org: string; readonly upload: string },
): Promise<void> {
  await store.rows
    .deleteFrom('uploads')
    .where('org', '=', upload.org)
    .where('upload', '=', upload.upload)
    .execute();
}
