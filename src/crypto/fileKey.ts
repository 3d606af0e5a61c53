/** Owns file keys and what is derived from them. Must never be stored outside the vault or used for two payloads. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, utf8 } from '../wire/bytes.ts';
import { hkdf, hmac } from './hash.ts';

export const FILE_KEY_BYTES = 16;

/** The key of one sealed file. Edited content gets a new one. */
export type FileKey = Bytes & { readonly purpose: 'fileKey' };

/** 16 fresh random bytes. */
export const createFileKey = (rng: Rng): FileKey => rng(FILE_KEY_BYTES) as FileKey;

/** A stored file key; `malformed` when it is not 16 bytes. */
export const parseFileKey = (bytes: Uint8Array): Result<FileKey, 'malformed'> =>
  bytes.length === FILE_KEY_BYTES ? ok(concat(bytes) as FileKey) : err('malformed');

/** MAC of a header (C2SP age.md, "Header MAC"): HMAC under HKDF(file key, info "header"). */
export async function headerMac(fileKey: FileKey, covered: Bytes): Promise<Bytes> {
  return hmac(await hkdf(fileKey, new Uint8Array(0), utf8('header')), covered);
}

/** The key of the payload's chunks: HKDF(file key, salt = nonce, info "payload"). [SEAL4] */
export const payloadKey = (fileKey: FileKey, nonce: Bytes): Promise<Bytes> =>
  hkdf(fileKey, nonce, utf8('payload'));

/** `bind` of an attachment: only who has the file key can cite the file. [REP2] */
export const bindOf = (fileKey: FileKey): Promise<Bytes> =>
  hkdf(fileKey, new Uint8Array(0), utf8('tumar/attach/1'));
