/** Owns a phone that sends: the real page's sending over the real vault, at real endpoints. Must never stand in for our code. */
import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import { enrolPhone, type JoinDoors } from '../../src/monitor/enrolling.ts';
import { createSending, type SendingDeps } from '../../src/monitor/sending.ts';
import type { Send } from '../../src/outbox/ports.ts';
import { enrol, fetchManifestBox } from '../../src/outbox/receipts.ts';
import { FIRST_ROUND, refillTokens } from '../../src/outbox/tokens.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import type { Vault } from '../../src/vault/api.ts';
import { createVaultClient } from '../../src/vault/client.ts';
import type { ParcelView } from '../../src/vault/views.ts';
import { encodeInvite, type Invite } from '../../src/wire/invite.ts';
import { must } from '../crypto/setup.ts';
import { createTestClock, realRng } from '../fakes/endpoint.ts';
import { MemoryLocks } from '../fakes/locks.ts';
import { createDevice, type Device, WORDS } from '../vault/device.ts';
import { portOn } from './phone.ts';

export type Line = {
  /** Endpoints by origin; may be changed, as the world does. */
  readonly at: Map<string, (request: Request) => Promise<Response>>;
  /** Every request that left the phone: method and URL. */
  readonly sent: string[];
};

export type PostPhone = {
  readonly device: Device;
  readonly vault: Vault;
  readonly line: Line;
  readonly doors: JoinDoors;
  readonly clock: ReturnType<typeof createTestClock>;
  /** Opens the page's sending; `stop` it. */
  start(change?: Partial<SendingDeps>): ReturnType<typeof createSending>;
};

/** Opened with its words and not joined. `device`: that of a phone which was here before. */
export async function createPostPhone(line: Line, device = createDevice(), fresh = true): Promise<PostPhone> {
  const clock = createTestClock();
  const send: Send = async (request) => {
    line.sent.push(`${request.method} ${request.url}`);
    const door = line.at.get(new URL(request.url).origin);
    if (door === undefined) throw new TypeError('no way there');
    return door(request);
  };
  const vault = createVaultClient({
    spawn: () => portOn(device, () => undefined),
    reader: { fixed: async () => null, outgoing: device.disk.outgoing, kept: device.disk.kept },
  });
  must(await (fresh ? vault.create(WORDS) : vault.unlock(WORDS)));
  const net = { clock, send };
  const doors: JoinDoors = {
    manifestBox: (endpoint, org) => fetchManifestBox(net, endpoint, org),
    enrol: (endpoint, org, pair) => enrol(net, endpoint, org, pair),
    firstTokens: (org, endpoints) =>
      refillTokens({ ...net, wallet: vault }, { org, endpoints, most: FIRST_ROUND }),
  };
  const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
  return {
    device,
    vault,
    line,
    doors,
    clock,
    start: (change = {}) =>
      createSending({
        clock,
        rng: realRng,
        send,
        locks: new MemoryLocks(),
        digest: async (bytes) => createHash('sha256').update(bytes).digest(),
        postbox,
        vault,
        doors,
        signs: { watch: () => undefined },
        later: { register: async () => undefined },
        may: () => 'all',
        resting: () => false,
        changed: () => undefined,
        ...change,
      }),
  };
}

/** Enrolled, with its hello in the queue. */
export async function joinPost(phone: PostPhone, invite: Invite): Promise<void> {
  must(await phone.vault.putInvite(encodeInvite(invite)));
  must(await enrolPhone(phone.vault, phone.doors));
}

/** A report of a few words, sealed and queued. Its id. */
export async function finishPost({ vault }: PostPhone, id: string, file?: Blob): Promise<string> {
  must(await vault.saveDraft(id, 'x'));
  if (file !== undefined) must(await vault.attach(id, 'a1', file, { name: 'a.mp4', type: 'video/mp4' }));
  const attachments = file === undefined ? [] : [{ id: 'a1', name: 'a.mp4', description: '' }];
  const request = { draft: id, code: 'ZKZ73', form: 'short/1', fields: { a: 1 } };
  must(await vault.finish({ ...request, attachments, authored: true, urgent: false }));
  return id;
}

export const stateOf = async ({ vault }: PostPhone, id: string): Promise<string | undefined> =>
  must(await vault.traces()).find((trace) => trace.id === id)?.state;

export const parcelsOf = async ({ vault }: PostPhone, id: string): Promise<readonly ParcelView[]> =>
  must(await vault.traces()).find((trace) => trace.id === id)?.parcels ?? [];

/** Looks until it is so; fails after a while. */
export const becomes = (look: () => Promise<void> | void): Promise<void> =>
  vi.waitFor(look, { timeout: 20_000, interval: 20 });
