/** Owns what the ledger and its locked traces say together: what a parcel is, when it was made, its place in the line. Never shown to a page as it is. */
import { dayNumber } from '../../domain/day.ts';
import { dayOf } from '../../domain/ports.ts';
import type { Placed } from '../../store/ledgerFile.ts';
import type { Open, Room } from '../room.ts';
import { drawRanks, UNKNOWN_ORDER } from './rank.ts';
import { type LockedTrace, lockTrace, openTrace, type TraceAbout } from './trace.ts';

export type Known = {
  readonly entry: Placed;
  readonly trace: LockedTrace;
  /** Also of what is past. */
  readonly what: TraceAbout['what'];
  /** Seconds since 1970-01-01; of entries of before, the start of their day. */
  readonly at: number;
  readonly day: string;
};

const DAY_SECONDS = 86_400;

const FIRST = dayNumber('1970-01-01');

/** What stands in clear in an entry of before. Only reports and hellos became past. */
function aboutOf({ what, order, day }: Placed, trace: LockedTrace): TraceAbout {
  const known = what === 'attachment' ? what : trace.kind === 'hello' ? 'hello' : 'report';
  return trace.about ?? { what: known, order, at: day === null ? 0 : (dayNumber(day) - FIRST) * DAY_SECONDS };
}

/** Everything whose trace opens under this vault's key. */
export function known(
  room: Pick<Room, 'sodium'>,
  { ledger, keyring }: Pick<Open, 'ledger' | 'keyring'>,
): Known[] {
  return ledger.entries().flatMap((entry) => {
    const trace = openTrace(room.sodium, keyring.ledgerKey, entry.handle, entry.locked);
    if (trace === undefined) return [];
    const { what, at } = aboutOf(entry, trace);
    return [{ entry, trace, what, at, day: dayOf(at * 1000) }];
  });
}

/** A new locked part for an entry, and whatever else changes with it. `vaultFull` leaves it as it was. */
export async function relock(
  room: Room,
  open: Pick<Open, 'ledger' | 'keyring'>,
  { entry }: Pick<Known, 'entry'>,
  trace: LockedTrace,
  more: Partial<Placed> = {},
): Promise<void> {
  const locked = lockTrace(room, open.keyring.ledgerKey, entry.handle, trace);
  await open.ledger.rewrite({ ...entry, ...more, locked });
}

/** Where new files go in the line. Without keys nobody knows what the others are. Entries of before are not in it yet. */
export function ranksFor(
  room: Room,
  open: Pick<Open, 'ledger' | 'keyring'> | null,
  fresh: Parameters<typeof drawRanks>[2],
): readonly number[] {
  const orders = new Map(
    open === null ? [] : known(room, open).map(({ entry, trace }) => [entry.handle, trace.about?.order]),
  );
  const waiting = (room.ledger?.entries() ?? []).filter(({ what, day }) => what !== 'past' && day === null);
  const there = waiting.map(({ handle, size, order: rank }) => ({
    order: orders.get(handle) ?? UNKNOWN_ORDER,
    size,
    rank,
  }));
  return drawRanks(room.rng, there, fresh);
}

/** Entries of before get the form that tells nothing without words. Repeatable; a cut leaves the rest for the next unlock. */
export async function quieten(room: Room, open: Open): Promise<void> {
  const telling = known(room, open).filter(({ entry }) => entry.day !== null);
  if (telling.length === 0) return;
  const told = telling.map((one) => ({ ...one, about: aboutOf(one.entry, one.trace) }));
  const ranks = ranksFor(
    room,
    open,
    told.map(({ about, entry }) => ({ order: about.order, size: entry.size })),
  );
  for (const [i, { entry, trace, about }] of told.entries()) {
    const what = entry.what === 'past' ? 'past' : 'sealed';
    const order = ranks[i] ?? 0;
    await relock(room, open, { entry }, { ...trace, about }, { what, order, day: null });
    await room.rows.update(entry.handle, (row) => ({ ...row, order }));
  }
}

/** While locked nobody could tell that these were files of a received report. [VLT12] */
export async function dropPastFiles(room: Room, open: Open): Promise<void> {
  const past = known(room, open).filter(({ entry, what }) => entry.what === 'past' && what === 'attachment');
  if (past.length > 0) await open.ledger.erase(past.map(({ entry }) => entry.handle));
}
