/** Owns sealing to other people: header, payload, padding. Must never open anything. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { attachmentZeros, CHUNK_BYTES, TAIL_BYTES } from '../wire/buckets.ts';
import { type Bytes, concat, toHex } from '../wire/bytes.ts';
import { parcelIdOf } from '../wire/content.ts';
import { createFileKey, type FileKey } from './fileKey.ts';
import { sha256 } from './hash.ts';
import { writeHeader } from './header.ts';
import type { Recipient } from './identity.ts';
import { createPayloadSealer } from './payload.ts';
import type { Sodium } from './sodium.ts';

/** Plain or sealed bytes in pieces of any size. A ReadableStream is one where the platform lets it be iterated. */
export type Source = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
/** Takes pieces in order; the next is made only when its promise is settled. */
export type Sink = (piece: Bytes) => void | Promise<void>;
/** `reuse`: a piece is filled again once the sink's promise is settled. Flat memory, for sinks that keep no piece. */
export type Through = {
  readonly source: Source;
  readonly write: Sink;
  readonly reuse?: boolean | undefined;
  /** Each piece's whole chunks are written before the next piece is asked for. */
  readonly eager?: boolean | undefined;
};

type Chance = { readonly sodium: Sodium; readonly rng: Rng };

export type SealedPayload = {
  readonly content: Bytes;
  /** True bytes of the source, without padding. */
  readonly size: number;
  /** Ciphertext bytes, nonce included. */
  readonly length: number;
  /** The 32 random bytes at the end of a padded payload. [SEAL8] */
  readonly tail: Bytes | undefined;
};

/**
 * Seals a source under a file key in one pass with constant memory. `padFor`: number of stanzas of the header that will
 * stand before it; then zeros and a tail follow the true bytes, so that the file is exactly a bucket. [SEAL5] [SEAL8]
 * An exception from source or sink passes through and leaves no key behind.
 */
export async function sealPayload(
  request: Chance & Through & { readonly fileKey: FileKey; readonly padFor?: number | undefined },
): Promise<SealedPayload> {
  const { rng, source, write, reuse, eager, padFor } = request;
  const sealer = await createPayloadSealer({ ...request, hashes: true });
  let size = 0;
  let length = 0;
  const send = async (pieces: readonly Bytes[]): Promise<void> => {
    for (const piece of pieces) {
      length += piece.length;
      await write(piece);
      if (reuse) sealer.reuse(piece);
    }
  };
  try {
    for await (const piece of source) {
      size += piece.length;
      await send(await sealer.push(piece));
      if (eager) await send(sealer.flush());
    }
    const tail = padFor === undefined ? undefined : rng(TAIL_BYTES);
    if (padFor !== undefined && tail !== undefined) {
      const zeros = new Uint8Array(CHUNK_BYTES);
      for (let left = attachmentZeros(padFor, size); left > 0; left -= CHUNK_BYTES) {
        await send(await sealer.push(zeros.subarray(0, left)));
      }
      await send(await sealer.push(tail));
    }
    const end = await sealer.finish();
    await send(end.pieces);
    if (end.content === undefined) throw new Error('hashes were asked for');
    return { content: end.content, size, length, tail };
  } finally {
    sealer.abandon();
  }
}

export type Sealed = SealedPayload & {
  /** Parcel id: 64 hex digits. [SEAL6] */
  readonly parcel: string;
  /** Bytes of the whole file. */
  readonly fileSize: number;
};

/** `S`: stanzas in the header, recipients or more. `padded`: pad as an attachment, to exactly a bucket. */
export type SealRequest = Chance & {
  readonly recipients: readonly Recipient[];
  readonly S: number;
  readonly padded?: boolean;
};

/** Seals a stream to recipients under a fresh file key, header first. Errors as `writeHeader`; then nothing was written. */
export async function sealStream(request: SealRequest & Through): Promise<Result<Sealed, 'unsupported'>> {
  const { sodium, rng, recipients, S, write, padded } = request;
  const fileKey = createFileKey(rng);
  try {
    const header = await writeHeader({ sodium, rng, fileKey, recipients, S });
    if (!header.ok) return header;
    // Our own copy: the sink may do with its piece what it likes.
    const parcelHeader = concat(header.value);
    await write(header.value);
    const payload = await sealPayload({ ...request, fileKey, padFor: padded ? S : undefined });
    const parcel = await parcelId(parcelHeader, payload.content);
    return ok({ ...payload, parcel, fileSize: parcelHeader.length + payload.length });
  } finally {
    sodium.memzero(fileKey);
  }
}

/** Seals bytes in memory; `file` is the whole sealed file. */
export async function sealBytes(
  request: SealRequest & { readonly plain: Uint8Array },
): Promise<Result<Sealed & { readonly file: Bytes }, 'unsupported'>> {
  const pieces: Bytes[] = [];
  const write = (piece: Bytes): void => {
    pieces.push(piece);
  };
  const sealed = await sealStream({ ...request, source: [request.plain], write });
  return sealed.ok ? ok({ ...sealed.value, file: concat(...pieces) }) : err(sealed.code, sealed.detail);
}

/** Parcel id of a header and a `content` (32 bytes): 64 hex digits. [SEAL6] */
export const parcelId = async (header: Uint8Array, content: Uint8Array): Promise<string> =>
  toHex(await parcelIdOf(sha256, header, content));
