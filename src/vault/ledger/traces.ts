/** Owns what became of finished reports: states, receipts, the board, dropping. Must never show more than is proved. */
import { keyId, verify } from '../../crypto/minisign.ts';
import { dayNumber } from '../../domain/day.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle } from '../../store/disk.ts';
import type { OutboxRow } from '../../store/rows.ts';
import { type Bytes, toHex } from '../../wire/bytes.ts';
import { parseReceipt, RECEIPT_PURPOSE, type SignedReceipt } from '../../wire/receipt.ts';
import { isCount, isHex, parseJsonObject } from '../../wire/shape.ts';
import type { VaultCode } from '../api.ts';
import { withOpen } from '../drafts/drafts.ts';
import { saveJoin } from '../joinRecord.ts';
import { purgeReceived } from '../recover.ts';
import { caught, type Open, type Room, today, unlocked } from '../room.ts';
import { renewTickets } from '../tokens/wallet.ts';
import type { BoardCursor, ParcelState, ParcelView, Trace } from '../views.ts';
import { readKit } from './kit.ts';
import { dropPastFiles, type Known, known, relock } from './known.ts';

export const ANSWERABLE_DAYS = 30;
export const OVERDUE_DAYS = 14;
const RECORD_BYTES = 32;
/** From the least advanced on. */
const STEPS: readonly ParcelState[] = ['refused', 'queued', 'sending', 'sent', 'stored', 'received'];

const isHead = ({ entry, trace, what }: Known): boolean =>
  what !== 'attachment' && (entry.what !== 'past' || trace.kind !== 'hello');

const ageOf = (room: Room, { day }: Known): number => dayNumber(today(room)) - dayNumber(day);

function viewOf({ entry, what }: Known, row: OutboxRow | undefined): ParcelView | undefined {
  if (entry.what === 'past') return undefined;
  const { handle, parcel, size } = entry;
  return {
    handle,
    parcel,
    what,
    size,
    state: row?.state ?? 'queued',
    offset: row?.offset ?? 0,
    code: row?.code ?? null,
  };
}

function traceOf(
  room: Room,
  head: Known,
  all: readonly Known[],
  rows: ReadonlyMap<Handle, OutboxRow>,
): Trace {
  const { id, code, kind, read, reply, doubtful } = head.trace;
  const mine = all.filter(({ trace }) => trace.id === id);
  const parcels = mine
    .map((one) => viewOf(one, rows.get(one.entry.handle)))
    .filter((view) => view !== undefined);
  const received = head.entry.what === 'past';
  const least = Math.min(...parcels.map(({ state }) => STEPS.indexOf(state)));
  const sending = STEPS[least] ?? 'queued';
  // "Read" says more than "stored" only when everything has left the phone.
  const state = received ? 'received' : read && sending === 'stored' ? 'read' : sending;
  const overdue = !received && kind !== 'hello' && sending === 'stored' && ageOf(room, head) >= OVERDUE_DAYS;
  const answerable = reply !== null && ageOf(room, head) < ANSWERABLE_DAYS;
  return { id, code, kind, day: head.day, state, parcels, overdue, answerable, doubtful };
}

async function rowMap(room: Room): Promise<Map<Handle, OutboxRow>> {
  return new Map((await room.rows.outbox()).map((row) => [row.handle, row]));
}

/**
 * Overwrites keys of questions that are too old. A report from the future was finished under a wrong clock: its days are
 * counted from now on. S2 [VLT10]
 */
export async function expireReplies(room: Room, open: Open): Promise<void> {
  for (const one of known(room, open)) {
    const { reply, about } = one.trace;
    if (reply === null) continue;
    const age = ageOf(room, one);
    if (age >= ANSWERABLE_DAYS) await relock(room, open, one, { ...one.trace, reply: null });
    else if (age < 0 && about !== null) {
      const at = Math.floor(room.clock.now() / 1000);
      await relock(room, open, one, { ...one.trace, about: { ...about, at } });
    }
  }
}

async function listTraces(room: Room, open: Open): Promise<Trace[]> {
  const all = known(room, open);
  const rows = await rowMap(room);
  return all
    .filter(isHead)
    .sort((a, b) => b.at - a.at || b.entry.place - a.entry.place)
    .map((head) => traceOf(room, head, all, rows));
}

export const traces = (room: Room): Promise<Result<Trace[], VaultCode>> =>
  withOpen(room, async (open) => {
    await expireReplies(room, open);
    return ok(await listTraces(room, open));
  });

export const traceById = (room: Room, id: string): Promise<Result<Trace, VaultCode>> =>
  withOpen(room, async (open) => {
    const found = (await listTraces(room, open)).find((trace) => trace.id === id);
    return found === undefined ? err('notFound') : ok(found);
  });

export const replyKey = (room: Room, id: string): Promise<Result<Bytes, VaultCode>> =>
  withOpen(room, async (open) => {
    await expireReplies(room, open);
    const reply = known(room, open).find(({ trace }) => trace.id === id && trace.reply !== null)?.trace.reply;
    return reply ? ok(reply) : err('notFound');
  });

/** Attachments first, the report last: what a cut leaves is then still a report that the list shows. */
export const dropTrace = (room: Room, id: string): Promise<Result<true, VaultCode>> =>
  withOpen(room, async (open) => {
    const mine = known(room, open).filter(({ trace }) => trace.id === id);
    const head = mine.find(isHead);
    if (head === undefined) return err('notFound');
    const rows = await rowMap(room);
    const state = rows.get(head.entry.handle)?.state;
    const left = head.entry.what === 'past' || state === 'stored' || state === 'received';
    const { join } = open.opened;
    if (!left && head.trace.n !== null && join !== null) {
      const saved = await saveJoin(open.opened, {
        ...join,
        voids: [...new Set([...join.voids, head.trace.n])],
      });
      if (!saved.ok) return saved;
    }
    for (const { entry } of [...mine.filter((one) => one !== head), head]) {
      await open.ledger.erase([entry.handle]);
      await room.rows.commit([{ drop: 'outbox', handle: entry.handle }]);
      await room.disk.outgoing.remove(entry.handle);
    }
    return ok(true);
  });

/** Needs no words: receipt keys lie in the kit. Anything that does not fit exactly is `receiptRefused`. S5 [UP4] */
export const settleReceipt = (
  room: Room,
  handle: Handle,
  signed: SignedReceipt,
): Promise<Result<'stored', VaultCode>> =>
  room.exclusive(() =>
    caught(async () => {
      // Also without a vault: what a wipe or forgotten words left goes on being sent. [VLT18]
      const { ledger } = room;
      if (ledger === null) return err('noVault');
      const entry = ledger.find(handle);
      const kit = (await readKit(room.disk))?.kit;
      if (entry === undefined || entry.what === 'past' || kit === undefined) return err('notFound');
      const receipt = parseReceipt(signed.receipt);
      if (!receipt.ok) return err('receiptRefused', 'malformed');
      const { org, parcel, size, endpoint } = receipt.value;
      if (org !== kit.org || parcel !== entry.parcel || size !== entry.size)
        return err('receiptRefused', 'otherParcel');
      const key = kit.endpoints.find(({ receiptKey }) => keyId(receiptKey) === endpoint)?.receiptKey;
      if (key === undefined) return err('receiptRefused', 'otherKey');
      const good = verify(room.sodium, RECEIPT_PURPOSE, signed.receipt, signed.signature, key);
      if (!good.ok) return err('receiptRefused', good.code);
      const row = await room.rows.update(handle, (now) =>
        now.state === 'received' ? null : { ...now, state: 'stored', offset: now.size, code: null },
      );
      return row === null ? err('notFound') : ok('stored');
    }),
  );

/** Sends again what an endpoint lost or refused; the bytes are still here until they are received. [UP4] */
export const offerAgain = (room: Room, id: string | null): Promise<Result<number, VaultCode>> =>
  room.exclusive(async () => {
    const { ledger } = room;
    if (ledger === null) return err('noVault');
    let handles = ledger.entries().map(({ handle }) => handle);
    if (id !== null) {
      const open = unlocked(room);
      if (!open.ok) return open;
      handles = known(room, open.value)
        .filter(({ trace }) => trace.id === id)
        .map(({ entry }) => entry.handle);
    }
    const opened = unlocked(room);
    if (opened.ok) await renewTickets(room, opened.value, handles);
    let count = 0;
    for (const handle of handles) {
      await room.rows.update(handle, (row) => {
        if (row.state !== 'stored' && row.state !== 'refused') return null;
        count += 1;
        return { ...row, state: 'queued', offset: 0, code: null };
      });
    }
    if (count > 0) room.tell({ event: 'outbox' });
    return ok(count);
  });

export const boardCursor = (room: Room): Promise<Result<BoardCursor | null, VaultCode>> =>
  caught(async () => {
    const value = parseJsonObject((await room.rows.meta('board')) ?? '{}');
    if (value === undefined || !isHex(value['epoch'], 8) || !isCount(value['after'])) return ok(null);
    return ok({ epoch: value['epoch'], after: value['after'] });
  });

/** Only `complete` makes *received*, and only that lets the phone purge. S5 [REP7] [VLT12] */
export const applyBoard = (
  room: Room,
  records: Bytes,
  cursor: BoardCursor,
): Promise<Result<{ read: string[]; received: string[] }, VaultCode>> =>
  withOpen(room, async (open) => {
    const said = new Set<string>();
    for (let at = 0; at + RECORD_BYTES <= records.length; at += RECORD_BYTES)
      said.add(toHex(records.subarray(at, at + RECORD_BYTES)));
    const all = known(room, open);
    const read: string[] = [];
    const received: string[] = [];
    for (const head of all) {
      const { id, expected, kind } = head.trace;
      if (head.entry.what === 'past' || head.what !== 'report' || kind === 'hello') continue;
      if (said.has(expected.complete)) received.push(id);
      if (!head.trace.read && (said.has(expected.read) || said.has(expected.complete))) {
        read.push(id);
        await relock(room, open, head, { ...head.trace, read: true });
      }
    }
    const rows = await rowMap(room);
    const done = all
      .filter(({ trace }) => received.includes(trace.id))
      .map(({ entry }) => rows.get(entry.handle));
    // This commit is what `received` means; the purge after it can be cut off anywhere.
    await room.rows.commit([
      ...done
        .filter((row) => row !== undefined)
        .map((row) => ({ put: 'outbox' as const, row: { ...row, state: 'received' as const } })),
      { put: 'meta', name: 'board', value: JSON.stringify(cursor) },
    ]);
    await purgeReceived(room, open);
    await dropPastFiles(room, open);
    await expireReplies(room, open);
    return ok({ read, received });
  });
