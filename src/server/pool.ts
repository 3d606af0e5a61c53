/** Owns what may come without a ticket: small, few a day, and marked. Must never be the way of a device that has one. [TOK7] */
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import type { Store } from './deps.ts';
import { Refusal } from './replies.ts';

/** The largest of a courier's parcels, in bytes: a report is never larger. */
export const POOL_PARCEL = 4_194_304;
/** Seconds; a day's pool does not fill again before midnight. */
const TOMORROW = '3600';

export type Pool = {
  /** A place of today's for this parcel, or a refusal; the same parcel again has its place already. */
  admit(org: string, parcel: string, length: number): Promise<void>;
  /** Forgets places whose parcel never came. */
  tidy(): Promise<void>;
};

export function createPool({ rows, clock, config }: Store): Pool {
  const isStored = async (org: string, parcel: string): Promise<boolean> =>
    (await rows
      .selectFrom('parcels')
      .select('parcel')
      .where('org', '=', org)
      .where('parcel', '=', parcel)
      .executeTakeFirst()) !== undefined;

  return {
    async admit(org, parcel, length) {
      // What is there already may be delivered again at will: it is one parcel. S6
      if (await isStored(org, parcel)) return;
      if (length > POOL_PARCEL || config.poolParcels === 0) throw new Refusal('ticketRefused');
      const day = dayOf(clock.now());
      const fits = await rows.transaction().execute(async (tx) => {
        // Changes nothing and locks the organisation's row: whoever comes second counts after the first has its place.
        await tx
          .updateTable('orgs')
          .set((row) => ({ head: row.ref('head') }))
          .where('org', '=', org)
          .execute();
        const mine = await tx
          .selectFrom('pool')
          .select('parcel')
          .where('org', '=', org)
          .where('parcel', '=', parcel)
          .executeTakeFirst();
        if (mine !== undefined) return true;
        const taken = await tx
          .selectFrom('pool')
          .select(({ fn }) => [fn.countAll<number>().as('parcels'), fn.sum<number>('size').as('bytes')])
          .where('org', '=', org)
          .where('day', '=', day)
          .executeTakeFirstOrThrow();
        if (Number(taken.parcels) >= config.poolParcels) return false;
        if (Number(taken.bytes) + length > config.poolBytes) return false;
        await tx.insertInto('pool').values({ org, parcel, day, size: length }).execute();
        return true;
      });
      if (!fits) throw new Refusal('tooMany', { 'Retry-After': TOMORROW });
    },

    async tidy() {
      await rows
        .deleteFrom('pool')
        .where('day', '<', addDays(dayOf(clock.now()), -config.uploadDays))
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
