/** Owns publishing further manifests, step by step, so that a cut loses no key. Must never publish what is not kept, or keep what was not signed. */
import { encodeRecipient, parseIdentity } from '../crypto/identity.ts';
import { boxManifest, openManifestBox } from '../crypto/manifestBox.ts';
import { verifySuccessor } from '../crypto/manifestCheck.ts';
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { encodePublishRequest, parsePublishReply, paths } from '../wire/endpointApi.ts';
import { encodeSigned, type Manifest, parseManifest, type SignedManifest } from '../wire/manifest.ts';
import { type DoorError, jsonOf, knock, readAll } from './doors.ts';
import {
  drawEpochs,
  EPOCHS_AHEAD,
  MANIFEST_DAYS,
  nextTokenKey,
  signManifest,
  TOKEN_KEY_DAYS,
} from './manifestKeys.ts';
import { type MemberState, manifestOf, memberIdentities, secretBytes, signedFrom } from './member.ts';
import type { InboxDeps } from './ports.ts';
import { createSession } from './session.ts';

/** What a new version may change besides epochs, dates and the issuer key. */
export type ManifestChange = Partial<
  Pick<Manifest, 'name' | 'members' | 'endpoints' | 'forms' | 'ownForms' | 'ownLists' | 'minApp'>
>;

/** What follows from the version before; null: there is nothing left to change. */
export type ManifestChangeOf = (
  before: Manifest,
) => Result<ManifestChange | null, 'listsTooLarge' | 'formsTooMany'>;

/** `manifestOvertaken`: another desk published first. */
export type PublishError = DoorError | 'manifestOvertaken' | 'listsTooLarge' | 'formsTooMany';

/** Stores the member durably; what it throws passes through. */
export type Keep = (member: MemberState) => Promise<void>;

/** A manifest is renewed when it ends within so many days. */
const RENEW_DAYS = 60;
const MOST_BOX = 1_048_576;

/**
 * Whether the manifest in force wants a successor: fewer than three of its epochs are not over, it ends soon, or its issuer key
 * is due for a change. Never for a member without a root. [MAN6] [MAN7] [TOK2]
 */
export function isPublishingDue(member: MemberState, today: string): boolean {
  if (member.root === null) return false;
  if (member.pending !== undefined) return true;
  const { recipients, expires, issued } = manifestOf(member);
  const ahead = recipients.filter(({ to }) => to >= today).length;
  if (ahead < EPOCHS_AHEAD || expires < addDays(today, RENEW_DAYS)) return true;
  // The issuer key is not younger than the manifest, so this is never later than the key's own time.
  return addDays(issued, TOKEN_KEY_DAYS) <= today;
}

type Drawn = ReturnType<typeof drawEpochs>[number];

/** The key that is held for this epoch already, from a version that was refused: refusals do not add keys without end. [MAN7] */
function heldOr({ sodium }: InboxDeps, { identities }: MemberState, drawn: Drawn): Drawn {
  const text = identities.find(({ epoch }) => epoch === drawn.entry.epoch)?.identity;
  const held = text === undefined ? undefined : parseIdentity(sodium, text);
  if (text === undefined || !held?.ok) return drawn;
  const entry = { ...drawn.entry, recipient: encodeRecipient(held.value.recipient) };
  return { identity: { epoch: entry.epoch, identity: text }, entry };
}

/**
 * Draws and signs the next version; the member that comes back holds it as `pending`, with the secrets of its new epochs, and is to
 * be stored before anything is sent. `manifestUnsigned`: this member holds no root. [MAN7]
 */
export async function drawManifest(
  deps: InboxDeps,
  member: MemberState,
  change: ManifestChange,
): Promise<Result<MemberState, DoorError>> {
  if (member.root === null) return err('manifestUnsigned');
  const today = dayOf(deps.clock.now());
  const before = manifestOf(member);
  const ahead = before.recipients.filter(({ to }) => to >= today);
  const last = before.recipients.at(-1);
  const from = last === undefined || last.to < today ? today : addDays(last.to, 1);
  const wanted = Math.max(0, EPOCHS_AHEAD - ahead.length);
  const epochs = drawEpochs(deps, (last?.epoch ?? 0) + 1, from, wanted).map((drawn) =>
    heldOr(deps, member, drawn),
  );
  const tokenKey = await nextTokenKey(deps, member, before.tokenKey, today);
  if (!tokenKey.ok) return tokenKey;
  const issued = today < before.issued ? before.issued : today;
  const expires = addDays(issued, MANIFEST_DAYS);
  const manifest: Manifest = {
    ...before,
    ...change,
    tokenKey: tokenKey.value,
    version: before.version + 1,
    prev: member.manifests.at(-1)?.sha256 ?? null,
    issued,
    expires: expires < before.expires ? before.expires : expires,
    recipients: [...ahead, ...epochs.map(({ entry }) => entry)],
  };
  const { signed, hash } = await signManifest(deps, manifest, member.root);
  const parsed = parseManifest(signed.manifest);
  if (!parsed.ok) return parsed;
  const pending = {
    version: manifest.version,
    sha256: hash,
    signed: encodeSigned(signed),
    identities: epochs.map(({ identity }) => identity),
  };
  return ok({ ...member, pending });
}

/**
 * Nothing is pending any more, but its keys stay: an endpoint that refused it has the signed bytes, and can show them to phones, or
 * put them in force, whenever it likes. [MAN7]
 */
function dropped(member: MemberState): MemberState {
  const { pending, ...rest } = member;
  if (pending === undefined) return member;
  const held = new Set(member.identities.map(({ identity }) => identity));
  const more = pending.identities.filter(({ identity }) => !held.has(identity));
  return { ...rest, identities: [...member.identities, ...more] };
}

/** What was pending is in force. */
function adopted(member: MemberState): MemberState {
  if (member.pending === undefined) return member;
  const { version, sha256, signed } = member.pending;
  return { ...dropped(member), signed, manifests: [...member.manifests, { version, sha256 }] };
}

/** These say no to the manifest itself; anything else may pass. */
const REFUSALS: readonly string[] = [
  'manifestOlder',
  'manifestForked',
  'manifestUnsigned',
  'manifestForeign',
  'manifestMalformed',
  'manifestKeyReused',
];

/** That version as the endpoint holds it, opened; null: it has none. */
async function versionAt(
  deps: InboxDeps,
  { org, endpoint, readKey }: MemberState,
  version: number,
): Promise<Result<SignedManifest | null, DoorError>> {
  const answer = await knock(deps, endpoint, { method: 'GET', path: paths.manifest(org, version) });
  if (!answer.ok) return answer.code === 'notFound' ? ok(null) : answer;
  const box = await readAll(answer.value.body, MOST_BOX);
  if (!box.ok) return box;
  const opened = openManifestBox(deps.sodium, { readKey: secretBytes(readKey), org, box: box.value });
  return opened.ok ? opened : err('notOurEndpoint');
}

/**
 * Takes over, one by one, every version that the endpoint has after this member's: another desk published it. What was pending and is
 * not among them is dropped, without its keys. The same member when there is none. [MAN7]
 */
export async function takeOver(
  deps: InboxDeps,
  member: MemberState,
  keep: Keep,
): Promise<Result<MemberState, DoorError>> {
  for (let now = member; ; ) {
    const manifest = manifestOf(now);
    const hash = now.manifests.at(-1)?.sha256 ?? '';
    const there = await versionAt(deps, now, manifest.version + 1);
    if (!there.ok) return there;
    if (there.value === null) return ok(now);
    const verified = await verifySuccessor(deps.sodium, there.value, { manifest, hash });
    if (!verified.ok) return verified;
    if (now.pending?.sha256 === verified.value.hash) now = adopted(now);
    else {
      const mark = { version: manifest.version + 1, sha256: verified.value.hash };
      now = { ...dropped(now), signed: encodeSigned(there.value), manifests: [...now.manifests, mark] };
    }
    await keep(now);
  }
}

/** Whether reports of today, or of later, are sealed to an epoch whose key is at another desk alone. [MAN6] */
export function lacksKeys(deps: Pick<InboxDeps, 'sodium'>, member: MemberState, today: string): boolean {
  const held = memberIdentities(deps.sodium, member);
  const mine = new Set(held.ok ? held.value.map(({ recipient }) => encodeRecipient(recipient)) : []);
  return manifestOf(member).recipients.some(({ to, recipient }) => to >= today && !mine.has(recipient));
}

/**
 * Sends what is pending, again if need be, and takes it in force once the endpoint has it. Refused and not there: it is dropped, with
 * the code of the refusal, but not its keys. `manifestOvertaken`: another desk was first, and its versions are in force
 * here now. [MAN7]
 */
export async function resumePublishing(
  deps: InboxDeps,
  member: MemberState,
  keep: Keep,
): Promise<Result<MemberState, PublishError>> {
  const { pending, org } = member;
  if (pending === undefined) return ok(member);
  const signed = signedFrom(pending.signed);
  const box = boxManifest(deps, { readKey: secretBytes(member.readKey), org, signed });
  const session = createSession(deps, member);
  const json = encodePublishRequest({ signed, box });
  const reply = await jsonOf(
    await session({ method: 'POST', path: paths.manifest(org), json }),
    parsePublishReply,
  );
  if (!reply.ok && !REFUSALS.includes(reply.code)) return reply;
  if (!reply.ok) {
    // The answer to an earlier request may have been lost, and somebody else may have published since.
    const taken = await takeOver(deps, member, keep);
    if (!taken.ok) return taken;
    if (taken.value.manifests.some(({ sha256 }) => sha256 === pending.sha256)) return taken;
    const without = dropped(taken.value);
    await keep(without);
    return without.manifests.length > member.manifests.length ? err('manifestOvertaken') : reply;
  }
  const next = adopted(member);
  await keep(next);
  return ok(next);
}

/**
 * All steps: what is pending first, then the next version, stored before it is sent and again once it is in force. A change that
 * depends on the version before is asked for when that is in force: what was pending may have been part of it. [EP3] [MAN7]
 */
export async function publishManifest(
  deps: InboxDeps,
  member: MemberState,
  change: ManifestChange | ManifestChangeOf,
  keep: Keep = async () => undefined,
): Promise<Result<MemberState, PublishError>> {
  const ready = await resumePublishing(deps, member, keep);
  if (!ready.ok) return ready;
  const wanted = typeof change === 'function' ? change(manifestOf(ready.value)) : ok(change);
  if (!wanted.ok) return wanted;
  if (wanted.value === null) return ready;
  const drawn = await drawManifest(deps, ready.value, wanted.value);
  if (!drawn.ok) return drawn;
  await keep(drawn.value);
  return resumePublishing(deps, drawn.value, keep);
}

/** What publishing changed in `from`, put into the member as it is now: chains and invites may have moved meanwhile. */
export function withManifestOf(now: MemberState, from: MemberState): MemberState {
  const { pending: _, ...rest } = now;
  const { identities, signed, manifests, pending } = from;
  return { ...rest, identities, signed, manifests, ...(pending === undefined ? {} : { pending }) };
}
