/** Owns what `inbox` keeps in its folder besides the reports: sealed copies and a journal of rows. Must never hold a plaintext. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Copies, Cursor, ParcelRow, Rows } from '../../inbox/ports.ts';
import { isObject, parseJsonObject } from '../../wire/shape.ts';
import { readTextIfThere, syncFolder, writeDurably } from '../platform.ts';

const PIECE = 1_048_576;

/** Sealed copies under `{folder}/.sealed`, one age file each. */
export function createCopies(folder: string): Copies {
  const pathOf = (parcel: string): string => join(folder, '.sealed', `${parcel}.age`);
  return {
    async has(parcel) {
      return (await stat(pathOf(parcel)).catch(() => undefined))?.isFile() ?? false;
    },
    write: (parcel, source) => writeDurably(pathOf(parcel), source),
    read: (parcel) => createReadStream(pathOf(parcel), { highWaterMark: PIECE }),
  };
}

type Line = { readonly cursor: Cursor } | { readonly row: ParcelRow };

/** The journal was written by this program in this folder; a line that a crash tore is the last one and is dropped. */
function parseLine(text: string): Line | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  if (isObject(value['cursor'])) return { cursor: value['cursor'] as Cursor };
  return isObject(value['row']) ? { row: value['row'] as ParcelRow } : undefined;
}

/**
 * Rows in memory, journalled in `{folder}/.inbox.jsonl` when `flush` is called; a row that was not flushed is collected
 * again, which changes nothing.
 */
export async function openRows(folder: string): Promise<Rows & { flush(): Promise<void> }> {
  const path = join(folder, '.inbox.jsonl');
  const rows = new Map<string, ParcelRow>();
  let cursor: Cursor | undefined;
  let pending: Line[] = [];
  for (const text of ((await readTextIfThere(path)) ?? '').split('\n')) {
    const line = parseLine(text);
    if (line !== undefined && 'row' in line) rows.set(line.row.parcel, line.row);
    else if (line !== undefined) cursor = line.cursor;
  }
  const all = (): ParcelRow[] => [...rows.values()].sort((a, b) => a.sequence - b.sequence);
  return {
    cursor: async () => cursor,
    async setCursor(next) {
      cursor = next;
      pending.push({ cursor: next });
    },
    get: async (parcel) => rows.get(parcel),
    async put(row) {
      rows.set(row.parcel, row);
      pending.push({ row });
    },
    all: async () => all(),
    withId: async (id) => all().filter(({ found }) => found.kind === 'report' && found.id === id),
    withContent: async (content) =>
      all().filter(({ found }) => found.kind === 'attachment' && found.content === content),
    async flush() {
      if (pending.length === 0) return;
      const file = await open(path, 'a', 0o600);
      try {
        // A leading line feed ends a line that a crash left open.
        await file.appendFile(`\n${pending.map((line) => JSON.stringify(line)).join('\n')}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(folder);
      pending = [];
    },
  };
}
