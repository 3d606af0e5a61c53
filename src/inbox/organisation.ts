/** Owns founding an organisation and publishing its manifests. Must never send a secret, and never publish what it did not sign. */
import { createIdentity, encodeIdentity, encodeRecipient } from '../crypto/identity.ts';
import { boxManifest } from '../crypto/manifestBox.ts';
import { manifestHash } from '../crypto/manifestCheck.ts';
import { createSigningKey, type SigningKey, sign } from '../crypto/minisign.ts';
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { PARCEL_STANZAS } from '../wire/buckets.ts';
import { toHex } from '../wire/bytes.ts';
import {
  encodeFoundRequest,
  encodePublishRequest,
  parseEndpointInfo,
  parsePublishReply,
  paths,
} from '../wire/endpointApi.ts';
import {
  encodeManifest,
  encodeSigned,
  MANIFEST_PURPOSE,
  type Manifest,
  parseManifest,
  type SignedManifest,
} from '../wire/manifest.ts';
import { parseTokenInfo, type TokenInfo, tokensPath } from '../wire/tokens.ts';
import { type DoorError, jsonOf, knock } from './doors.ts';
import { type MemberState, manifestOf, type RecoveryFile, secretBytes, signedOf } from './member.ts';
import type { InboxDeps } from './ports.ts';
import { createSession } from './session.ts';

const EPOCH_DAYS = 30;
const EPOCHS_AHEAD = 3;
const MANIFEST_DAYS = 365;
const FORMS = ['short/1', 'full/1'];
/** A new issuer key after so many days, with the next manifest: longer, and tokens would never end. [TOK2] */
const TOKEN_KEY_DAYS = 180;

export type Founded = { readonly member: MemberState; readonly recovery: RecoveryFile };

/** A new organisation, all keys drawn and version 1 signed, but not published: store both parts first. */
export type Charter = Founded & { readonly request: object };

async function signManifest(
  { sodium }: InboxDeps,
  manifest: Manifest,
  root: SigningKey,
): Promise<{ readonly signed: SignedManifest; readonly hash: string }> {
  const bytes = encodeManifest(manifest);
  const signed = { manifest: bytes, signatures: [sign(sodium, MANIFEST_PURPOSE, bytes, root.secret)] };
  return { signed, hash: await manifestHash(bytes) };
}

/** Identities and entries of epochs that follow each other, `EPOCH_DAYS` each, from `from`. [MAN6] */
function drawEpochs({ sodium, rng }: InboxDeps, first: number, from: string, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const identity = createIdentity(sodium, rng);
    const start = addDays(from, i * EPOCH_DAYS);
    const epoch = first + i;
    return {
      identity: { epoch, identity: encodeIdentity(identity) },
      entry: {
        epoch,
        from: start,
        to: addDays(start, EPOCH_DAYS - 1),
        recipient: encodeRecipient(identity.recipient),
      },
    };
  });
}

/** What the endpoint says of its issuer keys; null from one that gives no tokens. [TOK2] */
async function tokenInfo(
  deps: Pick<InboxDeps, 'send' | 'clock'>,
  endpoint: string,
  org: string,
): Promise<Result<TokenInfo | null, DoorError>> {
  const info = await jsonOf(
    await knock(deps, endpoint, { method: 'GET', path: tokensPath(org) }),
    parseTokenInfo,
  );
  if (info.ok) return ok(info.value.value);
  return info.code === 'notFound' || info.code === 'orgUnknown' ? ok(null) : info;
}

/** The issuer key of the next manifest: the first, the one in force, or its successor. [TOK2] */
async function nextTokenKey(
  deps: Pick<InboxDeps, 'send' | 'clock'>,
  { org, endpoint }: MemberState,
  before: string | null,
  today: string,
): Promise<Result<string | null, DoorError>> {
  const info = await tokenInfo(deps, endpoint, org);
  if (!info.ok || info.value === null) return info.ok ? ok(before) : info;
  const { key, next, since } = info.value;
  if (before === null) return ok(next);
  const old = key === before && since !== null && addDays(since, TOKEN_KEY_DAYS) <= today;
  return ok(old ? next : before);
}

/**
 * Draws every key of an organisation and signs manifest v1: three epochs, `late`, `recovery`, an online and an offline root.
 * `code`: the set-up code; `endpoint`: URL as phones will reach it. [MAN1] [EP2]
 */
export async function createCharter(
  deps: InboxDeps,
  ask: {
    readonly code: string;
    readonly name: string;
    readonly pseudonym: string;
    readonly endpoint: string;
  },
): Promise<Result<Charter, DoorError | 'manifestMalformed'>> {
  const { sodium, rng, clock } = deps;
  const info = await jsonOf(
    await knock(deps, ask.endpoint, { method: 'GET', path: paths.endpoint }),
    parseEndpointInfo,
  );
  if (!info.ok) return info;
  const { receiptKey, limits } = info.value.value;
  const issued = dayOf(clock.now());
  const epochs = drawEpochs(deps, 1, issued, EPOCHS_AHEAD);
  const [seal, late, recovery] = [0, 1, 2].map(() => createIdentity(sodium, rng));
  if (!seal || !late || !recovery) throw new Error('three identities were drawn');
  const [root, offlineRoot, signing] = [0, 1, 2].map(() => createSigningKey(sodium, rng));
  if (!root || !offlineRoot || !signing) throw new Error('three keys were drawn');
  const org = toHex(rng(16));
  const tokens = await tokenInfo(deps, ask.endpoint, org);
  if (!tokens.ok) return tokens;
  const readKey = rng(32);
  const manifest: Manifest = {
    purpose: MANIFEST_PURPOSE,
    org,
    name: ask.name,
    version: 1,
    prev: null,
    issued,
    expires: addDays(issued, MANIFEST_DAYS),
    roots: [root.publicKey, offlineRoot.publicKey],
    threshold: 1,
    members: [
      {
        pseudonym: ask.pseudonym,
        sign: signing.publicKey,
        seal: encodeRecipient(seal.recipient),
        roles: ['admin', 'coordinator'],
      },
    ],
    recipients: epochs.map(({ entry }) => entry),
    late: encodeRecipient(late.recipient),
    recovery: encodeRecipient(recovery.recipient),
    S: PARCEL_STANZAS,
    limits,
    endpoints: [{ url: ask.endpoint, receiptKey }],
    tokenKey: tokens.value?.next ?? null,
    forms: FORMS,
    minApp: null,
  };
  const { signed, hash } = await signManifest(deps, manifest, root);
  // The name came from a person and the receipt key from the network: read back what phones will have to read.
  if (!parseManifest(signed.manifest).ok) return err('manifestMalformed');
  const member: MemberState = {
    v: 1,
    kind: 'tumar-member',
    org,
    pseudonym: ask.pseudonym,
    endpoint: ask.endpoint,
    readKey: toHex(readKey),
    root,
    sign: signing,
    seal: encodeIdentity(seal),
    identities: [
      ...epochs.map(({ identity }) => identity),
      { epoch: 'late', identity: encodeIdentity(late) },
    ],
    signed: encodeSigned(signed),
    manifests: [{ version: 1, sha256: hash }],
    invites: [],
    monitors: [],
  };
  return ok({
    member,
    recovery: {
      v: 1,
      kind: 'tumar-recovery',
      org,
      name: ask.name,
      identity: encodeIdentity(recovery),
      root: offlineRoot,
    },
    request: foundingRequest(deps, member, ask.code),
  });
}

/** What founds the organisation of a member whose manifest is version 1. `code`: the set-up code. [EP2] */
export function foundingRequest(deps: InboxDeps, member: MemberState, code: string): object {
  const signed = signedOf(member);
  const box = boxManifest(deps, { readKey: secretBytes(member.readKey), org: member.org, signed });
  return encodeFoundRequest({ code, signed, box });
}

/** Founds the organisation at its endpoint. The same charter may be sent again after a broken line. [EP2] */
export async function foundOrganisation(
  deps: Pick<InboxDeps, 'send' | 'clock'>,
  { member, request }: Pick<Charter, 'member' | 'request'>,
): Promise<Result<true, DoorError>> {
  const reply = await jsonOf(
    await knock(deps, member.endpoint, { method: 'POST', path: paths.orgs, json: request }),
    parsePublishReply,
  );
  if (!reply.ok) return reply;
  return reply.value.value.org === member.org ? ok(true) : err('notOurEndpoint');
}

/**
 * Signs and publishes the next version of the manifest, with epochs added so that three are ahead. `change`: what else differs.
 * `manifestUnsigned`: this member holds no root. The state that comes back is to be stored. [EP3] [MAN6]
 */
export async function publishManifest(
  deps: InboxDeps,
  member: MemberState,
  change: Partial<Pick<Manifest, 'name' | 'members' | 'endpoints' | 'forms' | 'minApp' | 'expires'>>,
): Promise<Result<MemberState, DoorError>> {
  if (member.root === null) return err('manifestUnsigned');
  const today = dayOf(deps.clock.now());
  const before = manifestOf(member);
  const ahead = before.recipients.filter(({ to }) => to >= today);
  const last = before.recipients.at(-1);
  const from = last === undefined || last.to < today ? today : addDays(last.to, 1);
  const epochs = drawEpochs(deps, (last?.epoch ?? 0) + 1, from, Math.max(0, EPOCHS_AHEAD - ahead.length));
  const tokenKey = await nextTokenKey(deps, member, before.tokenKey, today);
  if (!tokenKey.ok) return tokenKey;
  const manifest: Manifest = {
    ...before,
    ...change,
    tokenKey: tokenKey.value,
    version: before.version + 1,
    prev: member.manifests.at(-1)?.sha256 ?? null,
    issued: today < before.issued ? before.issued : today,
    recipients: [...ahead, ...epochs.map(({ entry }) => entry)],
  };
  const { signed, hash } = await signManifest(deps, manifest, member.root);
  const parsed = parseManifest(signed.manifest);
  if (!parsed.ok) return parsed;
  const box = boxManifest(deps, { readKey: secretBytes(member.readKey), org: member.org, signed });
  const session = createSession(deps, member);
  const json = encodePublishRequest({ signed, box });
  const reply = await jsonOf(
    await session({ method: 'POST', path: paths.manifest(member.org), json }),
    parsePublishReply,
  );
  if (!reply.ok) return reply;
  return ok({
    ...member,
    identities: [...member.identities, ...epochs.map(({ identity }) => identity)],
    signed: encodeSigned(signed),
    manifests: [...member.manifests, { version: manifest.version, sha256: hash }],
  });
}
