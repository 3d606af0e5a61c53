/** Owns the coordinator's inbox: collect, open, verify, acknowledge. Must never keep a plaintext between two calls. */
import { ackComplete, ackRead } from '../crypto/ack.ts';
import { addVoids, verifyAuth } from '../crypto/chain.ts';
import { sha256 } from '../crypto/hash.ts';
import type { OpenError } from '../crypto/open.ts';
import type { MismatchError } from '../crypto/openReport.ts';
import type { Sink } from '../crypto/seal.ts';
import { assertNever, err, ok, type Result } from '../domain/result.ts';
import { bucketFor, PARCEL_STANZAS, sealedSize } from '../wire/buckets.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import type { InboxEntry, Usage } from '../wire/endpointApi.ts';
import { type AttachmentEntry, MAX_REPORT_PAYLOAD, type Payload, type ReportLine } from '../wire/payload.ts';
import { fetchCopy, nextPage } from './collect.ts';
import { extractFile } from './cutRecording.ts';
import type { DoorError } from './doors.ts';
import { addMonitor, monitorOf } from './invites.ts';
import { type MemberState, memberIdentities, secretBytes } from './member.ts';
import { openParcel } from './openParcel.ts';
import type { AuthorMark, Copies, InboxDeps, MemberBox, ParcelRow, Rows } from './ports.ts';
import {
  attachmentVerification,
  authorVerification,
  manifestVerification,
  type Verification,
} from './verification.ts';
import { levelBoards, postBoard, type Way, waysOf } from './ways.ts';

/** A row that is a report. */
export type ReportRow = ParcelRow & { readonly found: Extract<ParcelRow['found'], { kind: 'report' }> };

/** One report, opened for a moment. */
export type ReportView = { readonly report: ReportLine; readonly verification: Verification };

export type Collected = {
  readonly fresh: number;
  /** What the organisation stores, of the endpoint where it has the least room; null when none of them tells. [EP7] */
  readonly usage: Usage | null;
  /** Mirrors that could not be read now; what lies there alone is not here yet. */
  readonly away: readonly string[];
};

export type Inbox = {
  /**
   * Fetches and judges everything new: first all that may be a report, in order, then large files one by one, with a look
   * for reports between two of them. Stops at a broken line. `rest` is awaited before each fetch that may take long, so
   * that what came before it can be kept and shown.
   */
  collect(rest?: () => Promise<void>): Promise<Result<Collected, DoorError>>;
  /** One row an item: the first parcel that came with each (id, line). [REP5] */
  items(): Promise<readonly ReportRow[]>;
  /** Parcels that are shown apart. */
  quarantine(): Promise<readonly ParcelRow[]>;
  /** Opens an item again from its copy (fetched again when it went missing) and verifies it. An error code as in quarantine. */
  view(row: ReportRow): Promise<Result<ReportView, string>>;
  /** Streams an attachment's true bytes; what was written before an error must be thrown away. [REP2] */
  extract(
    parcel: string,
    entry: AttachmentEntry,
    write: Sink,
  ): Promise<Result<true, OpenError | MismatchError>>;
  /** Publishes `read` for each opened report and `complete` for each whole one. Call it with what is held durably. [REP7] */
  acknowledge(views: readonly ReportView[]): Promise<Result<{ readonly published: number }, DoorError>>;
};

/** No report is larger, and no hello: what is, can wait behind them. [REP1] [SEAL5] */
const MOST_REPORT = bucketFor(sealedSize(PARCEL_STANZAS, MAX_REPORT_PAYLOAD));
/** Bytes that take seconds on a slow line. */
const LONG = 262_144;

/** The endpoint has lost or damaged this one parcel: it must not hold up those behind it, and is asked for again. */
const LOST: readonly string[] = ['parcelUnknown', 'parcelMismatch', 'broken'];
const isLost = ({ found }: ParcelRow): boolean => found.kind === 'quarantined' && LOST.includes(found.code);

export function createInbox(
  deps: InboxDeps & {
    readonly member: MemberState;
    readonly box: MemberBox;
    readonly copies: Copies;
    readonly rows: Rows;
  },
): Result<Inbox, 'memberMalformed'> {
  const { sodium, clock, box, copies, rows } = deps;
  const { org } = deps.member;
  const ways = waysOf(deps, deps.member);
  const parsed = memberIdentities(sodium, deps.member);
  if (!parsed.ok) return parsed;
  const identities = parsed.value;
  const openings = { sodium, identities, copies };

  type ReportPayload = Extract<Payload, { kind: 'report' }>;

  /** The chain moves in the member's box before the verdict is stored in a row: after a crash the worst is `replayed`. */
  async function judge({ report, auth, line1 }: ReportPayload): Promise<AuthorMark> {
    if (auth === null) return { verdict: 'anonymous' };
    const { chain, n } = auth;
    const member = await box.read();
    const monitor = member.monitors.find((known) => known.chain.chain === chain);
    if (monitor === undefined) return { verdict: 'unknownChain', chain, n };
    const { verdict, forced, state } = await verifyAuth(monitor.chain, auth, line1);
    if (verdict === 'otherChain') return { verdict: 'unknownChain', chain, n };
    if (verdict === 'author') {
      const moved = addVoids(state, report.void, n);
      // Somebody may have confirmed a device or made an invite meanwhile: only the chain is ours to change.
      const now = await box.read();
      const monitors = now.monitors.map((known) =>
        known.chain.chain === chain ? { ...known, chain: moved } : known,
      );
      await box.write({ ...now, monitors });
    }
    return { verdict, chain, n, forced };
  }

  /** Is there a copy on this side? One that went missing is fetched again. */
  const hold = async (entry: InboxEntry): Promise<boolean> => (await fetchAnywhere(entry)).ok;

  async function fetchAnywhere(entry: InboxEntry): Promise<Result<true, DoorError>> {
    let first: Result<true, DoorError> | undefined;
    for (const { session } of ways) {
      const fetched = await fetchCopy(session, copies, org, entry);
      if (fetched.ok) return fetched;
      first ??= fetched;
    }
    return first ?? err('offline');
  }

  async function admit(entry: InboxEntry): Promise<ParcelRow> {
    const opened = await openParcel(openings, entry, org);
    switch (opened.kind) {
      case 'report': {
        const { payload } = opened;
        const author = await judge(payload);
        const line = toHex(await sha256(payload.line1));
        return {
          ...entry,
          found: { kind: 'report', id: payload.report.id, line, author, acknowledged: 'nothing' },
        };
      }
      case 'hello': {
        const monitor = await monitorOf(opened.hello, entry.day);
        await box.write(addMonitor(await box.read(), monitor));
        return { ...entry, found: { kind: 'hello', chain: opened.hello.chain } };
      }
      case 'attachment': {
        const { content, bind, tail } = opened;
        return { ...entry, found: { kind: 'attachment', content, bind, tail: toHex(tail), compared: {} } };
      }
      case 'quarantined':
        return { ...entry, found: opened };
      default:
        return assertNever(opened);
    }
  }

  /** Fetches, opens and notes one parcel. Fails when the line does; a parcel that is lost gets a row that says so. */
  async function take(way: Way, entry: InboxEntry): Promise<Result<ParcelRow, DoorError>> {
    const fetched = await fetchCopy(way.session, copies, org, entry);
    if (!fetched.ok && !LOST.includes(fetched.code)) return fetched;
    const row: ParcelRow = fetched.ok
      ? await admit(entry)
      : { ...entry, found: { kind: 'quarantined', code: fetched.code } };
    await rows.put(row);
    return ok(row);
  }

  /** A report may come before the hello of its author: then it is judged again. */
  async function judgeAgain(): Promise<void> {
    const chains = new Set((await box.read()).monitors.map(({ chain }) => chain.chain));
    for (const row of await rows.all()) {
      const { found } = row;
      if (found.kind !== 'report' || found.author.verdict !== 'unknownChain') continue;
      if (!chains.has(found.author.chain)) continue;
      const opened = await openParcel(openings, row, org);
      if (opened.kind !== 'report') continue;
      await rows.put({ ...row, found: { ...found, author: await judge(opened.payload) } });
    }
  }

  type Taking = { readonly way: Way; fresh: number; readonly rest: () => Promise<void> };

  async function takeNew(taking: Taking, entry: InboxEntry): Promise<Result<ParcelRow, DoorError>> {
    if (entry.size > LONG) await taking.rest();
    const taken = await take(taking.way, entry);
    if (taken.ok && !isLost(taken.value)) taking.fresh += 1;
    return taken;
  }

  /** Asks again for what the endpoint could not give so far. */
  async function takeLost(taking: Taking, lost: readonly ParcelRow[]): Promise<Result<true, DoorError>> {
    for (const { found: _, ...entry } of lost) {
      const again = await takeNew(taking, entry);
      if (!again.ok) return again;
    }
    return ok(true);
  }

  /**
   * Walks the list from the cursor to its end and takes what may be a report. Answers with the first file that was passed
   * over; the cursor stays before it, since it only ever moves past what has a row. [EP7]
   */
  async function walk(taking: Taking): Promise<Result<InboxEntry | undefined, DoorError>> {
    const { way } = taking;
    let at = way.main ? await rows.cursor() : way.cursor;
    let large: InboxEntry | undefined;
    let kept = at?.after ?? 0;
    for (;;) {
      const page = await nextPage(way.session, org, at);
      if (!page.ok) return page;
      const { entries, epoch, usage } = page.value;
      way.usage = usage;
      // Another door of the own store has nothing of its own.
      if (!way.main && epoch === (await rows.cursor())?.epoch) return ok(undefined);
      if (at !== undefined && at.epoch !== epoch) {
        kept = 0;
        large = undefined;
      }
      const last = entries.at(-1);
      if (last === undefined) return ok(large);
      for (const entry of entries) {
        const known = await rows.get(entry.parcel);
        // What anybody may have sent does not hold up what a monitor did. [TOK7]
        if (known === undefined && (entry.size > MOST_REPORT || entry.pooled === true)) {
          large ??= entry;
          continue;
        }
        if (known === undefined) {
          const taken = await takeNew(taking, entry);
          if (!taken.ok) return taken;
        } else if (!way.main && isLost(known)) {
          const taken = await takeNew(taking, entry);
          if (!taken.ok) return taken;
        } else if (way.main && (known.sequence !== entry.sequence || known.day !== entry.day)) {
          // After a backup was restored the same parcel has another sequence.
          await rows.put({ ...known, ...entry });
        }
        if (large === undefined) kept = entry.sequence;
        if (way.main) await rows.setCursor({ epoch, after: kept });
        else way.cursor = { epoch, after: kept };
      }
      at = { epoch, after: last.sequence };
    }
  }

  const reports = (all: readonly ParcelRow[]): ReportRow[] =>
    all.flatMap((row) => (row.found.kind === 'report' ? [row as ReportRow] : []));

  /** How many came from there. Reports first, then large files one by one. */
  async function collectAt(way: Way, rest: () => Promise<void>): Promise<Result<number, DoorError>> {
    const taking: Taking = { way, fresh: 0, rest };
    const lost = way.main ? (await rows.all()).filter(isLost) : [];
    const again = await takeLost(
      taking,
      lost.filter(({ size }) => size <= MOST_REPORT),
    );
    if (!again.ok) return again;
    for (;;) {
      const walked = await walk(taking);
      if (!walked.ok) return walked;
      await judgeAgain();
      if (walked.value === undefined) break;
      const taken = await takeNew(taking, walked.value);
      if (!taken.ok) return taken;
    }
    const large = await takeLost(
      taking,
      lost.filter(({ size }) => size > MOST_REPORT),
    );
    return large.ok ? ok(taking.fresh) : large;
  }

  return ok({
    async collect(rest = async () => undefined) {
      const [main, ...mirrors] = ways;
      if (main === undefined) throw new Error('the own endpoint is always a way');
      const own = await collectAt(main, rest);
      let fresh = own.ok ? own.value : 0;
      const away: string[] = [];
      for (const mirror of mirrors) {
        const there = await collectAt(mirror, rest);
        if (there.ok) fresh += there.value;
        else away.push(mirror.endpoint);
        if (own.ok && there.ok) await levelBoards(deps, org, main, mirror);
      }
      if (!own.ok) return own;
      const known = ways.flatMap(({ usage }) => (usage === null ? [] : [usage]));
      const part = ({ bytes, limit }: Usage): number => (limit === null ? 0 : bytes / limit);
      const usage = known.reduce<Usage | null>(
        (most, one) => (most === null || part(one) > part(most) ? one : most),
        null,
      );
      return ok({ fresh, usage, away });
    },

    async items() {
      const seen = new Set<string>();
      return reports(await rows.all()).filter(({ found: { id, line } }) => {
        const identity = `${id}:${line}`;
        const first = !seen.has(identity);
        seen.add(identity);
        return first;
      });
    },

    async quarantine() {
      return (await rows.all()).filter(({ found }) => found.kind === 'quarantined');
    },

    async view(row) {
      const held = await fetchAnywhere(row);
      if (!held.ok) return held;
      const opened = await openParcel(openings, row, org);
      if (opened.kind !== 'report') return err(opened.kind === 'quarantined' ? opened.code : 'notAReport');
      const { report } = opened.payload;
      const { id, line, author, acknowledged } = row.found;
      const attachments = [];
      for (const entry of report.attachments) {
        attachments.push(await attachmentVerification({ ...openings, clock, rows, hold }, entry));
      }
      const member = await box.read();
      const others = reports(await rows.withId(id)).filter(({ found }) => found.line !== line);
      const verification: Verification = {
        id,
        line,
        parcel: row.parcel,
        sequence: row.sequence,
        day: row.day,
        author: authorVerification(member, author),
        manifest: manifestVerification(member, report),
        attachments,
        conflicts: [...new Set(others.map(({ found }) => found.line))],
        complete: attachments.every(({ state }) => state === 'matched'),
        acknowledged,
      };
      return ok({ report, verification });
    },

    async extract(parcel, entry, write) {
      const done = await extractFile({ sodium, identities, source: copies.read(parcel), entry, write });
      return done.ok ? ok(true) : done;
    },

    async acknowledge(views) {
      const records: Bytes[] = [];
      const marks: { readonly parcel: string; readonly acknowledged: 'read' | 'complete' }[] = [];
      for (const { report, verification } of views) {
        const { parcel, complete, acknowledged, attachments } = verification;
        if (acknowledged === 'complete' || (acknowledged === 'read' && !complete)) continue;
        const ack = secretBytes(report.ack);
        records.push(await ackRead(ack, report.id));
        const tails = attachments.flatMap((one) => (one.state === 'matched' ? [secretBytes(one.tail)] : []));
        if (complete) records.push(await ackComplete(ack, report.id, tails));
        marks.push({ parcel, acknowledged: complete ? 'complete' : 'read' });
      }
      const [main, ...mirrors] = ways;
      const posted = main === undefined ? err('offline' as const) : await postBoard(main, org, records);
      // A mirror that is away gets them when it is back; the phones ask every endpoint.
      for (const mirror of mirrors) await postBoard(mirror, org, records);
      if (!posted.ok) return posted;
      for (const { parcel, acknowledged } of marks) {
        const row = await rows.get(parcel);
        if (row?.found.kind === 'report') await rows.put({ ...row, found: { ...row.found, acknowledged } });
      }
      return ok({ published: records.length });
    },
  });
}
