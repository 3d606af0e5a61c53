/** Owns the process: settings, ports, signals, exit codes. Must never print what a request said. */

import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createSodium } from '../crypto/sodium.ts';
import type { Clock, Rng } from '../domain/ports.ts';
import { createFsDisk } from './blobs/fsDisk.ts';
import { belongTogether, openEngines } from './engines.ts';
import { createIntake, pathOf } from './intake.ts';
import { takeFolder } from './lock.ts';
import { createMetrics } from './metrics.ts';
import { createDeliverPage } from './pages/deliverPage.ts';
import { createFiles } from './pages/static.ts';
import { parseSettings } from './settings.ts';
import type { Line } from './uploads/feed.ts';

const EXIT_SETTINGS = 2;
const EXIT_TAKEN = 3;
const EXIT_DISK = 4;
const EXIT_UNREACHABLE = 5;
const LAST_ANSWERS = 1_000;
const MOST_CONNECTIONS = 2_000;
const LONGEST_REQUEST = 3_600_000;
/** Checking the hash of the largest file takes a while, and nothing moves meanwhile. */
const LONGEST_SILENCE = 900_000;
const STOP_WITHIN = 5_000;

const home = resolve(import.meta.dirname, '../..');

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const timer = setTimeout(done, milliseconds);
      const wake = (): void => {
        clearTimeout(timer);
        done();
      };
      signal?.addEventListener('abort', wake, { once: true });
    }),
};
const rng: Rng = (n) => randomFillSync(new Uint8Array(n));

const say = (line: string): void => void process.stdout.write(`${line}\n`);
function fail(line: string, code: number): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

const settings = parseSettings(process.env);
if (!settings.ok) fail(`${settings.detail} is not valid. See docs/OPERATING.md.`, EXIT_SETTINGS);
const { host, port, deskPort, connect, parcelLimit, orgBytes, poolParcels, deskUrl } = settings.value;
const data = resolve(settings.value.data);
const dist = resolve(settings.value.dist ?? join(home, 'dist'));

// Whatever is made from here on can be read by its owner only, the database too.
process.umask(0o077);
const folder = takeFolder(data);
if (folder === undefined) fail(`${data} is in use by another Tumar process.`, EXIT_TAKEN);

type Answer = (request: Request, line: Line) => Response | Promise<Response>;

function serverOf(answer: Answer): Server {
  const server = createAdaptorServer({
    fetch: answer,
    overrideGlobalObjects: false,
    serverOptions: {
      maxHeaderSize: 16_384,
      headersTimeout: 30_000,
      // One request; what a longer one brought is kept, and its sender goes on.
      requestTimeout: LONGEST_REQUEST,
      keepAliveTimeout: 15_000,
    },
  }) as Server;
  // Each connection may hold some 300 KiB of a body that is on its way to the disk.
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(LONGEST_SILENCE);
  server.prependListener('request', ({ method, headers }, reply) => {
    // Nobody reads the body of a question, so nobody would see that it never ends.
    const asks = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
    const brings = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    if (asks && brings) reply.setHeader('Connection', 'close');
  });
  return server;
}

async function listen(server: Server, on: number): Promise<number> {
  server.listen(on, host);
  await Promise.race([
    once(server, 'listening'),
    once(server, 'error').then(([error]) => fail(`Port ${on}: ${(error as Error).message}`, EXIT_SETTINGS)),
  ]);
  return (server.address() as AddressInfo).port;
}

// The ports come first, because addresses that were not set are made of them; until the store is ready they say so.
const notYet = (): Response => new Response(null, { status: 503, headers: { 'Retry-After': '1' } });
let answerMonitor: Answer = notYet;
let answerDesk: Answer = notYet;
const monitorServer = serverOf((request, line) => answerMonitor(request, line));
const deskServer = serverOf((request, line) => answerDesk(request, line));
const monitorAt = await listen(monitorServer, port);
const deskAt = await listen(deskServer, deskPort);

const local = `http://localhost:${monitorAt}`;
const urls = settings.value.publicUrls.length > 0 ? settings.value.publicUrls : [local];
const disk = createFsDisk(data);
const engines = openEngines(settings.value, data, clock);
const { rows, bucket, shared } = engines;
const unreachable = (error: unknown): never =>
  fail(
    `The database or the bucket does not answer: ${String((error as Error).cause ?? error)}`,
    EXIT_UNREACHABLE,
  );
if ((shared || bucket !== undefined) && !(await belongTogether(engines, disk, rng).catch(unreachable)))
  fail('This database belongs to another data folder or bucket. See docs/OPERATING.md.', EXIT_SETTINGS);
const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
const intake = await createIntake({
  clock,
  rng,
  rows,
  disk,
  bucket,
  free: () => statfs(data).then(({ bavail, bsize }) => bavail * bsize),
  sodium: await createSodium(),
  config: {
    version,
    urls: [...new Set([...urls, local])],
    shared,
    orgBytes,
    ...(poolParcels === undefined ? {} : { poolParcels }),
    ...(parcelLimit === undefined ? {} : { parcelLimit }),
  },
});

const origins = [...new Set([...urls, local, ...connect].map((url) => new URL(url).origin))];
const monitor = await createFiles(join(dist, 'monitor'), 'monitor', [
  ...new Set(connect.map((url) => new URL(url).origin)),
]);
const desk = await createFiles(join(dist, 'desk'), 'desk', origins, {
  '/desk.json': JSON.stringify({ endpoint: urls[0] }),
});
const deliverPage = await createDeliverPage(join(home, 'public/deliver'));
answerMonitor = (request, line) =>
  /^\/(o|v1)\/|^\/healthz$/.test(pathOf(request))
    ? intake.fetch(request, line)
    : (deliverPage(request) ?? monitor.answer(request));
answerDesk = (request) => desk.answer(request);

const { metricsPort } = settings.value;
const metricsServer =
  metricsPort === undefined
    ? undefined
    : serverOf(async (request) =>
        new URL(request.url).pathname === '/metrics' && request.method === 'GET'
          ? new Response(await metrics.text(), { headers: { 'Content-Type': 'text/plain; version=0.0.4' } })
          : new Response(null, { status: 404 }),
      );
const metrics = createMetrics({
  version,
  sound: intake.sound,
  failures: intake.failures,
  damaged: intake.damaged,
  rows,
  bucket,
  free: async () => {
    const { bavail, blocks } = await statfs(data);
    return bavail / blocks;
  },
});
const metricsAt =
  metricsServer === undefined || metricsPort === undefined
    ? undefined
    : await listen(metricsServer, metricsPort);

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  const forced = setTimeout(() => process.exit(code), STOP_WITHIN);
  const servers = [monitorServer, deskServer, ...(metricsServer === undefined ? [] : [metricsServer])];
  const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
  await intake.stop();
  for (const server of servers) server.closeIdleConnections();
  // Downloads that still run get a moment.
  setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, LAST_ANSWERS);
  await Promise.all(closed);
  await rows.destroy();
  folder?.release();
  clearTimeout(forced);
  process.exit(code);
}
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
void intake.broken.then((error) => {
  process.stderr.write(`The disk failed, so nothing more is accepted: ${String(error)}\n`);
  setTimeout(() => process.exit(EXIT_DISK), LAST_ANSWERS);
});

if (monitor.count === 0 || desk.count === 0)
  say('The apps are not built yet: run "npm run build". The endpoint works.');
say(`Monitor's app and endpoint  ${urls[0]}`);
say(`Coordinator's desk          ${deskUrl ?? `http://localhost:${deskAt}`}`);
say(`Set-up code                 ${intake.setupCode()}   (also in ${join(data, 'setup-code')})`);
if (metricsAt !== undefined) say(`Metrics                     http://localhost:${metricsAt}/metrics`);
say('The phone’s app looks like a notebook: paste an invite, or type “open notebook”, into its search line.');
say('Ready. Ctrl-C stops.');
