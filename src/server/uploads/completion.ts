/** Owns the step from "all bytes are here" to "stored, with a receipt". Must never sign before bytes and row are durable. */
import { keyId } from '../../crypto/minisign.ts';
import { dayOf } from '../../domain/ports.ts';
import { base64 } from '../../wire/bytes.ts';
import type { Usage } from '../../wire/endpointApi.ts';
import { encodeReceipt, RECEIPT_PURPOSE } from '../../wire/receipt.ts';
import type { Place, UploadName } from '../blobs/blobs.ts';
import type { Base, Store } from '../deps.ts';
import type { Rows, Tables } from '../rows.ts';
import { createParcelHash } from './parcelHash.ts';

/** The row of a stored parcel, with its receipt. [UP4] */
export function rowOf(
  store: Base,
  stored: Pick<Tables['parcels'], 'org' | 'parcel' | 'sequence' | 'size' | 'day'>,
): Tables['parcels'] {
  const endpoint = keyId(store.receiptKey.publicKey);
  const { org, parcel, sequence, size, day } = stored;
  const purpose = RECEIPT_PURPOSE;
  const bytes = encodeReceipt({ purpose, org, parcel, size, day, endpoint, epoch: store.epoch, sequence });
  const signature = store.signer.sign(RECEIPT_PURPOSE, bytes);
  return { org, parcel, sequence, size, day, receipt: base64.encode(bytes), signature };
}

/** One transaction: next sequence, receipt, row. Only for bytes that were checked and are durable. [UP4] */
export async function record(store: Base, full: Pick<Place, 'org' | 'parcel' | 'length'>): Promise<void> {
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
    const row = rowOf(store, { org, parcel, sequence, size, day });
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
    } else {
      await tx
        .updateTable('usage')
        .set((was) => ({ bytes: was('bytes', '+', size) }))
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
export async function isStored(
  store: Pick<Store, 'rows' | 'blobs'>,
  org: string,
  parcel: string,
): Promise<boolean> {
  const row = await store.rows
    .selectFrom('parcels')
    .select('size')
    .where('org', '=', org)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  if (row === undefined) return false;
  return (await store.blobs.size(org, parcel)) === row.size;
}

/**
 * Bytes that an organisation stores, and how many it could: what it is allowed, or what the disk has room for. So its desk can
 * warn before uploads are refused. [EP7]
 */
export async function usageOf(
  store: Pick<Store, 'rows' | 'config' | 'bucket' | 'free'>,
  org: string,
): Promise<Usage> {
  const bytes = await storedBytes(store.rows, org);
  // With a bucket the disk here only holds bytes on their way.
  const free = store.bucket === undefined ? await store.free?.() : undefined;
  const limits = [store.config.orgBytes, free === undefined ? undefined : bytes + coarse(free)];
  const known = limits.filter((limit) => limit !== undefined);
  return { bytes, limit: known.length === 0 ? null : Math.min(...known) };
}

/** A power of two: exact, it would tell one organisation when another one's reports arrive. */
const coarse = (bytes: number): number => (bytes < 1 ? 0 : 2 ** Math.floor(Math.log2(bytes)));

async function storedBytes(rows: Rows, org: string): Promise<number> {
  const row = await rows.selectFrom('usage').select('bytes').where('org', '=', org).executeTakeFirst();
  return row?.bytes ?? 0;
}

/**
 * A new upload may begin: what is stored, what those under way will bring, and this one. What strangers promise counts for strangers
 * only, or nobody else could begin. One that began may end.
 */
export async function hasRoom(
  { rows, config }: Pick<Store, 'rows' | 'config'>,
  org: string,
  length: number,
  pooled: boolean,
): Promise<boolean> {
  if (config.orgBytes === undefined) return true;
  let promised = rows
    .selectFrom('uploads')
    .select(({ fn }) => fn.sum<number>('length').as('bytes'))
    .where('org', '=', org)
    .whereRef('received', '<', 'length');
  if (!pooled)
    promised = promised.where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('poolPlaces')
            .select('poolPlaces.upload')
            .whereRef('poolPlaces.org', '=', 'uploads.org')
            .whereRef('poolPlaces.upload', '=', 'uploads.upload'),
        ),
      ),
    );
  const open = await promised.executeTakeFirst();
  return (await storedBytes(rows, org)) + Number(open?.bytes ?? 0) + length <= config.orgBytes;
}

/** The parcel id of these bytes. */
export async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const hash = createParcelHash();
  for await (const piece of bytes) hash.feed(piece);
  return hash.parcel();
}

export async function setReceived(rows: Rows, { org, upload }: UploadName, received: number): Promise<void> {
  await rows
    .updateTable('uploads')
    .set({ received })
    .where('org', '=', org)
    .where('upload', '=', upload)
    .execute();
}

/** Drops the row of an upload. */
export async function forget(rows: Rows, { org, upload }: UploadName): Promise<void> {
  await rows.deleteFrom('uploads').where('org', '=', org).where('upload', '=', upload).execute();
}
