/** Owns `tumar org publish|mirror|revoke`: keeping an organisation going. Must never print a secret, or lose a key that was drawn. */
import { resolve } from 'node:path';
import { dayOf } from '../../domain/ports.ts';
import { markRevoked, revokeInvite } from '../../inbox/invites.ts';
import { type MemberState, manifestOf } from '../../inbox/member.ts';
import { addMirror, spreadInvites, spreadManifests } from '../../inbox/mirrors.ts';
import { publishManifest } from '../../inbox/publishing.ts';
import { isEndpointUrl, isHex } from '../../wire/shape.ts';
import { type CliIo, say, Unusable } from '../io.ts';
import { refuse, report, sentenceOf } from '../outcome.ts';
import { withLock } from '../platform.ts';
import { readMember, writeMember } from './memberFile.ts';
import { networkDeps } from './networkDeps.ts';

/** The member file under its lock; every change is on disk before the next step. */
function withMember(
  io: CliIo,
  json: boolean,
  name: string,
  work: (member: MemberState, keep: (next: MemberState) => Promise<void>) => Promise<number>,
): Promise<number> {
  return withLock(resolve(io.cwd, `${name}.lock`), async () => {
    const member = await readMember(io, name);
    if (!member.ok) return refuse(io, json, member);
    return work(member.value, (next) => writeMember(io, name, next));
  });
}

export const publishNext = (io: CliIo, json: boolean, name: string): Promise<number> =>
  withMember(io, json, name, async (member, keep) => {
    const deps = await networkDeps();
    const published = await publishManifest(deps, member, {}, keep);
    if (!published.ok) return refuse(io, json, published);
    const { version, issued, expires, recipients, endpoints } = manifestOf(published.value);
    for (const { url } of endpoints) {
      if (url === member.endpoint) continue;
      const spread = await spreadManifests(deps, published.value, url);
      const told = spread.ok ? await spreadInvites(deps, published.value, url) : spread;
      if (!told.ok) await say(io.stderr, `tumar: ${url}: ${told.code}: ${sentenceOf(told.code)}\n`);
    }
    const keysTill = recipients.at(-1)?.to ?? null;
    return report(io, json, { version, issued, expires, keysTill }, [
      `Published  ${version}  (reading keys till ${keysTill ?? '–'}, settings till ${expires})`,
    ]);
  });

export const mirror = (
  io: CliIo,
  json: boolean,
  name: string,
  ask: { readonly endpoint: string; readonly code: string },
): Promise<number> => {
  if (!isEndpointUrl(ask.endpoint)) throw new Unusable(`${ask.endpoint} is not an endpoint's address`);
  return withMember(io, json, name, async (member, keep) => {
    const added = await addMirror(await networkDeps(), member, ask, keep);
    if (!added.ok) return refuse(io, json, added);
    const endpoints = manifestOf(added.value).endpoints.map(({ url }) => url);
    return report(io, json, { endpoints }, endpoints);
  });
};

export const revoke = (io: CliIo, json: boolean, name: string, id: string): Promise<number> => {
  if (!isHex(id, 8)) throw new Unusable('revoke takes the ID of an invite, 16 hex digits');
  return withMember(io, json, name, async (member, keep) => {
    const deps = await networkDeps();
    const done = await revokeInvite(deps, member, id);
    if (!done.ok) return refuse(io, json, done);
    await keep(markRevoked(member, id, dayOf(deps.clock.now())));
    const { devices } = done.value;
    return report(io, json, { revoked: id, devices }, [`Taken back  ${id}  (devices: ${devices})`]);
  });
};
