/** Owns the proof that SIGKILL at any moment loses no acknowledged byte of a real process. Seeds are in every message. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { memberKey } from '../crypto/organisation.ts';
import { createDice } from '../fakes/clockDice.ts';
import {
  createUpload,
  foundOrganisation,
  headInit,
  inboxOf,
  joinMonitor,
  openSession,
  patch,
  type ReceiptReply,
  receiptOf,
  type SealedFile,
  sealedFile,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-kill-'));
let running: Running;
afterAll(async () => {
  await running.stop();
  rmSync(root, { recursive: true, force: true });
});

type Sending = { readonly sealed: SealedFile; acknowledged: number; receipt: ReceiptReply | undefined };

const LIVES = 5;
const PARCELS = 5;

it.each([11, 12])('S5 S6 S7 [UP2] [UP3] kill -9 at random moments (seed %i)', async (seed) => {
  const dice = createDice(seed);
  const data = join(root, String(seed));
  running = await startProcess(data);
  // The port changes with each life, so that nobody else's process can be met on the old one.
  const door = {
    url: running.url,
    ask: (path: string, init?: RequestInit) => fetch(`${running.url}${path}`, init),
  };
  const organisation = await foundOrganisation(door, running.code);
  const monitor = await joinMonitor(door, organisation);
  const sendings: Sending[] = [];
  for (let i = 0; i < PARCELS; i += 1) {
    sendings.push({
      sealed: await sealedFile(dice.chance(0.5) ? 16_384 : 131_072),
      acknowledged: 0,
      receipt: undefined,
    });
  }

  const send = async (one: Sending): Promise<void> => {
    const { file, parcel } = one.sealed;
    const place = await createUpload(door, monitor, one.sealed);
    for (;;) {
      const head = await door.ask(place, headInit);
      if (head.status !== 200) throw new TypeError(`HEAD ${head.status}`);
      const offset = Number(head.headers.get('Upload-Offset'));
      expect(offset, `seed ${seed} ${parcel}`).toBeGreaterThanOrEqual(one.acknowledged);
      one.acknowledged = offset;
      if (offset === file.length) break;
      const reply = await door.ask(place, patch(offset, file.slice(offset, offset + 1 + dice.below(20_000))));
      if (reply.status !== 204) throw new TypeError(`PATCH ${reply.status}`);
      one.acknowledged = Number(reply.headers.get('Upload-Offset'));
    }
    const receipt = await receiptOf(door, monitor.org, parcel);
    if (one.receipt !== undefined) expect(receipt, `seed ${seed}`).toEqual(one.receipt);
    one.receipt = receipt;
  };

  for (let life = 0; life < LIVES; life += 1) {
    const sent = Promise.allSettled(sendings.map(send));
    const killer = new Promise<void>((done) =>
      setTimeout(() => void running.kill().then(done), dice.below(60)),
    );
    const [results] = await Promise.all([sent, killer]);
    for (const one of results) {
      // Only a broken connection may end a sending, never a wrong answer.
      if (one.status === 'rejected') expect(one.reason, `seed ${seed}`).toBeInstanceOf(TypeError);
    }
    running = await startProcess(data);
  }
  await Promise.all(sendings.map(send));
  const token = await openSession(door, organisation.org, memberKey, running.url);
  const inbox = await inboxOf(door, { ...organisation, token });
  expect(
    inbox.map(({ sequence }) => sequence),
    `seed ${seed}`,
  ).toEqual(sendings.map((_, i) => i + 1));
  expect(new Set(inbox.map(({ parcel }) => parcel))).toEqual(
    new Set(sendings.map(({ sealed }) => sealed.parcel)),
  );
  for (const { sealed } of sendings) {
    const got = await door.ask(`/o/${monitor.org}/v1/parcels/${sealed.parcel}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(Buffer.compare(new Uint8Array(await got.arrayBuffer()), sealed.file), `seed ${seed}`).toBe(0);
  }
  expect(await running.stop()).toBe(0);
});
