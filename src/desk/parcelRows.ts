/** Owns the rows of all parcels in the worker's memory and what of them is not saved yet. Must never touch storage. */

import { err, ok, type Result } from '../domain/result.ts';
import type { Cursor, ParcelRow, Rows } from '../inbox/ports.ts';
import { isCount, isDay, isHex, isObject, parseJsonObject } from '../wire/shape.ts';

export type ParcelRows = Rows & {
  /** Rows and cursor changed since the last call; they count as saved only after `saved`. */
  unsaved(): { readonly rows: readonly ParcelRow[]; readonly cursor: Cursor | undefined };
  saved(rows: readonly ParcelRow[], cursor: Cursor | undefined): void;
};

/** `changed` hears of each row; `moved` is awaited after each parcel that was dealt with. */
export function createParcelRows(
  known: readonly ParcelRow[],
  start: Cursor | undefined,
  watch: { readonly changed: (row: ParcelRow) => void; readonly moved: () => Promise<void> },
): ParcelRows {
  const rows = new Map<string, ParcelRow>();
  const ids = new Map<string, Set<string>>();
  const contents = new Map<string, Set<string>>();
  const waiting = new Set<string>();
  let cursor = start;
  let savedCursor = start;
  let sorted: readonly ParcelRow[] | undefined;

  const note = (index: Map<string, Set<string>>, key: string, parcel: string): void => {
    const known = index.get(key) ?? new Set();
    known.add(parcel);
    index.set(key, known);
  };
  const keep = (row: ParcelRow): void => {
    rows.set(row.parcel, row);
    sorted = undefined;
    if (row.found.kind === 'report') note(ids, row.found.id, row.parcel);
    if (row.found.kind === 'attachment') note(contents, row.found.content, row.parcel);
  };
  const listed = (parcels: Iterable<string>): ParcelRow[] =>
    [...parcels].flatMap((parcel) => rows.get(parcel) ?? []).sort((a, b) => a.sequence - b.sequence);

  for (const row of known) keep(row);
  return {
    cursor: async () => cursor,
    async setCursor(next) {
      cursor = next;
      await watch.moved();
    },
    get: async (parcel) => rows.get(parcel),
    async put(row) {
      keep(row);
      waiting.add(row.parcel);
      watch.changed(row);
    },
    async all() {
      sorted ??= listed(rows.keys());
      return sorted;
    },
    withId: async (id) => listed(ids.get(id) ?? []),
    withContent: async (content) => listed(contents.get(content) ?? []),
    unsaved: () => ({
      rows: listed(waiting),
      cursor: cursor === savedCursor ? undefined : cursor,
    }),
    saved(done, at) {
      // A row that changed again meanwhile stays on the list.
      for (const row of done) if (rows.get(row.parcel) === row) waiting.delete(row.parcel);
      if (at !== undefined) savedCursor = at;
    },
  };
}

const isFound = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  switch (value['kind']) {
    case 'report':
      return typeof value['id'] === 'string' && isHex(value['line'], 32) && isObject(value['author']);
    case 'hello':
      return isHex(value['chain'], 16);
    case 'attachment':
      return (
        isHex(value['content'], 32) &&
        isHex(value['bind'], 32) &&
        isHex(value['tail'], 32) &&
        isObject(value['compared']) &&
        (value['comparedAt'] === undefined || isObject(value['comparedAt']))
      );
    case 'quarantined':
      return typeof value['code'] === 'string';
    default:
      return false;
  }
};

/** Reads a row as the vault kept it. */
export function parseRow(bytes: Uint8Array): Result<ParcelRow, 'damaged'> {
  const value = parseJsonObject(bytes);
  const good =
    value !== undefined &&
    isCount(value['sequence']) &&
    isHex(value['parcel'], 32) &&
    isCount(value['size']) &&
    isDay(value['day']) &&
    isFound(value['found']);
  return good ? ok(value as unknown as ParcelRow) : err('damaged');
}

/** Reads the cursor as the vault kept it. */
export function parseCursor(bytes: Uint8Array): Result<Cursor, 'damaged'> {
  const value = parseJsonObject(bytes);
  const good = value !== undefined && isHex(value['epoch'], 8) && isCount(value['after']);
  return good ? ok(value as unknown as Cursor) : err('damaged');
}
