/** Owns opening a recording that a cut left unfinished, as its coordinators. Must never be in the monitor's app. [SEAL9] */

import { hkdf } from '../crypto/hash.ts';
import type { Identity } from '../crypto/identity.ts';
import { type OpenError, readHeader } from '../crypto/open.ts';
import { extractAttachment } from '../crypto/openReport.ts';
import { createPayloadOpener, type PayloadOpener } from '../crypto/payload.ts';
import type { Sink } from '../crypto/seal.ts';
import type { Sodium } from '../crypto/sodium.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { headerLength, MAX_HEADER_BYTES } from '../wire/ageHeader.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import {
  boxIn,
  CUT_TYPE,
  further,
  parseSpare,
  SPARE_AAD,
  SPARE_BYTES,
  SPARE_NAME,
  SPARE_PLACE,
  type Spare,
} from '../wire/cutRecording.ts';

const NONCE_BYTES = 24;

/** Takes the bytes of such an attachment in order and writes what was recorded, with constant memory. */
export type CutOpener = {
  push(piece: Uint8Array): Promise<void>;
  /** An error: nothing was, or could be, given out. A torn end is none: it is what a cut leaves. */
  finish(): Promise<Result<true, OpenError>>;
  /** Forgets the key; needed in any case. */
  abandon(): void;
};

function spareIn(sodium: Sodium, key: Bytes, place: Uint8Array): Spare | null {
  const box = boxIn(place);
  if (box === null || box.length < NONCE_BYTES) return null;
  try {
    const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      ...[null, box.subarray(NONCE_BYTES), SPARE_AAD, box.subarray(0, NONCE_BYTES), key],
    );
    return parseSpare(plain);
  } catch {
    // The wrapper throws for a wrong tag: an expected outcome here.
    return null;
  }
}

export function createCutOpener(request: {
  readonly sodium: Sodium;
  readonly identities: readonly Identity[];
  readonly write: Sink;
}): CutOpener {
  const { sodium, identities, write } = request;
  let head: Bytes = new Uint8Array(0);
  let fileKey: Bytes | null = null;
  let opener: PayloadOpener | null = null;
  let spare: Spare | null = null;
  let most = Number.POSITIVE_INFINITY;
  let size = 0;
  let trouble: Result<never, OpenError> | null = null;
  /** A torn chunk ends it: what comes behind it cannot be told from chance. */
  let torn = false;

  async function give(payload: Uint8Array): Promise<void> {
    const opened = torn ? undefined : await opener?.push(payload);
    if (opened === undefined) return;
    if (!opened.ok) {
      torn = true;
      return;
    }
    for (const piece of opened.value) {
      // Behind its end stand the zeros of [SEAL8].
      const part = piece.subarray(0, Math.max(0, most - size));
      size += part.length;
      if (part.length > 0) await write(new Uint8Array(part));
    }
  }

  async function begin(): Promise<void> {
    const sealed = head.subarray(SPARE_BYTES);
    if (headerLength(sealed) === undefined && sealed.length < MAX_HEADER_BYTES) return;
    const header = await readHeader(sodium, sealed, identities);
    if (!header.ok) {
      trouble = header;
      return;
    }
    fileKey = header.value.fileKey;
    const key = await hkdf(header.value.fileKey, new Uint8Array(0), SPARE_NAME);
    spare = further(
      spareIn(sodium, key, head.subarray(0, SPARE_PLACE)),
      spareIn(sodium, key, head.subarray(SPARE_PLACE, SPARE_BYTES)),
    );
    sodium.memzero(key);
    if (spare?.ended === true) most = spare.from + spare.bytes.length;
    opener = createPayloadOpener({ sodium, fileKey: header.value.fileKey, hashes: false });
    await give(sealed.slice(header.value.headerLength));
    head = new Uint8Array(0);
  }

  return {
    async push(piece) {
      if (trouble !== null) return;
      if (opener !== null) return give(piece);
      head = concat(head, piece);
      if (head.length > SPARE_BYTES) await begin();
    },
    async finish() {
      if (trouble !== null) return trouble;
      if (opener === null) return err('truncated');
      // The last whole chunk is opened only when something follows it.
      await give(new Uint8Array(1));
      if (spare !== null && spare.from <= size && spare.from + spare.bytes.length > size)
        await write(new Uint8Array(spare.bytes.subarray(size - spare.from)));
      return ok(true);
    },
    abandon() {
      opener?.abandon();
      fileKey?.fill(0);
    },
  };
}

/**
 * As `extractAttachment`. Of a recording that was cut off, what was recorded is passed on; hash and size are those of the file
 * in which it travels. [REP2] [SEAL9]
 */
export async function extractFile(
  request: Parameters<typeof extractAttachment>[0],
): ReturnType<typeof extractAttachment> {
  if (request.entry.type !== CUT_TYPE) return extractAttachment(request);
  const cut = createCutOpener(request);
  try {
    const done = await extractAttachment({ ...request, write: cut.push });
    if (!done.ok) return done;
    const ended = await cut.finish();
    return ended.ok ? done : ended;
  } finally {
    cut.abandon();
  }
}
