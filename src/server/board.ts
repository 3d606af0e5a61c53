/** Owns the board: records that everybody may read whole, so that nobody shows what they look for. Must never remove one. */
import { sql } from 'kysely';
import { concat, parseHex, toHex } from '../wire/bytes.ts';
import { BOARD_RECORD_BYTES } from '../wire/endpointApi.ts';
import type { Store } from './deps.ts';
import { Refusal } from './replies.ts';

/** Records in one answer: 1 MiB. A reader asks again after the last it got until it reaches the head. */
const PAGE = 32_768;

export type BoardPage = { readonly head: number; readonly records: Uint8Array<ArrayBuffer> };

/** Records of a block: 64 KiB, whole once the board is past it. */
const BLOCK = 2_048;
/** Blocks that are remembered, of all organisations: 16 MiB. */
const REMEMBERED = 256;

export type BoardReader = (org: string, after: number) => Promise<BoardPage>;

/**
 * Gives records after number `after`, in order, from 1 on. Anybody may ask, as often as they like: what was read once is remembered by
 * blocks, since a record never changes, so an answer reads one row and the block that grew. [EP8]
 */
export function createBoardReader(store: Store): BoardReader {
  const blocks = new Map<string, { readonly count: number; readonly bytes: Promise<Uint8Array> }>();

  async function load(org: string, from: number, count: number): Promise<Uint8Array> {
    const found = await store.rows
      .selectFrom('board')
      .select('record')
      .where('org', '=', org)
      .where('n', '>', from)
      .where('n', '<=', from + count)
      .orderBy('n')
      .execute();
    const parts = found.map(({ record }) => parseHex(record));
    return concat(...parts.map((part) => (part.ok ? part.value : new Uint8Array(BOARD_RECORD_BYTES))));
  }

  /** The first `count` records of a block, at least. */
  function block(org: string, from: number, count: number): Promise<Uint8Array> {
    const key = `${org} ${from}`;
    const known = blocks.get(key);
    const entry =
      known !== undefined && known.count >= count ? known : { count, bytes: load(org, from, count) };
    entry.bytes.catch(() => {
      if (blocks.get(key) === entry) blocks.delete(key);
    });
    // The one that was used last is the last one.
    blocks.delete(key);
    blocks.set(key, entry);
    const [oldest] = blocks.keys();
    if (blocks.size > REMEMBERED && oldest !== undefined) blocks.delete(oldest);
    return entry.bytes;
  }

  return async (org, after) => {
    const head = await boardHead(store, org);
    const end = Math.min(head, after + PAGE);
    const parts: Uint8Array[] = [];
    for (let from = after - (after % BLOCK); from < end; from += BLOCK) {
      const bytes = await block(org, from, Math.min(BLOCK, head - from));
      const [first, last] = [Math.max(0, after - from), Math.min(BLOCK, end - from)];
      parts.push(bytes.subarray(first * BOARD_RECORD_BYTES, last * BOARD_RECORD_BYTES));
    }
    return { head, records: concat(...parts) };
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

/** Records of one commit: others are answered between two. */
const GROUP = 256;
/** Acknowledgements of what is stored must have room when nothing else has: two records for 16 KiB are 1/256. */
const ALWAYS = 64;

/** Appends what is not there yet; gives the new head. Cut off, it goes on when it is asked again. [EP8] */
export async function appendBoard(
  store: Store,
  org: string,
  records: readonly Uint8Array[],
): Promise<number> {
  const all = [...new Set(records.map(toHex))];
  let head = await boardHead(store, org);
  for (let at = 0; at < all.length; at += GROUP) {
    if (at > 0) await new Promise<void>((next) => setImmediate(next));
    head = await appendGroup(store, org, all.slice(at, at + GROUP));
  }
  return head;
}

async function appendGroup(store: Store, org: string, records: readonly string[]): Promise<number> {
  return store.rows.transaction().execute(async (tx) => {
    // Locks the row, so that numbers have no holes.
    const { boardHead } = await tx
      .updateTable('orgs')
      .set({ boardHead: sql<number>`"boardHead"` })
      .where('org', '=', org)
      .returning('boardHead')
      .executeTakeFirstOrThrow();
    const there = await tx
      .selectFrom('board')
      .select('record')
      .where('org', '=', org)
      .where('record', 'in', records)
      .execute();
    const known = new Set(there.map(({ record }) => record));
    const fresh = records.filter((record) => !known.has(record));
    if (fresh.length === 0) return boardHead;
    const head = boardHead + fresh.length;
    const { bytes } = await tx
      .updateTable('usage')
      .set((was) => ({ bytes: was('bytes', '+', fresh.length * BOARD_RECORD_BYTES) }))
      .where('org', '=', org)
      .returning('bytes')
      .executeTakeFirstOrThrow();
    const limit = store.config.orgBytes;
    // Rolls back.
    if (limit !== undefined && bytes > limit && head * BOARD_RECORD_BYTES > limit / ALWAYS)
      throw new Refusal('storageFull');
    await tx
      .insertInto('board')
      .values(fresh.map((record, i) => ({ org, n: boardHead + 1 + i, record })))
      .execute();
    await tx.updateTable('orgs').set({ boardHead: head }).where('org', '=', org).execute();
    return head;
  });
}
