/** Owns settling what was cut off, without words: an unfinished Finish, lost rows, a damaged copy. Must never need a key. */
import { sha256 } from '../crypto/hash.ts';
import type { Handle } from '../store/disk.ts';
import type { LedgerEntry } from '../store/ledgerFile.ts';
import type { Change, OutboxRow } from '../store/rows.ts';
import { equalBytes, toHex } from '../wire/bytes.ts';
import { type Intent, readIntent } from './drafts/intent.ts';
import { openJournal } from './journal.ts';
import type { Keystore } from './keys/keystore.ts';
import { entryPlace, intentPlace, stateSlot } from './keys/keystoreLayout.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Ready, Room } from './room.ts';

export type Settled = {
  readonly outcome: 'nothing' | 'completed' | 'undone';
  /** A capture has no draft and moves no author chain. [VLT19] */
  readonly what: 'finish' | 'capture';
  /** Versions of the draft whose keys are gone now. */
  readonly gone: readonly Handle[];
};
const NOTHING: Settled = { outcome: 'nothing', what: 'finish', gone: [] };

export const queuedRow = ({ handle, size, order }: LedgerEntry): OutboxRow => ({
  handle,
  state: 'queued',
  offset: 0,
  size,
  order,
  endpoint: 0,
  code: null,
});

/** Everything of step 1 is there and is what it should be. [VLT7] */
async function isCommitted(
  room: Room,
  { ledger }: Ready,
  intent: Intent,
  rowsLost: boolean,
): Promise<boolean> {
  const rows = new Set((await room.rows.outbox()).map(({ handle }) => handle));
  for (const { handle, size, proven, proof } of intent.files) {
    if (ledger.find(handle) === undefined) return false;
    if (!rowsLost && !rows.has(handle)) return false;
    if ((await room.disk.outgoing.size(handle)) !== size) return false;
    const bytes = await room.disk.outgoing.slice(handle, 0, proven);
    if (bytes === null || !equalBytes(await sha256(bytes), proof)) return false;
  }
  return true;
}

/**
 * Brings an intent to its end in one of two directions. Committed: overwrite the keys of the draft and of the chain in
 * both copies, then delete rows. Else: take back what step 1 left. Either may be cut off and repeated. [VLT7] [VLT8]
 */
export async function settleIntent(room: Room, files: Ready, rowsLost = false): Promise<Settled> {
  const { keystore, ledger } = files;
  const intent = await readIntent(room.sodium, keystore.image());
  if (intent === null) return NOTHING;
  const handles = intent.files.map(({ handle }) => handle);
  const what = intent.rows.length === 0 && intent.undoSlots.length === 0 ? 'capture' : 'finish';
  if (await isCommitted(room, files, intent, rowsLost)) {
    if (rowsLost) await putMissingRows(room, files, handles);
    await keystore.change((image) => {
      for (const index of intent.entries) keystore.erase(image, entryPlace(index));
      for (const index of intent.commitSlots) keystore.erase(image, stateSlot(index));
    });
    await room.rows.commit(intent.rows.map((handle): Change => ({ drop: 'record', handle })));
    await openJournal(room.disk).drop(intent.rows);
    for (const handle of intent.dropFiles) await room.disk.outgoing.remove(handle);
    await keystore.change((image) => keystore.erase(image, intentPlace));
    return { outcome: 'completed', what, gone: intent.rows };
  }
  await room.rows.commit(handles.map((handle): Change => ({ drop: 'outbox', handle })));
  await ledger.erase(handles);
  for (const { handle, fresh } of intent.files) if (fresh) await room.disk.outgoing.remove(handle);
  await keystore.change((image) => {
    for (const index of intent.undoSlots) keystore.erase(image, stateSlot(index));
    keystore.erase(image, intentPlace);
  });
  return { outcome: 'undone', what, gone: [] };
}

async function putMissingRows(
  room: Room,
  { ledger }: Pick<Ready, 'ledger'>,
  handles: readonly Handle[],
): Promise<void> {
  const known = new Set((await room.rows.outbox()).map(({ handle }) => handle));
  const missing = ledger.entries().filter(({ handle }) => handles.includes(handle) && !known.has(handle));
  if (missing.length > 0)
    await room.rows.commit(missing.map((entry) => ({ put: 'outbox', row: queuedRow(entry) })));
}

/** Not yet stored anywhere but here. */
export const isWaiting = ({ state }: OutboxRow): boolean => state !== 'stored' && state !== 'received';

/** Nothing of them stays. What a cut leaves, the next start and the next unlock know as nobody's. */
export async function dropParcels(room: Room, ledger: Ledger, handles: readonly Handle[]): Promise<void> {
  for (const handle of handles) {
    await ledger.erase([handle]);
    await room.rows.commit([{ drop: 'outbox', handle }]);
    await room.disk.outgoing.remove(handle);
  }
}

/** Received files go, their traces stay. Repeatable. [VLT12] */
export async function purgeReceived(room: Room, { ledger }: Ready): Promise<void> {
  for (const { handle, state } of await room.rows.outbox()) {
    if (state !== 'received') continue;
    await room.disk.outgoing.remove(handle);
    if (ledger.find(handle)?.what === 'attachment') await ledger.erase([handle]);
    else await ledger.makePast(handle);
    await room.rows.commit([{ drop: 'outbox', handle }]);
  }
}

const SETTLED = {
  finish: { completed: 'finishCompleted', undone: 'finishUndone' },
  capture: { completed: 'captureCompleted', undone: 'captureUndone' },
} as const;

/** At each start, before any words: see [VLT8]. */
export async function recover(room: Room, files: Ready): Promise<void> {
  const { keystore, ledger } = files;
  const marker = toHex(keystore.header().marker);
  const rowsLost = (await room.rows.meta('marker')) !== marker;
  // While an intent stands it decides what may be copied from one keystore file to the other. [VLT4]
  const { outcome, what } = await settleIntent(room, files, rowsLost);
  if (outcome !== 'nothing') room.incidents.add(SETTLED[what][outcome]);
  if (keystore.other !== 'same' && outcome === 'nothing') await keystore.change(() => undefined);
  if (keystore.other === 'damaged') room.incidents.add('keystoreRepaired');
  if (ledger.damaged) room.incidents.add('ledgerDamaged');
  await purgeReceived(room, files);
  await reconcile(room, files);
  room.rowsLost = rowsLost;
  // What the journal gives back is known when it is opened; without one it is known now.
  if (rowsLost && room.disk.journal === null) await markRows(room, keystore, true);
}

/** The database is ours again, empty or filled from the journal; `gone`: something that was saved is in neither. [VLT16] */
export async function markRows(room: Room, keystore: Keystore, gone: boolean): Promise<void> {
  room.incidents.add(gone ? 'databaseRecreated' : 'databaseRebuilt');
  await room.rows.commit([{ put: 'meta', name: 'marker', value: toHex(keystore.header().marker) }]);
  room.rowsLost = false;
}

/** Ledger and files are the second copy of what the database says is on its way. [VLT12] */
export async function reconcile(room: Room, files: Pick<Ready, 'ledger'>): Promise<void> {
  const rows = new Map((await room.rows.outbox()).map((row) => [row.handle, row]));
  const wanted: Handle[] = [];
  for (const { handle, what } of files.ledger.entries()) {
    const row = rows.get(handle);
    rows.delete(handle);
    if (what === 'past') continue;
    const there = (await room.disk.outgoing.size(handle)) !== null;
    if (!there) room.incidents.add('sealedFileMissing');
    else if (row === undefined) wanted.push(handle);
  }
  await putMissingRows(room, files, wanted);
  // A damaged ledger proves nothing about rows: nothing unsent is deleted on its word.
  if (rows.size === 0 || files.ledger.damaged) return;
  await room.rows.commit([...rows.keys()].map((handle): Change => ({ drop: 'outbox', handle })));
}
