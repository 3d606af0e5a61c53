/** Owns the two lines inside a sealed report or hello. Must never know a key, and never judge what the fields say. */
import type { ReportFields } from '../domain/report.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, utf8 } from './bytes.ts';
import { isCount, isHex, isListOf, isObject, isText, type JsonObject, parseJsonObject } from './shape.ts';

/** One attachment as its report cites it. [REP2] */
export type AttachmentEntry = {
  /** 32 bytes, hex: the name of the ciphertext. [SEAL6] */
  readonly content: string;
  /** 32 bytes, hex: only who had the file key can write it. */
  readonly bind: string;
  /** Of the true bytes, 32 bytes hex. */
  readonly sha256: string;
  /** Of the true bytes. */
  readonly size: number;
  readonly type: string;
  readonly name: string;
  readonly description: string;
};

export type ManifestMark = { readonly version: number; readonly sha256: string };

/** Line 1 of a report; members that this version does not know are kept. [REP1] */
export type ReportLine = {
  readonly v: 1;
  readonly kind: 'report';
  /** UUID, lower case. */
  readonly id: string;
  readonly org: string;
  readonly manifest: ManifestMark;
  readonly form: string;
  /** 32 bytes, hex: what acknowledgements are made with. [REP7] */
  readonly ack: string;
  /** 32 bytes, hex: the key of questions about this report. */
  readonly reply: string;
  readonly fields: ReportFields;
  readonly attachments: readonly AttachmentEntry[];
  /** Chain numbers that were used and then deleted before they left. [REP4] */
  readonly void: readonly { readonly n: number }[];
};

/** Line 1 of a device's first message. [REP6] */
export type HelloLine = {
  readonly v: 1;
  readonly kind: 'hello';
  readonly org: string;
  /** Id of the invite, 8 bytes hex. [INV2] */
  readonly invite: string;
  /** 16 bytes, hex. */
  readonly chain: string;
  /** The first chain key, 32 bytes, hex. */
  readonly key: string;
};

/** Line 2: who wrote line 1, provable only to who knows the chain. [REP3] */
export type Auth = { readonly chain: string; readonly n: number; readonly tag: string };

export type Payload =
  | {
      readonly kind: 'report';
      readonly report: ReportLine;
      readonly line1: Bytes;
      readonly auth: Auth | null;
    }
  | { readonly kind: 'hello'; readonly hello: HelloLine; readonly line1: Bytes; readonly auth: null };

/** The longest payload of a report that is read or written: 4 MiB hold 200,000 letters many times over. */
export const MAX_REPORT_PAYLOAD = 4_194_304;
const MAX_ATTACHMENTS = 200;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Line 1 without its LF. */
export const encodeLine = (line: ReportLine | HelloLine): Bytes => utf8(JSON.stringify(line));

/** The shortest payload that holds both lines; padding comes on top. */
export const payloadLength = (line1: Uint8Array, auth: Auth | null): number =>
  line1.length + 1 + utf8(JSON.stringify({ auth })).length + 1;

/** Line 1, LF, line 2, spaces, LF: exactly `length` bytes, at least `payloadLength`. [REP1] */
export function composePayload(line1: Uint8Array, auth: Auth | null, length: number): Bytes {
  const shortest = payloadLength(line1, auth);
  if (length < shortest) throw new RangeError('payload: too short for its lines');
  return concat(
    line1,
    Uint8Array.of(LINE_FEED),
    utf8(JSON.stringify({ auth })),
    new Uint8Array(length - shortest).fill(SPACE),
    Uint8Array.of(LINE_FEED),
  );
}

const isAttachment = (value: unknown): value is AttachmentEntry =>
  isObject(value) &&
  isHex(value['content'], 32) &&
  isHex(value['bind'], 32) &&
  isHex(value['sha256'], 32) &&
  isCount(value['size']) &&
  isText(value['type'], 200) &&
  isText(value['name'], 400) &&
  isText(value['description'], 8000);

const isVoid = (value: unknown): value is { readonly n: number } =>
  isObject(value) && isCount(value['n'], 0xffffffff);

/** It came out of a JSON parser, so all that is inside is JSON; what it says is for the domain to judge. */
const isFields = (value: unknown): value is ReportFields => isObject(value);

const isReport = (value: JsonObject): value is JsonObject & ReportLine =>
  isUuid(value['id']) &&
  isHex(value['org'], 16) &&
  isObject(value['manifest']) &&
  isCount(value['manifest']['version'], 0xffffffff) &&
  isHex(value['manifest']['sha256'], 32) &&
  isText(value['form'], 80) &&
  isHex(value['ack'], 32) &&
  isHex(value['reply'], 32) &&
  isFields(value['fields']) &&
  isListOf(value['attachments'], MAX_ATTACHMENTS, isAttachment) &&
  isListOf(value['void'], 4096, isVoid);

const isHello = (value: JsonObject): value is JsonObject & HelloLine =>
  isHex(value['org'], 16) &&
  isHex(value['invite'], 8) &&
  isHex(value['chain'], 16) &&
  isHex(value['key'], 32);

function parseAuth(value: unknown): Result<Auth | null, 'notAReport'> {
  if (value === null) return ok(null);
  if (
    !isObject(value) ||
    !isHex(value['chain'], 16) ||
    !isCount(value['n'], 0xffffffff) ||
    !isHex(value['tag'], 32)
  ) {
    return err('notAReport', 'auth');
  }
  return ok({ chain: value['chain'], n: value['n'], tag: value['tag'] });
}

/**
 * Reads an opened payload. `notAReport`: anything else than our two lines; with detail `lines` or `json` it may be an
 * attachment, with any other it is a report or hello that this version cannot read. `tooLarge`: over
 * `MAX_REPORT_PAYLOAD`. [REP1]
 */
export function parsePayload(bytes: Uint8Array): Result<Payload, 'notAReport' | 'tooLarge'> {
  if (bytes.length > MAX_REPORT_PAYLOAD) return err('tooLarge');
  const end1 = bytes.indexOf(LINE_FEED);
  const end2 = bytes.indexOf(LINE_FEED, end1 + 1);
  if (end1 < 0 || end2 !== bytes.length - 1) return err('notAReport', 'lines');
  const line1 = concat(bytes.subarray(0, end1));
  const first = parseJsonObject(line1);
  const second = parseJsonObject(bytes.subarray(end1 + 1, end2));
  if (first === undefined || second === undefined) return err('notAReport', 'json');
  if (first['v'] !== 1) return err('notAReport', 'version');
  const auth = parseAuth(second['auth']);
  if (!auth.ok) return auth;
  if (first['kind'] === 'report' && isReport(first))
    return ok({ kind: 'report', report: first, line1, auth: auth.value });
  if (first['kind'] === 'hello' && isHello(first) && auth.value === null) {
    return ok({ kind: 'hello', hello: first, line1, auth: null });
  }
  return err('notAReport', 'members');
}
