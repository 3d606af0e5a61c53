/** Owns Finish: from a draft to sealed files on their way, in one order that survives any cut. Must never leave both or neither. */
import type { Chain } from '../../crypto/chain.ts';
import { sha256 } from '../../crypto/hash.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle, SealedFile } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import type { LedgerEntry } from '../../store/ledgerFile.ts';
import type { VaultCode } from '../api.ts';
import { chainSlot } from '../keys/keyring.ts';
import { queuedRow, type Settled, settleIntent } from '../recover.ts';
import type { Open, Ready, Room } from '../room.ts';
import { fits, type Intent, type IntentFile, putIntent } from './intent.ts';

/** One file that leaves: its first bytes, written now (all of a report; the header of an attachment). */
export type Leaving = {
  readonly head: SealedFile;
  /** Made now, and removed when undone; else it lies there already and only its head is written. */
  readonly fresh: boolean;
  /** All of it was written and flushed before, its head too. */
  readonly whole?: true;
  readonly entry: Omit<LedgerEntry, 'turn'>;
};

export type FinishPlan = {
  readonly leaving: readonly Leaving[];
  /** Versions of the draft whose keys are erased, and their rows. */
  readonly versions: readonly Handle[];
  readonly dropFiles: readonly Handle[];
  /** The chain as it is after this report, and whether an earlier key is erased by it. */
  readonly nextChain: Chain | null;
  readonly usedChain: Chain | null;
};

/** The open files, and what of the keys a commit changes; what is sealed while locked has none to change. */
export type Committing = Ready & {
  readonly keyring: Pick<Open['keyring'], 'indexOf' | 'putChain' | 'forget'>;
  readonly records: Pick<Open['records'], 'forget'>;
};

/** Ends what is open, and forgets the keys that went with it. */
export async function settleOpen(room: Room, open: Committing): Promise<Settled['outcome']> {
  const { outcome, gone } = await settleIntent(room, open);
  open.keyring.forget(gone);
  open.records.forget(gone);
  return outcome;
}

/**
 * Steps of [VLT7]: (0) intent and next chain key, (1) files, ledger, rows = the commit, (2) keys overwritten, (3) rows
 * deleted, intent cleared. `ok` means committed and erased. After an error the draft is whole, unless the code came
 * from step 2 or 3: then the next start, or the next change, ends it.
 */
export async function commitLeaving(
  room: Room,
  open: Committing,
  plan: FinishPlan,
): Promise<Result<true, VaultCode>> {
  const { keystore, ledger, keyring } = open;
  const files: IntentFile[] = [];
  for (const { head, fresh, entry } of plan.leaving) {
    const { handle, size } = entry;
    files.push({ handle, size, proven: head.length, proof: await sha256(head), fresh });
  }
  const intent: Intent = {
    entries: plan.versions.map((handle) => keyring.indexOf(handle)).filter((index) => index !== undefined),
    commitSlots: plan.usedChain === null ? [] : [chainSlot(plan.usedChain.n)],
    undoSlots: plan.nextChain === null ? [] : [chainSlot(plan.nextChain.n)],
    files,
    rows: plan.versions,
    dropFiles: plan.dropFiles,
  };
  if (!fits(intent)) return err('tooManyFiles');

  let failure: Result<never, VaultCode> | undefined;
  try {
    await keystore.change(async (image) => {
      await putIntent(room, image, intent);
      if (plan.nextChain !== null) keyring.putChain(image, plan.nextChain);
    });
    for (const leaving of plan.leaving) await writeHead(room, leaving);
    const placed = await ledger.put(plan.leaving.map(({ entry }) => entry));
    if (placed.ok) {
      // The postman sees nothing before this one transaction, and everything after it.
      const rows = plan.leaving.map(({ entry }) => queuedRow({ ...entry, turn: 0 }));
      await room.rows.commit(rows.map((row) => ({ put: 'outbox', row })));
    } else failure = placed;
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    failure = err(error.code, error.reason);
  }
  // What is stored decides, not what we believe: a commit may have succeeded although it reported an error.
  const outcome = await settleOpen(room, open);
  if (outcome !== 'completed') return failure ?? err('storageFailed', 'finish');
  room.tell({ event: 'outbox' });
  return ok(true);
}

async function writeHead(room: Room, { head, fresh, whole, entry }: Leaving): Promise<void> {
  if (whole) return;
  const { outgoing } = room.disk;
  const writer = fresh ? await outgoing.create(entry.handle) : await outgoing.reopen(entry.handle);
  try {
    await writer.write(0, head);
    await writer.flush();
  } finally {
    await writer.close();
  }
}
