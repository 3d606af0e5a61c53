/** Owns opening with an identity. Must never be in the monitor's app: a phone cannot read what it sealed. */
import { type Err, err, ok, type Result } from '../domain/result.ts';
import { headerLength, MAX_HEADER_BYTES, parseHeader } from '../wire/ageHeader.ts';
import { isBucket, PARCEL_STANZAS } from '../wire/buckets.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import { type FileKey, headerMac, parseFileKey } from './fileKey.ts';
import { sameSecret } from './hash.ts';
import { type HeaderRequest, WRAP_INFO, writeHeader } from './header.ts';
import { hpkeContext } from './hpke.ts';
import type { Identity } from './identity.ts';
import { createPayloadOpener, type PayloadOpener } from './payload.ts';
import { parcelId, type Through } from './seal.ts';
import type { Sodium } from './sodium.ts';

/**
 * `notForThisKey`: a sound file for somebody else. `damaged`: bytes were altered. `truncated`: it stops early.
 * `unsupported`: not a file of this profile. [SEAL7]
 */
export type OpenError = 'notForThisKey' | 'damaged' | 'truncated' | 'unsupported';

export type OpenedHeader = {
  readonly fileKey: FileKey;
  readonly headerLength: number;
  /** Number of stanzas; a desk knows what its deployment uses. */
  readonly stanzas: number;
};

/** OpenBase with empty aad (RFC 9180). `damaged`: the encapsulation holds a low-order X25519 point. */
export async function hpkeOpen(
  sodium: Sodium,
  { seed }: Pick<Identity, 'seed'>,
  info: Bytes,
  { enc, sealed }: { readonly enc: Bytes; readonly sealed: Bytes },
): Promise<Result<Bytes, 'notForThisKey' | 'damaged'>> {
  let secret: Bytes;
  try {
    secret = concat(sodium.crypto_kem_xwing_dec(enc, seed));
  } catch {
    return err('damaged', 'encapsulation');
  }
  const { key, nonce } = await hpkeContext(secret, info);
  try {
    return ok(concat(sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key)));
  } catch {
    return err('notForThisKey');
  } finally {
    sodium.memzero(secret);
    sodium.memzero(key);
  }
}

/** Reads the header at the start of `bytes` (a payload may follow) and unwraps the file key. [SEAL2] */
export async function readHeader(
  sodium: Sodium,
  bytes: Uint8Array,
  identities: readonly Identity[],
): Promise<Result<OpenedHeader, OpenError>> {
  const header = parseHeader(bytes);
  if (!header.ok) return header;
  const { stanzas, covered, mac, length } = header.value;
  for (const identity of identities) {
    for (const { encapsulation, wrappedKey } of stanzas) {
      const opened = await hpkeOpen(sodium, identity, WRAP_INFO, { enc: encapsulation, sealed: wrappedKey });
      if (!opened.ok && opened.code === 'damaged') return opened;
      if (!opened.ok) continue;
      const fileKey = parseFileKey(opened.value);
      if (!fileKey.ok || !sameSecret(mac, await headerMac(fileKey.value, covered)))
        return err('damaged', 'mac');
      return ok({ fileKey: fileKey.value, headerLength: length, stanzas: stanzas.length });
    }
  }
  return err('notForThisKey');
}

/** Writes a new header for the same payload; `content` stays, the parcel id changes. Returns the new header alone. [SEAL6] */
export async function rewrap(
  request: Omit<HeaderRequest, 'fileKey'> & {
    readonly header: Uint8Array;
    readonly identities: readonly Identity[];
  },
): Promise<Result<Bytes, OpenError>> {
  const { sodium, rng, recipients, S } = request;
  const opened = await readHeader(sodium, request.header, request.identities);
  if (!opened.ok) return opened;
  const written = await writeHeader({ sodium, rng, recipients, S, fileKey: opened.value.fileKey });
  sodium.memzero(opened.value.fileKey);
  return written;
}

export type Opened = {
  readonly content: Bytes;
  /** 64 hex digits. */
  readonly parcel: string;
  readonly stanzas: number;
  /** Payload bytes, padding included. */
  readonly size: number;
};

/**
 * Opens a file in one pass with constant memory. Pieces reach `write` as they are verified; the file is complete only
 * when the result is `ok`, and what was written before an error must be thrown away by the caller. [SEAL4]
 */
export async function openStream(
  request: Through & { readonly sodium: Sodium; readonly identities: readonly Identity[] },
): Promise<Result<Opened, OpenError>> {
  const { sodium, identities, source, write, reuse } = request;
  let head: Bytes = new Uint8Array(0);
  let header: OpenedHeader | undefined;
  let opener: PayloadOpener | undefined;
  let fileSize = 0;
  const start = async (): Promise<Result<OpenedHeader, OpenError>> => {
    const read = await readHeader(sodium, head, identities);
    if (read.ok) {
      header = read.value;
      opener = createPayloadOpener({ sodium, fileKey: header.fileKey, hashes: true });
    }
    return read;
  };
  try {
    for await (const piece of source) {
      fileSize += piece.length;
      let payload = piece;
      if (header === undefined) {
        head = concat(head, piece);
        if (headerLength(head) === undefined && head.length < MAX_HEADER_BYTES) continue;
        const started = await start();
        if (!started.ok) return started;
        payload = head.subarray(started.value.headerLength);
        head = head.slice(0, started.value.headerLength);
      }
      const plain = (await opener?.push(payload)) ?? ok([]);
      if (!plain.ok) return plain;
      for (const part of plain.value) {
        await write(part);
        if (reuse) opener?.reuse(part);
      }
    }
    if (header === undefined || opener === undefined) {
      const started = await start();
      return started.ok ? err('truncated') : started;
    }
    const end = await opener.finish();
    if (!end.ok) return cutParcel(end, header.stanzas, fileSize);
    for (const part of end.value.pieces) await write(part);
    if (end.value.content === undefined) throw new Error('hashes were asked for');
    const { content, size } = end.value;
    return ok({ content, parcel: await parcelId(head, content), stanzas: header.stanzas, size });
  } finally {
    opener?.abandon();
    if (header !== undefined) sodium.memzero(header.fileKey);
  }
}

/** A parcel is always exactly a bucket: one of another size whose last chunk does not open was cut, not altered. [SEAL5] */
function cutParcel(
  end: Err<'damaged' | 'truncated'>,
  stanzas: number,
  fileSize: number,
): Err<'damaged' | 'truncated'> {
  const cut = end.detail === 'lastChunk' && stanzas === PARCEL_STANZAS && !isBucket(fileSize);
  return cut ? err('truncated') : end;
}

/** Opens a whole file in memory; plain bytes only when all of it is sound. */
export async function openBytes(request: {
  readonly sodium: Sodium;
  readonly identities: readonly Identity[];
  readonly file: Uint8Array;
}): Promise<Result<Opened & { readonly plain: Bytes }, OpenError>> {
  const pieces: Bytes[] = [];
  const write = (piece: Bytes): void => {
    pieces.push(piece);
  };
  const opened = await openStream({ ...request, source: [request.file], write });
  return opened.ok ? ok({ ...opened.value, plain: concat(...pieces) }) : opened;
}
