/** Owns which endpoints a member reads from: the own one, and mirrors with a store of their own. Must never open a parcel. */
import { ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, toHex } from '../wire/bytes.ts';
import {
  BOARD_HEADER,
  BOARD_RECORD_BYTES,
  parseBoardRecords,
  paths,
  type Usage,
} from '../wire/endpointApi.ts';
import { type DoorError, jsonOf, knock, readAll } from './doors.ts';
import { type MemberState, manifestOf } from './member.ts';
import type { Cursor, InboxDeps } from './ports.ts';
import { createSession, type Session } from './session.ts';

/** One endpoint as the inbox reads it. A mirror is read from its start each time the desk is opened: its place is not kept. */
export type Way = {
  readonly endpoint: string;
  readonly session: Session;
  readonly main: boolean;
  cursor: Cursor | undefined;
  usage: Usage | null;
};

/** The member's own endpoint first, then the others of the manifest in force. [UP7] */
export function waysOf(deps: InboxDeps, member: MemberState): readonly Way[] {
  const urls = new Set([member.endpoint, ...manifestOf(member).endpoints.map(({ url }) => url)]);
  return [...urls].map((endpoint) => ({
    endpoint,
    session: createSession(deps, { ...member, endpoint }),
    main: endpoint === member.endpoint,
    cursor: undefined,
    usage: null,
  }));
}

const MOST_BOARD = 64 * 1024 * 1024;
const BOARD_BATCH = 1000;

type Board = { readonly head: number; readonly records: readonly Bytes[] };

async function boardFrom(
  deps: InboxDeps,
  { endpoint }: Way,
  org: string,
  after: number,
): Promise<Result<Board, DoorError>> {
  const answer = await knock(deps, endpoint, { method: 'GET', path: paths.board(org, after) });
  if (!answer.ok) return answer;
  const body = await readAll(answer.value.body, MOST_BOARD);
  if (!body.ok) return body;
  const head = Number(answer.value.headers.get(BOARD_HEADER) ?? '0');
  return ok({ head, records: parseBoardRecords(body.value) ?? [] });
}

async function wholeBoard(
  deps: InboxDeps,
  way: Way,
  org: string,
): Promise<Result<readonly Bytes[], DoorError>> {
  const records: Bytes[] = [];
  for (;;) {
    const part = await boardFrom(deps, way, org, records.length);
    if (!part.ok) return part;
    records.push(...part.value.records);
    if (part.value.records.length === 0 || records.length >= part.value.head) return ok(records);
  }
}

/** Puts records on a board; those that are there already change nothing. [EP8] */
export async function postBoard(
  { session }: Way,
  org: string,
  records: readonly Bytes[],
): Promise<Result<true, DoorError>> {
  for (let at = 0; at < records.length; at += BOARD_BATCH) {
    const octets = concat(...records.slice(at, at + BOARD_BATCH));
    const posted = await jsonOf(await session({ method: 'POST', path: paths.board(org), octets }), ok);
    if (!posted.ok) return posted;
  }
  return ok(true);
}

/** A mirror that was away, or was put back from a backup, gets the acknowledgements that it lacks. [EP8] */
export async function levelBoards(deps: InboxDeps, org: string, from: Way, to: Way): Promise<void> {
  // Nothing is read but the two heads, as long as nothing is missing.
  const [here, there] = [
    await boardFrom(deps, from, org, Number.MAX_SAFE_INTEGER),
    await boardFrom(deps, to, org, Number.MAX_SAFE_INTEGER),
  ];
  if (!here.ok || !there.ok || here.value.head <= there.value.head) return;
  const [all, held] = [await wholeBoard(deps, from, org), await wholeBoard(deps, to, org)];
  if (!all.ok || !held.ok) return;
  const known = new Set(held.value.map(toHex));
  await postBoard(
    to,
    org,
    all.value.filter((record) => record.length === BOARD_RECORD_BYTES && !known.has(toHex(record))),
  );
}
