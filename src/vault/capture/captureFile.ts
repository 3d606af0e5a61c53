/** Owns sealing one file of a capture, header and all, and reading it back. Must never let its key out. */
import { bindOf, createFileKey } from '../../crypto/fileKey.ts';
import { sha256 } from '../../crypto/hash.ts';
import { writeHeader } from '../../crypto/header.ts';
import type { Recipient } from '../../crypto/identity.ts';
import { parcelId } from '../../crypto/seal.ts';
import type { SealedAttachment } from '../../crypto/sealReport.ts';
import type { CapturedFile } from '../../domain/capture.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle } from '../../store/disk.ts';
import { type Bytes, equalBytes, toHex } from '../../wire/bytes.ts';
import { createContentHasher } from '../../wire/content.ts';
import type { Progress, VaultCode } from '../api.ts';
import { sealInto } from '../drafts/attach.ts';
import { orderOf } from '../drafts/finishDraft.ts';
import type { Readable } from '../drafts/reading.ts';
import type { Room } from '../room.ts';

export type ToCapture = {
  readonly file: Readable;
  readonly name: string;
  readonly type: string;
  readonly own: boolean;
  /** What a cut left of a recording. */
  readonly partial?: true;
  /** Sealed files that go in the moment this one counts. */
  readonly replaces?: readonly Handle[];
};

/** One file, sealed with its header and durable; its key is gone. */
export type SealedOne = {
  readonly handle: Handle;
  readonly head: Bytes;
  readonly parcel: string;
  readonly sealedSize: number;
  readonly order: number;
  readonly cited: SealedAttachment;
  readonly named: CapturedFile;
  /** It was there before this capture: one that is undone leaves it. */
  readonly ahead?: true;
};

const SLICE = 1_048_576;

/** Whether the disk gives back what was sealed: there is no draft from which it could be sealed again. */
export async function isThere(
  room: Room,
  { handle, head, sealedSize }: Omit<SealedOne, 'cited' | 'named' | 'ahead'>,
  content: Bytes,
): Promise<boolean> {
  const { outgoing } = room.disk;
  if ((await outgoing.size(handle)) !== sealedSize) return false;
  const start = await outgoing.slice(handle, 0, head.length);
  if (start === null || !equalBytes(start, head)) return false;
  const hasher = createContentHasher(sha256);
  for (let at = head.length; at < sealedSize; at += SLICE) {
    const piece = await outgoing.slice(handle, at, Math.min(sealedSize, at + SLICE));
    if (piece === null) return false;
    await hasher.push(piece);
  }
  return equalBytes(await hasher.finish(), content);
}

/** Durable when it answers; what it leaves when it does not is the caller's to remove. Throws as `sealInto`. [SEAL8] */
export async function sealOne(
  room: Room,
  to: { readonly handle: Handle; readonly recipients: readonly Recipient[]; readonly S: number },
  { file, name, type, own, partial }: ToCapture,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<SealedOne, VaultCode>> {
  const { handle, recipients, S } = to;
  const { sodium, rng } = room;
  const fileKey = createFileKey(rng);
  try {
    const header = await writeHeader({ sodium, rng, fileKey, recipients, S });
    if (!header.ok) return header;
    const bind = toHex(await bindOf(fileKey));
    const into = { handle, file, fileKey, S, header: header.value };
    const { content, tail, size, sha256: hash, sealedSize } = await sealInto(room, into, progress, signal);
    const parcel = await parcelId(header.value, content);
    const sealed = { handle, head: header.value, parcel, sealedSize, order: orderOf({ type, size }) };
    if (!(await isThere(room, sealed, content))) return err('damaged', 'captureReadBack');
    const cited = { content: toHex(content), bind, sha256: hash, size, type, name, description: '', tail };
    return ok({
      ...sealed,
      cited,
      named: { name, type, bytes: size, sha256: hash, own, ...(partial === undefined ? {} : { partial }) },
    });
  } finally {
    fileKey.fill(0);
  }
}
