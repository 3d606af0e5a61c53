/** Owns the board: records that everybody may read whole, so that nobody shows what they look for. Must never remove one. */
import { sql } from 'kysely';
import { concat, parseHex, toHex } from '../wire/bytes.ts';
import { BOARD_RECORD_BYTES } from '../wire/endpointApi.ts';
import type { Store } from './deps.ts';

/** Records in one answer: 1 MiB. A reader asks again after the last it got until it reaches the head. */
const PAGE = 32_768;

export type BoardPage = { readonly head: number; readonly records: Uint8Array<ArrayBuffer> };

/** Records after number `after`, in order, from 1 on. [EP8] */
export async function readBoard(store: Store, org: string, after: number): Promise<BoardPage> {
  const head = await boardHead(store, org);
  const found = await store.rows
    .selectFrom('board')
    .select('record')
    .where('org', '=', org)
    .where('n', '>', after)
    .where('n', '<=', head)
    .orderBy('n')
    .limit(PAGE)
    .execute();
  const parts = found.map(({ record }) => parseHex(record));
  return {
    head,
    records: concat(...parts.map((part) => (part.ok ? part.value : new Uint8Array(BOARD_RECORD_BYTES)))),
  };
}

async function boardHead(store: Store, org: string): Promise<number> {
  const row = await store.rows
    .selectFrom('orgs')
    .select('boardHead')
    .where('org', '=', org)
    .executeTakeFirst();
  return row?.boardHead ?? 0;
}

/** Appends what is not there yet; gives the new head. [EP8] */
export async function appendBoard(
  store: Store,
  org: string,
  records: readonly Uint8Array[],
): Promise<number> {
  return store.rows.transaction().execute(async (tx) => {
    // Locks the row, so that numbers have no holes.
    const { boardHead } = await tx
      .updateTable('orgs')
      .set({ boardHead: sql<number>`"boardHead"` })
      .where('org', '=', org)
      .returning('boardHead')
      .executeTakeFirstOrThrow();
    let head = boardHead;
    for (const record of records) {
      const made = await tx
        .insertInto('board')
        .values({ org, n: head + 1, record: toHex(record) })
        .onConflict((on) => on.columns(['org', 'record']).doNothing())
        .returning('n')
        .executeTakeFirst();
      if (made !== undefined) head = made.n;
    }
    await tx.updateTable('orgs').set({ boardHead: head }).where('org', '=', org).execute();
    return head;
  });
}
