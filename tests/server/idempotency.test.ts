/** Owns the proof that no order of requests, repeated or mixed, doubles a parcel or loses a byte: model against endpoint. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parcelPath, partialPath } from '../../src/server/blobs/disk.ts';
import { uploadOf } from '../../src/server/uploads/uploads.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { parseStoreMark, paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  createUpload,
  creation,
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
  uploadWhole,
} from './parties.ts';

const files: SealedFile[] = [];
beforeAll(async () => {
  for (let i = 0; i < 3; i += 1) files.push(await sealedFile());
});

type Step = {
  readonly kind: 'create' | 'head' | 'patch' | 'stale' | 'remove' | 'restart';
  readonly file: number;
  readonly secret: number;
  readonly bytes: number;
};
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'create',
    'create',
    'head',
    'patch',
    'patch',
    'patch',
    'patch',
    'stale',
    'remove',
    'restart',
  ),
  file: fc.nat({ max: 2 }),
  secret: fc.nat({ max: 1 }),
  bytes: fc.oneof(fc.nat({ max: 16_384 }), fc.constant(16_384)),
});

describe('any order of requests', () => {
  it('S6 [UP1] [UP2] [UP3] [UP4] behaves as the model says: one parcel, one receipt, no holes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const disk = createMemoryDisk();
        let endpoint = await createTestEndpoint({ disk });
        const { rows } = endpoint;
        const door = {
          url: endpoint.url,
          ask: (path: string, init?: RequestInit) => endpoint.ask(path, init),
        };
        const organisation = await foundOrganisation(door, endpoint.setupCode());
        const monitor = await joinMonitor(door, organisation);
        const secrets = [toHex(realRng(16)), toHex(realRng(16))];
        /** Bytes received of each open upload; what is stored is stored for every secret. */
        const open = new Map<string, number>();
        const stored: string[] = [];
        const receipts = new Map<string, ReceiptReply>();

        for (const { kind, file, secret, bytes } of steps) {
          const sealed = { ...(files[file] as SealedFile), secret: secrets[secret] ?? '' };
          const upload = uploadOf(sealed.parcel, sealed.secret);
          const place = paths.parcel(monitor.org, upload);
          const isStored = stored.includes(sealed.parcel);
          const due = open.has(upload) ? (isStored ? 16_384 : (open.get(upload) ?? 0)) : undefined;
          if (kind === 'restart') {
            endpoint = await createTestEndpoint({ disk, rows });
          } else if (kind === 'create') {
            const reply = await door.ask(paths.parcels(monitor.org), creation(monitor, sealed, 16_384));
            if (due === undefined) open.set(upload, 0);
            expect(reply.headers.get('Location')).toBe(place);
            expect(Number(reply.headers.get('Upload-Offset'))).toBe(isStored ? 16_384 : (due ?? 0));
          } else if (kind === 'head') {
            const reply = await door.ask(place, headInit);
            expect([reply.status, reply.headers.get('Upload-Offset')]).toEqual(
              due === undefined ? [404, null] : [200, String(due)],
            );
          } else if (kind === 'remove') {
            const reply = await door.ask(place, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } });
            expect(reply.status).toBe(due === undefined ? 404 : 204);
            open.delete(upload);
          } else {
            const from = kind === 'stale' ? Math.max(0, (due ?? 0) - 1 - bytes) : (due ?? 0);
            const reply = await door.ask(place, patch(from, sealed.file.slice(from, from + bytes)));
            if (due === undefined) expect(reply.status).toBe(404);
            else if (from !== due) {
              expect([reply.status, reply.headers.get('Upload-Offset')]).toEqual([409, String(due)]);
            } else {
              const now = Math.min(16_384, due + bytes);
              expect([reply.status, reply.headers.get('Upload-Offset')]).toEqual([204, String(now)]);
              open.set(upload, now);
              if (now === 16_384 && !isStored) stored.push(sealed.parcel);
            }
          }
        }
        // Sessions are forgotten by a restart; the inbox is read from the rows that it is made of.
        const inbox = await rows
          .selectFrom('parcels')
          .select(['parcel', 'sequence'])
          .orderBy('sequence')
          .execute();
        expect(inbox).toEqual(stored.map((parcel, i) => ({ parcel, sequence: i + 1 })));
        for (const parcel of stored) {
          receipts.set(parcel, await receiptOf(door, monitor.org, parcel));
          expect(await receiptOf(door, monitor.org, parcel)).toEqual(receipts.get(parcel));
        }
        endpoint = await createTestEndpoint({ disk, rows });
        const partials = [...open].filter(([upload, size]) => {
          const file = files.find((one) => secrets.some((secret) => uploadOf(one.parcel, secret) === upload));
          return size > 0 && !stored.includes(file?.parcel ?? '');
        });
        const begun: string[] = [];
        // An append of nothing may have made a file with nothing in it.
        for (const name of disk.names().filter((one) => one.startsWith('partial/')))
          if ((await disk.stat(name))?.size !== 0) begun.push(name);
        expect(begun.sort()).toEqual(partials.map(([upload]) => partialPath(monitor.org, upload)).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('S6 [UP3] [UP4] thirty senders of ten parcels at the same time make ten rows without holes', async () => {
    const endpoint = await createTestEndpoint();
    const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
    const monitor = await joinMonitor(endpoint, organisation);
    const ten = await Promise.all(Array.from({ length: 10 }, () => sealedFile()));
    const thirty = [...ten, ...ten, ...ten].map((sealed) => ({ ...sealed, secret: toHex(realRng(16)) }));
    await Promise.all(
      thirty.map((sealed) =>
        uploadWhole(endpoint, monitor, sealed).catch((error: Error) =>
          expect(error.message).toContain('409'),
        ),
      ),
    );
    const inbox = await inboxOf(endpoint, organisation);
    expect(inbox.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
    expect(new Set(inbox.map(({ parcel }) => parcel))).toEqual(new Set(ten.map(({ parcel }) => parcel)));
  });

  it('[EP7] pages through the inbox', async () => {
    const endpoint = await createTestEndpoint();
    const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
    const monitor = await joinMonitor(endpoint, organisation);
    for (const sealed of files) await uploadWhole(endpoint, monitor, sealed);
    expect((await inboxOf(endpoint, organisation, 0, 2)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect((await inboxOf(endpoint, organisation, 2, 2)).map(({ sequence }) => sequence)).toEqual([3]);
    expect(await inboxOf(endpoint, organisation, 3)).toEqual([]);
  });
});

describe('a backup put back', () => {
  it('S5 S6 [EP1] [UP4] draws a new epoch once, and takes a lost file again under its old receipt', async () => {
    const disk = createMemoryDisk();
    const first = await createTestEndpoint({ disk });
    const organisation = await foundOrganisation(first, first.setupCode());
    const monitor = await joinMonitor(first, organisation);
    const sealed = files[0] as SealedFile;
    const place = await uploadWhole(first, monitor, sealed);
    const receipt = await receiptOf(first, monitor.org, sealed.parcel);
    await disk.unlink(parcelPath(monitor.org, sealed.parcel));
    await (await disk.open('restored')).close();
    const second = await createTestEndpoint({ disk, rows: first.rows });
    const mark = async (endpoint: TestEndpoint) =>
      parseStoreMark((await endpoint.ask(paths.board(monitor.org))).headers.get('Tumar-Store'));
    const [before, after] = [await mark(first), await mark(second)];
    expect(after?.epoch).not.toBe(before?.epoch);
    const token = await openSession(second, organisation.org, memberKey);
    const lost = await second.ask(paths.parcel(monitor.org, sealed.parcel), bearer(token));
    expect([lost.status, await codeIn(lost)]).toEqual([500, 'broken']);
    expect((await second.ask(paths.health)).status).toBe(200);
    expect((await second.ask(place, headInit)).headers.get('Upload-Offset')).toBe('0');
    await uploadWhole(second, monitor, { ...sealed, secret: toHex(realRng(16)) });
    expect(await receiptOf(second, monitor.org, sealed.parcel)).toEqual(receipt);
    const got = await second.ask(paths.parcel(monitor.org, sealed.parcel), bearer(token));
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(sealed.file);
    expect(await inboxOf(second, { ...organisation, token })).toHaveLength(1);
    const third = await createTestEndpoint({ disk, rows: first.rows });
    expect(await mark(third)).toEqual(after);
  });
});

describe('limits', () => {
  it('[UP5] too many open uploads are refused with Retry-After; finished ones do not count', async () => {
    const endpoint = await createTestEndpoint({ config: { openUploads: 2 } });
    const monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
    const [first, second, third] = files as [SealedFile, SealedFile, SealedFile];
    await createUpload(endpoint, monitor, first);
    await createUpload(endpoint, monitor, second);
    const refused = await endpoint.ask(paths.parcels(monitor.org), creation(monitor, third, 16_384));
    expect([refused.status, Number(refused.headers.get('Retry-After')) > 0, await codeIn(refused)]).toEqual([
      429,
      true,
      'tooMany',
    ]);
    await uploadWhole(endpoint, monitor, first);
    await uploadWhole(endpoint, monitor, third);
  });

  it('bodies of JSON and of the board end at 1 MiB, whatever they say about their length', async () => {
    const endpoint = await createTestEndpoint();
    const pieces = (count: number) =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (count-- > 0) controller.enqueue(new Uint8Array(65_536).fill(32));
          else controller.close();
        },
      });
    const ask = (count: number) =>
      endpoint.ask(paths.orgs, { method: 'POST', body: pieces(count), duplex: 'half' } as RequestInit);
    expect(await codeIn(await ask(100))).toBe('tooLarge');
    expect(await codeIn(await ask(10))).toBe('malformed');
  });

  it('drops uploads that nobody continued for long, and nothing else', async () => {
    const clock = createTestClock();
    const { promise: aDay, resolve: passes } = Promise.withResolvers<void>();
    let days = 0;
    const disk = createMemoryDisk();
    const endpoint = await createTestEndpoint({
      disk,
      config: { uploadDays: 30 },
      clock: {
        ...clock,
        sleep: (ms, signal) => (ms === 86_400_000 && days++ === 0 ? aDay : clock.sleep(ms, signal)),
      },
    });
    const monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
    const [old, young, whole] = files as [SealedFile, SealedFile, SealedFile];
    const oldPlace = await createUpload(endpoint, monitor, old);
    await endpoint.ask(oldPlace, patch(0, old.file.slice(0, 100)));
    await uploadWhole(endpoint, monitor, whole);
    clock.move(31 * 86_400_000);
    const place = await createUpload(endpoint, monitor, young);
    await endpoint.ask(place, patch(0, young.file.slice(0, 100)));
    passes();
    await expect.poll(async () => (await endpoint.ask(oldPlace, headInit)).status).toBe(404);
    expect((await endpoint.ask(place, headInit)).headers.get('Upload-Offset')).toBe('100');
    expect(disk.names().filter((name) => name.startsWith('partial/'))).toHaveLength(1);
    await receiptOf(endpoint, monitor.org, whole.parcel);
  });
});
