/** Owns sealing a file once, as it is read, and showing it again while its draft is unfinished. Must never keep true bytes. */
import { createSHA256 } from 'hash-wasm';
import { createFileKey, type FileKey, parseFileKey } from '../crypto/fileKey.ts';
import { createPayloadOpener } from '../crypto/payload.ts';
import { sealPayload } from '../crypto/seal.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { createHandle, type Handle, type SealedFile } from '../store/disk.ts';
import { StoreFault } from '../store/fault.ts';
import { headerSize } from '../wire/ageHeader.ts';
import { padTo, sealedSize, TAIL_BYTES } from '../wire/buckets.ts';
import { type Bytes, concat, parseHex, toHex } from '../wire/bytes.ts';
import type { Progress, VaultCode } from './api.ts';
import {
  attachmentView,
  loadStored,
  MOST_ATTACHMENTS,
  type StoredAttachment,
  saveStored,
  withOpen,
} from './drafts.ts';
import type { Room } from './room.ts';
import type { AttachmentView, DraftId } from './views.ts';

/** A file as the page hands it over; a Blob is one. */
export type Readable = { readonly size: number; stream(): ReadableStream<Uint8Array> };
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

/** The file could not be read as it was chosen. */
export class ReadFault extends Error {
  readonly code: 'fileUnreadable' | 'fileChanged' | 'aborted';
  constructor(code: 'fileUnreadable' | 'fileChanged' | 'aborted') {
    super(code);
    this.code = code;
  }
}

async function* piecesOf(
  file: Readable,
  signal: AbortSignal,
  seen: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  let reader: ReadableStreamDefaultReader<Uint8Array>;
  try {
    reader = file.stream().getReader();
  } catch {
    throw new ReadFault('fileUnreadable');
  }
  try {
    for (;;) {
      if (signal.aborted) throw new ReadFault('aborted');
      // A camera's file may vanish after it was chosen (FAULTS C16).
      const next = await reader.read().catch(() => {
        throw new ReadFault('fileUnreadable');
      });
      if (next.done) break;
      size += next.value.length;
      if (size > file.size) throw new ReadFault('fileChanged');
      seen(next.value);
      yield next.value;
    }
    if (size !== file.size) throw new ReadFault('fileChanged');
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

export type SealedInto = {
  /** True bytes, and their SHA-256 in hex. */
  readonly size: number;
  readonly sha256: string;
  readonly content: Bytes;
  readonly tail: Bytes;
  /** Bytes of the sealed file. */
  readonly sealedSize: number;
};

/**
 * Seals a file into `handle` behind the place of a header of S stanzas; `header` where it is known already. Durable when
 * it resolves. Throws `ReadFault` and `StoreFault`; what it leaves then is the caller's to remove. [SEAL8]
 */
export async function sealInto(
  room: Room,
  to: {
    readonly handle: Handle;
    readonly file: Readable;
    readonly fileKey: FileKey;
    readonly S: number;
    readonly header?: Bytes;
  },
  progress: Progress,
  signal: AbortSignal,
): Promise<SealedInto> {
  const { handle, file, fileKey, S, header } = to;
  const hasher = await createSHA256();
  const writer = await room.disk.outgoing.create(handle);
  let at = headerSize(S);
  let done = 0;
  const source = piecesOf(file, signal, (piece) => {
    hasher.update(piece);
    done += piece.length;
    progress(done, file.size);
  });
  const write = async (piece: Bytes): Promise<void> => {
    await writer.write(at, piece as SealedFile);
    at += piece.length;
  };
  try {
    if (header !== undefined) await writer.write(0, header as SealedFile);
    const { sodium, rng } = room;
    const payload = await sealPayload({ sodium, rng, fileKey, source, write, padFor: S });
    await writer.flush();
    if (payload.tail === undefined || at !== sizeOf(S, file))
      throw new Error('a padded payload fills its bucket');
    const { size, content, tail } = payload;
    return { size, sha256: hasher.digest('hex'), content, tail, sealedSize: at };
  } finally {
    await writer.close();
  }
}

/** Bytes of the sealed file. */
export const sizeOf = (S: number, file: Readable): number => sealedSize(S, padTo(S, file.size + TAIL_BYTES));

/** Seals into a new file with room for a header of S stanzas at its front, then adds it to the draft. [SEAL8] */
export async function attach(
  room: Room,
  request: AttachRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<AttachmentView, VaultCode>> {
  const { draft, attachment, file, name, type } = request;
  const allowed = await withOpen(room, async (open) => {
    const manifest = open.opened.join?.manifest?.manifest;
    if (manifest === undefined) return err('notJoined');
    const stored = await loadStored(open, draft);
    if (!stored.ok) return stored;
    const others = stored.value.attachments.filter(({ id }) => id !== attachment);
    if (others.length >= MOST_ATTACHMENTS) return err('tooManyFiles');
    return sizeOf(manifest.S, file) > manifest.limits.parcel ? err('tooLarge') : ok(manifest.S);
  });
  if (!allowed.ok) return allowed;
  const S = allowed.value;
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

function addTo(
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
    if (before !== undefined) await room.disk.outgoing.remove(before.handle);
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
    for (const { handle } of gone) await room.disk.outgoing.remove(handle);
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
