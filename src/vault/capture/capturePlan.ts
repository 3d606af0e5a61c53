/** Owns what a capture needs of the locked kit: to whom, how large, and whether it is this vault's kit. Must never need words. [VLT19] */
import { sha256 } from '../../crypto/hash.ts';
import type { Recipient } from '../../crypto/identity.ts';
import { reportRecipients } from '../../crypto/sealReport.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Kit, KitCapture } from '../../store/kitFile.ts';
import type { Bytes } from '../../wire/bytes.ts';
import type { VaultCode } from '../api.ts';
import { readKit } from '../ledger/kit.ts';
import { type Room, ready, today } from '../room.ts';
import { markerOf } from './captureTrace.ts';

export type CapturePlan = {
  readonly kit: Kit & { readonly capture: KitCapture };
  /** Of the kit's JSON, so that an unlocked vault can tell whether it was ours. */
  readonly kitHash: Bytes;
  readonly recipients: readonly Recipient[];
  readonly day: string;
};

/** `notJoined`: no kit here, or none that can take captures for this vault. */
export async function planCapture(room: Room): Promise<Result<CapturePlan, VaultCode>> {
  const here = ready(room);
  if (!here.ok) return here;
  const stored = await readKit(room.disk);
  const capture = stored?.kit.capture ?? null;
  if (stored === null || capture === null || capture.vault !== markerOf(here.value)) return err('notJoined');
  const { kit, bytes } = stored;
  const day = today(room);
  const recipients = reportRecipients(kit, day);
  if (!recipients.ok) return recipients;
  return ok({ kit: { ...kit, capture }, kitHash: await sha256(bytes), recipients: recipients.value, day });
}
