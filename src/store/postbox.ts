/** Owns what the postman may see without words, in page and service worker alike. Must never need a key or a sync handle. */
import { type Bytes, toHex } from '../wire/bytes.ts';
import type { DiskReader, Handle } from './disk.ts';
import { StoreFault } from './fault.ts';
import { type Kit, parseKitFile } from './kitFile.ts';
import { type Placed, parseLedger } from './ledgerFile.ts';
import type { OutboxRows } from './outboxRows.ts';
import type { OutboxRow } from './rows.ts';

/** The same shape as the outbox's `Parcel`. */
export type PostboxParcel = {
  readonly handle: Handle;
  readonly org: string;
  readonly parcel: string;
  readonly secret: string;
  readonly size: number;
  readonly ticket: string | null;
  readonly order: number;
  readonly endpoints: readonly string[];
  readonly stage: PostboxStage;
  readonly lost?: { readonly bytes: number; readonly at: number };
};
export type PostboxStage =
  | { readonly name: 'queued' }
  | { readonly name: 'sending'; readonly endpoint: string; readonly bytes: number }
  | { readonly name: 'sent'; readonly endpoint: string };

/** The same shape as the outbox's `Change`; `stored` notes where: only a checked receipt makes the state itself. [UP6] */
export type PostboxChange =
  | { readonly name: 'waiting' }
  | { readonly name: 'sending'; readonly endpoint: string; readonly bytes: number; readonly at?: number }
  | { readonly name: 'sent'; readonly endpoint: string }
  | { readonly name: 'stored'; readonly endpoint: string; readonly store: string | null }
  | { readonly name: 'refused'; readonly code: string };

export type Postbox = {
  dueParcels(): Promise<readonly PostboxParcel[]>;
  change(handle: Handle, change: PostboxChange): Promise<void>;
  /**
   * What this endpoint had proved as another store than this one is offered again, once a day at most; true when there was
   * some. `at`: now, milliseconds since 1970. [UP7]
   */
  storeSeen(endpoint: string, epoch: string, at?: number): Promise<boolean>;
  /** What the person holds back. Known to the service worker too. */
  pauses(): Promise<Pauses>;
  /** Holds back one parcel, or all there are and will be; `paused` false lets go. */
  pause(which: Handle | 'all', paused: boolean): Promise<void>;
  /** Throws `StoreFault` when the file is gone. */
  slice(handle: Handle, from: number, to: number): Promise<Bytes>;
  /** Recipients, endpoints and their keys; null before joining. */
  kit(): Promise<Kit | null>;
  /** Numbers for a line such as "2 waiting", without words. */
  waiting(): Promise<number>;
  /** How many of those leave only after the vault was opened once. [VLT19] */
  held(): Promise<number>;
};

export type Pauses = { readonly all: boolean; readonly handles: readonly Handle[] };

const PAUSED = '1';

const DAY = 24 * 60 * 60_000;
const MOST_STORES = 32;

/** When each endpoint was another store last. */
function changesIn(text: string | null): Map<string, number> {
  const found = new Map<string, number>();
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    for (const entry of Array.isArray(list) ? list : [])
      if (Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number')
        found.set(entry[0], entry[1]);
  } catch {
    // What cannot be read says nothing: at worst something is asked for once more.
  }
  return found;
}

/** The row with what an endpoint acknowledged and does not have any more, so that this is known after the app was closed. */
function withLost(row: OutboxRow, bytes: number, at = Date.now()): OutboxRow {
  const gone = row.offset - bytes;
  return gone <= 0 ? row : { ...row, lost: (row.lost ?? 0) + gone, lostAt: at };
}

type Entries = ReadonlyMap<Handle, Placed>;

/** `reader` and `rows` as made for this context (`createDiskReader`, `createOutboxRows`). */
export function createPostbox(deps: {
  readonly rows: Pick<OutboxRows, 'outbox' | 'update' | 'meta' | 'setMeta'>;
  readonly reader: DiskReader;
}): Postbox {
  const { rows, reader } = deps;
  let last: { readonly sum: string; readonly entries: Entries } | null = null;

  async function kit(): Promise<Kit | null> {
    const file = await reader.fixed('kit');
    return file === null ? null : ((await parseKitFile(file))?.kit ?? null);
  }

  const isPaused = async (): Promise<boolean> => (await rows.meta('paused')) === PAUSED;

  const endpointUrls = async (): Promise<readonly string[]> =>
    (await kit())?.endpoints.map(({ url }) => url) ?? [];

  /** Each place has a hash of its own to check: a file that did not change since the last call is not checked again. */
  async function entriesOf(ledger: Bytes | null): Promise<Entries> {
    if (ledger === null) return new Map();
    const sum = toHex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', ledger)));
    if (last?.sum !== sum) {
      const parsed = await parseLedger(ledger);
      last = { sum, entries: new Map(parsed.map((entry) => [entry.handle, entry])) };
    }
    return last.entries;
  }

  function stageOf(row: OutboxRow, urls: readonly string[]): PostboxStage {
    const endpoint = urls[row.endpoint];
    // An endpoint that left the kit took its offset along.
    if (endpoint === undefined) return { name: 'queued' };
    if (row.state === 'sending') return { name: 'sending', endpoint, bytes: row.offset };
    return row.state === 'sent' ? { name: 'sent', endpoint } : { name: 'queued' };
  }

  return {
    kit,
    async dueParcels() {
      const [known, all] = [await kit(), await rows.outbox()];
      const due = all.filter(
        ({ state, paused }) =>
          paused !== true && (state === 'queued' || state === 'sending' || state === 'sent'),
      );
      if (known === null || due.length === 0 || (await isPaused())) return [];
      const entries = await entriesOf(await reader.fixed('ledger'));
      const endpoints = known.endpoints.map(({ url }) => url);
      return due.flatMap((row) => {
        const entry = entries.get(row.handle);
        // Without a ticket it waits until the vault was opened once. [VLT19]
        if (entry === undefined || entry.what === 'past' || entry.ticket === null) return [];
        const { handle, parcel, secret, size, ticket, order } = entry;
        return [
          {
            handle,
            org: known.org,
            parcel,
            secret,
            size,
            ticket,
            order,
            endpoints,
            stage: stageOf(row, endpoints),
            ...(row.lost === undefined ? {} : { lost: { bytes: row.lost, at: row.lostAt ?? 0 } }),
          },
        ];
      });
    },
    async change(handle, change) {
      if (change.name === 'waiting') return;
      const urls = await endpointUrls();
      await rows.update(handle, (row) => {
        if (change.name === 'stored')
          return row.state !== 'stored' || change.store === null
            ? null
            : { ...row, endpoint: Math.max(0, urls.indexOf(change.endpoint)), store: change.store };
        // A receipt that was verified meanwhile outranks whatever the sender still says.
        if (row.state === 'stored' || row.state === 'received') return null;
        switch (change.name) {
          case 'sending':
            return {
              ...withLost(row, change.bytes, change.at),
              state: 'sending',
              offset: change.bytes,
              endpoint: Math.max(0, urls.indexOf(change.endpoint)),
              code: null,
            };
          case 'sent':
            return {
              ...row,
              state: 'sent',
              offset: row.size,
              endpoint: Math.max(0, urls.indexOf(change.endpoint)),
              code: null,
            };
          case 'refused':
            return { ...row, state: 'refused', code: change.code };
        }
      });
    },
    async storeSeen(endpoint, epoch, now = Date.now()) {
      const at = (await endpointUrls()).indexOf(endpoint);
      const isLost = (row: OutboxRow): boolean =>
        row.state === 'stored' && row.endpoint === at && row.store !== epoch;
      const lost = (await rows.outbox()).filter(isLost);
      if (lost.length === 0) return false;
      const changed = changesIn(await rows.meta('stores'));
      const since = now - (changed.get(endpoint) ?? -DAY);
      // Also when the app was closed meanwhile; a clock that was set back holds nothing up.
      if (since >= 0 && since < DAY) return false;
      await rows.setMeta('stores', JSON.stringify([...changed.set(endpoint, now)].slice(-MOST_STORES)));
      // As one that was begun: it is asked before it gets any byte.
      for (const { handle } of lost)
        await rows.update(handle, (row) => {
          const { store: _, ...rest } = row;
          return isLost(row) ? { ...rest, state: 'sending', offset: 0 } : null;
        });
      return true;
    },
    async pauses() {
      const held = (await rows.outbox()).filter(({ paused }) => paused === true);
      return { all: await isPaused(), handles: held.map(({ handle }) => handle) };
    },
    async pause(which, paused) {
      if (which === 'all') return rows.setMeta('paused', paused ? PAUSED : '');
      await rows.update(which, ({ paused: _, ...row }) => (paused ? { ...row, paused } : row));
    },
    async slice(handle, from, to) {
      const bytes = await reader.outgoing.slice(handle, from, to);
      if (bytes === null) throw new StoreFault('damaged', 'sealedFileMissing');
      return bytes;
    },
    async waiting() {
      return (await rows.outbox()).filter(({ state }) => state !== 'stored' && state !== 'received').length;
    },
    async held() {
      const entries = [...(await entriesOf(await reader.fixed('ledger'))).values()];
      return entries.filter(({ what, ticket }) => what !== 'past' && ticket === null).length;
    },
  };
}
