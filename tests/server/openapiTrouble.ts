/** Owns the proof of what an endpoint answers while its database or its disk fails: part of openapi.test.ts, whose judge it asks. */
import { expect, it } from 'vitest';
import { DiskError } from '../../src/server/blobs/disk.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey, signedBy } from '../crypto/organisation.ts';
import { createMemoryDisk, faulty } from '../fakes/disk.ts';
import { createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import { type createJudge, operations } from './openapiJudge.ts';
import {
  bearer,
  creation,
  type Door,
  firstManifest,
  foundRequest,
  joinMonitor,
  openSession,
  sealedFile,
} from './parties.ts';
import { foundWithTokens } from './tokenParties.ts';

export function provesTrouble(judge: ReturnType<typeof createJudge>): void {
  const doorOf = (one: TestEndpoint): Door => ({ url: one.url, ask: judge.watch(one.ask) });
  const statusOf = async (reply: Promise<Response>): Promise<number> => (await reply).status;

  it('S5 [UP5] a database that does not answer is 503, one that answers nonsense 500', async () => {
    const sqlite = openSqlite(':memory:');
    let failure: Error | undefined;
    const rows = createRows({
      close: () => sqlite.close(),
      prepare(text) {
        if (failure !== undefined && !/^(begin|rollback)/i.test(text)) throw failure;
        return sqlite.prepare(text);
      },
    });
    const failing = await createTestEndpoint({ rows });
    const failingDoor = doorOf(failing);
    const there = await foundWithTokens(failingDoor, failing.setupCode());
    const { receiptKey } = (await (await failingDoor.ask(paths.endpoint)).json()) as { receiptKey: string };
    const founding = foundRequest(
      failing.setupCode(),
      signedBy(firstManifest(failingDoor, receiptKey)),
      toHex(realRng(16)),
    );
    for (const [error, status] of [
      [new DiskError('busy', 'gone'), 503],
      [new Error('nonsense'), 500],
    ] as const) {
      failure = error;
      for (const { path, method, operation } of operations) {
        if (operation.responses['500'] === undefined) continue;
        // An organisation that nobody asked for yet: nothing of it is remembered.
        const at = path
          .replace('{org}', path.endsWith('/tokens') ? toHex(realRng(16)) : there.org)
          .replace('{name}', method === 'GET' ? 'ab'.repeat(32) : 'ab'.repeat(16))
          .replace('{parcel}', 'ab'.repeat(32))
          .replace('{id}', 'ab'.repeat(8))
          .replace('{version}', '1');
        const init = path === paths.orgs ? founding : { method, headers: { 'Tus-Resumable': '1.0.0' } };
        const reply = await failingDoor.ask(at, init);
        expect(reply.status, `${method} ${at}`).toBe(status);
      }
      failure = undefined;
    }
  });

  it('S5 a disk that failed is told at the door to its health', async () => {
    const broken = createMemoryDisk();
    const dying = await createTestEndpoint({ disk: broken });
    const dyingDoor = doorOf(dying);
    const there = await foundWithTokens(dyingDoor, dying.setupCode());
    const sender = await joinMonitor(dyingDoor, there);
    const token = await openSession(dyingDoor, there.org, memberKey);
    broken.onOperation = (name) => {
      if (name === 'write') throw faulty('broken');
    };
    const sealed = await sealedFile();
    const body = creation(sender, sealed, 16_384, sealed.file.slice(0, 100));
    expect(await statusOf(dyingDoor.ask(paths.parcels(there.org), body))).toBe(503);
    expect(await statusOf(dyingDoor.ask(paths.health))).toBe(503);
    expect(await statusOf(dyingDoor.ask(paths.inbox(there.org, 0, 1), bearer(token)))).toBe(200);
  });
}
