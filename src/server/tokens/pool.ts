/** Owns what may come without a ticket: small, few a day, and marked. Must never be the way of a device that has one. [TOK7] */
import { addDays } from '../../domain/day.ts';
import { dayOf } from '../../domain/ports.ts';
import type { Store } from '../deps.ts';
import { createPlaces, type Places } from '../places.ts';
import { Refusal } from '../replies.ts';
import { isStored } from '../uploads/completion.ts';
import { type Creation, goneAlready, type Uploads, uploadOf } from '../uploads/uploads.ts';

/** The largest of a courier's parcels, in bytes: a report is never larger. */
export const POOL_PARCEL = 4_194_304;
/** Seconds; a day's pool does not fill again before midnight. */
const TOMORROW = '3600';
/** Bodies of one organisation's pool that are read at the same time. */
const MOST_BODIES = 100;

export type Pool = {
  /** A place of today's for this upload, or a refusal; the same upload again has its place already. */
  admit(creation: Omit<Creation, 'pooled'>): Promise<void>;
  /** Reading a body of the pool: strangers leave room for the bodies of others. */
  readonly bodies: Places;
  has(org: string, upload: string): Promise<boolean>;
  /** Drops uploads whose time is over, and forgets places whose parcel never came. */
  tidy(uploads: Uploads): Promise<void>;
};

export function createPool(store: Pick<Store, 'rows' | 'blobs' | 'clock' | 'config'>): Pool {
  const { rows, clock, config } = store;

  return {
    async admit({ org, parcel, secret, length }) {
      // What is there already may be delivered again at will: it is one parcel, and makes no row. S6
      if (await isStored(store, org, parcel)) return;
      if (length > POOL_PARCEL || config.poolParcels === 0) throw new Refusal('ticketRefused');
      const day = dayOf(clock.now());
      const upload = uploadOf(parcel, secret);
      const fits = await rows.transaction().execute(async (tx) => {
        // Changes nothing and locks the organisation's row: whoever comes second counts after the first has its place.
        await tx
          .updateTable('orgs')
          .set((row) => ({ head: row.ref('head') }))
          .where('org', '=', org)
          .execute();
        const mine = await tx
          .selectFrom('poolPlaces')
          .select('size')
          .where('org', '=', org)
          .where('upload', '=', upload)
          .executeTakeFirst();
        // A place for few bytes is none for many.
        if (mine !== undefined && mine.size !== length) throw new Refusal('malformed');
        if (mine !== undefined) return true;
        const taken = await tx
          .selectFrom('poolPlaces')
          .select(({ fn }) => [fn.countAll<number>().as('uploads'), fn.sum<number>('size').as('bytes')])
          .where('org', '=', org)
          .where('day', '=', day)
          .executeTakeFirstOrThrow();
        if (Number(taken.uploads) >= config.poolParcels) return false;
        if (Number(taken.bytes) + length > config.poolBytes) return false;
        await tx.insertInto('poolPlaces').values({ org, upload, day, size: length }).execute();
        await tx
          .insertInto('pool')
          .values({ org, parcel, day, size: length })
          .onConflict((on) => on.doNothing())
          .execute();
        return true;
      });
      if (!fits) throw new Refusal('tooMany', { 'Retry-After': TOMORROW });
    },

    bodies: createPlaces(MOST_BODIES),

    has: async (org, upload) =>
      (await rows
        .selectFrom('poolPlaces')
        .select('upload')
        .where('org', '=', org)
        .where('upload', '=', upload)
        .executeTakeFirst()) !== undefined,

    async tidy(uploads) {
      const last = addDays(dayOf(clock.now()), -config.poolDays);
      const over = await rows
        .selectFrom('poolPlaces')
        .innerJoin('uploads', (on) =>
          on.onRef('uploads.org', '=', 'poolPlaces.org').onRef('uploads.upload', '=', 'poolPlaces.upload'),
        )
        .select(['uploads.org', 'uploads.upload'])
        .where('poolPlaces.day', '<', last)
        .execute();
      for (const { org, upload } of over) await uploads.remove(org, upload).catch(goneAlready);
      await rows.deleteFrom('poolPlaces').where('day', '<', last).execute();
      await rows
        .deleteFrom('pool')
        .where('day', '<', last)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('parcels')
                .select('parcels.parcel')
                .whereRef('parcels.org', '=', 'pool.org')
                .whereRef('parcels.parcel', '=', 'pool.parcel'),
            ),
          ),
        )
        .execute();
    },
  };
}
