/** Owns the life of a vault in one realm: start, create, unlock, lock, change of words, wipe. Must never know a page or a worker. */
import { err, ok, type Result } from '../domain/result.ts';
import { createHandle, type Handle, type SealedFile, type SealedWriter } from '../store/disk.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import type { VaultCode, VaultStatus } from './api.ts';
import { openCollections } from './collections.ts';
import { createDrafts, type Drafts, loadStored, withOpen } from './drafts.ts';
import { loadJoin } from './joinRecord.ts';
import { firstKeys, openKeyring } from './keyring.ts';
import { createKeystore, emptyImage, openKeystore, wipeKeystore } from './keystore.ts';
import { saltOf } from './keystoreLayout.ts';
import { judgeKit, writeKit } from './kit.ts';
import { openLedger } from './ledger.ts';
import { openRecords } from './records.ts';
import { recover } from './recover.ts';
import { caught, createRoom, type Open, type Room, ready, unlocked, type VaultDeps } from './room.ts';
import { isAllowed, keyFromWords } from './words.ts';

export type Engine = {
  readonly room: Room;
  readonly drafts: Drafts;
  status(): Result<VaultStatus, VaultCode>;
  /** First call: opens the files and settles what was cut off. */
  start(): Promise<Result<VaultStatus, VaultCode>>;
  create(words: string): Promise<Result<VaultStatus, VaultCode>>;
  unlock(words: string): Promise<Result<VaultStatus, VaultCode>>;
  /** Erases discarded drafts, then every key in memory. */
  lock(): Promise<void>;
  changeWords(old: string, next: string): Promise<Result<true, VaultCode>>;
  wipe(): Promise<Result<true, VaultCode>>;
  /** Kept sealed files, written piece by piece. */
  keepBegin(): Promise<Result<Handle, VaultCode>>;
  keepWrite(handle: Handle, at: number, bytes: Bytes): Promise<Result<true, VaultCode>>;
  keepEnd(handle: Handle): Promise<Result<true, VaultCode>>;
  keepRemove(handle: Handle): Promise<Result<true, VaultCode>>;
};

export function createEngine(deps: VaultDeps): Engine {
  const room = createRoom(deps);
  const drafts = createDrafts(room);
  const writers = new Map<Handle, SealedWriter>();

  function status(): Result<VaultStatus, VaultCode> {
    const { opened } = room;
    const files = ready(room);
    const state = files.ok
      ? opened === null
        ? 'locked'
        : 'unlocked'
      : files.code === 'noVault'
        ? 'none'
        : 'damaged';
    const join = opened?.join ?? null;
    const joined = opened === null ? null : join === null ? 'no' : join.enrolled ? 'enrolled' : 'invited';
    return ok({ state, erasure: room.disk.erasure, incidents: [...room.incidents], joined });
  }

  async function openWith(kek: Bytes): Promise<Result<VaultStatus, VaultCode>> {
    const files = ready(room);
    if (!files.ok) return files;
    const keyring = await openKeyring({ ...room, keystore: files.value.keystore }, kek);
    kek.fill(0);
    if (!keyring.ok) return keyring;
    const records = await openRecords({ ...room, keyring: keyring.value, now: () => room.clock.now() });
    const collections = openCollections({ ...room, records });
    // One damaged record must not keep the drafts from being opened.
    const join = await loadJoin(records);
    if (!join.ok || records.damaged > 0) room.incidents.add('recordsDamaged');
    room.opened = { keyring: keyring.value, records, collections, join: join.ok ? join.value : null };
    const open = unlocked(room);
    if (!open.ok) return open;
    // Tidying can wait for the next unlock: a full disk must not keep anybody out.
    await caught(async () => {
      await checkJoin(open.value);
      await collectGarbage(open.value);
      return ok(true);
    });
    return status();
  }

  /** What a cut between manifest, mark and kit left; and whether somebody else wrote the kit. [VLT11] */
  async function checkJoin({ opened, keyring }: Open): Promise<void> {
    const known = opened.join?.manifest;
    if (!known) return;
    const { manifest, hash } = known;
    if ((keyring.manifest()?.version ?? 0) < manifest.version) {
      await keyring.setManifest({ version: manifest.version, hash });
    }
    const judged = await judgeKit(room.disk, keyring.kitKey, manifest);
    if (judged === 'changed') room.incidents.add('kitChanged');
    if (judged !== 'ours') await writeKit(room, keyring.kitKey, manifest);
  }

  /** Sealed files that neither a draft nor the ledger knows: cut-off attachments. When in doubt, nothing goes. [VLT12] */
  async function collectGarbage(open: Open): Promise<void> {
    if (open.ledger.damaged || open.records.damaged > 0) return;
    const used = new Set(open.ledger.entries().map(({ handle }) => handle));
    for (const { name } of open.records.list('draft')) {
      const stored = await loadStored(open, name);
      if (!stored.ok) return;
      for (const { handle } of stored.value.attachments) used.add(handle);
    }
    for (const handle of await room.disk.outgoing.list())
      if (!used.has(handle)) await room.disk.outgoing.remove(handle);
  }

  async function keyFor(words: string): Promise<Result<Bytes, VaultCode>> {
    const files = ready(room);
    if (!files.ok) return files;
    const { passes, memoryKiB } = files.value.keystore.header();
    if (!isAllowed({ passes, memoryKiB }, room.policy)) return err('damaged', 'parameters');
    const salt = saltOf(files.value.keystore.image());
    return ok(await keyFromWords(room.argon2, words, { passes, memoryKiB, salt }));
  }

  return {
    room,
    drafts,
    status,
    start: () =>
      room.exclusive(async () => {
        if (room.keystore !== null) return status();
        const opened = await openKeystore(room);
        if (!opened.ok) {
          const lost = opened.code === 'noVault' && (await room.rows.records()).length > 0;
          room.broken = lost ? 'keystoreDamagedBoth' : opened.code === 'noVault' ? null : opened.code;
          return status();
        }
        room.keystore = opened.value;
        room.ledger = await openLedger(room);
        await recover(room, { keystore: room.keystore, ledger: room.ledger });
        return status();
      }),
    create: (words) =>
      room.exclusive(async () => {
        if (room.broken !== null) return err(room.broken);
        if (room.keystore !== null) return err('vaultExists');
        const marker = room.rng(16);
        const image = emptyImage(room);
        const { passes, memoryKiB } = room.policy;
        const params = { passes, memoryKiB, salt: saltOf(image) };
        const kek = await keyFromWords(room.argon2, words, params);
        await firstKeys(room, image, kek);
        // The database's mark first: a mark without a keystore is no vault, a keystore without it would raise an alarm.
        await room.rows.commit([{ put: 'meta', name: 'marker', value: toHex(marker) }]);
        const ledger = await openLedger(room);
        room.keystore = await createKeystore(room, image, { passes, memoryKiB, generation: 0, marker });
        room.ledger = ledger;
        return openWith(kek);
      }),
    async unlock(words) {
      let fresh = false;
      const opened = await room.exclusive(async () => {
        if (room.opened !== null) return status();
        const kek = await keyFor(words);
        fresh = kek.ok;
        return kek.ok ? openWith(kek.value) : kek;
      });
      // A vault that died without locking still keeps the promise that locking ends the time for undoing.
      if (opened.ok && fresh) await drafts.sweep(true);
      return opened;
    },
    async lock() {
      if (room.opened !== null) await drafts.sweep(true);
      await room.exclusive(async () => {
        room.opened?.keyring.wipe();
        room.opened = null;
        return ok(true);
      });
      room.tell({ event: 'locked' });
    },
    changeWords: (old, next) =>
      withOpen(room, async ({ keystore, keyring }) => {
        const kek = await keyFor(old);
        if (!kek.ok) return kek;
        const check = await openKeyring({ ...room, keystore }, kek.value);
        kek.value.fill(0);
        if (!check.ok) return check;
        check.value.wipe();
        const fresh = await keyFor(next);
        if (!fresh.ok) return fresh;
        await keyring.rewrap(fresh.value);
        fresh.value.fill(0);
        return ok(true);
      }),
    wipe: () =>
      caught(async () => {
        room.opened?.keyring.wipe();
        room.opened = null;
        room.keystore = null;
        room.ledger = null;
        room.broken = null;
        await wipeKeystore(room);
        // A change that was half-way may have written one copy again.
        await room.exclusive(async () => ok(await wipeKeystore(room)));
        await room.rows.destroy();
        await room.disk.destroy();
        return ok(true);
      }),
    keepBegin: () =>
      withOpen(room, async () => {
        const handle = createHandle(room.rng);
        writers.set(handle, await room.disk.kept.create(handle));
        return ok(handle);
      }),
    keepWrite: (handle, at, bytes) =>
      caught(async () => {
        const writer = writers.get(handle);
        if (writer === undefined) return err('notFound');
        await writer.write(at, bytes as SealedFile);
        return ok(true);
      }),
    keepEnd: (handle) =>
      caught(async () => {
        const writer = writers.get(handle);
        if (writer === undefined) return err('notFound');
        writers.delete(handle);
        try {
          await writer.flush();
        } finally {
          await writer.close();
        }
        return ok(true);
      }),
    keepRemove: (handle) =>
      caught(async () => {
        await writers.get(handle)?.close();
        writers.delete(handle);
        await room.disk.kept.remove(handle);
        return ok(true);
      }),
  };
}
