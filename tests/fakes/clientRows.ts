/** Owns a database in memory: commits are whole and durable, or did not happen. */

import { StoreFault } from '../../src/store/fault.ts';
import type { Change, ItemRow, OutboxRow, RecordRow, Rows } from '../../src/store/rows.ts';
import type { Power } from './clientPower.ts';

export type FakeRows = Rows & {
  /** Everything in it. */
  dump(): RowsDump;
  /** The browser lost it and made a new, empty one. */
  lose(): void;
  /** From now on commits fail: `full`, or after having been applied (`lostAnswer`: the indefinite case). */
  trouble: 'none' | 'full' | 'lostAnswer';
  /** It does not open at all, until it is deleted. */
  broken: boolean;
};

export type RowsDump = {
  readonly records: readonly RecordRow[];
  readonly outbox: readonly OutboxRow[];
  readonly items: readonly ItemRow[];
  readonly meta: readonly (readonly [string, string])[];
};

/** `from`: what `dump` of another one gave. */
export function createFakeRows(power: Power, from?: RowsDump): FakeRows {
  const records = new Map(from?.records.map((row): [string, RecordRow] => [row.handle, row]));
  const outbox = new Map(from?.outbox.map((row): [string, OutboxRow] => [row.handle, row]));
  const items = new Map(from?.items.map((row): [string, ItemRow] => [`${row.group}/${row.handle}`, row]));
  const meta = new Map<string, string>(from?.meta);

  const apply = (change: Change): void => {
    if ('drop' in change) {
      if (change.drop === 'item') items.delete(`${change.group}/${change.handle}`);
      else if (change.drop === 'group') {
        for (const key of [...items.keys()]) if (key.startsWith(`${change.group}/`)) items.delete(key);
      } else (change.drop === 'record' ? records : outbox).delete(change.handle);
    } else if (change.put === 'record') records.set(change.row.handle, structuredClone(change.row));
    else if (change.put === 'outbox') outbox.set(change.row.handle, { ...change.row });
    else if (change.put === 'item')
      items.set(`${change.row.group}/${change.row.handle}`, structuredClone(change.row));
    else meta.set(change.name, change.value);
  };

  const opens = (): void => {
    if (rows.broken) throw new StoreFault('storageFailed', 'OpenFailedError');
  };

  const rows: FakeRows = {
    trouble: 'none',
    broken: false,
    async commit(changes) {
      opens();
      power.step();
      if (rows.trouble === 'full') throw new StoreFault('diskFull', 'QuotaExceededError');
      for (const change of changes) apply(change);
      if (rows.trouble === 'lostAnswer') throw new StoreFault('storageFailed', 'AbortError');
      power.step();
    },
    async records() {
      opens();
      return [...records.values()].map((row) => structuredClone(row));
    },
    record: async (handle) => structuredClone(records.get(handle) ?? null),
    async outbox() {
      opens();
      return [...outbox.values()];
    },
    async update(handle, decide) {
      const row = outbox.get(handle);
      if (row === undefined) return null;
      const next = decide(row);
      if (next !== null) {
        power.step();
        outbox.set(handle, next);
        power.step();
      }
      return next ?? row;
    },
    items: async (group, handles) => handles.map((handle) => items.get(`${group}/${handle}`) ?? null),
    async pageItems(group, after, limit) {
      const mine = [...items.values()].filter(
        (row) => row.group === group && (after === null || row.handle > after),
      );
      return mine.sort((a, b) => (a.handle < b.handle ? -1 : 1)).slice(0, limit);
    },
    async meta(name) {
      opens();
      return meta.get(name) ?? null;
    },
    async setMeta(name, value) {
      opens();
      power.step();
      meta.set(name, value);
      power.step();
    },
    async empty(keep) {
      opens();
      power.step();
      for (const table of [records, items, meta]) table.clear();
      for (const handle of [...outbox.keys()]) if (!keep.includes(handle)) outbox.delete(handle);
      power.step();
    },
    async destroy() {
      power.step();
      rows.lose();
      rows.broken = false;
      power.step();
    },
    close: async () => undefined,
    dump: () => ({
      records: [...records.values()],
      outbox: [...outbox.values()],
      items: [...items.values()],
      meta: [...meta.entries()],
    }),
    lose() {
      for (const table of [records, outbox, items, meta]) table.clear();
    },
  };
  return rows;
}
