/** Owns the proof that a full or failing disk is said aloud, loses nothing that was acknowledged, and is survived. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import { createMemoryDisk, faulty, type MemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  codeIn,
  createUpload,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  offsetAt,
  patch,
  receiptOf,
  sealedFile,
} from './parties.ts';

let disk: MemoryDisk;
let endpoint: TestEndpoint;
let organisation: Organisation;
let monitor: Monitor;
beforeEach(async () => {
  disk = createMemoryDisk();
  endpoint = await createTestEndpoint({ disk });
  organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  monitor = await joinMonitor(endpoint, organisation);
});

const failOn = (operation: string, fault: 'full' | 'broken', path = ''): void => {
  disk.onOperation = (name, at) => {
    if (name === operation && at.includes(path)) throw faulty(fault);
  };
};
const heal = (): void => {
  disk.onOperation = () => undefined;
};

describe('a full disk', () => {
  it.each(['write', 'sync', 'stamp', 'rename', 'syncFolder', 'open'])(
    'S7 [UP2] [UP5] answers 507 with Retry-After, stays up, and goes on from the acknowledged offset (%s)',
    async (operation) => {
      const sealed = await sealedFile();
      const place = await createUpload(endpoint, monitor, sealed);
      expect((await endpoint.ask(place, patch(0, sealed.file.slice(0, 5000)))).status).toBe(204);
      failOn(operation, 'full');
      const reply = await endpoint.ask(place, patch(5000, sealed.file.slice(5000)));
      expect([reply.status, await codeIn(reply)]).toEqual([507, 'storageFull']);
      expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(0);
      expect((await endpoint.ask(paths.health)).status).toBe(200);
      expect(await inboxOf(endpoint, organisation)).toEqual([]);
      expect((await endpoint.ask(paths.receipt(monitor.org, sealed.parcel))).status).toBe(404);
      heal();
      const offset = await offsetAt(endpoint, place);
      expect(offset).toBeGreaterThanOrEqual(5000);
      if (offset < sealed.file.length) {
        const partial = disk.names().find((name) => name.startsWith('partial/')) ?? '';
        if (operation === 'write' || operation === 'sync') expect(disk.bytesOf(partial)?.length).toBe(5000);
        expect((await endpoint.ask(place, patch(offset, sealed.file.slice(offset)))).status).toBe(204);
      }
      await receiptOf(endpoint, monitor.org, sealed.parcel);
    },
  );

  it('a real one: a small tmpfs, where the system lets us have one', async () => {
    const script = fileURLToPath(new URL('./smallDisk.ts', import.meta.url));
    const mount = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"';
    const folder = mkdtempSync(join(tmpdir(), 'tumar-full-'));
    const can = spawnSync('unshare', ['-Urm', 'sh', '-c', mount, folder, 'true']).status === 0;
    const wrap = can ? ['unshare', '-Urm', 'sh', '-c', mount, folder] : [];
    const [command = '', ...args] = [
      ...wrap,
      process.execPath,
      '--no-warnings',
      script,
      folder,
      can ? 'small' : 'large',
    ];
    const run = spawnSync(command, args, { encoding: 'utf8', timeout: 50_000 });
    rmSync(folder, { recursive: true, force: true });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual(
      can ? { refused: 507, code: 'storageFull', health: 200, kept: true, later: 204 } : { refused: 204 },
    );
  });
});

describe('a failing disk', () => {
  it.each(['write', 'sync', 'rename', 'syncFolder'])(
    'S5 acknowledges nothing after %s failed, takes no more writes, and asks to be ended',
    async (operation) => {
      const sealed = await sealedFile();
      const place = await createUpload(endpoint, monitor, sealed);
      failOn(operation, 'broken');
      const reply = await endpoint.ask(place, patch(0, sealed.file));
      expect([reply.status, await codeIn(reply), reply.headers.get('Upload-Offset')]).toEqual([
        503,
        'busy',
        null,
      ]);
      await endpoint.broken;
      let syncs = 0;
      disk.onOperation = (name) => {
        if (name === 'sync') syncs += 1;
      };
      const next = await endpoint.ask(place, patch(0, sealed.file));
      expect([next.status, Number(next.headers.get('Retry-After')) > 0, syncs]).toEqual([503, true, 0]);
      expect((await endpoint.ask(paths.health)).status).toBe(503);
    },
  );
});
