/** Owns writing the locked kit and knowing whether somebody changed it. Must never put names or words into it. */
import { hmac, sameSecret } from '../crypto/hash.ts';
import type { Rng } from '../domain/ports.ts';
import type { Disk } from '../store/disk.ts';
import {
  encodeHalf,
  encodeKit,
  halfOffset,
  KIT_BYTES,
  type Kit,
  parseKitFile,
  type StoredKit,
} from '../store/kitFile.ts';
import { type Bytes, equalBytes } from '../wire/bytes.ts';
import type { Manifest } from '../wire/manifest.ts';

/** What of a manifest may lie there unlocked. [VLT11] */
export const kitOf = (manifest: Manifest): Kit => ({
  v: 1,
  org: manifest.org,
  S: manifest.S,
  limit: manifest.limits.parcel,
  issued: manifest.issued,
  recipients: manifest.recipients,
  late: manifest.late,
  recovery: manifest.recovery,
  endpoints: manifest.endpoints,
});

export async function readKit(disk: Disk): Promise<StoredKit | null> {
  return parseKitFile(await (await disk.fixed('kit')).read());
}

/**
 * `ours`: what this manifest says, under our tag. `stale`: written by us for another manifest, or never written (a cut).
 * `changed`: not written by us.
 */
export async function judgeKit(
  disk: Disk,
  key: Bytes,
  manifest: Manifest,
): Promise<'ours' | 'stale' | 'changed'> {
  const stored = await readKit(disk);
  if (stored === null) return 'stale';
  if (!sameSecret(stored.tag, await hmac(key, stored.bytes))) return 'changed';
  return equalBytes(stored.bytes, encodeKit(kitOf(manifest))) ? 'ours' : 'stale';
}

/** Writes into the half that does not count now, so that a cut leaves the other. */
export async function writeKit(
  deps: { readonly disk: Disk; readonly rng: Rng },
  key: Bytes,
  manifest: Manifest,
): Promise<void> {
  const file = await deps.disk.fixed('kit');
  const before = await readKit(deps.disk);
  if ((await file.read()).length !== KIT_BYTES) await file.write(0, deps.rng(KIT_BYTES));
  const bytes = encodeKit(kitOf(manifest));
  const turn = (before?.turn ?? 0) + 1;
  const half = await encodeHalf(bytes, await hmac(key, bytes), turn, deps.rng(KIT_BYTES));
  await file.write(halfOffset(before?.half === 0 ? 1 : 0), half);
  await file.flush();
}
