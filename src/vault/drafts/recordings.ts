/** Owns recordings that are sealed while they are made, and what a cut leaves of one. Must never keep a piece in clear. [VLT20] */
import { createFileKey, parseFileKey } from '../../crypto/fileKey.ts';
import { createPayloadOpener } from '../../crypto/payload.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { createHandle, type Handle } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import { headerSize } from '../../wire/ageHeader.ts';
import { type Bytes, concat, parseHex, toHex } from '../../wire/bytes.ts';
import { boxIn, further, parseSpare, SPARE_AAD, SPARE_PLACE, type Spare } from '../../wire/cutRecording.ts';
import type { VaultCode } from '../api.ts';
import { KEY_BYTES, takeOut } from '../keys/box.ts';
import type { Room } from '../room.ts';
import type { AttachmentView, DraftId } from '../views.ts';
import { addTo, placeIn, type SealedInto, sealFrom } from './attach.ts';
import { filesOf, loadStored, type StoredAttachment, saveStored, withOpen } from './drafts.ts';
import { type RunningRecording, startRunning } from './runningRecording.ts';

export type Recordings = {
  begin(
    draft: DraftId,
    attachment: string,
    about: { readonly name: string; readonly type: string },
  ): Promise<Result<true, VaultCode>>;
  /** The bytes of it so far, durable. After an error the recording can still be ended. */
  add(attachment: string, piece: Uint8Array): Promise<Result<number, VaultCode>>;
  end(attachment: string): Promise<Result<AttachmentView, VaultCode>>;
  /** What cuts left in this draft, sealed anew as far as it goes; marked partial unless its end is known. */
  settle(draft: DraftId): Promise<Result<readonly AttachmentView[], VaultCode>>;
  /** The keys go: what is running is left as a cut leaves it. */
  abandon(): Promise<void>;
};

type Running = RunningRecording & { readonly stored: StoredAttachment; readonly draft: DraftId };

const NOTHING = '0'.repeat(64);
const SLICE = 1_048_576;

const bytesOf = (hex: string): Bytes => {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new Error('stored attachments were parsed');
  return bytes.value;
};

const keyOf = (stored: StoredAttachment) => {
  const key = parseFileKey(bytesOf(stored.fileKey));
  if (!key.ok) throw new Error('stored attachments were parsed');
  return key.value;
};

async function readPlace(room: Room, spare: Handle, key: Bytes, at: number): Promise<Spare | null> {
  const place = await room.disk.outgoing.slice(spare, at, at + SPARE_PLACE);
  const box = place === null ? null : boxIn(place);
  const plain = box === null ? undefined : takeOut(room.sodium, key, box, SPARE_AAD);
  return plain === undefined ? null : parseSpare(plain);
}

/** What reaches furthest. */
async function readSpare(
  room: Room,
  { spare, key }: NonNullable<StoredAttachment['recording']>,
): Promise<Spare | null> {
  const raw = bytesOf(key);
  const first = await readPlace(room, spare, raw, 0);
  const second = await readPlace(room, spare, raw, SPARE_PLACE);
  raw.fill(0);
  return further(first, second);
}

/** The true bytes of a recording that was cut off: its whole chunks, then what the spare file adds. */
async function* whatIsThere(
  room: Room,
  stored: StoredAttachment,
  spare: Spare | null,
): AsyncGenerator<Uint8Array> {
  const { handle, S } = stored;
  const fileKey = keyOf(stored);
  const opener = createPayloadOpener({ sodium: room.sodium, fileKey, hashes: false });
  // Behind its end stand the zeros of [SEAL8].
  const most = spare?.ended === true ? spare.from + spare.bytes.length : Number.POSITIVE_INFINITY;
  let size = 0;
  const cut = (piece: Uint8Array): Uint8Array => {
    const part = piece.subarray(0, most - size);
    size += part.length;
    return part;
  };
  try {
    const end = (await room.disk.outgoing.size(handle)) ?? 0;
    for (let at = headerSize(S); at < end; at += SLICE) {
      const slice = await room.disk.outgoing.slice(handle, at, Math.min(end, at + SLICE));
      // One byte more than there is: the last chunk is opened only when something follows it.
      const more = at + SLICE >= end ? new Uint8Array(1) : new Uint8Array(0);
      const opened = await opener.push(concat(slice ?? new Uint8Array(0), more));
      // A torn chunk ends it.
      if (!opened.ok) break;
      for (const piece of opened.value) if (size < most) yield cut(piece);
    }
    if (spare !== null && spare.from <= size && spare.from + spare.bytes.length > size)
      yield cut(spare.bytes.subarray(size - spare.from));
  } finally {
    opener.abandon();
    fileKey.fill(0);
  }
}

export function createRecordings(room: Room): Recordings {
  const running = new Map<string, Running>();

  /** The key copies go with the end of it. */
  function run(draft: DraftId, stored: StoredAttachment, limit: number): Running {
    const { recording, handle, S } = stored;
    if (recording === undefined) throw new Error('only recordings are run');
    const { spare, key } = recording;
    const into = { handle, S, fileKey: keyOf(stored), spare, spareKey: bytesOf(key), limit };
    return { ...startRunning(room, into), stored, draft };
  }

  /** Seals what a cut left under a fresh key, as a whole file. */
  async function sealAgain(
    draft: DraftId,
    cut: StoredAttachment,
  ): Promise<Result<AttachmentView | null, VaultCode>> {
    const spare = cut.recording === undefined ? null : await readSpare(room, cut.recording);
    let size = 0;
    for await (const piece of whatIsThere(room, cut, spare)) size += piece.length;
    if (size === 0) return drop(draft, cut);
    const handle = createHandle(room.rng);
    const fileKey = createFileKey(room.rng);
    room.making.add(handle);
    let kept = false;
    try {
      const made = await sealFrom(room, { handle, fileKey, S: cut.S }, () => whatIsThere(room, cut, spare));
      const { recording: _, ...plain } = cut;
      const partial = spare?.ended === true ? {} : ({ partial: true } as const);
      const added = await addTo(
        room,
        draft,
        withSealed({ ...plain, ...partial, handle, fileKey: toHex(fileKey) }, made),
      );
      kept = added.ok;
      return added;
    } catch (error) {
      if (error instanceof StoreFault) return err(error.code, error.reason);
      throw error;
    } finally {
      fileKey.fill(0);
      room.making.delete(handle);
      if (!kept) await room.disk.outgoing.remove(handle).catch(() => undefined);
    }
  }

  const drop = (draft: DraftId, gone: StoredAttachment): Promise<Result<null, VaultCode>> =>
    withOpen(room, async (open) => {
      const stored = await loadStored(open, draft);
      if (!stored.ok) return stored;
      const attachments = stored.value.attachments.filter(({ id }) => id !== gone.id);
      const saved = await saveStored(open, draft, { ...stored.value, attachments });
      if (!saved.ok) return saved;
      for (const handle of filesOf(gone)) await room.disk.outgoing.remove(handle);
      return ok(null);
    });

  return {
    async begin(draft, attachment, { name, type }) {
      if (running.has(attachment)) return err('badRequest', 'recording');
      const placed = await withOpen(room, async (open) => {
        const place = await placeIn(open, draft, attachment);
        if (!place.ok) return place;
        const { S, limit, stored } = place.value;
        const fileKey = createFileKey(room.rng);
        const made: StoredAttachment = {
          ...{ id: attachment, name, type, size: 0, sha256: NOTHING, sealedSize: 0, S },
          ...{ handle: createHandle(room.rng), fileKey: toHex(fileKey), content: NOTHING, tail: NOTHING },
          recording: { spare: createHandle(room.rng), key: toHex(room.rng(KEY_BYTES)) },
        };
        fileKey.fill(0);
        // Its key is kept before its first byte is there: a cut at any moment leaves something that opens.
        const saved = await saveStored(open, draft, {
          ...stored,
          attachments: [...stored.attachments, made],
        });
        return saved.ok ? ok({ made, limit }) : saved;
      });
      if (!placed.ok) return placed;
      running.set(attachment, run(draft, placed.value.made, placed.value.limit));
      return ok(true);
    },
    async add(attachment, piece) {
      const one = running.get(attachment);
      if (one === undefined) return err('notFound');
      return one.add(piece);
    },
    async end(attachment) {
      const one = running.get(attachment);
      if (one === undefined) return err('notFound');
      const made = await one.end();
      running.delete(attachment);
      const { recording: _, ...plain } = one.stored;
      if (made.ok && made.value.size > 0) {
        const added = await addTo(room, one.draft, withSealed(plain, made.value));
        return added;
      }
      // What was durable before it broke is a recording that was cut off.
      const again = await sealAgain(one.draft, one.stored);
      if (!again.ok) return again;
      return again.value === null ? err('notFound') : ok(again.value);
    },
    async settle(draft) {
      const cuts = await withOpen(room, async (open) => {
        const stored = await loadStored(open, draft);
        if (!stored.ok) return stored;
        return ok(
          stored.value.attachments.filter(({ id, recording }) => recording !== undefined && !running.has(id)),
        );
      });
      if (!cuts.ok) return cuts;
      const made: AttachmentView[] = [];
      for (const cut of cuts.value) {
        const again = await sealAgain(draft, cut);
        if (!again.ok) return again;
        if (again.value !== null) made.push(again.value);
      }
      return ok(made);
    },
    async abandon() {
      const all = [...running.values()];
      running.clear();
      await Promise.allSettled(all.map((one) => one.abandon()));
    },
  };
}

const withSealed = (
  stored: StoredAttachment,
  { size, sha256, content, tail, sealedSize }: SealedInto,
): StoredAttachment => ({ ...stored, size, sha256, sealedSize, content: toHex(content), tail: toHex(tail) });
