/** Owns what a coordinator finds inside a parcel. Must never be in the monitor's app, and never decide what is trusted. */
import { createSHA256 } from 'hash-wasm';
import { err, ok, type Result } from '../domain/result.ts';
import { headerLength, MAX_HEADER_BYTES } from '../wire/ageHeader.ts';
import { TAIL_BYTES } from '../wire/buckets.ts';
import { type Bytes, concat, toHex } from '../wire/bytes.ts';
import { type AttachmentEntry, type Payload, parsePayload } from '../wire/payload.ts';
import { bindOf } from './fileKey.ts';
import type { Identity } from './identity.ts';
import { type OpenError, type Opened, openBytes, openStream, readHeader } from './open.ts';
import type { Sink, Source } from './seal.ts';
import type { Sodium } from './sodium.ts';

type With = { readonly sodium: Sodium; readonly identities: readonly Identity[] };

export type OpenedReport = Opened & { readonly payload: Payload };

/** Opens a report or hello held in memory. `notAReport`: sound, but something else, such as an attachment. */
export async function openReport(
  request: With & { readonly file: Uint8Array },
): Promise<Result<OpenedReport, OpenError | 'notAReport' | 'tooLarge'>> {
  const opened = await openBytes(request);
  if (!opened.ok) return opened;
  const { plain, ...rest } = opened.value;
  const payload = parsePayload(plain);
  request.sodium.memzero(plain);
  return payload.ok ? ok({ ...rest, payload: payload.value }) : payload;
}

/** What an attachment's parcel shows by itself; texts are hex. */
export type OpenedAttachment = {
  readonly content: string;
  readonly parcel: string;
  readonly bind: string;
  /** The last 32 bytes of the payload. [SEAL8] */
  readonly tail: Bytes;
  /** Bytes before the tail: true bytes and zeros. */
  readonly room: number;
};

/** Opens an attachment's parcel in one pass with constant memory. `write` gets the payload without its tail. */
export async function openAttachment(
  request: With & { readonly source: Source; readonly write: Sink },
): Promise<Result<OpenedAttachment, OpenError>> {
  const { sodium, identities, source, write } = request;
  let head: Bytes = new Uint8Array(0);
  let held: Bytes = new Uint8Array(0);
  const keepHead = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      if (headerLength(head) === undefined && head.length < MAX_HEADER_BYTES) head = concat(head, piece);
      yield piece;
    }
  };
  // The tail is only known to be one at the end, so the last 32 bytes are always held back.
  const passOn = async (piece: Bytes): Promise<void> => {
    const all = concat(held, piece);
    const room = Math.max(0, all.length - TAIL_BYTES);
    held = all.slice(room);
    if (room > 0) await write(all.slice(0, room));
  };
  const opened = await openStream({ sodium, identities, source: keepHead(), write: passOn });
  if (!opened.ok) return opened;
  if (held.length < TAIL_BYTES) return err('unsupported', 'tail');
  const header = await readHeader(sodium, head, identities);
  if (!header.ok) return header;
  const bind = toHex(await bindOf(header.value.fileKey));
  sodium.memzero(header.value.fileKey);
  const { content, parcel, size } = opened.value;
  return ok({ content: toHex(content), parcel, bind, tail: held, room: size - TAIL_BYTES });
}

/** Why a parcel is not the attachment that a report cites; then it counts as missing. [REP2] */
export type MismatchError =
  | 'bindMismatch'
  | 'hashMismatch'
  | 'sizeMismatch'
  | 'contentMismatch'
  | 'paddingMismatch';

/**
 * Opens the parcel that a report cites, passes exactly the true bytes to `write`, and checks all that the entry says.
 * What was written before an error must be thrown away. [REP2]
 */
export async function extractAttachment(
  request: With & { readonly source: Source; readonly entry: AttachmentEntry; readonly write: Sink },
): Promise<Result<OpenedAttachment, OpenError | MismatchError>> {
  const { entry, write } = request;
  const hash = (await createSHA256()).init();
  let left = entry.size;
  let zeros = true;
  const opened = await openAttachment({
    ...request,
    async write(piece) {
      const bytes = piece.subarray(0, left);
      left -= bytes.length;
      zeros &&= piece.subarray(bytes.length).every((byte) => byte === 0);
      hash.update(bytes);
      if (bytes.length > 0) await write(new Uint8Array(bytes));
    },
  });
  if (!opened.ok) return opened;
  if (opened.value.content !== entry.content) return err('contentMismatch');
  if (opened.value.bind !== entry.bind) return err('bindMismatch');
  if (left > 0) return err('sizeMismatch');
  if (hash.digest('hex') !== entry.sha256) return err('hashMismatch');
  return zeros ? opened : err('paddingMismatch');
}
