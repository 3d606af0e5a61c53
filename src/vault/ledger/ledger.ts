/** Owns writing the ledger: what is on its way, and the locked trace of each report. Must never change a live place in place. */
import type { Rng } from '../../domain/ports.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Disk, Handle } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import {
  encodePlace,
  LEDGER_BYTES,
  type LedgerEntry,
  NO_PARCEL,
  PLACE_BYTES,
  PLACES,
  type Placed,
  parseLedger,
  stalePlaces,
} from '../../store/ledgerFile.ts';

/** After every day that an entry of before may tell. */
const NEVER = '9999-12-31';

export type Ledger = {
  entries(): readonly Placed[];
  find(handle: Handle): Placed | undefined;
  /** New entries into free places, flushed and read back; makes room by forgetting the oldest past ones. [VLT10] */
  put(entries: readonly Omit<LedgerEntry, 'turn'>[]): Promise<Result<true, 'vaultFull'>>;
  /** The changed entry first goes to a free place; then the old place is overwritten. */
  rewrite(entry: LedgerEntry): Promise<Result<true, 'vaultFull'>>;
  /** Nothing left to send: only the trace stays. */
  makePast(handle: Handle): Promise<void>;
  /** Overwrites the places with random bytes. */
  erase(handles: readonly Handle[]): Promise<void>;
  /** The file had been there, but not with its size. */
  readonly damaged: boolean;
};

/** `make`: a vault is being created, or is there: an absent file is made, full of random bytes. */
export async function openLedger(deps: { readonly disk: Disk; readonly rng: Rng }): Promise<Ledger> {
  const file = await deps.disk.fixed('ledger');
  let bytes = await file.read();
  const damaged = bytes.length > 0 && bytes.length !== LEDGER_BYTES;
  if (bytes.length !== LEDGER_BYTES) {
    bytes = deps.rng(LEDGER_BYTES);
    await file.write(0, bytes);
    await file.flush();
  }
  const live = new Map((await parseLedger(bytes)).map((entry) => [entry.handle, entry]));
  await overwrite(await stalePlaces(bytes));

  async function overwrite(places: readonly number[]): Promise<void> {
    if (places.length === 0) return;
    for (const place of places) await file.write(place * PLACE_BYTES, deps.rng(PLACE_BYTES));
    await file.flush();
  }

  function freePlaces(count: number): number[] {
    const taken = new Set([...live.values()].map(({ place }) => place));
    const free: number[] = [];
    for (let place = 0; place < PLACES; place += 1) if (!taken.has(place)) free.push(place);
    // Neighbours would tell what was finished together.
    for (let at = 0; at < Math.min(count, free.length); at += 1) {
      const [high = 0, low = 0] = deps.rng(2);
      const other = at + (((high << 8) | low) % (free.length - at));
      [free[at], free[other]] = [free[other] ?? 0, free[at] ?? 0];
    }
    return free.slice(0, count);
  }

  async function write(entries: readonly LedgerEntry[]): Promise<Result<Placed[], 'vaultFull'>> {
    let free = freePlaces(entries.length);
    if (free.length < entries.length) {
      const past = [...live.values()]
        .filter(({ what }) => what === 'past')
        .sort((a, b) => ((a.day ?? NEVER) < (b.day ?? NEVER) ? -1 : 1));
      await erase(past.slice(0, entries.length - free.length).map(({ handle }) => handle));
      free = freePlaces(entries.length);
    }
    if (free.length < entries.length) return err('vaultFull');
    const placed = entries.map((entry, index): Placed => ({ ...entry, place: free[index] ?? 0 }));
    // Known before it is written: what a failed write left can then be erased by name.
    for (const entry of placed) if (!live.has(entry.handle)) live.set(entry.handle, entry);
    for (const entry of placed)
      await file.write(entry.place * PLACE_BYTES, await encodePlace(entry, deps.rng(PLACE_BYTES)));
    await file.flush();
    const back = new Map((await parseLedger(await file.read())).map((entry) => [entry.handle, entry]));
    if (placed.some(({ handle, place }) => back.get(handle)?.place !== place)) {
      throw new StoreFault('damaged', 'ledgerReadBack');
    }
    return ok(placed);
  }

  async function erase(handles: readonly Handle[]): Promise<void> {
    const places = handles.map((handle) => live.get(handle)?.place).filter((place) => place !== undefined);
    await overwrite(places);
    for (const handle of handles) live.delete(handle);
  }

  const rewrite = async (entry: LedgerEntry): Promise<Result<true, 'vaultFull'>> => {
    const before = live.get(entry.handle);
    const placed = await write([{ ...entry, turn: (before?.turn ?? 0) + 1 }]);
    if (!placed.ok) return placed;
    if (before !== undefined) await overwrite([before.place]);
    for (const one of placed.value) live.set(one.handle, one);
    return ok(true);
  };

  return {
    damaged,
    entries: () => [...live.values()],
    find: (handle) => live.get(handle),
    async put(entries) {
      const placed = await write(entries.map((entry) => ({ ...entry, turn: 0 })));
      return placed.ok ? ok(true) : placed;
    },
    rewrite,
    async makePast(handle) {
      const entry = live.get(handle);
      if (entry === undefined || entry.what === 'past') return;
      const done = await rewrite({ ...entry, ...NO_PARCEL, what: 'past', size: 0 });
      // No free place for it: the trace is worth less than the room.
      if (!done.ok) await erase([handle]);
    },
    erase,
  };
}
