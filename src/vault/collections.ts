/** Owns many small locked items under one key (an inbox). Must never leave an item's name readable. */
import { err, ok, type Result } from '../domain/result.ts';
import { createHandle, type Handle } from '../store/disk.ts';
import type { ItemRow, Rows } from '../store/rows.ts';
import { type Bytes, concat, parseHex, parseUtf8, toHex, utf8 } from '../wire/bytes.ts';
import type { Item, ItemPage } from './api.ts';
import { aadFor, type Chance, KEY_BYTES, lockUp, takeOut } from './keys/box.ts';
import { derive, tagWith } from './keys/keyRoom.ts';
import type { RecordCode, Records } from './records.ts';
import { pad, unpad } from './records.ts';

export const MOST_ITEMS = 1000;
const ITEM_STEP = 256;

export type Collections = {
  put(collection: string, items: readonly Item[]): Promise<Result<true, RecordCode>>;
  get(collection: string, names: readonly string[]): Promise<Result<(Bytes | null)[], RecordCode>>;
  page(collection: string, after: string | null, limit: number): Promise<Result<ItemPage, RecordCode>>;
  delete(collection: string, names: readonly string[]): Promise<Result<true, RecordCode>>;
  erase(collection: string): Promise<void>;
  /** Overwrites every key in memory. [VLT15] */
  wipe(): void;
};

type Deps = Chance & { readonly rows: Rows; readonly records: Records };
type Open = { readonly group: Handle; readonly boxKey: Bytes; readonly nameKey: Bytes };

/** Keys of a collection lie in a record; items only in rows. [VLT9] */
export function openCollections(deps: Deps): Collections {
  const { sodium, rng, rows, records } = deps;
  const opened = new Map<string, Open>();

  async function open(name: string, make: boolean): Promise<Result<Open | null, RecordCode>> {
    const known = opened.get(name);
    if (known !== undefined) return ok(known);
    let stored = await records.get('collection', name);
    if (!stored.ok && stored.code === 'notFound') {
      if (!make) return ok(null);
      const group = parseHex(createHandle(rng));
      if (!group.ok) throw new Error('a handle is hexadecimal');
      const body = concat(group.value, rng(KEY_BYTES));
      const put = await records.put('collection', name, body);
      if (!put.ok) return put;
      stored = ok(body);
    }
    if (!stored.ok) return stored;
    const key = stored.value.subarray(16);
    const made = {
      group: toHex(stored.value.subarray(0, 16)),
      boxKey: derive(sodium, key, 'tumar/vault/items/1'),
      nameKey: derive(sodium, key, 'tumar/vault/names/1'),
    };
    key.fill(0);
    opened.set(name, made);
    return ok(made);
  }

  function forget(name: string): void {
    const set = opened.get(name);
    set?.boxKey.fill(0);
    set?.nameKey.fill(0);
    opened.delete(name);
  }

  const handleOf = (set: Open, name: string): Handle =>
    toHex(tagWith(sodium, set.nameKey, utf8(name)).subarray(0, 16));

  function openItem(set: Open, row: ItemRow): Item | undefined {
    const plain = unpad(takeOut(sodium, set.boxKey, row.box, aadFor(row.handle, 'item')));
    if (plain === undefined || plain.length < 2) return undefined;
    const length = new DataView(plain.buffer, plain.byteOffset).getUint16(0);
    const name = parseUtf8(plain.subarray(2, 2 + length));
    return name.ok ? { name: name.value, bytes: plain.slice(2 + length) } : undefined;
  }

  return {
    async put(collection, items) {
      const set = await open(collection, true);
      if (!set.ok || set.value === null) return set.ok ? err('notFound') : set;
      const made: ItemRow[] = [];
      for (const { name, bytes } of items) {
        const label = utf8(name);
        const handle = handleOf(set.value, name);
        const plain = concat(Uint8Array.of(label.length >> 8, label.length & 0xff), label, bytes);
        const box = lockUp(deps, set.value.boxKey, pad(plain, ITEM_STEP), aadFor(handle, 'item'));
        made.push({ group: set.value.group, handle, box });
      }
      await rows.commit(made.map((row) => ({ put: 'item', row })));
      return ok(true);
    },
    async get(collection, names) {
      const set = await open(collection, false);
      if (!set.ok) return set;
      if (set.value === null) return ok(names.map(() => null));
      const { value } = set;
      const handles = names.map((name) => handleOf(value, name));
      const found = await rows.items(value.group, handles);
      const out: (Bytes | null)[] = [];
      for (const row of found) {
        const item = row === null ? null : openItem(value, row);
        if (item === undefined) return err('damaged');
        out.push(item?.bytes ?? null);
      }
      return ok(out);
    },
    async page(collection, after, limit) {
      const set = await open(collection, false);
      if (!set.ok) return set;
      if (set.value === null) return ok({ items: [], next: null });
      const found = await rows.pageItems(set.value.group, after, limit);
      const items: Item[] = [];
      for (const row of found) {
        const item = openItem(set.value, row);
        if (item === undefined) return err('damaged');
        items.push(item);
      }
      return ok({ items, next: found.length < limit ? null : (found.at(-1)?.handle ?? null) });
    },
    async delete(collection, names) {
      const set = await open(collection, false);
      if (!set.ok || set.value === null) return set.ok ? ok(true) : set;
      const { value } = set;
      const handles = names.map((name) => handleOf(value, name));
      await rows.commit(handles.map((handle) => ({ drop: 'item', group: value.group, handle })));
      return ok(true);
    },
    async erase(collection) {
      const set = await open(collection, false);
      await records.erase([{ kind: 'collection', name: collection }]);
      forget(collection);
      if (set.ok && set.value !== null) await rows.commit([{ drop: 'group', group: set.value.group }]);
    },
    wipe() {
      for (const name of [...opened.keys()]) forget(name);
    },
  };
}
