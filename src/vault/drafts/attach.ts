/** Owns sealing a file once, as it is read, and showing it again while its draft is unfinished. Must never keep true bytes. */
import { createFileKey, type FileKey, parseFileKey } from '../../crypto/fileKey.ts';
import { createPayloadOpener } from '../../crypto/payload.ts';
import { sealPayload } from '../../crypto/seal.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { createHandle, type Handle, type SealedFile } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import { headerSize } from '../../wire/ageHeader.ts';
import { padTo, sealedSize, TAIL_BYTES } from '../../wire/buckets.ts';
import { type Bytes, concat, parseHex, toHex } from '../../wire/bytes.ts';
import type { Progress, VaultCode } from '../api.ts';
import type { Open, Room } from '../room.ts';
import type { AttachmentView, DraftId } from '../views.ts';
import {
  attachmentView,
  filesOf,
  loadStored,
  MOST_ATTACHMENTS,
  type StoredAttachment,
  type StoredDraft,
  saveStored,
  withOpen,
} from './drafts.ts';
import { type Hashed, hashing, type Readable, ReadFault, read } from './reading.ts';

export type AttachRequest = {
  readonly draft: DraftId;
  readonly attachment: string;
  readonly file: Readable;
  readonly name: string;
  readonly type: string;
};

/** The longest attachment that is opened again in memory. */
export const MOST_PREVIEW = 33_554_432;
const SLICE = 1_048_576;

export type SealedInto = {
  /** True bytes, and their SHA-256 in hex. */
  readonly size: number;
  readonly sha256: string;
  readonly content: Bytes;
  readonly tail: Bytes;
  /** Bytes of the sealed file. */
  readonly sealedSize: number;
};

export type Into = {
  readonly handle: Handle;
  readonly fileKey: FileKey;
  readonly S: number;
  readonly header?: Bytes;
  /** Each piece's whole chunks are on disk before the next one is asked for. */
  readonly eager?: boolean;
};

async function sealHashed(
  room: Room,
  { handle, fileKey, S, header, eager }: Into,
  begin: (flush: () => Promise<void>) => Promise<Hashed>,
): Promise<SealedInto> {
  const writer = await room.disk.outgoing.create(handle);
  let at = headerSize(S);
  const write = async (piece: Bytes): Promise<void> => {
    await writer.write(at, piece as SealedFile);
    at += piece.length;
  };
  let hashed: Hashed | undefined;
  try {
    if (header !== undefined) await writer.write(0, header as SealedFile);
    hashed = await begin(() => writer.flush());
    const { pieces: source, sha256 } = hashed;
    const { sodium, rng } = room;
    // A written piece is filled again: a fresh megabyte each time would leave it to the collector to keep memory flat.
    const through = { source, write, reuse: true, eager };
    const payload = await sealPayload({ sodium, rng, fileKey, padFor: S, ...through });
    await writer.flush();
    const { size, content, tail } = payload;
    if (tail === undefined || at !== sizeOf(S, { size }))
      throw new Error('a padded payload fills its bucket');
    return { size, sha256: sha256(), content, tail, sealedSize: at };
  } finally {
    hashed?.end?.();
    await writer.close();
  }
}

/**
 * Seals what comes into `handle` behind the place of a header of S stanzas; `header` where it is known already. Durable
 * when it resolves. Throws what `source` throws and `StoreFault`; what it leaves then is the caller's to remove. [SEAL8]
 */
export const sealFrom = (
  room: Room,
  into: Into,
  source: (flush: () => Promise<void>) => AsyncIterable<Uint8Array>,
): Promise<SealedInto> => sealHashed(room, into, (flush) => hashing(source(flush)));

/** Seals a file as it is read. Throws `ReadFault` too. [SEAL8] */
export function sealInto(
  room: Room,
  { file, ...into }: Into & { readonly file: Readable },
  progress: Progress,
  signal: AbortSignal,
): Promise<SealedInto> {
  async function* told(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let done = 0;
    for await (const piece of pieces) {
      done += piece.length;
      progress(done, file.size);
      yield piece;
    }
  }
  return sealHashed(room, into, async () => {
    const { pieces, sha256 } = await read(room, file, signal);
    return { pieces: told(pieces), sha256 };
  });
}

/** Bytes of the sealed file. */
export const sizeOf = (S: number, file: { readonly size: number }): number =>
  sealedSize(S, padTo(S, file.size + TAIL_BYTES));

/** Stanzas and largest sealed file of a draft that takes one more attachment. */
export async function placeIn(
  open: Open,
  draft: DraftId,
  attachment: string,
): Promise<Result<{ readonly S: number; readonly limit: number; readonly stored: StoredDraft }, VaultCode>> {
  const manifest = open.opened.join?.manifest?.manifest;
  if (manifest === undefined) return err('notJoined');
  const stored = await loadStored(open, draft);
  if (!stored.ok) return stored;
  const others = stored.value.attachments.filter(({ id }) => id !== attachment);
  if (others.length >= MOST_ATTACHMENTS) return err('tooManyFiles');
  return ok({ S: manifest.S, limit: manifest.limits.parcel, stored: stored.value });
}

/** Seals into a new file with room for a header of S stanzas at its front, then adds it to the draft. [SEAL8] */
export async function attach(
  room: Room,
  request: AttachRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<AttachmentView, VaultCode>> {
  const { draft, attachment, file, name, type } = request;
  const allowed = await withOpen(room, (open) => placeIn(open, draft, attachment));
  if (!allowed.ok) return allowed;
  const { S, limit } = allowed.value;
  if (sizeOf(S, file) > limit) return err('tooLarge');
  const handle = createHandle(room.rng);
  let kept = false;
  const fileKey = createFileKey(room.rng);
  try {
    const { content, tail, ...sealed } = await sealInto(room, { handle, file, fileKey, S }, progress, signal);
    const added = await addTo(room, draft, {
      id: attachment,
      name,
      type,
      ...sealed,
      handle,
      fileKey: toHex(fileKey),
      content: toHex(content),
      tail: toHex(tail),
      S,
    });
    kept = added.ok;
    return added;
  } catch (error) {
    if (error instanceof ReadFault) return err(error.code);
    if (error instanceof StoreFault) return err(error.code, error.reason);
    throw error;
  } finally {
    fileKey.fill(0);
    if (!kept) await room.disk.outgoing.remove(handle).catch(() => undefined);
  }
}

/** The draft with this attachment, whatever stood under its id before. */
export function addTo(
  room: Room,
  draft: DraftId,
  attachment: StoredAttachment,
): Promise<Result<AttachmentView, VaultCode>> {
  return withOpen(room, async (open) => {
    const stored = await loadStored(open, draft);
    if (!stored.ok) return stored;
    const before = stored.value.attachments.find(({ id }) => id === attachment.id);
    const others = stored.value.attachments.filter((one) => one !== before);
    if ((await room.disk.outgoing.size(attachment.handle)) !== attachment.sealedSize) return err('damaged');
    const saved = await saveStored(open, draft, { ...stored.value, attachments: [...others, attachment] });
    if (!saved.ok) return saved;
    const used = filesOf(attachment);
    for (const old of filesOf(before)) if (!used.includes(old)) await room.disk.outgoing.remove(old);
    return ok(attachmentView(attachment));
  });
}

/** The draft is saved without it first, so that its key is gone before its bytes are. */
export function removeAttachment(room: Room, draft: DraftId, id: string): Promise<Result<true, VaultCode>> {
  return withOpen(room, async (open) => {
    const stored = await loadStored(open, draft);
    if (!stored.ok) return stored;
    const gone = stored.value.attachments.filter((one) => one.id === id);
    if (gone.length === 0) return err('notFound');
    const attachments = stored.value.attachments.filter((one) => one.id !== id);
    const saved = await saveStored(open, draft, { ...stored.value, attachments });
    if (!saved.ok) return saved;
    for (const one of gone) for (const handle of filesOf(one)) await room.disk.outgoing.remove(handle);
    return ok(true);
  });
}

/** The true bytes under the file key of the draft; given out only when the last chunk verified. [SEAL4] */
export async function previewAttachment(
  room: Room,
  draft: DraftId,
  id: string,
  progress: Progress,
): Promise<Result<Bytes, VaultCode>> {
  const found = await withOpen(room, async (open) => {
    const stored = await loadStored(open, draft);
    if (!stored.ok) return stored;
    const one = stored.value.attachments.find((attachment) => attachment.id === id);
    return one === undefined ? err('notFound') : ok(one);
  });
  if (!found.ok) return found;
  const { handle, size, S, sealedSize: end } = found.value;
  if (size > MOST_PREVIEW) return err('tooLarge');
  const raw = parseHex(found.value.fileKey);
  const fileKey = raw.ok ? parseFileKey(raw.value) : raw;
  if (!fileKey.ok) return err('damaged');
  const opener = createPayloadOpener({ sodium: room.sodium, fileKey: fileKey.value, hashes: false });
  const pieces: Bytes[] = [];
  try {
    for (let at = headerSize(S); at < end; at += SLICE) {
      const slice = await room.disk.outgoing.slice(handle, at, Math.min(end, at + SLICE));
      if (slice === null) return err('damaged', 'sealedFileMissing');
      const opened = await opener.push(slice);
      if (!opened.ok) return err('damaged');
      pieces.push(...opened.value);
      progress(Math.min(end, at + SLICE), end);
    }
    const last = await opener.finish();
    if (!last.ok) return err('damaged');
    return ok(concat(...pieces, ...last.value.pieces).slice(0, size));
  } catch (error) {
    if (error instanceof StoreFault) return err(error.code, error.reason);
    throw error;
  } finally {
    opener.abandon();
    fileKey.value.fill(0);
  }
}
