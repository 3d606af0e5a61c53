/** Owns the doors of an endpoint: paths, headers, codes and JSON bodies, for both sides. Must never send or answer. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, base64, parseUtf8, utf8 } from './bytes.ts';
import { encodeSigned, parseSigned, type SignedManifest } from './manifest.ts';
import { isCount, isDay, isHex, isListOf, isObject, isText } from './shape.ts';

export const STORE_HEADER = 'Tumar-Store';
export const TICKET_HEADER = 'Tumar-Ticket';
export const BOARD_HEADER = 'Tumar-Board';
export const TUS_VERSION = '1.0.0';
export const OCTETS = 'application/octet-stream';
export const TUS_BODY = 'application/offset+octet-stream';
export const BOARD_RECORD_BYTES = 32;
export const MAX_INBOX_PAGE = 500;

/** Paths below an endpoint's URL. `org`, `parcel` and `upload` are hex and need no escaping. */
export const paths = {
  health: '/healthz',
  endpoint: '/v1/endpoint',
  orgs: '/v1/orgs',
  manifest: (org: string, version?: number): string =>
    `/o/${org}/v1/manifest${version === undefined ? '' : `/${version}`}`,
  nonce: (org: string): string => `/o/${org}/v1/session/nonce`,
  session: (org: string): string => `/o/${org}/v1/session`,
  invites: (org: string): string => `/o/${org}/v1/invites`,
  /** `id`: 16 hex digits. [EP9] */
  invite: (org: string, id: string): string => `/o/${org}/v1/invites/${id}`,
  enrol: (org: string): string => `/o/${org}/v1/enrol`,
  inbox: (org: string, after: number, limit: number): string =>
    `/o/${org}/v1/inbox?after=${after}&limit=${limit}`,
  /** Creation of uploads. */
  parcels: (org: string): string => `/o/${org}/v1/parcels`,
  /** HEAD, PATCH, DELETE: 32 hex digits of an upload. GET: 64 hex digits of a parcel. */
  parcel: (org: string, name: string): string => `/o/${org}/v1/parcels/${name}`,
  receipt: (org: string, parcel: string): string => `/o/${org}/v1/parcels/${parcel}/receipt`,
  board: (org: string, after?: number): string =>
    `/o/${org}/v1/board${after === undefined ? '' : `?after=${after}`}`,
} as const;

/** What can go wrong behind a door, with its HTTP status. */
export const ENDPOINT_STATUS = {
  malformed: 400,
  sizeNotBucket: 400,
  checksumUnknown: 400,
  sessionMissing: 401,
  sessionRefused: 401,
  setupCodeWrong: 403,
  ticketRefused: 403,
  credentialRefused: 403,
  manifestUnsigned: 403,
  manifestForeign: 403,
  notFound: 404,
  orgUnknown: 404,
  uploadUnknown: 404,
  parcelUnknown: 404,
  inviteForeign: 404,
  methodUnknown: 405,
  setupCodeUsed: 409,
  orgTaken: 409,
  manifestOlder: 409,
  manifestForked: 409,
  inviteUsed: 409,
  tokensUsed: 409,
  offsetMismatch: 409,
  inviteExpired: 410,
  inviteRevoked: 410,
  tokensOver: 410,
  tusVersion: 412,
  tooLarge: 413,
  contentType: 415,
  rangeOutside: 416,
  manifestMalformed: 422,
  manifestKeyReused: 422,
  parcelMismatch: 422,
  uploadTaken: 423,
  tooMany: 429,
  checksumMismatch: 460,
  broken: 500,
  busy: 503,
  storageFull: 507,
} as const;
export type EndpointCode = keyof typeof ENDPOINT_STATUS;

/** The JSON of every error. */
export const encodeError = (code: EndpointCode): { error: { code: EndpointCode } } => ({ error: { code } });

/** The code in an error's JSON; undefined when it is not ours. */
export function parseError(value: unknown): EndpointCode | undefined {
  const error = isObject(value) ? value['error'] : undefined;
  const code = isObject(error) ? error['code'] : undefined;
  return typeof code === 'string' && Object.hasOwn(ENDPOINT_STATUS, code)
    ? (code as EndpointCode)
    : undefined;
}

/** `Tumar-Store: {store epoch} {head}`. [EP1] */
export type StoreMark = { readonly epoch: string; readonly head: number };
export const encodeStoreMark = ({ epoch, head }: StoreMark): string => `${epoch} ${head}`;
export function parseStoreMark(text: string | null): StoreMark | undefined {
  const parts = /^([0-9a-f]{16}) (\d{1,15})$/.exec(text ?? '');
  return parts === null ? undefined : { epoch: parts[1]!, head: Number(parts[2]) };
}

/** `Tumar-Ticket`: 64 hex digits as `v1.{hex}`; a token's ticket stands there as it is. [EP6] [TOK4] */
export const encodeTicket = (ticket: string): string => (ticket.startsWith('v2.') ? ticket : `v1.${ticket}`);
/** The 64 hex digits, or undefined. */
export const parseTicket = (text: string | null): string | undefined =>
  /^v1\.([0-9a-f]{64})$/.exec(text ?? '')?.[1];

/** `Upload-Metadata` of a creation: `parcel` 64, `secret` 32 hex digits. [UP1] */
export type UploadMetadata = { readonly parcel: string; readonly secret: string };
export const encodeUploadMetadata = ({ parcel, secret }: UploadMetadata): string =>
  `parcel ${base64.encode(utf8(parcel))},secret ${base64.encode(utf8(secret))}`;
export function parseUploadMetadata(text: string | null): Result<UploadMetadata, 'malformed'> {
  const found = new Map<string, string>();
  for (const pair of (text ?? '').split(',')) {
    const [key = '', value = ''] = pair.trim().split(' ');
    const bytes = base64.parse(value);
    const decoded = bytes.ok ? parseUtf8(bytes.value) : bytes;
    if (!decoded.ok || found.has(key)) return err('malformed', 'Upload-Metadata');
    found.set(key, decoded.value);
  }
  const parcel = found.get('parcel');
  const secret = found.get('secret');
  return isHex(parcel, 32) && isHex(secret, 16)
    ? ok({ parcel, secret })
    : err('malformed', 'Upload-Metadata');
}

/** The text that a member signs to open a session; built on both sides, never taken from the wire. [EP4] */
export const sessionText = (org: string, endpointUrl: string, nonce: string): Bytes =>
  utf8(`tumar-session/1\n${org}\n${endpointUrl}\n${nonce}\n`);

/** [EP2] */
export type EndpointInfo = { readonly receiptKey: string; readonly limits: { readonly parcel: number } };
export type FoundRequest = { readonly code: string; readonly signed: SignedManifest; readonly box: Bytes };
/** Answer to founding an organisation and to publishing a manifest. */
export type PublishReply = { readonly org: string; readonly version: number };
/** [EP3] */
export type PublishRequest = { readonly signed: SignedManifest; readonly box: Bytes };
/** [EP4] `nonce`: 32 bytes hex; `member`: its signing key line; `token`: opaque; `seconds`: how long it holds. */
export type NonceReply = { readonly nonce: string };
export type SessionRequest = { readonly member: string; readonly nonce: string; readonly signature: string };
export type SessionReply = { readonly token: string; readonly seconds: number };
/** [EP5] */
export type InviteRequest = { readonly enrol: string; readonly expires: string };
/** [EP9] `devices`: how many credentials ended with it. */
export type RevokeReply = { readonly devices: number };
export type EnrolRequest = { readonly secret: string; readonly credential: string };
export type EnrolReply = { readonly org: string };
/** [EP7] */
export type InboxEntry = {
  readonly sequence: number;
  readonly parcel: string;
  readonly size: number;
  readonly day: string;
  /** It came without a ticket: anybody may have sent it. [TOK7] */
  readonly pooled?: boolean;
};
/** Bytes that the organisation stores, and how many it could; null when nobody knows. A desk warns from four fifths on. */
export type Usage = { readonly bytes: number; readonly limit: number | null };
/** `usage` is missing in answers of older endpoints. */
export type InboxReply = { readonly parcels: readonly InboxEntry[]; readonly usage?: Usage };

type Parsed<T> = Result<T, 'malformed'>;
const MAX_BOX_TEXT = 1_048_576;

export function parseEndpointInfo(value: unknown): Parsed<EndpointInfo> {
  if (!isObject(value) || !isText(value['receiptKey'], 80) || !isObject(value['limits']))
    return err('malformed');
  const parcel = value['limits']['parcel'];
  return isCount(parcel) ? ok({ receiptKey: value['receiptKey'], limits: { parcel } }) : err('malformed');
}

export const encodePublishRequest = ({ signed, box }: PublishRequest): object => ({
  ...encodeSigned(signed),
  box: base64.encode(box),
});

export const encodeFoundRequest = ({ code, signed, box }: FoundRequest): object => ({
  code,
  ...encodePublishRequest({ signed, box }),
});

export function parsePublishRequest(value: unknown): Parsed<PublishRequest> {
  const signed = parseSigned(value);
  const text = isObject(value) ? value['box'] : undefined;
  const box = isText(text, MAX_BOX_TEXT) ? base64.parse(text) : err('malformed' as const);
  return signed.ok && box.ok ? ok({ signed: signed.value, box: box.value }) : err('malformed');
}

export function parseFoundRequest(value: unknown): Parsed<FoundRequest> {
  const publish = parsePublishRequest(value);
  const code = isObject(value) ? value['code'] : undefined;
  return publish.ok && isText(code, 200) ? ok({ code, ...publish.value }) : err('malformed');
}

export function parsePublishReply(value: unknown): Parsed<PublishReply> {
  if (!isObject(value) || !isHex(value['org'], 16) || !isCount(value['version'])) return err('malformed');
  return ok({ org: value['org'], version: value['version'] });
}

export function parseNonceReply(value: unknown): Parsed<NonceReply> {
  return isObject(value) && isHex(value['nonce'], 32) ? ok({ nonce: value['nonce'] }) : err('malformed');
}

export function parseSessionRequest(value: unknown): Parsed<SessionRequest> {
  if (!isObject(value)) return err('malformed');
  const { member, nonce, signature } = value;
  if (!isText(member, 80) || !isHex(nonce, 32) || !isText(signature, 1024)) return err('malformed');
  return ok({ member, nonce, signature });
}

export function parseSessionReply(value: unknown): Parsed<SessionReply> {
  if (!isObject(value) || !isText(value['token'], 400) || !isCount(value['seconds'])) return err('malformed');
  // The token goes into a header as it is.
  if (!/^[A-Za-z0-9._~+/=-]+$/.test(value['token'])) return err('malformed');
  return ok({ token: value['token'], seconds: value['seconds'] });
}

export function parseInviteRequest(value: unknown): Parsed<InviteRequest> {
  if (!isObject(value) || !isHex(value['enrol'], 32) || !isDay(value['expires'])) return err('malformed');
  return ok({ enrol: value['enrol'], expires: value['expires'] });
}

export function parseRevokeReply(value: unknown): Parsed<RevokeReply> {
  return isObject(value) && isCount(value['devices']) ? ok({ devices: value['devices'] }) : err('malformed');
}

export function parseEnrolRequest(value: unknown): Parsed<EnrolRequest> {
  if (!isObject(value) || !isHex(value['secret'], 16) || !isHex(value['credential'], 32))
    return err('malformed');
  return ok({ secret: value['secret'], credential: value['credential'] });
}

export function parseEnrolReply(value: unknown): Parsed<EnrolReply> {
  return isObject(value) && isHex(value['org'], 16) ? ok({ org: value['org'] }) : err('malformed');
}

const isInboxEntry = (value: unknown): value is InboxEntry =>
  isObject(value) &&
  isCount(value['sequence']) &&
  isHex(value['parcel'], 32) &&
  isCount(value['size']) &&
  isDay(value['day']) &&
  (value['pooled'] === undefined || typeof value['pooled'] === 'boolean');

export function parseInboxReply(value: unknown): Parsed<InboxReply> {
  const parcels = isObject(value) ? value['parcels'] : undefined;
  if (!isObject(value) || !isListOf(parcels, MAX_INBOX_PAGE, isInboxEntry)) return err('malformed');
  const { usage } = value;
  if (usage === undefined) return ok({ parcels });
  return isUsage(usage) ? ok({ parcels, usage }) : err('malformed');
}

const isUsage = (value: unknown): value is Usage =>
  isObject(value) && isCount(value['bytes']) && (value['limit'] === null || isCount(value['limit']));

/** From four fifths on, a desk says that there is little room. [EP7] */
export const isNearlyFull = ({ bytes, limit }: Usage): boolean => limit !== null && bytes * 5 >= limit * 4;

/** Whole records of 32 bytes; undefined when a record is cut. [EP8] */
export function parseBoardRecords(bytes: Uint8Array): readonly Bytes[] | undefined {
  if (bytes.length % BOARD_RECORD_BYTES !== 0) return undefined;
  return Array.from(
    { length: bytes.length / BOARD_RECORD_BYTES },
    (_, i) => new Uint8Array(bytes.subarray(i * BOARD_RECORD_BYTES, (i + 1) * BOARD_RECORD_BYTES)),
  );
}
