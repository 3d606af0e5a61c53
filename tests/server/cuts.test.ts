/** Owns the proof that a request cut at any byte loses nothing that arrived, and that the next one goes on from there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partialPath } from '../../src/server/blobs/disk.ts';
import { uploadOf } from '../../src/server/uploads/uploads.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  createUpload,
  foundOrganisation,
  joinMonitor,
  type Monitor,
  offsetAt,
  patch,
  receiptJson,
  receiptOf,
  type SealedFile,
  sealedFile,
} from './parties.ts';
import { type Cut, patchHead, type Served, sendAndCut, serve } from './sockets.ts';

const disk = createMemoryDisk();
let endpoint: TestEndpoint;
let served: Served;
let monitor: Monitor;
beforeAll(async () => {
  endpoint = await createTestEndpoint({ disk });
  monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
  served = await serve(endpoint.fetch);
});
afterAll(() => served.stop());

const STEP = 97;
const edges = (length: number): number[] => [
  ...new Set([
    ...Array.from({ length: Math.ceil(length / STEP) }, (_, i) => i * STEP),
    ...[1, 2, 255, 256, 4095, 4096, 4097, 8191, 8192, 16_382, 16_383].filter((at) => at < length),
  ]),
];

/** A late writer may still be finding out that it was cut: ask again when the offset moved. */
async function finish(place: string, file: SealedFile['file']): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const offset = await offsetAt(endpoint, place);
    if (offset === file.length) return;
    const reply = await endpoint.ask(place, patch(offset, file.slice(offset)));
    if (reply.status === 204) return;
    expect(reply.status).toBe(409);
  }
  throw new Error('never finished');
}

describe.each(['FIN', 'RST'] as const)('a request cut by %s', (cut: Cut) => {
  it('S7 [UP2] keeps the bytes that arrived, at every length of the body', async () => {
    const sealed = await sealedFile();
    for (const at of edges(sealed.file.length)) {
      const mine = { ...sealed, secret: toHex(realRng(16)) };
      const place = await createUpload(endpoint, monitor, mine);
      const head = patchHead(served.port, place, 0, sealed.file.length);
      await sendAndCut(served.port, Buffer.concat([head, sealed.file.subarray(0, at)]), cut);
      const offset = await offsetAt(endpoint, place);
      // An orderly end delivers all bytes before it; a reset may take some of them along.
      if (cut === 'FIN') expect(offset, `cut at ${at}`).toBe(at);
      else expect(offset, `cut at ${at}`).toBeLessThanOrEqual(at);
      const path = partialPath(monitor.org, uploadOf(mine.parcel, mine.secret));
      const kept = disk.bytesOf(path)?.slice(0, offset) ?? new Uint8Array(0);
      expect(Buffer.compare(kept, sealed.file.subarray(0, offset)), `bytes at ${at}`).toBe(0);
      await endpoint.ask(place, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } });
    }
  });

  it('survives a cut inside the head of a request', async () => {
    const sealed = await sealedFile();
    const place = await createUpload(endpoint, monitor, sealed);
    const head = patchHead(served.port, place, 0, sealed.file.length);
    for (let at = 0; at < head.length; at += 7) await sendAndCut(served.port, head.subarray(0, at), cut);
    expect(await offsetAt(endpoint, place)).toBe(0);
    await finish(place, sealed.file);
    await receiptOf(endpoint, monitor.org, sealed.parcel);
  });

  it('S6 S7 [UP3] a link that dies after every few thousand bytes still finishes, with one receipt', async () => {
    const sealed = await sealedFile(65_536);
    const place = await createUpload(endpoint, monitor, sealed);
    let before = 0;
    let requests = 0;
    for (; requests < 200; requests += 1) {
      const offset = await offsetAt(endpoint, place);
      expect(offset).toBeGreaterThanOrEqual(before);
      before = offset;
      if (offset + 3001 >= sealed.file.length) break;
      const head = patchHead(served.port, place, offset, sealed.file.length - offset);
      await sendAndCut(served.port, Buffer.concat([head, sealed.file.subarray(offset, offset + 3001)]), cut);
    }
    if (cut === 'FIN') expect(requests).toBe(Math.floor(65_536 / 3001));
    await finish(place, sealed.file);
    expect(receiptJson(await receiptOf(endpoint, monitor.org, sealed.parcel))['size']).toBe(65_536);
  });
});

it('[UP2] a newer request ends the older, whose bytes are kept', async () => {
  const sealed = await sealedFile();
  const place = await createUpload(endpoint, monitor, sealed);
  const { promise: more, resolve } = Promise.withResolvers<void>();
  const slow = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(sealed.file.slice(0, 6000)),
    pull: () => more,
  });
  const { promise: writing, resolve: isWriting } = Promise.withResolvers<void>();
  disk.onOperation = (name) => {
    if (name === 'write') isWriting();
  };
  const init = { ...patch(0, sealed.file), body: slow, duplex: 'half' } as RequestInit;
  const older = endpoint.ask(place, init);
  await writing;
  const newer = await endpoint.ask(place, patch(0, sealed.file));
  expect([newer.status, newer.headers.get('Upload-Offset')]).toEqual([409, '6000']);
  expect((await older).status).toBe(423);
  resolve();
  expect((await endpoint.ask(place, patch(6000, sealed.file.slice(6000)))).status).toBe(204);
  await receiptOf(endpoint, monitor.org, sealed.parcel);
});
