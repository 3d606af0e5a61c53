/** Owns fetching sealed files from the endpoint into the member's own copies. Must never open one. */
import { ok, type Result } from '../domain/result.ts';
import { type InboxEntry, MAX_INBOX_PAGE, parseInboxReply, paths } from '../wire/endpointApi.ts';
import { type DoorError, jsonOf, piecesOf } from './doors.ts';
import type { Copies, Cursor } from './ports.ts';
import type { Session } from './session.ts';

/** The line ended before the copy was whole. */
class CutOff extends Error {
  override readonly name = 'CutOff';
}

async function* exactly(size: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let got = 0;
  for await (const piece of pieces) {
    got += piece.length;
    if (got > size) break;
    yield piece;
  }
  if (got !== size) throw new CutOff();
}

/** Fetches one parcel into a durable copy. Without an answer, or a cut one, there is no copy. [EP7] */
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
      yield* exactly(size, piecesOf(answer.value.body));
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
    return { ok: false, code: 'offline' };
  }
  return ok(true);
}

/**
 * The next page of the list after the cursor. Another store epoch means that the endpoint went back to an older backup:
 * then the list is read from the start, and copies that are here are not fetched again. [EP1] [EP7]
 */
export async function nextPage(
  session: Session,
  org: string,
  cursor: Cursor | undefined,
): Promise<Result<{ readonly entries: readonly InboxEntry[]; readonly epoch: string }, DoorError>> {
  const after = cursor?.after ?? 0;
  const reply = await jsonOf(
    await session({ method: 'GET', path: paths.inbox(org, after, MAX_INBOX_PAGE) }),
    parseInboxReply,
  );
  if (!reply.ok) return reply;
  const { epoch } = reply.value.mark;
  if (cursor !== undefined && cursor.epoch !== epoch) return nextPage(session, org, undefined);
  return ok({ entries: reply.value.value.parcels.filter(({ sequence }) => sequence > after), epoch });
}
