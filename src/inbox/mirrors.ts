/** Owns further endpoints of an organisation: founded, kept up to date, told of every invite. Must never send a key. */
import { boxManifest, openManifestBox } from '../crypto/manifestBox.ts';
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import {
  encodeFoundRequest,
  encodePublishRequest,
  parseEndpointInfo,
  parsePublishReply,
  paths,
} from '../wire/endpointApi.ts';
import { parseManifest, type SignedManifest } from '../wire/manifest.ts';
import { type DoorError, jsonOf, knock, readAll } from './doors.ts';
import { type MemberState, manifestOf, secretBytes } from './member.ts';
import type { InboxDeps } from './ports.ts';
import { type Keep, type PublishError, publishManifest } from './publishing.ts';
import { createSession } from './session.ts';

const MOST_BOX = 1_048_576;
/** Devices that joined elsewhere find their way to a new endpoint within so many days. */
const LATE_DAYS = 90;

/** A version as `endpoint` holds it, opened; the newest without a number. `notFound`, `orgUnknown`: it has none. */
async function manifestAt(
  deps: InboxDeps,
  { org, readKey }: MemberState,
  endpoint: string,
  version?: number,
): Promise<Result<SignedManifest, DoorError>> {
  const answer = await knock(deps, endpoint, { method: 'GET', path: paths.manifest(org, version) });
  if (!answer.ok) return answer;
  const box = await readAll(answer.value.body, MOST_BOX);
  if (!box.ok) return box;
  const opened = openManifestBox(deps.sodium, { readKey: secretBytes(readKey), org, box: box.value });
  return opened.ok ? opened : err('notOurEndpoint');
}

const boxOf = (deps: InboxDeps, { org, readKey }: MemberState, signed: SignedManifest) =>
  boxManifest(deps, { readKey: secretBytes(readKey), org, signed });

/** Gives `endpoint` every version that it lacks, in order, from the member's own endpoint. [EP3] */
export async function spreadManifests(
  deps: InboxDeps,
  member: MemberState,
  endpoint: string,
): Promise<Result<true, DoorError>> {
  const newest = await manifestAt(deps, member, endpoint);
  if (!newest.ok) return newest;
  const parsed = parseManifest(newest.value.manifest);
  if (!parsed.ok) return parsed;
  const session = createSession(deps, { ...member, endpoint });
  const last = manifestOf(member).version;
  for (let version = parsed.value.version + 1; version <= last; version += 1) {
    const signed = await manifestAt(deps, member, member.endpoint, version);
    if (!signed.ok) return signed;
    const json = encodePublishRequest({ signed: signed.value, box: boxOf(deps, member, signed.value) });
    const path = paths.manifest(member.org);
    const reply = await jsonOf(await session({ method: 'POST', path, json }), parsePublishReply);
    if (!reply.ok) return reply;
  }
  return ok(true);
}

/** Registers at `endpoint` every invite that is good, and of every device that came, so that those can enrol there too. [EP5] */
export async function spreadInvites(
  deps: InboxDeps,
  member: MemberState,
  endpoint: string,
): Promise<Result<true, DoorError>> {
  const session = createSession(deps, { ...member, endpoint });
  const today = dayOf(deps.clock.now());
  const came = new Set(member.monitors.map(({ invite }) => invite));
  for (const { id, enrol, lastDay, revoked } of member.invites) {
    if (enrol === undefined || revoked !== undefined) continue;
    if (lastDay < today && !came.has(id)) continue;
    const expires = came.has(id) ? addDays(today, LATE_DAYS) : lastDay;
    const json = { enrol, expires };
    const reply = await jsonOf(
      await session({ method: 'POST', path: paths.invites(member.org), json }),
      ok<unknown>,
    );
    if (!reply.ok) return reply;
  }
  return ok(true);
}

/**
 * Adds an endpoint with a store of its own, or another door of a store that is known. `code`: a set-up code of its operator; needed
 * where the organisation is not yet. Every step may be repeated. The member that comes back was kept. [UP7] [EP2]
 */
export async function addMirror(
  deps: InboxDeps,
  member: MemberState,
  ask: { readonly endpoint: string; readonly code: string },
  keep: Keep,
): Promise<Result<MemberState, PublishError>> {
  const { endpoint, code } = ask;
  const info = await jsonOf(
    await knock(deps, endpoint, { method: 'GET', path: paths.endpoint }),
    parseEndpointInfo,
  );
  if (!info.ok) return info;
  const there = await manifestAt(deps, member, endpoint);
  if (!there.ok && there.code !== 'orgUnknown' && there.code !== 'notFound') return there;
  if (!there.ok) {
    const first = await manifestAt(deps, member, member.endpoint, 1);
    if (!first.ok) return first;
    const json = encodeFoundRequest({ code, signed: first.value, box: boxOf(deps, member, first.value) });
    const founded = await jsonOf(
      await knock(deps, endpoint, { method: 'POST', path: paths.orgs, json }),
      parsePublishReply,
    );
    if (!founded.ok) return founded;
  }
  const { endpoints } = manifestOf(member);
  const { receiptKey } = info.value.value;
  const listed = endpoints.some(({ url }) => url === endpoint);
  const published = listed
    ? ok(member)
    : await publishManifest(deps, member, { endpoints: [...endpoints, { url: endpoint, receiptKey }] }, keep);
  if (!published.ok) return published;
  const spread = await spreadManifests(deps, published.value, endpoint);
  if (!spread.ok) return spread;
  const invited = await spreadInvites(deps, published.value, endpoint);
  return invited.ok ? ok(published.value) : invited;
}
