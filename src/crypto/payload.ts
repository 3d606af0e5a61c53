/** Owns the payload under a known file key: one pass, constant memory. Must never see a header or an identity. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { CHUNK_BYTES, NONCE_BYTES, TAG_BYTES } from '../wire/buckets.ts';
import type { Bytes } from '../wire/bytes.ts';
import { createContentHasher, SEGMENT_BYTES } from '../wire/content.ts';
import { type ChunkCipher, createChunkCipher, SEALED_CHUNK_BYTES } from './chunk.ts';
import { type FileKey, payloadKey } from './fileKey.ts';
import { sha256 } from './hash.ts';
import type { Sodium } from './sodium.ts';

type PayloadDeps = {
  readonly sodium: Sodium;
  readonly fileKey: FileKey;
  /** Compute `content` on the way. [SEAL6] */
  readonly hashes: boolean;
};

export type PayloadEnd = {
  readonly pieces: readonly Bytes[];
  /** `content` (32 bytes), when hashes were asked for. */
  readonly content: Bytes | undefined;
  /** Plain bytes in all. */
  readonly size: number;
};

/** Calls must not overlap: await each before the next. The pieces belong to the caller. */
export type PayloadSealer = {
  /** Plain bytes in, ciphertext out as it becomes ready: first of all the 16-byte nonce, then pieces of 1 MiB. */
  push(plain: Uint8Array): Promise<Bytes[]>;
  /** Whole chunks that still wait for the rest of their piece: for a recording, which may be cut off at any moment. */
  flush(): Bytes[];
  /** The rest of the ciphertext, with the last flag. */
  finish(): Promise<PayloadEnd>;
  /** Takes back a piece that the caller needs no more, to be filled again: then memory does not wait for the collector. */
  reuse(piece: Bytes): void;
  /** Forgets the key; needed when a payload is not finished. */
  abandon(): void;
};

/** A payload with a fresh nonce. [SEAL4] */
export async function createPayloadSealer(deps: PayloadDeps & { readonly rng: Rng }): Promise<PayloadSealer> {
  const nonce = deps.rng(NONCE_BYTES);
  const cipher = await cipherFor(deps, nonce);
  const hasher = deps.hashes ? createContentHasher(sha256) : undefined;
  await hasher?.push(nonce);
  let size = 0;
  const spare = createSpare(SEGMENT_BYTES);
  let segment = spare.take();
  let filled = 0;
  /** Bytes of the segment that left early. */
  let sent = 0;
  let ready: Bytes[] = [nonce];

  // Ciphertext leaves in the very segments that `content` hashes, so hashing copies nothing.
  const sealNext = async (last: boolean): Promise<void> => {
    const sealed = cipher.seal(last);
    const part = sealed.subarray(0, SEGMENT_BYTES - filled);
    segment.set(part, filled);
    filled += part.length;
    if (filled < SEGMENT_BYTES) return;
    const full = segment;
    segment = spare.take();
    segment.set(sealed.subarray(part.length));
    filled = sealed.length - part.length;
    ready.push(sent === 0 ? full : full.slice(sent));
    sent = 0;
    await hasher?.push(full);
  };
  const take = (): Bytes[] => {
    const taken = ready;
    ready = [];
    return taken;
  };

  return {
    async push(plain) {
      size += plain.length;
      for (let rest = plain; rest.length > 0; ) {
        // A full chunk waits until more bytes come: only then is it known not to be the last.
        if (cipher.waiting() === CHUNK_BYTES) await sealNext(false);
        rest = rest.subarray(cipher.append(rest, CHUNK_BYTES));
      }
      return take();
    },
    flush() {
      if (filled > sent) ready.push(segment.slice(sent, filled));
      sent = filled;
      return take();
    },
    async finish() {
      await sealNext(true);
      cipher.wipe();
      const rest = segment.slice(0, filled);
      if (filled > sent) ready.push(rest.subarray(sent));
      await hasher?.push(rest);
      return { pieces: take(), content: await hasher?.finish(), size };
    },
    reuse: spare.give,
    abandon: cipher.wipe,
  };
}

/** Calls must not overlap. After an error nothing more is given out. */
export type PayloadOpener = {
  /** Payload bytes in order (nonce first) in, verified plain bytes out; the last chunk comes only from `finish`. */
  push(sealed: Uint8Array): Promise<Result<Bytes[], 'damaged'>>;
  /**
   * Only after `ok` is the payload complete. `truncated`: it provably stops early. `damaged`: altered, or, with detail
   * `lastChunk`, perhaps cut inside a chunk: nobody can tell these two apart. [SEAL4]
   */
  finish(): Promise<Result<PayloadEnd, 'damaged' | 'truncated'>>;
  reuse(piece: Bytes): void;
  abandon(): void;
};

export function createPayloadOpener(deps: PayloadDeps): PayloadOpener {
  const hasher = deps.hashes ? createContentHasher(sha256) : undefined;
  const nonce = new Uint8Array(NONCE_BYTES);
  const spare = createSpare(CHUNK_BYTES);
  let nonceUsed = 0;
  let cipher: ChunkCipher | undefined;
  let failed = false;
  let size = 0;

  const abandon = (): void => {
    failed = true;
    cipher?.wipe();
  };

  return {
    async push(sealed) {
      if (failed) return err('damaged');
      await hasher?.push(sealed);
      const part = sealed.subarray(0, NONCE_BYTES - nonceUsed);
      nonce.set(part, nonceUsed);
      nonceUsed += part.length;
      if (nonceUsed < NONCE_BYTES) return ok([]);
      cipher ??= await cipherFor(deps, nonce);
      const pieces: Bytes[] = [];
      for (let rest = sealed.subarray(part.length); rest.length > 0; ) {
        if (cipher.waiting() === SEALED_CHUNK_BYTES) {
          const plain = cipher.open(false);
          if (plain === undefined) {
            abandon();
            return err('damaged');
          }
          size += plain.length;
          const piece = spare.take();
          piece.set(plain);
          pieces.push(piece);
        }
        rest = rest.subarray(cipher.append(rest, SEALED_CHUNK_BYTES));
      }
      return ok(pieces);
    },
    async finish() {
      if (failed) return err('damaged');
      const waiting = cipher?.waiting() ?? 0;
      const stopsEarly = waiting < TAG_BYTES || cipher?.verify(false) === true;
      const opened = stopsEarly ? undefined : cipher?.open(true);
      const plain = opened === undefined ? undefined : new Uint8Array(opened);
      abandon();
      if (stopsEarly) return err('truncated');
      if (plain === undefined) return err('damaged', 'lastChunk');
      // Only an empty payload may end with an empty chunk (C2SP age.md): two files for one payload would be two names.
      if (plain.length === 0 && size > 0) return err('damaged', 'emptyChunk');
      size += plain.length;
      return ok({ pieces: [plain], content: await hasher?.finish(), size });
    },
    reuse: spare.give,
    abandon,
  };
}

async function cipherFor({ sodium, fileKey }: PayloadDeps, nonce: Bytes): Promise<ChunkCipher> {
  const key = await payloadKey(fileKey, nonce);
  const cipher = createChunkCipher(sodium, key);
  sodium.memzero(key);
  return cipher;
}

/** Buffers of one size to be filled again. A buffer that was cut or given to another thread is not taken back. */
function createSpare(size: number): { take(): Bytes; give(piece: Bytes): void } {
  const free: Bytes[] = [];
  return {
    take: () => free.pop() ?? new Uint8Array(size),
    give(piece) {
      if (piece.length === size) free.push(piece);
    },
  };
}
