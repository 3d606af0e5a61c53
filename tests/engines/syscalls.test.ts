/** Owns the proof that the real process survives its death, a failed sync and a full disk at each call that makes bytes durable. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import {
  creation,
  doorAt,
  foundOrganisation,
  headInit,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  openSession,
  patch,
  type ReceiptReply,
  receiptOf,
  type SealedFile,
  sealedFile,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { findProgram, tempFolder } from './programs.ts';

const strace = findProgram('strace');
const folder = tempFolder('syscalls');
const template = join(folder.path, 'template');
const HALF = 60_000;
/** Calls are counted a thread: with one worker a number means the same moment each time. */
const ENV = { UV_THREADPOOL_SIZE: '1' };

let organisation: Organisation;
let monitor: Monitor;
let small: SealedFile;
let large: SealedFile;
beforeAll(async () => {
  const running = await startProcess(template, ENV);
  const door = doorAt(running.url);
  organisation = await foundOrganisation(door, running.code);
  monitor = await joinMonitor(door, organisation);
  await running.stop();
  [small, large] = [await sealedFile(), await sealedFile(131_072)];
});
afterAll(folder.remove);

type Known = { smallStored: boolean; acknowledged: number; receipts: ReceiptReply[] };

/** What a phone does, and what it was told; ends with the first answer that is none, or says "later". */
async function journey(url: string, known: Known): Promise<'done' | 'later'> {
  const door = doorAt(url);
  const whole = creation(monitor, small, small.file.length, small.file);
  if ((await door.ask(paths.parcels(monitor.org), whole)).status !== 201) return 'later';
  known.smallStored = true;
  const begun = await door.ask(paths.parcels(monitor.org), creation(monitor, large, large.file.length));
  if (begun.status !== 201) return 'later';
  const place = begun.headers.get('Location') ?? '';
  for (;;) {
    const head = await door.ask(place, headInit);
    if (head.status !== 200) return 'later';
    const offset = Number(head.headers.get('Upload-Offset'));
    expect(offset).toBeGreaterThanOrEqual(known.acknowledged);
    known.acknowledged = offset;
    if (offset === large.file.length) break;
    const reply = await door.ask(place, patch(offset, large.file.slice(offset, offset + HALF)));
    if (reply.status !== 204) return 'later';
    known.acknowledged = Number(reply.headers.get('Upload-Offset'));
  }
  const receipts = [];
  for (const { parcel } of [small, large]) receipts.push(await receiptOf(door, monitor.org, parcel));
  if (known.receipts.length > 0) expect(receipts).toEqual(known.receipts);
  known.receipts = receipts;
  return 'done';
}

/** A connection that broke off. */
const cut = (error: unknown): 'cut' => {
  if (error instanceof TypeError) return 'cut';
  throw error;
};

let lives = 0;

type Life = {
  readonly data: string;
  readonly trace: string;
  readonly known: Known;
  readonly ended: number | null;
};

/** One life with one call that goes wrong. Undefined when none did: there are no more such calls. */
async function liveWith(inject: string): Promise<Life | undefined> {
  lives += 1;
  const data = join(folder.path, String(lives));
  const log = join(folder.path, `${lives}.trace`);
  cpSync(template, data, { recursive: true });
  const known: Known = { smallStored: false, acknowledged: 0, receipts: [] };
  const calls = inject.slice(0, inject.indexOf(':'));
  // -D: the process stays our child, the tracer is beside it.
  const under = [strace, '-D', '-f', '-o', log, '-e', `trace=${calls}`, '-e', `inject=${inject}`];
  let ended: number | null = null;
  let how: 'done' | 'later' | 'cut' = 'cut';
  const running: Running | undefined = await startProcess(data, ENV, under).catch(() => undefined);
  if (running !== undefined) {
    const exit = new Promise<number | null>((done) => running.process.once('exit', done));
    how = await journey(running.url, known).catch(cut);
    // A disk that was full for a moment: the phone comes back.
    if (how === 'later' && inject.includes('ENOSPC')) how = await journey(running.url, known).catch(cut);
    // Not a clean end: that would only add calls.
    if (how === 'done') running.process.kill('SIGKILL');
    ended = await exit;
  }
  const trace = existsSync(log) ? readFileSync(log, 'utf8') : '';
  return how === 'done' && !trace.includes('INJECTED') ? undefined : { data, trace, known, ended };
}

/** The next life, on a sound disk: all that was promised holds, and the phone ends its work. */
async function check({ data, known }: Life): Promise<void> {
  const running = await startProcess(data, ENV);
  const door = doorAt(running.url);
  const token = await openSession(door, organisation.org, memberKey, running.url);
  const before = await inboxOf(door, { ...organisation, token });
  if (known.smallStored) expect(before.map(({ parcel }) => parcel)).toContain(small.parcel);
  expect(await journey(running.url, known)).toBe('done');
  const inbox = await inboxOf(door, { ...organisation, token });
  expect(inbox.map(({ sequence }) => sequence)).toEqual([1, 2]);
  for (const { parcel, file } of [small, large]) {
    const got = await door.ask(paths.parcel(monitor.org, parcel), {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(Buffer.compare(new Uint8Array(await got.arrayBuffer()), file)).toBe(0);
  }
  expect(await running.stop()).toBe(0);
}

/** Lives with the first, second … call gone wrong, until there is no such call any more; gives how many. */
async function sweep(injectOf: (n: number) => string, look: (life: Life) => void, step = 1): Promise<number> {
  let points = 0;
  for (let n = 1; ; n += step) {
    const life = await liveWith(injectOf(n));
    if (life === undefined) return points;
    points += 1;
    try {
      look(life);
      await check(life);
    } catch (cause) {
      throw new Error(`${injectOf(n)}: ${life.trace.slice(-500)}`, { cause });
    }
  }
}

/** Between two syncs no write is durable, so that killing at each of them adds little: TUMAR_STEP=1 does. */
const STEP = Number(process.env['TUMAR_STEP'] ?? 13);

describe('S5 S6 S7 [UP2] [UP3] a real process, traced', () => {
  it.each([
    ['fsync,fdatasync', 1, 10],
    ['rename,unlink,ftruncate', 1, 1],
    ['pwrite64', STEP, 1],
  ] as const)('S1 killed at each %s (step %i)', async (calls, step, least) => {
    const points = await sweep(
      (n) => `${calls}:signal=KILL:when=${n}`,
      ({ ended }) => expect(ended).not.toBe(0),
      step,
    );
    expect(points).toBeGreaterThanOrEqual(least);
  });

  it('S4 each sync that fails: nothing is acknowledged, the process ends with a failure, and that file is not synced again', async () => {
    const points = await sweep(
      (n) => `fsync,fdatasync:error=EIO:when=${n}`,
      ({ ended, trace }) => {
        const lines = trace.split('\n');
        const at = lines.findIndex((line) => line.includes('INJECTED'));
        const file = /sync\((\d+)/.exec(lines[at] ?? '')?.[1];
        expect(lines.slice(at + 1).filter((line) => line.includes(`sync(${file})`))).toEqual([]);
        expect([1, 4, null]).toContain(ended);
      },
    );
    expect(points).toBeGreaterThanOrEqual(8);
  });

  it('S5 a disk that is full for one moment, at its writes: told, survived, and not mistaken for a broken one', async () => {
    const points = await sweep(
      (n) => `pwrite64:error=ENOSPC:when=${n}`,
      ({ known, ended }) => {
        // At the very start there is nobody to tell: it ends with an error and is started again.
        if (known.receipts.length === 0) expect(known.acknowledged).toBe(0);
        else expect(ended).toBe(null);
      },
      STEP,
    );
    expect(points).toBeGreaterThan(1);
  });
});
