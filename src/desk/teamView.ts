/** Owns what screens may see of the member and the organisation. Must never let a key out. */
import { gapsOf } from '../crypto/chain.ts';
import { pinOf } from '../crypto/manifestCheck.ts';
import { parseOwnLists } from '../domain/ownLists.ts';
import { type MemberState, manifestOf } from '../inbox/member.ts';
import type { TeamView } from './openerMessages.ts';

/** As it is in force now. */
export async function teamOf(member: MemberState): Promise<TeamView> {
  const manifest = manifestOf(member);
  return {
    org: member.org,
    name: manifest.name,
    pseudonym: member.pseudonym,
    endpoint: member.endpoint,
    manifest: {
      version: manifest.version,
      sha256: member.manifests.at(-1)?.sha256 ?? '',
      pin: await pinOf(manifest.roots, manifest.threshold),
      issued: manifest.issued,
      expires: manifest.expires,
      readers: manifest.recipients.length,
    },
    members: manifest.members.map(({ pseudonym, sign }) => ({
      pseudonym,
      you: sign === member.sign.publicKey,
    })),
    endpoints: manifest.endpoints.map(({ url }) => url),
    keysTill: manifest.recipients.at(-1)?.to ?? null,
    signs: member.root !== null,
    pending: member.pending !== undefined,
    tokens: manifest.tokenKey !== null,
    ownForms: (manifest.ownForms ?? []) as TeamView['ownForms'],
    ownLists: parseOwnLists(manifest.ownLists),
    invites: member.invites.map(({ id, lastDay, revoked }) => ({
      id,
      lastDay,
      ...(revoked === undefined ? {} : { revoked }),
    })),
    monitors: member.monitors.map(({ chain, invite, confirmed, alarm, since }) => ({
      chain: chain.chain,
      invite,
      confirmed,
      alarm,
      since,
      came: chain.seen.filter(({ line }) => line !== null).length,
      gaps: gapsOf(chain).length,
    })),
  };
}
