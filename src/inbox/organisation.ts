/** Owns founding an organisation: its keys, its first manifest. Must never send a secret, and never publish what it did not sign. */
import { createIdentity, encodeIdentity, encodeRecipient } from '../crypto/identity.ts';
import { boxManifest } from '../crypto/manifestBox.ts';
import { createSigningKey } from '../crypto/minisign.ts';
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { PARCEL_STANZAS } from '../wire/buckets.ts';
import { toHex } from '../wire/bytes.ts';
import { encodeFoundRequest, parseEndpointInfo, parsePublishReply, paths } from '../wire/endpointApi.ts';
import { encodeSigned, MANIFEST_PURPOSE, type Manifest, parseManifest } from '../wire/manifest.ts';
import { type DoorError, jsonOf, knock } from './doors.ts';
import { drawEpochs, EPOCHS_AHEAD, MANIFEST_DAYS, signManifest, tokenInfo } from './manifestKeys.ts';
import { type MemberState, type RecoveryFile, secretBytes, signedOf } from './member.ts';
import type { InboxDeps } from './ports.ts';

const FORMS = ['short/1', 'full/1'];

export type Founded = { readonly member: MemberState; readonly recovery: RecoveryFile };

/** A new organisation, all keys drawn and version 1 signed, but not published: store both parts first. */
export type Charter = Founded & { readonly request: object };

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
