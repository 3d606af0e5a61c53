/** Owns turning a finished report (or a hello) into one sealed file. Must never open one, and never see an attachment's bytes. */
import type { Rng } from '../domain/ports.ts';
import type { ReportFields } from '../domain/report.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuid } from '../domain/uuid.ts';
import { padTo } from '../wire/buckets.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import { type Manifest, recipientsFor } from '../wire/manifest.ts';
import {
  type AttachmentEntry,
  type Auth,
  composePayload,
  encodeLine,
  type HelloLine,
  MAX_REPORT_PAYLOAD,
  parsePayload,
  payloadLength,
  type ReportLine,
} from '../wire/payload.ts';
import { ackComplete, ackRead } from './ack.ts';
import { type Chain, nextKey, tagFor } from './chain.ts';
import { parseRecipient, type Recipient } from './identity.ts';
import { sealBytes } from './seal.ts';
import type { Sodium } from './sodium.ts';

/** What sealing needs of a manifest; the locked kit has it too. [VLT11] */
export type SealingManifest = Pick<
  Manifest,
  'org' | 'version' | 'S' | 'issued' | 'recipients' | 'late' | 'recovery'
>;

type To = {
  readonly sodium: Sodium;
  readonly rng: Rng;
  readonly manifest: SealingManifest;
  readonly day: string;
};

/** A sealed attachment as the report cites it, with the tail that proves it was opened (32 bytes, stays here). */
export type SealedAttachment = AttachmentEntry & { readonly tail: Bytes };

export type ReportRequest = To & {
  /** H of the manifest's bytes, hex. */
  readonly manifestHash: string;
  /** The draft's uuid; a fresh one where there was no draft. */
  readonly id?: string | undefined;
  readonly form: string;
  readonly fields: ReportFields;
  readonly attachments: readonly SealedAttachment[];
  /** Null for anonymous reports. */
  readonly chain: Chain | null;
  /** Written in a session that coerced words opened; an anonymous report cannot carry it. [REP8] */
  readonly forced?: boolean;
  readonly voids: readonly number[];
};

export type SealedReport = {
  readonly sealed: Bytes;
  /** 64 hex digits. */
  readonly parcel: string;
  readonly id: string;
  /** The board's records to wait for, 64 hex digits each. [REP7] */
  readonly expected: { readonly read: string; readonly complete: string };
  /** Key of questions about this report, 32 bytes. */
  readonly reply: Bytes;
  /** Kₙ₊₁, to be stored before Kₙ is erased; null for anonymous reports. [REP3] */
  readonly nextKey: Bytes | null;
};

/** `unsupported`: the manifest names a recipient that nothing can be sealed to. `tooLarge`: over a limit of the payload. */
export type SealReportError = 'unsupported' | 'tooLarge';

/** Recipients of the manifest for that day, checked; spares are added by the header. [MAN6] */
export function reportRecipients(
  manifest: Omit<SealingManifest, 'org' | 'version' | 'S'>,
  day: string,
): Result<readonly Recipient[], 'unsupported'> {
  const recipients: Recipient[] = [];
  for (const text of recipientsFor(manifest, day).recipients) {
    const recipient = parseRecipient(text);
    if (!recipient.ok) return err('unsupported', 'recipient');
    recipients.push(recipient.value);
  }
  return ok(recipients);
}

async function sealLines(
  to: To,
  line1: Bytes,
  auth: Auth | null,
): Promise<Result<{ readonly file: Bytes; readonly parcel: string }, SealReportError>> {
  const { sodium, rng, manifest, day } = to;
  const recipients = reportRecipients(manifest, day);
  if (!recipients.ok) return recipients;
  const length = padTo(manifest.S, payloadLength(line1, auth));
  if (length > MAX_REPORT_PAYLOAD) return err('tooLarge');
  const plain = composePayload(line1, auth, length);
  // A name or a list that a reader finds too long would make the report unreadable for everybody, and nobody would know.
  if (!parsePayload(plain).ok) return err('tooLarge');
  const sealed = await sealBytes({ sodium, rng, recipients: recipients.value, S: manifest.S, plain });
  sodium.memzero(plain);
  return sealed;
}

/** Seals the two lines of a report, padded to a bucket. [REP1] [REP3] [SEAL5] */
export async function sealReport(request: ReportRequest): Promise<Result<SealedReport, SealReportError>> {
  const { rng, manifest, chain, attachments } = request;
  const id = request.id ?? uuid(rng);
  const ack = rng(32);
  const reply = rng(32);
  const line: ReportLine = {
    v: 1,
    kind: 'report',
    id,
    org: manifest.org,
    manifest: { version: manifest.version, sha256: request.manifestHash },
    form: request.form,
    ack: toHex(ack),
    reply: toHex(reply),
    fields: request.fields,
    attachments: attachments.map(({ tail: _, ...entry }) => entry),
    void: request.voids.map((n) => ({ n })),
  };
  const line1 = encodeLine(line);
  const auth =
    chain === null
      ? null
      : { chain: chain.id, n: chain.n, tag: await tagFor(chain.key, chain.n, line1, request.forced) };
  const sealed = await sealLines(request, line1, auth);
  if (!sealed.ok) return sealed;
  const tails = attachments.map(({ tail }) => tail);
  const expected = {
    read: toHex(await ackRead(ack, id)),
    complete: toHex(await ackComplete(ack, id, tails)),
  };
  ack.fill(0);
  const { file, parcel } = sealed.value;
  return ok({ sealed: file, parcel, id, expected, reply, nextKey: chain && (await nextKey(chain.key)) });
}

/** Seals a device's first message. `invite`: its id, 16 hex digits; `chain` with n = 0. [REP6] */
export async function sealHello(
  request: To & { readonly invite: string; readonly chain: Chain },
): Promise<Result<{ readonly sealed: Bytes; readonly parcel: string }, SealReportError>> {
  const { manifest, invite, chain } = request;
  const line: HelloLine = {
    v: 1,
    kind: 'hello',
    org: manifest.org,
    invite,
    chain: chain.id,
    key: toHex(chain.key),
  };
  const sealed = await sealLines(request, encodeLine(line), null);
  return sealed.ok ? ok({ sealed: sealed.value.file, parcel: sealed.value.parcel }) : sealed;
}
