/** Owns named locked things: a fresh key for each saved version, proved before it counts. Must never keep an old version's key. */
import { err, ok, type Result } from '../domain/result.ts';
import { createHandle, type Handle } from '../store/disk.ts';
import { StoreFault } from '../store/fault.ts';
import type { RecordRow, Rows } from '../store/rows.ts';
import { type Bytes, concat, equalBytes, parseUtf8, u32, utf8 } from '../wire/bytes.ts';
import { isCount, isObject, isText, parseJsonObject } from '../wire/shape.ts';
import type { Journal } from './journal.ts';
import { aadFor, type Chance, KEY_BYTES, lockUp, takeOut } from './keys/box.ts';
import type { Keyring } from './keys/keyring.ts';

/** What kind of thing; the vault's own and those of the apps never meet. */
export type RecordKind = 'draft' | 'join' | 'wallet' | 'named' | 'collection';
const KINDS: readonly string[] = ['draft', 'join', 'wallet', 'named', 'collection'];

export type RecordHead = {
  readonly kind: RecordKind;
  readonly name: string;
  /** Counts up with each saved version. */
  readonly version: number;
  /** Epoch milliseconds of the device's clock. */
  readonly at: number;
};

export type RecordCode = 'vaultFull' | 'damaged' | 'notFound';

export type Records = {
  /** Heads, newest first. */
  list(kind: RecordKind): readonly RecordHead[];
  handleOf(kind: RecordKind, name: string): Handle | undefined;
  get(kind: RecordKind, name: string): Promise<Result<Bytes, RecordCode>>;
  /** All of a kind at once, newest first: one way to the database instead of one for each. */
  all(
    kind: RecordKind,
  ): Promise<readonly { readonly head: RecordHead; readonly body: Result<Bytes, RecordCode> }[]>;
  /**
   * In the order of [VLT6]; `ok` only after the stored version was read back, opened and compared. `counts` is called as
   * soon as it was; the promise also waits until the version before is erased.
   */
  put(
    kind: RecordKind,
    name: string,
    body: Bytes,
    counts?: (head: RecordHead) => void,
  ): Promise<Result<RecordHead, RecordCode>>;
  /** Keys first, then rows. */
  erase(things: readonly { readonly kind: RecordKind; readonly name: string }[]): Promise<void>;
  /** Every version of it whose key may still be there: the live one, and any that could not be erased yet. */
  versionsOf(kind: RecordKind, name: string): readonly Handle[];
  /** Versions that Finish erases itself. */
  forget(handles: readonly Handle[]): void;
  /** Rows whose key opens but whose bytes do not, in neither copy. */
  readonly damaged: number;
  /** Rows that were lost or damaged, and put back from the journal. [VLT16] */
  readonly restored: number;
  /** Keys for which there was nothing in either. */
  readonly lost: number;
  /** Gives every row its second copy, and takes away copies without a key. [VLT16] */
  healJournal(): Promise<void>;
};

type Deps = Chance & {
  readonly rows: Rows;
  readonly journal: Journal;
  readonly keyring: Keyring;
  readonly now: () => number;
};
type Live = { readonly head: RecordHead; readonly handle: Handle };

const BODY_STEP = 4096;
const HEAD_BYTES = 256;
/** Copies that are compared at an unlock, the newest; of the others it is enough that they are there. */
const COMPARED = 32;

/** u32 length ‖ bytes ‖ zeros up to a multiple of `step`, so that a row's size says little. [VLT5] */
export function pad(bytes: Uint8Array, step: number): Bytes {
  const length = Math.ceil((bytes.length + 4) / step) * step;
  return concat(u32(bytes.length), bytes, new Uint8Array(length - 4 - bytes.length));
}

export function unpad(padded: Bytes | undefined): Bytes | undefined {
  if (padded === undefined || padded.length < 4) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  return length + 4 <= padded.length ? padded.slice(4, 4 + length) : undefined;
}

function parseHead(bytes: Bytes | undefined): RecordHead | undefined {
  const text = bytes === undefined ? undefined : parseUtf8(bytes);
  const value = text?.ok ? parseJsonObject(text.value) : undefined;
  if (!isObject(value)) return undefined;
  const { kind, name, version, at } = value;
  if (typeof kind !== 'string' || !KINDS.includes(kind) || !isText(name, 128)) return undefined;
  return isCount(version) && isCount(at) ? { kind: kind as RecordKind, name, version, at } : undefined;
}

/** Opens all heads and tidies what a cut-off save left: rows without key, keys without row, older versions. */
export async function openRecords(deps: Deps): Promise<Records> {
  const { sodium, rng, rows, journal, keyring } = deps;
  const live = new Map<string, Live>();
  const nameOf = (kind: RecordKind, name: string): string => `${kind}\n${name}`;
  /** Saved over, but the storage failed while they were erased: tried again with the next change. */
  const leftover = new Set<Handle>();
  let damaged = 0;

  const openBody = (row: RecordRow): Bytes | undefined => {
    const key = keyring.keyOf(row.handle);
    return key && unpad(takeOut(sodium, key, row.body, aadFor(row.handle, 'body')));
  };

  const openHead = (row: RecordRow): RecordHead | undefined => {
    const key = keyring.keyOf(row.handle);
    return key && parseHead(unpad(takeOut(sodium, key, row.head, aadFor(row.handle, 'head'))));
  };
  /** The journal's copy, if it opens whole. */
  async function secondOf(handle: Handle): Promise<RecordRow | null> {
    const row = await journal.get(handle);
    return row !== null && openHead(row) !== undefined && openBody(row) !== undefined ? row : null;
  }

  const keyless: Handle[] = [];
  const stale: Handle[] = [];
  const seen = new Set<Handle>();
  const found: { head: RecordHead; row: RecordRow; whole: boolean }[] = [];
  const restored: RecordRow[] = [];
  const take = (row: RecordRow, whole: boolean): void => {
    const head = openHead(row);
    if (head === undefined) damaged += 1;
    else found.push({ head, row, whole });
  };
  for (const row of await rows.records()) {
    seen.add(row.handle);
    if (keyring.keyOf(row.handle) === undefined) {
      keyless.push(row.handle);
      continue;
    }
    const whole = openHead(row) !== undefined && openBody(row) !== undefined;
    const second = whole ? null : await secondOf(row.handle);
    if (second !== null) restored.push(second);
    take(second ?? row, whole || second !== null);
  }
  const orphans: Handle[] = [];
  for (const handle of keyring.handles()) {
    if (seen.has(handle)) continue;
    const second = await secondOf(handle);
    if (second === null) orphans.push(handle);
    else {
      restored.push(second);
      take(second, true);
    }
  }
  // A version that does not open never displaces one that does.
  found.sort((a, b) => Number(b.whole) - Number(a.whole) || b.head.version - a.head.version);
  for (const { head, row, whole } of found) {
    const name = nameOf(head.kind, head.name);
    if (live.has(name)) stale.push(row.handle);
    else {
      live.set(name, { head, handle: row.handle });
      if (!whole) damaged += 1;
    }
  }
  await putBack();
  await eraseHandles([...stale, ...orphans], [...stale, ...keyless]);

  async function eraseHandles(keys: readonly Handle[], drop: readonly Handle[]): Promise<void> {
    await keyring.drop(keys);
    if (drop.length > 0) await rows.commit(drop.map((handle) => ({ drop: 'record', handle })));
    await journal.drop(drop);
  }

  /** A full disk must not keep anybody out: what cannot be put back is read from the journal. */
  async function putBack(): Promise<void> {
    try {
      if (restored.length > 0) await rows.commit(restored.map((row) => ({ put: 'record', row })));
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
    }
  }

  /** What was saved stays saved, whatever happens to the version before it. */
  async function eraseLeftover(): Promise<void> {
    const handles = [...leftover];
    if (handles.length === 0) return;
    try {
      await eraseHandles(handles, handles);
      for (const handle of handles) leftover.delete(handle);
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
    }
  }

  async function bodyOf(
    handle: Handle,
    row: RecordRow | null | undefined,
  ): Promise<Result<Bytes, RecordCode>> {
    const body = (row && openBody(row)) ?? (await secondBody(handle));
    return body === undefined ? err('damaged') : ok(body);
  }

  /** A row that was damaged since the unlock. */
  async function secondBody(handle: Handle): Promise<Bytes | undefined> {
    const second = await secondOf(handle);
    return second === null ? undefined : openBody(second);
  }

  return {
    damaged,
    restored: restored.length,
    lost: orphans.length,
    async healJournal() {
      const there = new Set(await journal.list());
      const all = [...live.values()].sort((a, b) => b.head.at - a.head.at);
      const wanted = all.filter(({ handle }, index) => !there.has(handle) || index < COMPARED);
      const found = new Map((await rows.records()).map((row) => [row.handle, row]));
      const healed = wanted.map(async ({ handle }) => {
        const row = found.get(handle);
        if (row !== undefined && openBody(row) !== undefined) await journal.heal(row);
      });
      // All ended, however they did: nothing is written any more when the next change begins.
      for (const done of await Promise.allSettled(healed)) if (done.status === 'rejected') throw done.reason;
      await journal.drop([...there].filter((handle) => keyring.keyOf(handle) === undefined));
    },
    list: (kind) =>
      [...live.values()]
        .map(({ head }) => head)
        .filter((head) => head.kind === kind)
        .sort((a, b) => b.at - a.at),
    handleOf: (kind, name) => live.get(nameOf(kind, name))?.handle,
    async get(kind, name) {
      const known = live.get(nameOf(kind, name));
      if (known === undefined) return err('notFound');
      return bodyOf(known.handle, await rows.record(known.handle));
    },
    async all(kind) {
      const wanted = [...live.values()].filter(({ head }) => head.kind === kind);
      if (wanted.length === 0) return [];
      const there = new Map((await rows.records()).map((row) => [row.handle, row]));
      const found = wanted.map(async ({ head, handle }) => ({
        head,
        body: await bodyOf(handle, there.get(handle)),
      }));
      return (await Promise.all(found)).sort((a, b) => b.head.at - a.head.at);
    },
    async put(kind, name, body, counts = () => undefined) {
      const before = live.get(nameOf(kind, name));
      const head: RecordHead = { kind, name, version: (before?.head.version ?? 0) + 1, at: deps.now() };
      const handle = createHandle(rng);
      const key = rng(KEY_BYTES);
      const row: RecordRow = {
        handle,
        head: lockUp(deps, key, pad(utf8(JSON.stringify(head)), HEAD_BYTES), aadFor(handle, 'head')),
        body: lockUp(deps, key, pad(body, BODY_STEP), aadFor(handle, 'body')),
      };
      const added = await keyring.add(handle, key);
      if (!added.ok) return added;
      let stored: Bytes | undefined;
      try {
        await rows.commit([{ put: 'record', row }]);
        const back = await rows.record(handle);
        stored = back === null ? undefined : openBody(back);
        // After the row: a key with a copy in the journal but no row then always means that the database lost it.
        if (stored !== undefined) await journal.put(row);
      } catch (error) {
        // The version before is untouched and counts; what there is of the new one goes.
        await eraseHandles([handle], []);
        throw error;
      }
      if (stored === undefined || !equalBytes(stored, body)) {
        await eraseHandles([handle], [handle]);
        return err('damaged');
      }
      live.set(nameOf(kind, name), { head, handle });
      if (before !== undefined) leftover.add(before.handle);
      counts(head);
      await eraseLeftover();
      return ok(head);
    },
    async erase(things) {
      const handles: Handle[] = [];
      for (const { kind, name } of things) {
        const known = live.get(nameOf(kind, name));
        if (known !== undefined) handles.push(known.handle);
      }
      if (handles.length === 0) return;
      await eraseHandles(handles, handles);
      for (const { kind, name } of things) live.delete(nameOf(kind, name));
    },
    versionsOf(kind, name) {
      const known = live.get(nameOf(kind, name));
      return known === undefined ? [] : [known.handle, ...leftover];
    },
    forget(handles) {
      for (const handle of handles) leftover.delete(handle);
      for (const [name, known] of live) if (handles.includes(known.handle)) live.delete(name);
    },
  };
}
