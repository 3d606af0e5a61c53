/** Owns what the desk's worker does for the organisation: manifests in time, mirrors, invites taken back. Must never touch a report. */
import { dayOf } from '../domain/ports.ts';
import { ok, type Result } from '../domain/result.ts';
import { markRevoked, revokeInvite } from '../inbox/invites.ts';
import { type MemberState, manifestOf } from '../inbox/member.ts';
import { addMirror, spreadInvites, spreadManifests } from '../inbox/mirrors.ts';
import type { InboxDeps } from '../inbox/ports.ts';
import {
  isPublishingDue,
  lacksKeys,
  type ManifestChange,
  type ManifestChangeOf,
  type PublishError,
  publishManifest,
  resumePublishing,
  takeOver,
  withManifestOf,
} from '../inbox/publishing.ts';

const HOUR = 3_600_000;

export type UpkeepDeps = {
  readonly net: InboxDeps;
  readonly current: () => MemberState;
  /** Takes the member over and stores it durably; throws when it cannot. */
  readonly keep: (member: MemberState) => Promise<void>;
  /** Another manifest is in force: there are new keys to open with, or another endpoint to read. */
  readonly renewed: () => void;
};

export function createUpkeep({ net, current, keep, renewed }: UpkeepDeps) {
  let triedAt = Number.NEGATIVE_INFINITY;
  let standing: string | null = null;

  const keepManifest = (member: MemberState): Promise<void> => keep(withManifestOf(current(), member));

  /** `renewed` also when only the first of two steps came about: what is in force is in force. */
  async function renew<T>(work: () => Promise<T>): Promise<T> {
    const { signed, identities } = current();
    try {
      return await work();
    } finally {
      // Keys may come alone: those of a version that was refused.
      if (current().signed !== signed || current().identities.length !== identities.length) renewed();
    }
  }

  async function spread(): Promise<void> {
    const member = current();
    for (const { url } of manifestOf(member).endpoints) {
      if (url === member.endpoint) continue;
      // One that is away, or another door of the same store, is no trouble: asked again in an hour.
      if ((await spreadManifests(net, member, url)).ok) await spreadInvites(net, member, url);
    }
  }

  async function tend(): Promise<string | null> {
    const today = dayOf(net.clock.now());
    // One that is away is told of by whoever reads it.
    await renew(() => takeOver(net, current(), keepManifest));
    // What was signed and not published comes first, and may be all that was due.
    const resumed = await renew(() => resumePublishing(net, current(), keepManifest));
    if (!resumed.ok && resumed.code !== 'manifestOvertaken') return resumed.code;
    const done = isPublishingDue(current(), today) ? await publish() : ok(await spread());
    if (!done.ok && done.code !== 'manifestOvertaken') return done.code;
    return lacksKeys(net, current(), today) ? 'manifestOvertaken' : null;
  }

  async function publish(
    change: ManifestChange | ManifestChangeOf = {},
  ): Promise<Result<true, PublishError>> {
    const done = await renew(() => publishManifest(net, current(), change, keepManifest));
    if (!done.ok) return done;
    standing = null;
    await spread();
    return ok(true);
  }

  return {
    publish,

    /**
     * Once an hour at most: what another desk published, the next manifest when one is due, and whatever a mirror lacks. Null: nothing
     * is wrong. `manifestOvertaken`: keys of what is in force lie at another desk. [MAN7]
     */
    async look(): Promise<string | null> {
      const { clock } = net;
      if (Math.abs(clock.now() - triedAt) < HOUR) return standing;
      triedAt = clock.now();
      standing = await tend();
      return standing;
    },

    async addMirror(ask: { readonly endpoint: string; readonly code: string }): Promise<Result<true>> {
      const added = await renew(() => addMirror(net, current(), ask, keepManifest));
      return added.ok ? ok(true) : added;
    },

    async revoke(id: string): Promise<Result<{ readonly devices: number }>> {
      const done = await revokeInvite(net, current(), id);
      if (done.ok) await keep(markRevoked(current(), id, dayOf(net.clock.now())));
      return done;
    },
  };
}
