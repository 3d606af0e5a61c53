/** Owns the life of a vault in one realm: start, create, unlock, lock, change of words, wipe. Must never know a page or a worker. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import type { VaultCode, VaultStatus } from './api.ts';
import { type CaptureRecordings, createCaptureRecordings } from './capture/captureRecordings.ts';
import { NO_CHOICES } from './choices.ts';
import { openCollections } from './collections.ts';
import { createDrafts, type Drafts } from './drafts/drafts.ts';
import { createRecordings, type Recordings } from './drafts/recordings.ts';
import { loadJoin } from './joinRecord.ts';
import { openJournal } from './journal.ts';
import { createKeptFiles, type KeptFiles } from './keptFiles.ts';
import { firstKeys, openKeyring } from './keys/keyring.ts';
import { createKeystore, emptyImage, openKeystore } from './keys/keystore.ts';
import { SLOT, saltOf } from './keys/keystoreLayout.ts';
import { readKit } from './ledger/kit.ts';
import { openLedger } from './ledger/ledger.ts';
import { tidy } from './ledger/tidying.ts';
import { brokenBy, probeRows, rebuildRows, replaceRows } from './rebuild.ts';
import { openRecords } from './records.ts';
import { markRows, recover } from './recover.ts';
import { caught, createRoom, forgetKeys, type Room, ready, unlocked, type VaultDeps } from './room.ts';
import { statusOf } from './status.ts';
import { beginAnew, ledgerThere, resumeErasing, settleLeftover } from './wiping.ts';
import { keyFor } from './words/openingWords.ts';
import { slotOf } from './words/wordSlots.ts';
import { keyFromWords } from './words/words.ts';

export type Engine = {
  readonly room: Room;
  readonly drafts: Drafts;
  readonly keptFiles: KeptFiles;
  readonly recordings: Recordings;
  readonly captures: CaptureRecordings;
  status(): Promise<Result<VaultStatus, VaultCode>>;
  /** First call: opens the files and settles what was cut off. */
  start(): Promise<Result<VaultStatus, VaultCode>>;
  create(words: string): Promise<Result<VaultStatus, VaultCode>>;
  unlock(words: string): Promise<Result<VaultStatus, VaultCode>>;
  /** Erases discarded drafts, then every key in memory. */
  lock(): Promise<void>;
};

export function createEngine(deps: VaultDeps): Engine {
  const room = createRoom(deps);
  const drafts = createDrafts(room);
  const recordings = createRecordings(room);
  const captures = createCaptureRecordings(room);

  const status = (): Promise<Result<VaultStatus, VaultCode>> => caught(async () => ok(await statusOf(room)));

  async function openWith(kek: Bytes): Promise<Result<VaultStatus, VaultCode>> {
    const files = ready(room);
    if (!files.ok) return files;
    const keyring = await openKeyring({ ...room, keystore: files.value.keystore }, kek);
    kek.fill(0);
    if (!keyring.ok) return keyring;
    if (room.rowsBroken) {
      const rebuilt = await rebuildRows(room, files.value, keyring.value);
      if (!rebuilt.ok) {
        keyring.value.wipe();
        return rebuilt;
      }
    }
    const records = await openRecords({
      ...room,
      journal: openJournal(room.disk),
      keyring: keyring.value,
      now: () => room.clock.now(),
    });
    const collections = openCollections({ ...room, records });
    // One damaged record must not keep the drafts from being opened.
    const join = await loadJoin(records);
    if (!join.ok || records.damaged > 0) room.incidents.add('recordsDamaged');
    if (room.rowsLost) await markRows(room, files.value.keystore, records.lost > 0);
    else if (records.restored > 0) room.incidents.add('journalRepaired');
    room.opened = { keyring: keyring.value, records, collections, join: join.ok ? join.value : null };
    const open = unlocked(room);
    if (!open.ok) return open;
    // Tidying can wait for the next unlock: a full disk must not keep anybody out.
    await caught(async () => {
      await tidy(room, open.value);
      return ok(true);
    });
    return status();
  }

  return {
    room,
    drafts,
    recordings,
    captures,
    keptFiles: createKeptFiles(room),
    status,
    start: () =>
      room.exclusive(async () => {
        if (room.keystore !== null) return status();
        room.kit = (await readKit(room.disk))?.kit ?? null;
        await probeRows(room);
        const opened = await openKeystore(room);
        if (!opened.ok) {
          // Whatever it held, there is no key for it.
          if (room.rowsBroken) await replaceRows(room);
          room.broken = await brokenBy(room, opened.code);
          // What waits goes on being sent, and its receipts are settled.
          if (room.broken === null) await settleLeftover(room);
          else room.ledger = await ledgerThere(room);
          return status();
        }
        room.keystore = opened.value;
        const resumed = await resumeErasing(room, opened.value);
        if (room.keystore === null) return status();
        room.ledger ??= await openLedger(room);
        if (!room.rowsBroken) await recover(room, { keystore: room.keystore, ledger: room.ledger });
        // What was erased has nothing to tell any more.
        if (resumed) room.incidents.clear();
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
        const kek = await keyFromWords(room, words, params);
        // What a vault before this one left goes by what was chosen there. [VLT18]
        const wipeKeeps = room.kit?.wipeKeeps === true;
        firstKeys(room, image, kek, { ...NO_CHOICES, wipeKeeps });
        // The database's mark first: a mark without a keystore is no vault, a keystore without it would raise an alarm.
        await room.rows.commit([{ put: 'meta', name: 'marker', value: toHex(marker) }]);
        const ledger = room.ledger ?? (await openLedger(room));
        room.keystore = await createKeystore(room, image, { passes, memoryKiB, generation: 0, marker });
        room.ledger = ledger;
        return openWith(kek);
      }),
    async unlock(words) {
      let fresh = false;
      const opened = await room.exclusive(async () => {
        if (room.opened !== null) return status();
        const files = ready(room);
        const kek = await keyFor(room, words);
        fresh = kek.ok;
        if (!files.ok || !kek.ok) return kek.ok ? err('noVault') : kek;
        const { keystore } = files.value;
        if (slotOf({ ...room, keystore }, kek.value) === SLOT.duress)
          await beginAnew(room, keystore, kek.value);
        return openWith(kek.value);
      });
      // A vault that died without locking still keeps the promise that locking ends the time for undoing.
      if (opened.ok && fresh) await drafts.sweep(true);
      return opened;
    },
    async lock() {
      await recordings.abandon();
      await captures.abandon();
      if (room.opened !== null && drafts.hasDiscarded()) await drafts.sweep(true);
      await room.exclusive(async () => {
        forgetKeys(room);
        return ok(true);
      });
      room.tell({ event: 'locked' });
    },
  };
}
