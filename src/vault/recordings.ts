/** Owns recordings that are sealed while they are made, and what a cut leaves of one. Must never keep a piece in clear. [VLT20] */
import { createFileKey, parseFileKey } from '../crypto/fileKey.ts';
import { createPayloadOpener } from '../crypto/payload.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { createHandle, type Handle, type SealedFile } from '../store/disk.ts';
import { StoreFault } from '../store/fault.ts';
import { headerSize } from '../wire/ageHeader.ts';
import { CHUNK_BYTES } from '../wire/buckets.ts';
import { type Bytes, concat, parseHex, toHex, utf8 } from '../wire/bytes.ts';
import type { VaultCode } from './api.ts';
import { addTo, placeIn, ReadFault, type SealedInto, sealFrom, sizeOf } from './attach.ts';
import { KEY_BYTES, lockUp, takeOut } from './box.ts';
import { filesOf, loadStored, type StoredAttachment, saveStored, withOpen } from './drafts.ts';
import type { Room } from './room.ts';
import type { AttachmentView, DraftId } from './views.ts';

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

type Asked = { readonly piece: Uint8Array | null; readonly done: () => void };
type Running = {
  readonly stored: StoredAttachment;
  readonly draft: DraftId;
  readonly limit: number;
  size: number;
  /** Hands a piece over, null for the end; settled when it is durable, or when the sealing failed. */
  readonly give: (piece: Uint8Array | null) => Promise<void>;
  readonly stop: () => void;
  readonly sealed: Promise<Result<SealedInto, VaultCode>>;
  /** Nothing more is taken; known as soon as `give` is settled. */
  readonly hasEnded: () => boolean;
};

const NOTHING = '0'.repeat(64);
const SLICE = 1_048_576;
const aad = utf8('tumar/recording/1');

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

/** The spare file has two places, written in turn: a torn one leaves the other. */
const PLACE = CHUNK_BYTES + 1_024;
const HEAD = 9;

type Spare = { readonly from: number; readonly bytes: Uint8Array; readonly ended: boolean };

/** One place: u32 length ‖ box of u8 (1: nothing comes after it) ‖ u64 (where it begins in the recording) ‖ at most 64 KiB. */
async function keepSpare(
  room: Room,
  write: (bytes: SealedFile) => Promise<void>,
  key: Bytes,
  { from, bytes, ended }: Spare,
): Promise<void> {
  const plain = new Uint8Array(HEAD + bytes.length);
  plain[0] = ended ? 1 : 0;
  new DataView(plain.buffer).setBigUint64(1, BigInt(from));
  plain.set(bytes, HEAD);
  const box = lockUp(room, key, plain, aad);
  plain.fill(0);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, box.length);
  await write(concat(length, box) as SealedFile);
}

async function readPlace(room: Room, spare: Handle, key: Bytes, at: number): Promise<Spare | null> {
  const place = await room.disk.outgoing.slice(spare, at, at + PLACE);
  if (place === null || place.length < 4) return null;
  const length = new DataView(place.buffer, place.byteOffset).getUint32(0);
  const plain = takeOut(room.sodium, key, place.subarray(4, 4 + length), aad);
  if (plain === undefined || plain.length < HEAD) return null;
  const from = Number(new DataView(plain.buffer, plain.byteOffset).getBigUint64(1));
  return { from, bytes: plain.slice(HEAD), ended: plain[0] === 1 };
}

/** What reaches furthest. */
async function readSpare(
  room: Room,
  { spare, key }: NonNullable<StoredAttachment['recording']>,
): Promise<Spare | null> {
  const raw = bytesOf(key);
  const [first, second] = [await readPlace(room, spare, raw, 0), await readPlace(room, spare, raw, PLACE)];
  raw.fill(0);
  const end = (one: Spare | null): number =>
    one === null ? -1 : one.from + one.bytes.length + (one.ended ? 0.5 : 0);
  return end(first) > end(second) ? first : second;
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

  /** Starts sealing what `give` hands over. */
  function run(draft: DraftId, stored: StoredAttachment, limit: number): Running {
    const { recording } = stored;
    if (recording === undefined) throw new Error('only recordings are run');
    const waiting: Asked[] = [];
    let wake = (): void => undefined;
    let stopped = false;
    let ended = false;
    const key = bytesOf(recording.key);
    const fileKey = keyOf(stored);

    async function* fed(flush: () => Promise<void>): AsyncGenerator<Uint8Array> {
      const spare = await room.disk.outgoing.create(recording?.spare ?? '');
      let size = 0;
      let turn = 0;
      const put = (bytes: SealedFile): Promise<void> => {
        turn += 1;
        return spare.write((turn % 2) * PLACE, bytes);
      };
      let rest: Uint8Array = new Uint8Array(0);
      try {
        for (;;) {
          while (waiting.length === 0 && !stopped) await new Promise<void>((done) => (wake = done));
          const next = waiting[0];
          if (stopped || next === undefined) throw new ReadFault('aborted');
          if (next.piece === null) {
            // Zeros follow, which nobody could tell from what was recorded.
            await keepSpare(room, put, key, { from: size - rest.length, bytes: rest, ended: true });
            return spare.flush();
          }
          yield next.piece;
          // Asked for more: whole chunks of it are written. The last chunk waits until something follows it.
          size += next.piece.length;
          const whole = Math.max(0, Math.ceil(size / CHUNK_BYTES) - 1) * CHUNK_BYTES;
          rest = concat(rest, next.piece).slice(-(size - whole));
          await flush();
          await keepSpare(room, put, key, { from: whole, bytes: rest, ended: false });
          await spare.flush();
          waiting.shift()?.done();
        }
      } finally {
        rest.fill(0);
        await spare.close();
      }
    }

    const sealed = sealFrom(room, { handle: stored.handle, fileKey, S: stored.S, eager: true }, fed)
      .then(
        (done): Result<SealedInto, VaultCode> => ok(done),
        (error): Result<SealedInto, VaultCode> => {
          if (error instanceof ReadFault) return err(error.code);
          if (error instanceof StoreFault) return err(error.code, error.reason);
          throw error;
        },
      )
      .finally(() => {
        ended = true;
        key.fill(0);
        fileKey.fill(0);
        for (const { done } of waiting.splice(0)) done();
      });
    // Told where it is waited for.
    sealed.catch(() => undefined);
    return {
      stored,
      draft,
      limit,
      size: 0,
      sealed,
      hasEnded: () => ended,
      give: (piece) =>
        new Promise((done) => {
          if (ended) return done();
          waiting.push({ piece, done });
          wake();
        }),
      stop() {
        stopped = true;
        wake();
      },
    };
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
      const size = one.size + piece.length;
      if (sizeOf(one.stored.S, { size }) > one.limit) return err('tooLarge');
      one.size = size;
      await one.give(piece);
      if (!one.hasEnded()) return ok(size);
      const broken = await one.sealed;
      return broken.ok ? err('notFound') : broken;
    },
    async end(attachment) {
      const one = running.get(attachment);
      if (one === undefined) return err('notFound');
      void one.give(null);
      const made = await one.sealed;
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
      for (const one of all) one.stop();
      await Promise.allSettled(all.map(({ sealed }) => sealed));
    },
  };
}

const withSealed = (
  stored: StoredAttachment,
  { size, sha256, content, tail, sealedSize }: SealedInto,
): StoredAttachment => ({ ...stored, size, sha256, sealedSize, content: toHex(content), tail: toHex(tail) });
