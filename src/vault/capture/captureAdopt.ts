/** Owns what an unlocked vault does for captures: tickets, traces under the ledger key, a word of doubt. Must never open a sealed file. */
import { sha256 } from '../../crypto/hash.ts';
import { encodeKit, parseKitHalves } from '../../store/kitFile.ts';
import { toHex } from '../../wire/bytes.ts';
import { hasOurTag, kitFor } from '../ledger/kit.ts';
import { lockTrace } from '../ledger/trace.ts';
import type { Open, Room } from '../room.ts';
import { takeTickets } from '../tokens/wallet.ts';
import { openSealedTraces } from './captureTrace.ts';

/**
 * H of each kit that we may have written, hex: those lying here under our tag (the one before too, since a newer manifest
 * may come while something is being sealed), and the one that should.
 */
async function ourKits(room: Room, open: Open): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const half of await parseKitHalves(await (await room.disk.fixed('kit')).read()))
    if (hasOurTag(room.sodium, open.keyring.kitKey, half)) hashes.push(toHex(await sha256(half.bytes)));
  const known = open.opened.join?.manifest;
  if (known) hashes.push(toHex(await sha256(encodeKit(kitFor(room.sodium, open, known)))));
  return hashes;
}

/**
 * Gives every parcel that has none its ticket, and locks the traces of captures under the ledger key. It must run before
 * the kit is written again: a capture that was not sealed under a kit of ours is marked. Repeatable; a cut leaves the
 * rest for the next time. [VLT19]
 */
export async function adoptCaptures(room: Room, open: Open): Promise<void> {
  const { ledger, keyring, opened } = open;
  const waiting = ledger.entries().filter(({ what, ticket }) => what !== 'past' && ticket === null);
  if (waiting.length === 0) return;
  const ours = await ourKits(room, open);
  const { join } = opened;
  const mayTake = join?.enrolled === true && join.manifest !== null;
  const tickets = mayTake
    ? await takeTickets(
        room,
        open,
        waiting.map(({ parcel }) => parcel),
      )
    : [];
  const traces = openSealedTraces(room.sodium, keyring.ledgerKey);
  let freed = 0;
  for (const [i, entry] of waiting.entries()) {
    const { handle } = entry;
    const sealed = traces.open(handle, entry.locked);
    const locked =
      sealed === undefined
        ? entry.locked
        : lockTrace(room, keyring.ledgerKey, handle, {
            ...sealed.trace,
            doubtful: !ours.includes(toHex(sealed.kitHash)),
          });
    const ticket = tickets[i] ?? null;
    if (ticket === null && sealed === undefined) continue;
    const done = await ledger.rewrite({ ...entry, ticket, locked });
    if (done.ok && ticket !== null) freed += 1;
  }
  traces.wipe();
  if (freed > 0) room.tell({ event: 'outbox' });
}
