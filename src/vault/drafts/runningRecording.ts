/** Owns one recording while it is made: each piece is durable under its file key before it is answered. Must never keep a piece in clear. [VLT20] */
import type { FileKey } from '../../crypto/fileKey.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle, SealedFile } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import { CHUNK_BYTES } from '../../wire/buckets.ts';
import { type Bytes, concat } from '../../wire/bytes.ts';
import { encodeSpare, SPARE_AAD, SPARE_PLACE, type Spare } from '../../wire/cutRecording.ts';
import type { VaultCode } from '../api.ts';
import { lockUp } from '../keys/box.ts';
import type { Room } from '../room.ts';
import { type SealedInto, sealFrom, sizeOf } from './attach.ts';
import { ReadFault } from './reading.ts';

export type RunningRecording = {
  /** Bytes of it so far, durable. After an error it can still be ended. */
  add(piece: Uint8Array): Promise<Result<number, VaultCode>>;
  /** Seals the end. An error: what was durable before lies there as a cut leaves it. */
  end(): Promise<Result<SealedInto, VaultCode>>;
  /** Leaves it as a cut does. */
  abandon(): Promise<void>;
};

type Asked = { readonly piece: Uint8Array | null; readonly done: () => void };

/** One place: u32 length ‖ box of u8 (1: nothing comes after it) ‖ u64 (where it begins in the recording) ‖ at most 64 KiB. */
async function keepSpare(
  room: Room,
  write: (bytes: SealedFile) => Promise<void>,
  key: Bytes,
  spare: Spare,
): Promise<void> {
  const plain = encodeSpare(spare);
  const box = lockUp(room, key, plain, SPARE_AAD);
  plain.fill(0);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, box.length);
  await write(concat(length, box) as SealedFile);
}

/** Starts sealing. Both keys belong to it from now on, and are overwritten when it ends. `limit`: of the sealed file. */
export function startRunning(
  room: Room,
  into: {
    readonly handle: Handle;
    readonly S: number;
    readonly fileKey: FileKey;
    readonly header?: Bytes;
    readonly spare: Handle;
    readonly spareKey: Bytes;
    readonly limit: number;
  },
): RunningRecording {
  const { spare: spareHandle, spareKey, limit, ...place } = into;
  const waiting: Asked[] = [];
  let wake = (): void => undefined;
  let stopped = false;
  let ended = false;
  let taken = 0;

  async function* fed(flush: () => Promise<void>): AsyncGenerator<Uint8Array> {
    const spare = await room.disk.outgoing.create(spareHandle);
    let size = 0;
    let turn = 0;
    const put = (bytes: SealedFile): Promise<void> => {
      turn += 1;
      return spare.write((turn % 2) * SPARE_PLACE, bytes);
    };
    let rest: Uint8Array = new Uint8Array(0);
    try {
      for (;;) {
        while (waiting.length === 0 && !stopped) await new Promise<void>((done) => (wake = done));
        const next = waiting[0];
        if (stopped || next === undefined) throw new ReadFault('aborted');
        if (next.piece === null) {
          // Zeros follow, which nobody could tell from what was recorded.
          await keepSpare(room, put, spareKey, { from: size - rest.length, bytes: rest, ended: true });
          return spare.flush();
        }
        yield next.piece;
        // Asked for more: whole chunks of it are written. The last chunk waits until something follows it.
        size += next.piece.length;
        const whole = Math.max(0, Math.ceil(size / CHUNK_BYTES) - 1) * CHUNK_BYTES;
        rest = concat(rest, next.piece).slice(-(size - whole));
        await flush();
        await keepSpare(room, put, spareKey, { from: whole, bytes: rest, ended: false });
        await spare.flush();
        waiting.shift()?.done();
      }
    } finally {
      rest.fill(0);
      await spare.close();
    }
  }

  const sealed = sealFrom(room, { ...place, eager: true }, fed)
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
      spareKey.fill(0);
      place.fileKey.fill(0);
      for (const { done } of waiting.splice(0)) done();
    });
  // Told where it is waited for.
  sealed.catch(() => undefined);

  /** Settled when it is durable, or when the sealing failed. */
  const give = (piece: Uint8Array | null): Promise<void> =>
    new Promise((done) => {
      if (ended) return done();
      waiting.push({ piece, done });
      wake();
    });

  return {
    async add(piece) {
      const size = taken + piece.length;
      if (sizeOf(place.S, { size }) > limit) return err('tooLarge');
      taken = size;
      await give(piece);
      if (!ended) return ok(size);
      const broken = await sealed;
      return broken.ok ? err('notFound') : broken;
    },
    end() {
      void give(null);
      return sealed;
    },
    async abandon() {
      stopped = true;
      wake();
      await sealed;
    },
  };
}
