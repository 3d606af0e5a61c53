/** Owns a real endpoint process and real postmen before it, each behind a line of its own. Must never speed anything up by skipping a part. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { nodeClock, nodeRng } from '../../src/cli/platform.ts';
import { verify } from '../../src/crypto/minisign.ts';
import type { Clock } from '../../src/domain/ports.ts';
import { err } from '../../src/domain/result.ts';
import { createDrain, type Drain, type DrainDeps } from '../../src/outbox/drain.ts';
import { ORDERS, type Parcel, type Send } from '../../src/outbox/ports.ts';
import { parcelPath } from '../../src/server/blobs/disk.ts';
import { parseReceipt } from '../../src/wire/receipt.ts';
import { memberKey } from '../crypto/organisation.ts';
import { sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { MemoryLocks } from '../fakes/locks.ts';
import { MemoryQueue } from '../fakes/queue.ts';
import { sealedAlike } from '../fakes/sealed.ts';
import { Witness } from '../fakes/witness.ts';
import {
  doorAt,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  openSession,
  ticketOf,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { type Cuttable, type Line, openProxy } from './proxy.ts';
import { openWire, type Wire } from './wire.ts';

/** Memory where the machine has it: what is proved here is the line, and power cuts are proved elsewhere. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The bytes that the endpoint holds: a small file rests in the database, any other on the disk. [decision 020] */
function heldBytes(rows: DatabaseSync, data: string, org: string, parcel: string): Uint8Array {
  const path = join(data, parcelPath(org, parcel));
  if (existsSync(path)) return readFileSync(path);
  const row = rows.prepare('SELECT bytes FROM small WHERE org = ? AND parcel = ?').get(org, parcel);
  if (!(row?.['bytes'] instanceof Uint8Array))
    throw new Error(`${parcel} is neither on the disk nor in the database`);
  return row['bytes'];
}

/** Time that goes faster, so that a request that hangs costs a second and not a minute. */
const HASTE = 20;
const hasty: Clock = {
  now: () => Date.now() * HASTE,
  sleep: (milliseconds, signal) => nodeClock.sleep(milliseconds / HASTE, signal),
};

export type Lane<L extends Cuttable = Line> = {
  readonly proxy: L;
  readonly queue: MemoryQueue;
  readonly witness: Witness;
  readonly deps: DrainDeps;
  /** Seals something new and queues it. */
  add(size?: number, order?: number): Promise<Parcel>;
};

export type Post = {
  running: Running;
  readonly data: string;
  readonly organisation: Organisation;
  readonly monitor: Monitor;
  /** A postman behind a proxy. */
  lane(): Promise<Lane>;
  /** A postman with a socket of its own to the endpoint. */
  wired(): Lane<Wire>;
  /** SIGKILL, and another process on the same data. */
  restart(): Promise<void>;
  /** Judges what a lane has finished, and lets go of it: thousands of journeys fit the memory. */
  settle(lane: Lane<Cuttable>): void;
  /** Every parcel of these lanes is in the inbox once, byte for byte, proved, and no acknowledged byte was sent again. */
  check(lanes: readonly Lane<Cuttable>[]): Promise<number>;
  stop(): Promise<void>;
};

export async function openPost(): Promise<Post> {
  const data = mkdtempSync(join(scratch, 'tumar-faults-'));
  const running = await startProcess(data);
  const door = doorAt(running.url);
  const organisation = await foundOrganisation(door, running.code);
  const monitor = await joinMonitor(door, organisation);
  const { receiptKey } = organisation.manifest.endpoints[0] ?? { receiptKey: '' };
  const settled = new Set<string>();
  const lines: Cuttable[] = [];
  const rows = new DatabaseSync(join(data, 'tumar.db'), { readOnly: true });

  const port = (): number => Number(new URL(post.running.url).port);

  function laneOn<L extends Cuttable>(proxy: L, carry: Send): Lane<L> {
    lines.push(proxy);
    const queue = new MemoryQueue();
    const witness = new Witness();
    const deps: DrainDeps = {
      clock: hasty,
      rng: nodeRng,
      queue,
      reader: queue,
      locks: new MemoryLocks(),
      async send(request) {
        witness.see(request, (await request.clone().arrayBuffer()).byteLength);
        const reply = await carry(request);
        witness.learn(request, reply);
        return reply;
      },
      digest: async (bytes) => createHash('sha256').update(bytes).digest(),
      verifyReceipt: async (parcel, _endpoint, { receipt, signature }) => {
        const about = parseReceipt(receipt);
        if (!about.ok || about.value.parcel !== parcel.parcel || about.value.size !== parcel.size)
          return err('otherParcel');
        return verify(sodium, 'tumar-receipt/1', receipt, signature, receiptKey);
      },
    };
    return {
      proxy,
      queue,
      witness,
      deps,
      async add(size = 16_384, order = ORDERS.text) {
        const { file, parcel, secret } = await sealedAlike(realRng, size);
        const handle = parcel.slice(0, 16);
        const one: Parcel = {
          handle,
          org: organisation.org,
          parcel,
          secret,
          size,
          ticket: ticketOf(monitor, parcel),
          order,
          endpoints: [proxy.url],
          stage: { name: 'queued' },
        };
        queue.add(one, file);
        return one;
      },
    };
  }

  const post: Post = {
    running,
    data,
    organisation,
    monitor,
    lane: async () => laneOn(await openProxy(port), fetch),
    wired() {
      const wire = openWire(port);
      return laneOn(wire, wire.send);
    },
    async restart() {
      await post.running.kill();
      post.running = await startProcess(data);
    },
    async check(lanes) {
      const at = doorAt(post.running.url);
      const token = await openSession(at, organisation.org, memberKey);
      const inbox = new Map<string, number>();
      let last = 0;
      for (;;) {
        const page = await inboxOf(at, { ...organisation, token }, last);
        if (page.length === 0) break;
        for (const { parcel, sequence } of page) {
          // Exactly once: no sequence twice, no hole, no parcel twice.
          expect([sequence, inbox.has(parcel)]).toEqual([last + 1, false]);
          inbox.set(parcel, sequence);
          last = sequence;
        }
      }
      for (const one of lanes) post.settle(one);
      for (const { queue } of lanes) expect([...queue.entries.keys()]).toEqual([]);
      for (const parcel of settled) if (!inbox.has(parcel)) throw new Error(`${parcel} is not in the inbox`);
      expect(inbox.size).toBe(settled.size);
      return settled.size;
    },
    settle({ queue, witness }) {
      for (const { parcel, bytes, end } of [...queue.entries.values()]) {
        if (end?.name !== 'stored') continue;
        const held = heldBytes(rows, data, organisation.org, parcel.parcel);
        if (Buffer.compare(held, bytes) !== 0) throw new Error(`${parcel.handle} has other bytes`);
        settled.add(parcel.parcel);
        queue.entries.delete(parcel.handle);
      }
      expect(witness.repeated()).toEqual([]);
      witness.sights.length = 0;
      witness.forget();
    },
    async stop() {
      for (const line of lines) await line.stop();
      rows.close();
      await post.running.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return post;
}

/** Rounds until nothing is left, hurried: each failed request is followed by the next at once. */
export async function finish(drain: Drain, most = 200): Promise<void> {
  for (let round = 0; round < most; round += 1) {
    const { nextAt } = await drain.run();
    if (nextAt === null) return;
    drain.hurry();
  }
  throw new Error('still not finished');
}

export const drainOf = (lane: Lane<Cuttable>): Drain => createDrain(lane.deps);
