/** Owns what an unlock puts in order: the kit, sealed files that nobody can follow or that nothing knows. Must never keep anybody out. */
import { adoptCaptures } from '../capture/captureAdopt.ts';
import { pairsIn } from '../capture/captureRecordings.ts';
import { openSealedTraces } from '../capture/captureTrace.ts';
import { allStored, filesOf } from '../drafts/drafts.ts';
import { dropParcels, isWaiting } from '../recover.ts';
import type { Open, Room } from '../room.ts';
import { judgeKit, kitFor, writeKit } from './kit.ts';
import { dropPastFiles, quieten } from './known.ts';
import { openTrace } from './trace.ts';
import { expireReplies } from './traces.ts';

/** Repeatable; whatever fails can wait for the next unlock. */
export async function tidy(room: Room, open: Open): Promise<void> {
  // Judged by the kit that they were sealed under, so before another one is written. [VLT19]
  await adoptCaptures(room, open);
  await checkJoin(room, open);
  await quieten(room, open);
  await dropPastFiles(room, open);
  await expireReplies(room, open);
  await dropEarlier(room, open);
  await collectGarbage(room, open);
  await open.records.healJournal();
}

/**
 * What a cut between manifest, kit and mark left; and whether somebody else wrote the kit. While the mark is behind, the
 * kit may still be the one of a vault before this. [VLT11]
 */
async function checkJoin(room: Room, open: Open): Promise<void> {
  const { opened, keyring } = open;
  const known = opened.join?.manifest;
  if (!known) return;
  const { manifest, hash } = known;
  const behind = (keyring.manifest()?.version ?? 0) < manifest.version;
  const kit = kitFor(room.sodium, open, known);
  const judged = await judgeKit(room, keyring.kitKey, kit);
  if (judged === 'changed' && !behind) room.incidents.add('kitChanged');
  if (judged !== 'ours') await writeKit(room, keyring.kitKey, kit);
  if (behind) await keyring.setManifest({ version: manifest.version, hash });
}

/** Parcels of a vault before this one: stored is all that anybody here will ever learn of them. [VLT18] */
async function dropEarlier(room: Room, { ledger, keyring }: Open): Promise<void> {
  if (ledger.damaged) return;
  const rows = new Map((await room.rows.outbox()).map((row) => [row.handle, row]));
  const captures = openSealedTraces(room.sodium, keyring.ledgerKey);
  const earlier = ledger.entries().filter(({ handle, locked, what }) => {
    const row = rows.get(handle);
    if (what === 'past' || row === undefined || isWaiting(row)) return false;
    return (
      openTrace(room.sodium, keyring.ledgerKey, handle, locked) === undefined &&
      captures.open(handle, locked) === undefined
    );
  });
  captures.wipe();
  await dropParcels(
    room,
    ledger,
    earlier.map(({ handle }) => handle),
  );
}

/** Sealed files that neither a draft nor the ledger knows: cut-off attachments. When in doubt, nothing goes. [VLT12] */
async function collectGarbage(room: Room, open: Open): Promise<void> {
  if (open.ledger.damaged || open.records.damaged > 0) return;
  const used = new Set([...room.making, ...open.ledger.entries().map(({ handle }) => handle)]);
  const drafts = await allStored(open);
  if (!drafts.ok) return;
  for (const { stored } of drafts.value)
    for (const handle of stored.attachments.flatMap(filesOf)) used.add(handle);
  const there = await room.disk.outgoing.list();
  // What a cut left of a capture is sealed without words, and may be on its way there. [VLT21]
  for (const { handle, spare } of await pairsIn(there)) {
    if (used.has(handle)) continue;
    used.add(handle);
    used.add(spare);
  }
  for (const handle of there) if (!used.has(handle)) await room.disk.outgoing.remove(handle);
}
