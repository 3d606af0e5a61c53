/** Owns writing the locked kit and knowing whether somebody changed it. Must never put names or words into it. */
import { sameSecret } from '../../crypto/hash.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import type { Rng } from '../../domain/ports.ts';
import type { Disk } from '../../store/disk.ts';
import {
  encodeHalf,
  encodeKit,
  halfOffset,
  KIT_BYTES,
  type Kit,
  type KitCapture,
  parseKitFile,
  type StoredKit,
} from '../../store/kitFile.ts';
import { type Bytes, equalBytes } from '../../wire/bytes.ts';
import type { Manifest } from '../../wire/manifest.ts';
import { kitCapture } from '../capture/captureTrace.ts';
import { tagWith } from '../keys/keyRoom.ts';
import type { Open } from '../room.ts';

/** What of a manifest may lie there unlocked. [VLT11] */
const kitOf = (manifest: Manifest, capture: KitCapture, wipeKeeps: boolean): Kit => ({
  v: 1,
  org: manifest.org,
  S: manifest.S,
  limit: manifest.limits.parcel,
  issued: manifest.issued,
  recipients: manifest.recipients,
  late: manifest.late,
  recovery: manifest.recovery,
  endpoints: manifest.endpoints,
  capture,
  wipeKeeps,
});

/** The kit as it should lie here. `known`: the manifest in force and its hash. */
export function kitFor(
  sodium: Sodium,
  open: Open,
  known: { readonly manifest: Manifest; readonly hash: string },
): Kit {
  const capture = kitCapture(sodium, open, known);
  return kitOf(known.manifest, capture, open.keyring.choices().wipeKeeps);
}

export async function readKit(disk: Disk): Promise<StoredKit | null> {
  return parseKitFile(await (await disk.fixed('kit')).read());
}

/** Whether what lies there has our tag. */
export const hasOurTag = (sodium: Sodium, key: Bytes, { bytes, tag }: StoredKit): boolean =>
  sameSecret(tag, tagWith(sodium, key, bytes));

/**
 * `ours`: what `kit` says, under our tag. `stale`: written by us for another manifest or by an earlier version, or never
 * written (a cut). `changed`: not written by us.
 */
export async function judgeKit(
  { disk, sodium }: { readonly disk: Disk; readonly sodium: Sodium },
  key: Bytes,
  kit: Kit,
): Promise<'ours' | 'stale' | 'changed'> {
  const stored = await readKit(disk);
  if (stored === null) return 'stale';
  if (!hasOurTag(sodium, key, stored)) return 'changed';
  return equalBytes(stored.bytes, encodeKit(kit)) ? 'ours' : 'stale';
}

/** Writes into the half that does not count now, so that a cut leaves the other. */
export async function writeKit(
  deps: { readonly disk: Disk; readonly rng: Rng; readonly sodium: Sodium; kit: Kit | null },
  key: Bytes,
  kit: Kit,
): Promise<void> {
  const file = await deps.disk.fixed('kit');
  const before = await readKit(deps.disk);
  if ((await file.read()).length !== KIT_BYTES) await file.write(0, deps.rng(KIT_BYTES));
  const bytes = encodeKit(kit);
  const turn = (before?.turn ?? 0) + 1;
  const half = await encodeHalf(bytes, tagWith(deps.sodium, key, bytes), turn, deps.rng(KIT_BYTES));
  await file.write(halfOffset(before?.half === 0 ? 1 : 0), half);
  await file.flush();
  deps.kit = kit;
}
