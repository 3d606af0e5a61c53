/** Owns what is given out: the inbox, sealed files and receipts. Must never change anything. */
import { type InboxReply, OCTETS } from '../wire/endpointApi.ts';
import type { Store } from './deps.ts';
import { json, Refusal } from './replies.ts';
import { usageOf } from './uploads/completion.ts';

/** Parcels after a sequence, in order. [EP7] */
export async function givePage(store: Store, org: string, after: number, limit: number): Promise<InboxReply> {
  const parcels = await store.rows
    .selectFrom('parcels')
    .leftJoin('pool', (on) =>
      on.onRef('pool.org', '=', 'parcels.org').onRef('pool.parcel', '=', 'parcels.parcel'),
    )
    .select(['sequence', 'parcels.parcel', 'parcels.size', 'parcels.day', 'pool.day as pooled'])
    .where('parcels.org', '=', org)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  const listed = parcels.map(({ pooled, ...entry }) =>
    pooled === null ? entry : { ...entry, pooled: true },
  );
  return { parcels: listed, usage: await usageOf(store, org) };
}

/** The receipt that was signed when the parcel was stored; always the same. [UP4] */
export async function giveReceipt(store: Store, org: string, parcel: string): Promise<Response> {
  const row = await store.rows
    .selectFrom('parcels')
    .select(['receipt', 'signature'])
    .where('org', '=', org)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('parcelUnknown');
  return json({ receipt: row.receipt, signature: row.signature });
}

/** A sealed file, whole or one range of it (RFC 9110 §14). [EP7] */
export async function giveParcel(
  store: Store,
  org: string,
  parcel: string,
  range: string | null,
): Promise<Response> {
  const row = await store.rows
    .selectFrom('parcels')
    .select('size')
    .where('org', '=', org)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('parcelUnknown');
  // Said before the answer begins: a file that the disk lost must not look like a cut connection.
  if ((await store.blobs.size(org, parcel)) !== row.size) throw new Refusal('broken');
  const part = parseRange(range, row.size);
  if (part === 'outside') throw new Refusal('rangeOutside', { 'Content-Range': `bytes */${row.size}` });
  const [start, end] = part ?? [0, row.size];
  const headers = new Headers({
    'Content-Type': OCTETS,
    'Content-Length': String(end - start),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    ETag: `"${parcel}"`,
  });
  if (part !== undefined) headers.set('Content-Range', `bytes ${start}-${end - 1}/${row.size}`);
  const pieces = store.blobs.read(org, parcel, start, end);
  return new Response(ReadableStream.from(pieces), { status: part === undefined ? 200 : 206, headers });
}

/**
 * [start, end) of the one range asked for; undefined when there is none, or more than one, or another unit: then the
 * whole is given. `outside`: nothing of it exists.
 */
export function parseRange(
  text: string | null,
  size: number,
): readonly [number, number] | undefined | 'outside' {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text ?? '');
  if (parts === null || (parts[1] === '' && parts[2] === '')) return undefined;
  const [, first = '', last = ''] = parts;
  if (first === '')
    return last === '0' || Number(last) === 0 ? 'outside' : [Math.max(0, size - Number(last)), size];
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'outside' : [start, end];
}
