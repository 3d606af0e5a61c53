/** Owns what a member holds: keys, invites, monitors and the manifest in force. Must never leave the member's own vault or file. */
import type { ChainState } from '../crypto/chain.ts';
import { type Identity, parseIdentity } from '../crypto/identity.ts';
import type { SigningKey } from '../crypto/minisign.ts';
import type { Sodium } from '../crypto/sodium.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, base64, parseHex } from '../wire/bytes.ts';
import { parseManifest, type SignedManifest } from '../wire/manifest.ts';
import type { ManifestMark } from '../wire/payload.ts';
import {
  isCount,
  isDay,
  isEndpointUrl,
  isHex,
  isListOf,
  isObject,
  isText,
  parseJsonObject,
} from '../wire/shape.ts';

/** An invite that this member made; the secret itself is not kept. */
export type IssuedInvite = {
  readonly id: string;
  readonly lastDay: string;
  /** What an endpoint knows it by, 32 bytes hex; missing in invites of before. [EP5] */
  readonly enrol?: string;
  /** The day on which it was taken back, with the device that came with it. [EP9] */
  readonly revoked?: string;
};

/** A device that said hello. */
export type Monitor = {
  readonly chain: ChainState;
  /** Id of the invite it came with. */
  readonly invite: string;
  /** Four numbers below 2,048: the words that the phone shows. [REP6] */
  readonly words: readonly number[];
  readonly confirmed: boolean;
  /** `unknownInvite`: not made here. `secondHello`: another device used the same invite. Either is a reason to ask. */
  readonly alarm: 'none' | 'unknownInvite' | 'secondHello';
  /** The day on which its hello was stored. */
  readonly since: string;
};

/** `member.json`: JSON as it is. Every secret of one member. */
export type MemberState = {
  readonly v: 1;
  readonly kind: 'tumar-member';
  readonly org: string;
  readonly pseudonym: string;
  /** The endpoint this member talks to. */
  readonly endpoint: string;
  /** 32 bytes, hex. [MAN5] */
  readonly readKey: string;
  /** The root that this member signs manifests with; null for members who sign none. */
  readonly root: SigningKey | null;
  readonly sign: SigningKey;
  /** Identities as age writes them: this member's own, and those of the team by epoch. */
  readonly seal: string;
  readonly identities: Identities;
  /** The manifest in force; `manifest` in base64. */
  readonly signed: SignedText;
  /** Every manifest that was in force, the oldest first. */
  readonly manifests: readonly ManifestMark[];
  readonly invites: readonly IssuedInvite[];
  readonly monitors: readonly Monitor[];
  /** The next manifest, signed and not known to be published, with the identities of its new epochs. [MAN7] */
  readonly pending?: Pending;
};

type Identities = readonly { readonly epoch: number | 'late'; readonly identity: string }[];
type SignedText = { readonly manifest: string; readonly signatures: readonly string[] };
export type Pending = ManifestMark & { readonly signed: SignedText; readonly identities: Identities };

/** What is kept apart, offline: it opens everything and can sign. */
export type RecoveryFile = {
  readonly v: 1;
  readonly kind: 'tumar-recovery';
  readonly org: string;
  readonly name: string;
  readonly identity: string;
  readonly root: SigningKey;
};

const isSigningPair = (value: unknown): value is SigningKey =>
  isObject(value) && isText(value['publicKey'], 80) && isText(value['secret'], 80);

const isMark = (value: unknown): value is ManifestMark =>
  isObject(value) && isCount(value['version']) && isHex(value['sha256'], 32);

const isIssued = (value: unknown): value is IssuedInvite =>
  isObject(value) &&
  isHex(value['id'], 8) &&
  isDay(value['lastDay']) &&
  (value['enrol'] === undefined || isHex(value['enrol'], 32)) &&
  (value['revoked'] === undefined || isDay(value['revoked']));

const isSeen = (value: unknown): value is ChainState['seen'][number] =>
  isObject(value) && isHex(value['tagKey'], 32) && (value['line'] === null || isHex(value['line'], 32));

const isChainState = (value: unknown): value is ChainState =>
  isObject(value) &&
  isHex(value['chain'], 16) &&
  isHex(value['key'], 32) &&
  isCount(value['next']) &&
  isListOf(value['seen'], 0xffffffff, isSeen) &&
  value['seen'].length === value['next'] &&
  isListOf(value['voids'], 0xffffffff, (n) => isCount(n));

const isMonitor = (value: unknown): value is Monitor =>
  isObject(value) &&
  isChainState(value['chain']) &&
  isHex(value['invite'], 8) &&
  isListOf(value['words'], 4, (word) => isCount(word, 2047)) &&
  value['words'].length === 4 &&
  typeof value['confirmed'] === 'boolean' &&
  ['none', 'unknownInvite', 'secondHello'].includes(String(value['alarm'])) &&
  isDay(value['since']);

const isTeamIdentity = (value: unknown): value is MemberState['identities'][number] =>
  isObject(value) && (value['epoch'] === 'late' || isCount(value['epoch'])) && isText(value['identity'], 200);

const isSignedText = (value: unknown): value is SignedText =>
  isObject(value) &&
  isText(value['manifest'], 1_000_000) &&
  isListOf(value['signatures'], 64, (text) => isText(text, 1024));

const isPending = (value: unknown): value is Pending =>
  isMark(value) &&
  isSignedText(Reflect.get(value, 'signed')) &&
  isListOf(Reflect.get(value, 'identities'), 64, isTeamIdentity);

const isMember = (value: object): value is MemberState => {
  const m = value as { [K in keyof MemberState]: unknown };
  return (
    m.v === 1 &&
    m.kind === 'tumar-member' &&
    isHex(m.org, 16) &&
    isText(m.pseudonym, 80) &&
    isEndpointUrl(m.endpoint) &&
    isHex(m.readKey, 32) &&
    (m.root === null || isSigningPair(m.root)) &&
    isSigningPair(m.sign) &&
    isText(m.seal, 200) &&
    isListOf(m.identities, 1000, isTeamIdentity) &&
    isSignedText(m.signed) &&
    (m.pending === undefined || isPending(m.pending)) &&
    isListOf(m.manifests, 100_000, isMark) &&
    isListOf(m.invites, 1_000_000, isIssued) &&
    isListOf(m.monitors, 1_000_000, isMonitor)
  );
};

/** Reads member.json, also after a version with further members wrote it. */
export function parseMember(input: Uint8Array | string): Result<MemberState, 'memberMalformed'> {
  const value = parseJsonObject(input);
  return value !== undefined && isMember(value) ? ok(value) : err('memberMalformed');
}

export const encodeMember = (state: MemberState | RecoveryFile): string =>
  `${JSON.stringify(state, null, 2)}\n`;

export function parseRecovery(input: Uint8Array | string): Result<RecoveryFile, 'recoveryMalformed'> {
  const value = parseJsonObject(input);
  const good =
    value?.['v'] === 1 &&
    value['kind'] === 'tumar-recovery' &&
    isHex(value['org'], 16) &&
    isText(value['name'], 200) &&
    isText(value['identity'], 200) &&
    isSigningPair(value['root']);
  return good ? ok(value as RecoveryFile) : err('recoveryMalformed');
}

/** Hex that was checked when the state was parsed. */
export function secretBytes(hex: string): Bytes {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new Error('member state: not hexadecimal');
  return bytes.value;
}

/**
 * All that this member can open with: the team's epochs, `late`, and those of a version under way, which an endpoint may show to
 * phones before it says so here. `memberMalformed`: a text is no identity. */
export function memberIdentities(
  sodium: Sodium,
  state: MemberState,
): Result<readonly Identity[], 'memberMalformed'> {
  const identities: Identity[] = [];
  for (const { identity } of [...state.identities, ...(state.pending?.identities ?? [])]) {
    const parsed = parseIdentity(sodium, identity);
    if (!parsed.ok) return err('memberMalformed', 'identity');
    identities.push(parsed.value);
  }
  return ok(identities);
}

/** A manifest as it rests in the member's state, bytes and signatures. */
export function signedFrom(text: SignedText): SignedManifest {
  const manifest = base64.parse(text.manifest);
  if (!manifest.ok) throw new Error('member state: manifest is not base64');
  return { manifest: manifest.value, signatures: text.signatures };
}

/** The manifest in force. */
export const signedOf = (state: MemberState): SignedManifest => signedFrom(state.signed);

/** The manifest in force; it was verified before it was kept. */
export function manifestOf(state: MemberState) {
  const manifest = parseManifest(signedOf(state).manifest);
  if (!manifest.ok) throw new Error(`member state: ${manifest.code}`);
  return manifest.value;
}
