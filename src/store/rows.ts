/** Owns the port to the database and the shape of its rows: opaque boxes and numbers. Must never hold anything readable. */
import type { Handle, VaultBox } from './disk.ts';
import { isHandle } from './disk.ts';

/** One saved version of something locked. Which thing it is stands inside the boxes. */
export type RecordRow = { readonly handle: Handle; readonly head: VaultBox; readonly body: VaultBox };

export type SendState = 'queued' | 'sending' | 'sent' | 'refused' | 'stored' | 'received';

/** One sealed file on its way; what it is and where it goes stands in the ledger. */
export type OutboxRow = {
  readonly handle: Handle;
  readonly state: SendState;
  /** Bytes that the endpoint acknowledged. */
  readonly offset: number;
  readonly size: number;
  /** Lower goes first: text before photos before video. */
  readonly order: number;
  /** Which endpoint of the kit acknowledged `offset`, or took it. */
  readonly endpoint: number;
  /** Why it was refused: the endpoint's code; else null. */
  readonly code: string | null;
  /** Once stored: the store that proved it, 16 hex digits. Missing where the proof was kept and this not yet. [UP7] */
  readonly store?: string;
  /** Bytes that an endpoint acknowledged and then did not have, in all; and when it last did so, milliseconds since 1970. */
  readonly lost?: number;
  readonly lostAt?: number;
  /** The person holds it back. */
  readonly paused?: true;
};

/** One item of a collection; `group` is the collection's random handle, `handle` a keyed hash of the item's name. */
export type ItemRow = { readonly group: Handle; readonly handle: Handle; readonly box: VaultBox };

/** Numbers and random marks about the database itself. */
export type MetaName = 'marker' | 'board' | 'paused' | 'stores';

export type Change =
  | { readonly put: 'record'; readonly row: RecordRow }
  | { readonly put: 'outbox'; readonly row: OutboxRow }
  | { readonly put: 'item'; readonly row: ItemRow }
  | { readonly put: 'meta'; readonly name: MetaName; readonly value: string }
  | { readonly drop: 'record' | 'outbox'; readonly handle: Handle }
  | { readonly drop: 'item'; readonly group: Handle; readonly handle: Handle }
  | { readonly drop: 'group'; readonly group: Handle };

/** All methods throw `StoreFault` only. */
export type Rows = {
  /** All changes or none, and durable when it resolves (strict). */
  commit(changes: readonly Change[]): Promise<void>;
  records(): Promise<RecordRow[]>;
  record(handle: Handle): Promise<RecordRow | null>;
  outbox(): Promise<OutboxRow[]>;
  /** Reads, decides and writes one outbox row in one transaction; `decide` returns null to leave it. The row as it is then. */
  update(handle: Handle, decide: (row: OutboxRow) => OutboxRow | null): Promise<OutboxRow | null>;
  /** In the order of `handles`. */
  items(group: Handle, handles: readonly Handle[]): Promise<(ItemRow | null)[]>;
  /** In the order of handles, after `after`. */
  pageItems(group: Handle, after: Handle | null, limit: number): Promise<ItemRow[]>;
  meta(name: MetaName): Promise<string | null>;
  setMeta(name: MetaName, value: string): Promise<void>;
  /** Deletes everything but these outbox rows, in one transaction. */
  empty(keep: readonly Handle[]): Promise<void>;
  /** Deletes the database itself; the next call makes a new one. */
  destroy(): Promise<void>;
  close(): Promise<void>;
};

const STATES: readonly string[] = ['queued', 'sending', 'sent', 'refused', 'stored', 'received'];
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isBox = (value: unknown): value is VaultBox => value instanceof Uint8Array;
type Loose = { readonly [key: string]: unknown };
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** What the database gave back, checked; undefined when it is not such a row. */
export function parseRecordRow(value: unknown): RecordRow | undefined {
  if (!isLoose(value)) return undefined;
  const { handle, head, body } = value;
  return isHandle(handle) && isBox(head) && isBox(body) ? { handle, head, body } : undefined;
}

export function parseOutboxRow(value: unknown): OutboxRow | undefined {
  if (!isLoose(value)) return undefined;
  const { handle, state, offset, size, order, endpoint, code } = value;
  if (!isHandle(handle) || ![offset, size, order, endpoint].every(isCount)) return undefined;
  if (typeof state !== 'string' || !STATES.includes(state)) return undefined;
  if (value['paused'] !== undefined && value['paused'] !== true) return undefined;
  if (value['store'] !== undefined && typeof value['store'] !== 'string') return undefined;
  if (![value['lost'] ?? 0, value['lostAt'] ?? 0].every(isCount)) return undefined;
  return code === null || typeof code === 'string' ? (value as OutboxRow) : undefined;
}

export function parseItemRow(value: unknown): ItemRow | undefined {
  if (!isLoose(value)) return undefined;
  const { group, handle, box } = value;
  return isHandle(group) && isHandle(handle) && isBox(box) ? { group, handle, box } : undefined;
}
