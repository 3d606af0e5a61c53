/** Owns erasing what is here: wipe, forgotten words, duress words. Keys go first, and a cut is ended at the next start. */
import { err, ok, type Result } from '../domain/result.ts';
import type { FixedName, Handle } from '../store/disk.ts';
import { StoreFault } from '../store/fault.ts';
import { LEDGER_BYTES } from '../store/ledgerFile.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import type { VaultCode } from './api.ts';
import { NO_CHOICES } from './choices.ts';
import { withOpen } from './drafts/drafts.ts';
import { type Erasing, putErasing, readErasing } from './drafts/intent.ts';
import { firstKeys } from './keys/keyring.ts';
import { createKeystore, emptyImage, type Keystore } from './keys/keystore.ts';
import { intentPlace, saltOf } from './keys/keystoreLayout.ts';
import { kitFor, writeKit } from './ledger/kit.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import { replaceRows } from './rebuild.ts';
import { isWaiting, reconcile } from './recover.ts';
import { caught, forgetKeys, type Room } from './room.ts';

type Kept = { readonly kept: number };

/** [VLT13] Whether sealed files that wait stay was chosen before. */
export const wipe = (room: Room): Promise<Result<Kept, VaultCode>> =>
  eraseAll(room, room.kit?.wipeKeeps === true);

/** Forgotten words: needs none. [VLT18] */
export const startOver = (room: Room): Promise<Result<Kept, VaultCode>> => eraseAll(room, true);

function eraseAll(room: Room, keeps: boolean): Promise<Result<Kept, VaultCode>> {
  const erasing: Erasing = { after: 'nothing', keeps };
  return caught(async () => {
    forgetKeys(room);
    await overwriteKeys(room, erasing);
    return room.exclusive(async () => {
      // A change that was half-way may have written one copy again.
      await overwriteKeys(room, erasing);
      const kept = await settleErasing(room, erasing);
      if (kept === 0) await room.disk.destroy();
      return ok({ kept });
    });
  });
}

/** The choice lies in the vault and, to be known while locked, in the kit. */
export const setWipeKeeps = (room: Room, keep: boolean): Promise<Result<true, VaultCode>> =>
  withOpen(room, async (open) => {
    const { keyring, opened } = open;
    await keyring.setChoices({ ...keyring.choices(), wipeKeeps: keep });
    const known = opened.join?.manifest;
    if (known) await writeKit(room, keyring.kitKey, kitFor(room.sodium, open, known));
    return ok(true);
  });

/** Both copies become an image that opens nothing and only says what is left to do. */
async function overwriteKeys(room: Room, erasing: Erasing): Promise<void> {
  const image = emptyImage(room);
  await putErasing(room, image, erasing);
  const { passes, memoryKiB } = room.policy;
  // Higher than what a change that is under way may still write.
  const generation = (room.keystore?.header().generation ?? 0) + 2;
  const header = { passes, memoryKiB, generation, marker: room.rng(16) };
  if (room.keystore === null) room.keystore = await createKeystore(room, image, header);
  else await room.keystore.replace(image, header);
}

/**
 * Duress words: one write of both copies takes every key of before and begins a fresh vault under these same words, with
 * the salt of before, so that it takes no second Argon2id. Then what was here is erased. [VLT17]
 */
export async function beginAnew(room: Room, keystore: Keystore, kek: Bytes): Promise<void> {
  const keeps = room.kit?.wipeKeeps === true;
  const image = emptyImage(room);
  image.set(saltOf(keystore.image()));
  firstKeys(room, image, kek, { ...NO_CHOICES, workspace: 'notes' });
  const erasing: Erasing = { after: 'anew', keeps };
  await putErasing(room, image, erasing);
  const { generation, ...rest } = keystore.header();
  await keystore.replace(image, { ...rest, generation: generation + 1, marker: room.rng(16) });
  // What storage refuses now is tried again at the next start; the workspace opens meanwhile.
  await caught(async () => ok(await settleErasing(room, erasing)));
}

/** At the start, before anything is recovered. false: there is no erasing to end. */
export async function resumeErasing(room: Room, keystore: Keystore): Promise<boolean> {
  const erasing = await readErasing(room.sodium, keystore.image());
  if (erasing === null) return false;
  // The other copy may still be the one of before.
  if (keystore.other !== 'same') await keystore.change(() => undefined);
  await settleErasing(room, erasing);
  return true;
}

/** Everything but keys, which are gone. May be cut off and repeated anywhere. The number of sealed files that stay. */
async function settleErasing(room: Room, { after, keeps }: Erasing): Promise<number> {
  const before = keeps ? (room.ledger ?? (await ledgerThere(room))) : null;
  const kept = before === null ? [] : await waitingIn(room, before);
  if (before !== null && kept.length > 0) {
    const past = before.entries().filter(({ handle }) => !kept.includes(handle));
    await before.erase(past.map(({ handle }) => handle));
  } else await scramble(room, ['kit', 'ledger']);
  room.ledger = kept.length > 0 ? before : null;
  room.rowsLost = false;
  room.incidents.clear();
  if (kept.length > 0 && !room.rowsBroken) await room.rows.empty(kept);
  else await replaceRows(room);
  if (before !== null && kept.length > 0) await reconcile(room, { ledger: before });
  await room.disk.empty(kept);
  if (kept.length === 0) {
    room.kit = null;
    await room.disk.removeFixed('kit');
    await room.disk.removeFixed('ledger');
  }
  await (after === 'anew' ? endAnew(room) : endEmpty(room));
  return kept.length;
}

async function endAnew(room: Room): Promise<void> {
  const { keystore } = room;
  if (keystore === null) return;
  room.ledger ??= await openLedger(room);
  await room.rows.commit([{ put: 'meta', name: 'marker', value: toHex(keystore.header().marker) }]);
  const image = keystore.image().slice();
  keystore.erase(image, intentPlace);
  // Counted from one again: how often a vault was written to would tell that it is not new.
  await keystore.replace(image, { ...keystore.header(), generation: 1 });
}

async function endEmpty(room: Room): Promise<void> {
  await room.disk.removeFixed('a');
  await room.disk.removeFixed('b');
  room.keystore = null;
  room.broken = null;
}

/** Overwrites files that hold something; a deleted file may stay readable for longer than an overwritten one. */
async function scramble(room: Room, names: readonly FixedName[]): Promise<void> {
  for (const name of names) {
    const file = await room.disk.fixed(name);
    const { length } = await file.read();
    if (length === 0) continue;
    await file.write(0, room.rng(length));
    await file.flush();
  }
}

export async function ledgerThere(room: Room): Promise<Ledger | null> {
  const { length } = await (await room.disk.fixed('ledger')).read();
  return length === LEDGER_BYTES ? openLedger(room) : null;
}

/** Sealed files that are there and not known to be stored. A database that does not answer proves nothing about them. */
async function waitingIn(room: Room, ledger: Ledger): Promise<Handle[]> {
  const done = new Set<Handle>();
  try {
    for (const row of await room.rows.outbox()) if (!isWaiting(row)) done.add(row.handle);
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
  }
  const kept: Handle[] = [];
  for (const { handle, what } of ledger.entries()) {
    if (what === 'past' || done.has(handle)) continue;
    if ((await room.disk.outgoing.size(handle)) !== null) kept.push(handle);
  }
  return kept;
}

/** A start without a vault: what a wipe or forgotten words left goes on being sent; when all of it is stored, it goes. [VLT18] */
export async function settleLeftover(room: Room): Promise<void> {
  const ledger = await ledgerThere(room);
  if (ledger === null) return;
  room.ledger = ledger;
  await reconcile(room, { ledger });
  if ((await waitingIn(room, ledger)).length > 0) return;
  await settleErasing(room, { after: 'nothing', keeps: false });
}

/** `sealedWaiting`: files for another organisation still wait here, and only its kit knows where they go. [VLT18] */
export async function refuseOtherOrg(room: Room, org: string): Promise<Result<true, VaultCode>> {
  if (room.kit === null || room.kit.org === org) return ok(true);
  return (await room.rows.outbox()).some(isWaiting) ? err('sealedWaiting') : ok(true);
}
