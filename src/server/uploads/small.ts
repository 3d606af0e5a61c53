/** Owns sealed files that came whole in one request: they rest in the database, and all who wait share one commit. Must never answer before it. */
import { dayOf } from '../../domain/ports.ts';
import type { Small, Whole } from '../blobs/blobs.ts';
import type { Base } from '../deps.ts';
import type { Rows } from '../rows.ts';
import { rowOf } from './completion.ts';

/** A report without much to tell. Larger ones are better off as files. */
export const SMALL = 65_536;
/** Files of one commit. */
const GROUP = 64;

type Waiting = {
  readonly whole: Whole;
  readonly done: (made: boolean) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * A sync is what a durable answer costs, whether it makes one file durable or sixty. So whoever comes while a commit runs
 * waits for the next one, which is everybody's. (decision 020)
 */
export function createSmall(store: Base): Small {
  let waiting: Waiting[] = [];
  let running = false;

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    // Whoever was let go by the commit before is on the way with the next file.
    for (let before = 0; before < waiting.length && waiting.length < GROUP; ) {
      before = waiting.length;
      await new Promise<void>((next) => setImmediate(next));
    }
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP);
      waiting = waiting.slice(GROUP);
      await commit(store, group);
    }
    running = false;
  };

  return {
    store: (whole) =>
      new Promise((done, failed) => {
        waiting.push({ whole, done, failed });
        void run();
      }),
  };
}

async function commit(store: Base, group: readonly Waiting[]): Promise<void> {
  try {
    const made = await write(
      store,
      group.map(({ whole }) => whole),
    );
    for (const [i, one] of group.entries()) one.done(made[i] ?? false);
  } catch (error) {
    const [only] = group;
    // One that cannot be written must not take the others with it, but a disk that failed is not asked again.
    store.health.note(error);
    if (group.length > 1 && store.health.sound) for (const one of group) await commit(store, [one]);
    else for (const one of only === undefined ? [] : group) one.failed(error);
  }
}

/** One transaction; true for each file that was not there before. */
function write(store: Base, group: readonly Whole[]): Promise<boolean[]> {
  const day = dayOf(store.clock.now());
  return store.rows.transaction().execute(async (tx) => {
    const fresh = new Map<string, Whole>();
    const made: boolean[] = [];
    const orgs = Map.groupBy(group, ({ org }) => org);
    const parcels = [];
    for (const [org, wholes] of orgs) {
      // Locks the organisation's row, so that numbers have no holes. [UP4]
      const { head } = await tx
        .updateTable('orgs')
        .set((was) => ({ head: was.ref('head') }))
        .where('org', '=', org)
        .returning('head')
        .executeTakeFirstOrThrow();
      const there = await tx
        .selectFrom('parcels')
        .select('parcel')
        .where('org', '=', org)
        .where(
          'parcel',
          'in',
          wholes.map(({ parcel }) => parcel),
        )
        .execute();
      const known = new Set(there.map(({ parcel }) => parcel));
      let sequence = head;
      let bytes = 0;
      for (const whole of wholes) {
        if (known.has(whole.parcel)) continue;
        known.add(whole.parcel);
        fresh.set(`${org}-${whole.parcel}`, whole);
        sequence += 1;
        bytes += whole.bytes.length;
        parcels.push(rowOf(store, { org, parcel: whole.parcel, sequence, size: whole.bytes.length, day }));
      }
      if (sequence === head) continue;
      await tx.updateTable('orgs').set({ head: sequence }).where('org', '=', org).execute();
      await tx
        .updateTable('usage')
        .set((was) => ({ bytes: was('bytes', '+', bytes) }))
        .where('org', '=', org)
        .execute();
    }
    const all = [...fresh.values()];
    if (all.length > 0) {
      await tx.insertInto('parcels').values(parcels).execute();
      await tx
        .insertInto('small')
        .values(all.map(({ org, parcel, bytes }) => ({ org, parcel, bytes })))
        .execute();
      await tx
        .insertInto('uploads')
        .values(
          all.map(({ org, upload, parcel, bytes: { length } }) => ({
            org,
            upload,
            parcel,
            length,
            received: length,
            day,
          })),
        )
        .onConflict((on) =>
          on.columns(['org', 'upload']).doUpdateSet({ received: (was) => was.ref('uploads.length') }),
        )
        .execute();
    }
    for (const whole of group) made.push(fresh.get(`${whole.org}-${whole.parcel}`) === whole);
    return made;
  });
}

/** Bytes of a sealed file that rests here. */
export async function smallBytes(rows: Rows, org: string, parcel: string): Promise<Uint8Array | undefined> {
  const row = await rows
    .selectFrom('small')
    .select('bytes')
    .where('org', '=', org)
    .where('parcel', '=', parcel)
    .executeTakeFirst();
  return row?.bytes;
}
