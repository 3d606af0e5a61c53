/** Owns what a coordinator is told about how far a report can be trusted. Must never hide a doubt or repair one. */
import { gapsOf } from '../crypto/chain.ts';
import type { Identity } from '../crypto/identity.ts';
import { extractAttachment } from '../crypto/openReport.ts';
import type { Sodium } from '../crypto/sodium.ts';
import { instant } from '../domain/day.ts';
import type { Clock } from '../domain/ports.ts';
import type { InboxEntry } from '../wire/endpointApi.ts';
import type { AttachmentEntry, ReportLine } from '../wire/payload.ts';
import type { MemberState, Monitor } from './member.ts';
import type { AuthorMark, Copies, Rows } from './ports.ts';

/**
 * `confirmed`: a device whose words were typed at a desk. `notConfirmed`: the same chain, but nobody did. `anonymous`: no
 * author line. `fork`: the number came before with other bytes. `badTag`: somebody else wrote it, or it was altered.
 * `tooFar`, `unknownChain`: cannot be checked. [REP3] [REP4] [REP6]
 */
export type AuthorVerification = {
  readonly verdict:
    | 'confirmed'
    | 'notConfirmed'
    | 'anonymous'
    | 'fork'
    | 'badTag'
    | 'tooFar'
    | 'unknownChain';
  readonly chain: string | null;
  readonly n: number | null;
  /** Numbers of this author that never came and were not declared void. */
  readonly gaps: readonly number[];
  readonly alarm: Monitor['alarm'];
  /** A genuine report of this author that says, unseen by who stood beside it, that it was written under force. [REP8] */
  readonly forced: boolean;
};

/** `at`: when a file was opened and compared here; null for what an older version compared. [REP2] */
export type AttachmentVerification = { readonly entry: AttachmentEntry } & (
  | { readonly state: 'matched'; readonly parcel: string; readonly tail: string; readonly at: string | null }
  | { readonly state: 'missing' }
  /** A parcel with this content came, but it is not what the report cites; it counts as missing. */
  | { readonly state: 'mismatched'; readonly parcel: string; readonly code: string }
);

/** The verification of one report, as it is shown and written to `verification.json`. */
export type Verification = {
  readonly id: string;
  /** H(line 1). [REP5] */
  readonly line: string;
  readonly parcel: string;
  readonly sequence: number;
  /** The day on which the endpoint stored it. */
  readonly day: string;
  readonly author: AuthorVerification;
  /** `unknown`: sealed under a manifest that this organisation never published. [MAN1] */
  readonly manifest: { readonly known: boolean; readonly version: number; readonly sha256: string };
  readonly attachments: readonly AttachmentVerification[];
  /** Other lines that came under the same id: conflicts, shown beside each other. [REP5] */
  readonly conflicts: readonly string[];
  readonly complete: boolean;
  readonly acknowledged: 'nothing' | 'read' | 'complete';
};

/** What the author mark of a row means today: a device may have been confirmed since. */
export function authorVerification(member: MemberState, mark: AuthorMark): AuthorVerification {
  if (mark.verdict === 'anonymous') {
    return { verdict: 'anonymous', chain: null, n: null, gaps: [], alarm: 'none', forced: false };
  }
  const monitor = member.monitors.find(({ chain }) => chain.chain === mark.chain);
  const genuine = mark.verdict === 'author' || mark.verdict === 'replayed';
  const standing = monitor?.confirmed ? 'confirmed' : 'notConfirmed';
  return {
    verdict: mark.verdict === 'author' || mark.verdict === 'replayed' ? standing : mark.verdict,
    chain: mark.chain,
    n: mark.n,
    gaps: genuine && monitor !== undefined ? gapsOf(monitor.chain) : [],
    alarm: monitor?.alarm ?? 'none',
    forced: mark.forced === true,
  };
}

export const manifestVerification = (
  member: MemberState,
  { manifest }: ReportLine,
): Verification['manifest'] => ({
  known: member.manifests.some(
    ({ version, sha256 }) => version === manifest.version && sha256 === manifest.sha256,
  ),
  version: manifest.version,
  sha256: manifest.sha256,
});

type With = {
  readonly sodium: Sodium;
  readonly clock: Clock;
  readonly identities: readonly Identity[];
  readonly copies: Copies;
  readonly rows: Rows;
  /** Is there a copy on this side, or can one be had? */
  readonly hold: (entry: InboxEntry) => Promise<boolean>;
};

/** Compares the parcels that came with one entry. The outcome is kept in the row: the payload can never change. [REP2] */
export async function attachmentVerification(
  { sodium, clock, identities, copies, rows, hold }: With,
  entry: AttachmentEntry,
): Promise<AttachmentVerification> {
  const mark = `${entry.sha256}:${entry.size}`;
  let mismatched: AttachmentVerification | undefined;
  for (const row of await rows.withContent(entry.content)) {
    const { found, parcel } = row;
    // What was matched once counts only while it is held: on *complete* the phone removes its own. [REP7]
    if (found.kind !== 'attachment' || !(await hold(row))) continue;
    // Told by the row alone: a report that cites 200 files under wrong keys costs nothing.
    let at = found.comparedAt?.[mark] ?? null;
    let outcome = found.bind === entry.bind ? found.compared[mark] : 'bindMismatch';
    if (outcome === undefined) {
      const source = copies.read(parcel);
      const opened = await extractAttachment({ sodium, identities, source, entry, write: () => undefined });
      outcome = opened.ok ? 'matched' : opened.code;
      at = instant(clock.now());
      const compared = { ...found.compared, [mark]: outcome };
      await rows.put({
        ...row,
        found: { ...found, compared, comparedAt: { ...found.comparedAt, [mark]: at } },
      });
    }
    if (outcome === 'matched') return { entry, state: 'matched', parcel, tail: found.tail, at };
    mismatched = { entry, state: 'mismatched', parcel, code: outcome };
  }
  return mismatched ?? { entry, state: 'missing' };
}
