/** Owns the endpoint's figures: small reports and large uploads beside named peers, in one run. Must never be part of the tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from '../src/wire/endpointApi.ts';
import { findProgram, freePort, startProgram, until } from '../tests/engines/programs.ts';
import {
  creation,
  doorAt,
  foundOrganisation,
  joinMonitor,
  type Monitor,
  type SealedFile,
} from '../tests/server/parties.ts';
import { startProcess } from '../tests/server/process.ts';
import { type Blows, hammer, requestOf } from './hammer.ts';
import { createParcels } from './parcels.ts';
import { type Sink, startSink } from './sinks.ts';
import { slowSync } from './slowSync.ts';

const CONNECTIONS = 32;
const SMALL = 16_384;
/** Milliseconds added to each sync: 0 is the disk as it is. */
export type Mode = 0 | 5;

/** Name of a contestant, and what it reached. */
export type Contest = Readonly<Record<string, Blows>>;

export const headersOf = (init: RequestInit): Record<string, string> => ({
  ...(init.headers as Record<string, string>),
});

const smallRequest = (monitor: Monitor, sealed: SealedFile): Buffer =>
  requestOf(
    'POST',
    paths.parcels(monitor.org),
    headersOf(creation(monitor, sealed, sealed.file.length, sealed.file)),
    sealed.file,
  );

async function ours(folder: string, env: Record<string, string>, count: number): Promise<Blows> {
  const running = await startProcess(join(folder, 'ours'), env);
  try {
    const door = doorAt(running.url);
    const monitor = await joinMonitor(door, await foundOrganisation(door, running.code));
    const make = await createParcels(SMALL);
    const some = (n: number): Buffer[] => Array.from({ length: n }, () => smallRequest(monitor, make()));
    const port = Number(new URL(running.url).port);
    await hammer(port, some(Math.min(500, count)), CONNECTIONS, 201);
    return await hammer(port, some(count), CONNECTIONS, 201);
  } finally {
    await running.stop();
  }
}

async function sink(kind: Sink, folder: string, env: Record<string, string>, count: number): Promise<Blows> {
  mkdirSync(join(folder, kind));
  const running = await startSink(kind, join(folder, kind), env);
  const headers =
    kind === 'tus'
      ? {
          'Tus-Resumable': '1.0.0',
          'Upload-Length': SMALL,
          'Content-Type': 'application/offset+octet-stream',
        }
      : {};
  const request = requestOf('POST', kind === 'tus' ? '/files' : '/', headers, Buffer.alloc(SMALL, 7));
  const some = (n: number): Buffer[] => Array.from({ length: n }, () => request);
  try {
    await hammer(running.port, some(Math.min(500, count)), CONNECTIONS, 201);
    return await hammer(running.port, some(count), CONNECTIONS, 201);
  } finally {
    await running.stop();
  }
}

async function nginx(folder: string, env: Record<string, string>, count: number): Promise<Blows> {
  const home = join(folder, 'nginx');
  mkdirSync(join(home, 'files'), { recursive: true });
  const port = await freePort();
  writeFileSync(
    join(home, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${home}/pid; error_log ${home}/error; ${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http { access_log off; client_body_temp_path ${home}/body; client_max_body_size 0;
 server { listen 127.0.0.1:${port}; root ${home}/files; location / { dav_methods PUT; } } }`,
  );
  const program = startProgram(findProgram('nginx'), ['-c', join(home, 'nginx.conf'), '-p', home], {
    env: { ...process.env, ...env },
  });
  try {
    await until(program, () => fetch(`http://127.0.0.1:${port}/`));
    let names = 0;
    const some = (n: number): Buffer[] =>
      Array.from({ length: n }, () => requestOf('PUT', `/${++names}`, {}, Buffer.alloc(SMALL, 7)));
    await hammer(port, some(Math.min(500, count)), CONNECTIONS, 201);
    return await hammer(port, some(count), CONNECTIONS, 201);
  } finally {
    await program.end('SIGTERM');
  }
}

/** Small sealed reports, each with full durability before its answer; the peers write what they write. */
export async function smallReports(mode: Mode): Promise<Contest> {
  const folder = mkdtempSync(join(tmpdir(), 'tumar-bench-'));
  try {
    const env = slowSync(folder, mode);
    const result: Record<string, Blows> = {};
    result['ours'] = await ours(folder, env, 6_000);
    result['group log'] = await sink('group', folder, env, 6_000);
    result['one sync each'] = await sink('each', folder, env, mode === 0 ? 2_000 : 600);
    result['@tus/server'] = await sink('tus', folder, env, 3_000);
    result['nginx PUT'] = await nginx(folder, env, 6_000);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main)
  for (const mode of [5, 0] as const) {
    console.log(`\n+${mode} ms a sync`);
    for (const [name, { perSecond, middle, slow }] of Object.entries(await smallReports(mode)))
      console.log(
        `${name.padEnd(14)} ${perSecond.toFixed(0).padStart(6)} a second · ${middle.toFixed(1)} ms · ${slow.toFixed(1)} ms`,
      );
  }
