/** Owns the shape of an organisation's manifest, its pin and its box in the clear. Must never check a signature. */
import { err, ok, type Result } from '../domain/result.ts';
import { parseBech32 } from './bech32.ts';
import { type Bytes, base64, toHex, utf8 } from './bytes.ts';
import {
  isCount,
  isDay,
  isEndpointUrl,
  isHex,
  isListOf,
  isObject,
  isText,
  type JsonObject,
  parseJsonObject,
} from './shape.ts';

export const MANIFEST_PURPOSE = 'tumar-manifest/1';
/** A member that a desk may sign in as; `sign` is a minisign public key line, `seal` an age recipient. */
export type Member = {
  readonly pseudonym: string;
  readonly sign: string;
  readonly seal: string;
  readonly roles: readonly string[];
};
/** Who can read what is sealed from day `from` to day `to`, both included. */
export type EpochRecipient = {
  readonly epoch: number;
  readonly from: string;
  readonly to: string;
  readonly recipient: string;
};
export type EndpointEntry = { readonly url: string; readonly receiptKey: string };

/** [MAN1] */
export type Manifest = {
  readonly purpose: typeof MANIFEST_PURPOSE;
  /** 16 bytes, hex. */
  readonly org: string;
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the bytes of the version before, hex; null for the first. */
  readonly prev: string | null;
  readonly issued: string;
  readonly expires: string;
  readonly roots: readonly string[];
  readonly threshold: number;
  readonly members: readonly Member[];
  readonly recipients: readonly EpochRecipient[];
  readonly late: string;
  readonly recovery: string;
  readonly S: number;
  readonly limits: { readonly parcel: number };
  readonly endpoints: readonly EndpointEntry[];
  readonly tokenKey: string | null;
  readonly forms: readonly string[];
  /** The organisation's own forms, as they were published: each is read by itself. [MAN8] */
  readonly ownForms?: readonly JsonObject[];
  /** Regions and agencies of the organisation's own, read where they are offered. [MAN9] */
  readonly ownLists?: unknown;
  readonly minApp: string | null;
};

/** What is stored and boxed: the exact bytes that were signed, and the texts of the signatures. */
export type SignedManifest = { readonly manifest: Bytes; readonly signatures: readonly string[] };

const MAX_MANIFEST_BYTES = 262_144;
const MAX_ROOTS = 16;
const MAX_MEMBERS = 256;
const MAX_EPOCHS = 64;
const MAX_ENDPOINTS = 16;
/** Forms of the organisation's own in one manifest. [MAN8] */
export const MAX_FORMS = 16;
const RECIPIENT_BYTES = 1216;

/** The bytes that roots sign. The purpose comes first. [SIG1] */
export function encodeManifest(manifest: Manifest): Bytes {
  const { purpose, ...rest } = manifest;
  return utf8(JSON.stringify({ purpose, ...rest }));
}

/** The 32 public bytes of a minisign public key line (`RW…`), in hex; undefined when it is none. */
export function signingKeyBytes(line: unknown): string | undefined {
  if (typeof line !== 'string') return undefined;
  const bytes = base64.parse(line);
  if (!bytes.ok || bytes.value.length !== 42 || bytes.value[0] !== 0x45 || bytes.value[1] !== 0x64)
    return undefined;
  return toHex(bytes.value.subarray(10));
}

const isSigningKey = (value: unknown): value is string => signingKeyBytes(value) !== undefined;

/** Post-quantum recipients only, in their one spelling. [SEAL3] */
function isRecipient(value: unknown): value is string {
  if (typeof value !== 'string' || value !== value.toLowerCase()) return false;
  const decoded = parseBech32(value);
  return decoded.ok && decoded.value.prefix === 'age1pq' && decoded.value.bytes.length === RECIPIENT_BYTES;
}

const isMember = (value: unknown): value is Member =>
  isObject(value) &&
  isText(value['pseudonym'], 80) &&
  isSigningKey(value['sign']) &&
  isRecipient(value['seal']) &&
  isListOf(value['roles'], 16, (role) => isText(role, 40));

const isEpoch = (value: unknown): value is EpochRecipient =>
  isObject(value) &&
  isCount(value['epoch']) &&
  isDay(value['from']) &&
  isDay(value['to']) &&
  value['from'] <= value['to'] &&
  isRecipient(value['recipient']);

const isEndpoint = (value: unknown): value is EndpointEntry =>
  isObject(value) && isEndpointUrl(value['url']) && isSigningKey(value['receiptKey']);

const isManifest = (value: object): value is Manifest => {
  const m = value as { [K in keyof Manifest]: unknown };
  return (
    m.purpose === MANIFEST_PURPOSE &&
    isHex(m.org, 16) &&
    isText(m.name, 200) &&
    isCount(m.version, 0xffffffff) &&
    m.version >= 1 &&
    (m.version === 1 ? m.prev === null : isHex(m.prev, 32)) &&
    isDay(m.issued) &&
    isDay(m.expires) &&
    isListOf(m.roots, MAX_ROOTS, isSigningKey) &&
    isCount(m.threshold, m.roots.length) &&
    m.threshold >= 1 &&
    isListOf(m.members, MAX_MEMBERS, isMember) &&
    isListOf(m.recipients, MAX_EPOCHS, isEpoch) &&
    isRecipient(m.late) &&
    isRecipient(m.recovery) &&
    isCount(m.S, 20) &&
    m.S >= 2 &&
    isObject(m.limits) &&
    isCount(m.limits['parcel']) &&
    isListOf(m.endpoints, MAX_ENDPOINTS, isEndpoint) &&
    (m.tokenKey === null || isText(m.tokenKey, 200)) &&
    isListOf(m.forms, 64, (form) => isText(form, 80)) &&
    (m.ownForms === undefined || isListOf(m.ownForms, MAX_FORMS, isObject)) &&
    (m.minApp === null || isText(m.minApp, 40))
  );
};

/** [MAN2] every key has one use: a phone that trusts a key for one thing must not trust it for another. Doors of one store share theirs. */
function reusesKey(manifest: Manifest): boolean {
  const keys = [
    ...manifest.roots.map(signingKeyBytes),
    ...manifest.members.map((member) => signingKeyBytes(member.sign)),
    ...new Set(manifest.endpoints.map((endpoint) => signingKeyBytes(endpoint.receiptKey))),
    ...manifest.members.map((member) => member.seal),
    ...manifest.recipients.map((epoch) => epoch.recipient),
    manifest.late,
    manifest.recovery,
  ];
  return new Set(keys).size !== keys.length;
}

/**
 * Reads manifest bytes; members of newer versions are passed over. Says nothing about signatures.
 * `manifestKeyReused`: one key stands in two places. [MAN1] [MAN2]
 */
export function parseManifest(
  bytes: Uint8Array,
): Result<Manifest, 'manifestMalformed' | 'manifestKeyReused'> {
  if (bytes.length > MAX_MANIFEST_BYTES) return err('manifestMalformed', 'size');
  const value = parseJsonObject(bytes);
  if (value === undefined || !isManifest(value)) return err('manifestMalformed');
  return reusesKey(value) ? err('manifestKeyReused') : ok(value);
}

/** The bytes whose SHA-256 is the pin: they name the roots and how many of them must sign. [MAN3] */
export function pinInput(roots: readonly string[], threshold: number): Bytes {
  const lines = ['tumar-roots/1', String(threshold), ...[...roots].sort()];
  return utf8(lines.map((line) => `${line}\n`).join(''));
}

/**
 * Whom a report of that day is sealed to, without spares: the epoch's recipient, or `late` when none fits, then
 * recovery. A clock that stands before `issued` counts as `issued`, so that it cannot go back to an erased epoch. [MAN6]
 */
export function recipientsFor(
  manifest: Pick<Manifest, 'issued' | 'recipients' | 'late' | 'recovery'>,
  day: string,
): { readonly epoch: number | 'late'; readonly recipients: readonly string[] } {
  const at = day < manifest.issued ? manifest.issued : day;
  const epoch = manifest.recipients.find(({ from, to }) => from <= at && at <= to);
  return {
    epoch: epoch?.epoch ?? 'late',
    recipients: [epoch?.recipient ?? manifest.late, manifest.recovery],
  };
}

/** What a manifest box holds under its cipher. [MAN5] */
export function encodeBoxPlain(signed: SignedManifest): Bytes {
  return utf8(JSON.stringify({ v: 1, ...encodeSigned(signed) }));
}

export function parseBoxPlain(bytes: Uint8Array): Result<SignedManifest, 'manifestMalformed'> {
  const value = parseJsonObject(bytes);
  return value?.['v'] === 1 ? parseSigned(value) : err('manifestMalformed');
}

/** A signed manifest as members of a JSON body. */
export const encodeSigned = (
  signed: SignedManifest,
): { manifest: string; signatures: readonly string[] } => ({
  manifest: base64.encode(signed.manifest),
  signatures: signed.signatures,
});

/** {`manifest`: base64, `signatures`: texts} out of a JSON body. */
export function parseSigned(value: unknown): Result<SignedManifest, 'manifestMalformed'> {
  if (!isObject(value) || !isText(value['manifest'], MAX_MANIFEST_BYTES * 2)) return err('manifestMalformed');
  const manifest = base64.parse(value['manifest']);
  const signatures = value['signatures'];
  if (!manifest.ok || !isListOf(signatures, MAX_ROOTS * 2, (text) => isText(text, 1024))) {
    return err('manifestMalformed');
  }
  return ok({ manifest: manifest.value, signatures });
}
