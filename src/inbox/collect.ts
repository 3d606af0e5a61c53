/** Owns fetching sealed files from the endpoint into the member's own copies. Must never open one. */
import { sha256 } from '../crypto/hash.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { headerLength, MAX_HEADER_BYTES } from '../wire/ageHeader.ts';
import { type Bytes, concat, toHex } from '../wire/bytes.ts';
import { createContentHasher, parcelIdOf } from '../wire/content.ts';
import { type InboxEntry, MAX_INBOX_PAGE, parseInboxReply, paths, type Usage } from '../wire/endpointApi.ts';
import { type DoorError, jsonOf, piecesOf } from './doors.ts';
import type { Copies, Cursor } from './ports.ts';
import type { Session } from './session.ts';

/** The line ended before the copy was whole, or brought other bytes. */
class Spoilt extends Error {
  override readonly name = 'Spoilt';
  readonly code: 'offline' | 'parcelMismatch';
  constructor(code: 'offline' | 'parcelMismatch') {
    super(code);
    this.code = code;
  }
}

async function* exactly(size: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let got = 0;
  for await (const piece of pieces) {
    got += piece.length;
    if (got > size) break;
    yield piece;
  }
  if (got !== size) throw new Spoilt('offline');
}

/** Passes a sealed file on, and fails at its end when it is not the one that `parcel` names. [SEAL6] */
async function* named(parcel: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hasher = createContentHasher(sha256);
  let head: Bytes = new Uint8Array(0);
  let header: Bytes | undefined;
  for await (const piece of pieces) {
    if (header !== undefined) await hasher.push(piece);
    else if (head.length <= MAX_HEADER_BYTES) {
      head = concat(head, piece);
      const length = headerLength(head);
      if (length !== undefined) {
        header = head.slice(0, length);
        await hasher.push(head.subarray(length));
      }
    }
    yield piece;
  }
  const id = header && toHex(await parcelIdOf(sha256, header, await hasher.finish()));
  if (id !== parcel) throw new Spoilt('parcelMismatch');
}

/**
 * Fetches one parcel into a durable copy. Without an answer, or with a cut one, there is no copy; `parcelMismatch`: nor
 * with other bytes, or what a bad line did to them once would stand for the report for ever. [EP7]
 */
export async function fetchCopy(
  session: Session,
  copies: Copies,
  org: string,
  { parcel, size }: InboxEntry,
): Promise<Result<true, DoorError>> {
  if (await copies.has(parcel)) return ok(true);
  const answer = await session({ method: 'GET', path: paths.parcel(org, parcel) });
  if (!answer.ok) return answer;
  let broken: unknown;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* named(parcel, exactly(size, piecesOf(answer.value.body)));
    } catch (error) {
      broken = error;
      throw error;
    }
  };
  try {
    await copies.write(parcel, watched());
  } catch (error) {
    // The line is expected to break; a disk is not.
    if (error !== broken) throw error;
    return err(error instanceof Spoilt ? error.code : 'offline');
  }
  return ok(true);
}

/** `usage`: what the organisation stores there; null from an older endpoint. */
export type Page = {
  readonly entries: readonly InboxEntry[];
  readonly epoch: string;
  readonly usage: Usage | null;
};

/**
 * The next page of the list after the cursor. Another store epoch means that the endpoint went back to an older backup:
 * then the list is read from the start, and copies that are here are not fetched again. [EP1] [EP7]
 */
export async function nextPage(
  session: Session,
  org: string,
  cursor: Cursor | undefined,
): Promise<Result<Page, DoorError>> {
  const after = cursor?.after ?? 0;
  const reply = await jsonOf(
    await session({ method: 'GET', path: paths.inbox(org, after, MAX_INBOX_PAGE) }),
    parseInboxReply,
  );
  if (!reply.ok) return reply;
  const { epoch } = reply.value.mark;
  if (cursor !== undefined && cursor.epoch !== epoch) return nextPage(session, org, undefined);
  const { parcels, usage } = reply.value.value;
  return ok({ entries: parcels.filter(({ sequence }) => sequence > after), epoch, usage: usage ?? null });
}
