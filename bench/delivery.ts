/** Owns the figures for delivery over a bad link: ours beside tus-js-client, same bytes, same link, same moment. Must never be part of the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tus from 'tus-js-client';
import { nodeClock, nodeDigest, nodeRng } from '../src/cli/platform.ts';
import { createDrain } from '../src/outbox/drain.ts';
import { ORDERS, type Parcel } from '../src/outbox/ports.ts';
import { paths } from '../src/wire/endpointApi.ts';
import { MemoryLocks } from '../tests/fakes/locks.ts';
import { MemoryQueue } from '../tests/fakes/queue.ts';
import {
  doorAt,
  foundOrganisation,
  joinMonitor,
  type Monitor,
  type SealedFile,
  sealedFile,
  ticketOf,
} from '../tests/server/parties.ts';
import { startProcess } from '../tests/server/process.ts';
import { openBuffering, openLink } from './link.ts';

const SIZE = 1_048_576;
const SEEDS = Array.from({ length: Number(process.env['TUMAR_SEEDS'] ?? 3) }, (_, i) => i + 1);
/** Whoever is not done by then makes no progress worth the name. */
const MOST = 110_000;

/** `waste`: bytes from the phone over the air beyond the payload, as a part of it; null when it never arrived. */
export type Run = { readonly waste: number | null; readonly seconds: number | null; readonly resets: number };
export type Contest = {
  readonly name: string;
  readonly way: 'direct' | 'buffered';
  readonly runs: readonly Run[];
};

type Sender = (url: string, monitor: Monitor, sealed: SealedFile, stop: AbortSignal) => Promise<boolean>;

const ours: Sender = async (url, monitor, { file, parcel, secret }, stop) => {
  const queue = new MemoryQueue();
  const one: Parcel = {
    handle: parcel,
    org: monitor.org,
    parcel,
    secret,
    size: file.length,
    ticket: ticketOf(monitor, parcel),
    order: ORDERS.video,
    endpoints: [url],
    stage: { name: 'queued' },
  };
  queue.add(one, file);
  const drain = createDrain({
    clock: nodeClock,
    rng: nodeRng,
    send: (request) => fetch(request),
    digest: nodeDigest,
    queue,
    reader: queue,
    locks: new MemoryLocks(),
    verifyReceipt: async () => ({ ok: true, value: true }),
  });
  while (!stop.aborted) {
    const { nextAt } = await drain.run(stop);
    if (nextAt === null) return true;
    await nodeClock.sleep(nextAt - nodeClock.now(), stop);
  }
  return false;
};

const theirs =
  (chunkSize: number): Sender =>
  (url, monitor, { file, parcel, secret }, stop) =>
    new Promise((done) => {
      const upload = new tus.Upload(Buffer.from(file), {
        endpoint: `${url}${paths.parcels(monitor.org)}`,
        metadata: { parcel, secret },
        headers: { 'Tumar-Ticket': `v1.${ticketOf(monitor, parcel)}` },
        chunkSize,
        // As long as ours waits on average, and as often as it takes.
        retryDelays: Array.from({ length: 10_000 }, () => 500),
        onShouldRetry: () => true,
        onSuccess: () => done(true),
        onError: () => done(false),
      });
      stop.addEventListener('abort', () => void upload.abort().then(() => done(false)));
      upload.start();
    });

const SENDERS: readonly (readonly [string, Sender])[] = [
  ['ours', ours],
  ['tus-js-client, unbounded', theirs(Number.POSITIVE_INFINITY)],
  ['tus-js-client, 64 KiB', theirs(65_536)],
];

/** All contestants on links of their own, at the same time: first directly, then behind the proxy. Less than three minutes. */
export async function run(): Promise<readonly Contest[]> {
  const data = mkdtempSync(join(tmpdir(), 'tumar-bench-'));
  const endpoint = await startProcess(data);
  const port = Number(new URL(endpoint.url).port);
  const door = doorAt(endpoint.url);
  const monitor = await joinMonitor(door, await foundOrganisation(door, endpoint.code));
  const buffering = await openBuffering(port);

  async function once(send: Sender, way: Contest['way'], seed: number): Promise<Run> {
    const link = await openLink(way === 'direct' ? port : buffering.port, seed);
    const sealed = await sealedFile(SIZE);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), MOST);
    const start = performance.now();
    const arrived = await send(link.url, monitor, sealed, stop.signal);
    const seconds = (performance.now() - start) / 1_000;
    clearTimeout(timer);
    const waste = (link.air.up - SIZE) / SIZE;
    link.stop();
    return { waste: arrived ? waste : null, seconds: arrived ? seconds : null, resets: link.resets() };
  }

  const wave = (way: Contest['way']): Promise<readonly Contest[]> =>
    Promise.all(
      SENDERS.map(async ([name, send]) => ({
        name,
        way,
        runs: await Promise.all(SEEDS.map((seed) => once(send, way, seed))),
      })),
    );
  try {
    return [...(await wave('direct')), ...(await wave('buffered'))];
  } finally {
    buffering.stop();
    await endpoint.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

const percent = (value: number | null): string =>
  value === null ? 'never' : `${(value * 100).toFixed(2)} %`;

/** One line a contestant: median of the seeds, then each. */
export function linesOf(contests: readonly Contest[]): readonly string[] {
  return contests.map(({ name, way, runs }) => {
    const wastes = runs.map(({ waste }) => waste ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
    const middle = wastes[wastes.length >> 1] ?? Number.POSITIVE_INFINITY;
    const each = runs.map(
      ({ waste, seconds, resets }) =>
        `${percent(waste)} in ${seconds === null ? '–' : `${seconds.toFixed(0)} s`} (${resets} resets)`,
    );
    return `${way.padEnd(9)} ${name.padEnd(25)} ${percent(Number.isFinite(middle) ? middle : null).padEnd(9)} ${each.join(' · ')}`;
  });
}

if (import.meta.main) for (const line of linesOf(await run())) console.log(line);
