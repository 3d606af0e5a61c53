/** Owns the proof that the endpoint's doors do what the protocol says, over memory, over files, and over a socket. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createFsDisk } from '../../src/server/blobs/fsDisk.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { createMemoryBucket } from '../fakes/bucket.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import { type Door, doorAt } from '../server/parties.ts';
import { startProcess } from '../server/process.ts';
import { intakeContract } from './intakeServer.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-intake-'));
const stops: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(root, { recursive: true, force: true });
});

type Opened = { readonly door: Door; readonly code: string };
const makers: readonly (readonly [string, () => Promise<Opened>])[] = [
  [
    'memory',
    async () => {
      const endpoint = await createTestEndpoint();
      return { door: endpoint, code: endpoint.setupCode() };
    },
  ],
  [
    'memory with a bucket',
    async () => {
      const endpoint = await createTestEndpoint({ bucket: createMemoryBucket() });
      return { door: endpoint, code: endpoint.setupCode() };
    },
  ],
  [
    'files',
    async () => {
      const folder = join(root, 'files');
      const disk = createFsDisk(folder);
      await (await disk.open('made')).close();
      const endpoint = await createTestEndpoint({
        disk,
        rows: createRows(openSqlite(join(folder, 'tumar.db'))),
      });
      return { door: endpoint, code: endpoint.setupCode() };
    },
  ],
  [
    'a process and a socket',
    async () => {
      const running = await startProcess(join(root, 'process'));
      stops.push(running.stop);
      return { door: doorAt(running.url), code: running.code };
    },
  ],
];

for (const [name, make] of makers) intakeContract(name, make);
