/** Owns the soak: a thousand simulated monitors with the real postman at a real endpoint that is killed now and then. Must never forget a report. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeClock, nodeDigest, nodeRng } from '../src/cli/platform.ts';
import { verify } from '../src/crypto/minisign.ts';
import { createDrain } from '../src/outbox/drain.ts';
import { ORDERS, type Send } from '../src/outbox/ports.ts';
import { paths } from '../src/wire/endpointApi.ts';
import { parseReceipt } from '../src/wire/receipt.ts';
import { memberKey } from '../tests/crypto/organisation.ts';
import { sodium } from '../tests/crypto/setup.ts';
import { createDice } from '../tests/fakes/clockDice.ts';
import { MemoryLocks } from '../tests/fakes/locks.ts';
import { MemoryQueue } from '../tests/fakes/queue.ts';
import {
  bearer,
  type Door,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  openSession,
  ticketOf,
} from '../tests/server/parties.ts';
import { startProcess } from '../tests/server/process.ts';
import { createParcels } from './parcels.ts';

/** `npm run soak -- 30 1000 1`: minutes, monitors, seed. */
const [minutes = 30, monitors = 1_000, seed = 1] = process.argv.slice(2).map(Number);
const dice = createDice(seed);
/** A report a monitor in so many milliseconds, on average. */
const PAUSE = 60_000;
const KILL_EVERY = 45_000;
const LOOK_EVERY = 15_000;
/** One request in so many breaks off on the way, before or after the endpoint has it. */
const BREAKS = 0.05;
const SIZES = [16, 16, 16, 32, 64, 128, 512].map((kib) => kib * 1024);

const folder = mkdtempSync(join(tmpdir(), 'tumar-soak-'));
const data = join(folder, 'data');
let running = await startProcess(data);
const name = 'http://endpoint.invalid';
/** The name stays, the port changes with each life. */
const send: Send = async (request) => {
  const url = request.url.replace(name, running.url);
  const before = dice.chance(BREAKS);
  const after = dice.chance(BREAKS);
  if (before) throw new TypeError('the line broke off');
  const body = request.body === null ? null : await request.arrayBuffer();
  const { method, headers, signal } = request;
  const reply = await fetch(url, { method, headers, body, signal });
  if (after) {
    await reply.body?.cancel();
    throw new TypeError('the line broke off');
  }
  return reply;
};
const door: Door = { url: name, ask: (path, init) => fetch(`${running.url}${path}`, init) };

const organisation = await foundOrganisation({ ...door, url: running.url }, running.code);
const people: Monitor[] = [];
while (people.length < monitors) people.push(await joinMonitor(door, organisation));
const { receiptKey } = (await (await door.ask(paths.endpoint)).json()) as { receiptKey: string };
const makers = await Promise.all(SIZES.map(createParcels));

const sent = new Map<string, string>();
const count = { reports: 0, stored: 0, kills: 0, resent: 0 };
const waits: number[] = [];
const over = new AbortController();
const until = performance.now() + minutes * 60_000;

async function live(monitor: Monitor): Promise<void> {
  const queue = new MemoryQueue();
  const drain = createDrain({
    clock: nodeClock,
    rng: nodeRng,
    send,
    digest: nodeDigest,
    queue,
    reader: queue,
    locks: new MemoryLocks(),
    verifyReceipt: async (parcel, _endpoint, { receipt, signature }) => {
      const read = parseReceipt(receipt);
      if (!read.ok || read.value.parcel !== parcel.parcel) return { ok: false, code: 'otherParcel' };
      return verify(sodium, 'tumar-receipt/1', receipt, signature, receiptKey);
    },
  });
  await nodeClock.sleep(dice.below(PAUSE), over.signal);
  while (!over.signal.aborted) {
    const sealed = (makers[dice.below(makers.length)] as (typeof makers)[number])();
    const { file, parcel, secret } = sealed;
    const from = performance.now();
    sent.set(parcel, createHash('sha256').update(file).digest('hex'));
    count.reports += 1;
    queue.add(
      {
        handle: parcel,
        org: monitor.org,
        parcel,
        secret,
        size: file.length,
        ticket: ticketOf(monitor, parcel),
        order: ORDERS.text,
        endpoints: [name],
        stage: { name: 'queued' },
      },
      file,
    );
    for (;;) {
      const { nextAt } = await drain.run();
      if (nextAt === null) break;
      await nodeClock.sleep(nextAt - nodeClock.now());
    }
    const { end } = queue.entry(parcel);
    if (end?.name !== 'stored') throw new Error(`seed ${seed}: ${parcel} ended as ${end?.name}`);
    queue.entries.delete(parcel);
    count.stored += 1;
    waits.push(performance.now() - from);
    await nodeClock.sleep(-PAUSE * Math.log(1 - dice.next()), over.signal);
  }
}

async function kill(): Promise<void> {
  while (!over.signal.aborted) {
    await nodeClock.sleep(KILL_EVERY * (0.5 + dice.next()), over.signal);
    if (over.signal.aborted) return;
    await running.kill();
    running = await startProcess(data);
    count.kills += 1;
  }
}

/** MiB; not a number while the process is being started again. */
function memory(): number {
  try {
    return (
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.process.pid}/status`, 'utf8'))?.[1]) / 1024
    );
  } catch {
    return Number.NaN;
  }
}

async function look(): Promise<void> {
  while (!over.signal.aborted) {
    await nodeClock.sleep(LOOK_EVERY, over.signal);
    const recent = waits.splice(0).sort((a, b) => a - b);
    const at = (part: number) => Math.round(recent[Math.floor(recent.length * part)] ?? 0);
    const left = Math.max(0, Math.round((until - performance.now()) / 1000));
    console.log(
      `${left} s left · ${count.stored} of ${count.reports} stored · ${count.kills} kills · until stored ${at(0.5)} ms, ${at(0.99)} ms · ${memory().toFixed(0)} MiB`,
    );
  }
}

setTimeout(() => over.abort(), minutes * 60_000);
await Promise.all([...people.map(live), kill(), look()]);

// The oracle: what was proved to a phone is in the inbox once, byte for byte, and nothing else is.
const token = await openSession(door, organisation.org, memberKey, running.url);
const listed = [];
for (let after = 0; ; ) {
  const page = await inboxOf(door, { ...organisation, token }, after);
  listed.push(...page);
  if (page.length === 0) break;
  after = page.at(-1)?.sequence ?? after;
}
let wrong = listed.length === sent.size ? 0 : 1;
for (const [i, { parcel, sequence }] of listed.entries()) {
  const reply = await door.ask(paths.parcel(organisation.org, parcel), bearer(token));
  const hash = createHash('sha256').update(new Uint8Array(await reply.arrayBuffer()));
  if (sequence !== i + 1 || sent.get(parcel) !== hash.digest('hex')) wrong += 1;
}
console.log(
  `${listed.length} reports in the inbox, ${sent.size} sent, ${wrong} wrong · ${count.kills} kills · seed ${seed} · database ${(statSync(join(data, 'tumar.db')).size / 1e6).toFixed(0)} MB`,
);
await running.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(wrong === 0 ? 0 : 1);
