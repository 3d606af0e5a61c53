/** Owns the outside judge of uploads: tus-js-client, unchanged, against our endpoint over a socket. */

import * as tus from 'tus-js-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  foundOrganisation,
  joinMonitor,
  type Monitor,
  receiptJson,
  receiptOf,
  type SealedFile,
  sealedFile,
  ticketOf,
} from './parties.ts';
import { type Served, serve } from './sockets.ts';

let endpoint: TestEndpoint;
let served: Served;
let monitor: Monitor;
beforeAll(async () => {
  endpoint = await createTestEndpoint();
  monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
  served = await serve(endpoint.fetch);
});
afterAll(() => served.stop());

function uploadOf(sealed: SealedFile, options: Partial<tus.UploadOptions>) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const upload = new tus.Upload(Buffer.from(sealed.file), {
    endpoint: `${served.url}${paths.parcels(monitor.org)}`,
    metadata: { parcel: sealed.parcel, secret: sealed.secret },
    headers: { 'Tumar-Ticket': `v1.${ticketOf(monitor, sealed.parcel)}` },
    retryDelays: null,
    onSuccess: () => resolve(),
    onError: reject,
    ...options,
  });
  return { upload, done: promise };
}

const sizeOnReceipt = async (sealed: SealedFile) =>
  receiptJson(await receiptOf(endpoint, monitor.org, sealed.parcel))['size'];

it.each([
  ['one request', {}],
  ['small slices', { chunkSize: 50_000 }],
  ['creation with upload', { uploadDataDuringCreation: true, chunkSize: 100_000 }],
  ['POST for PATCH', { overridePatchMethod: true, chunkSize: 200_000 }],
])('S9 [UP1] [UP3] tus-js-client uploads a sealed file: %s', async (_name, options) => {
  const sealed = await sealedFile(524_288);
  const { upload, done } = uploadOf(sealed, options);
  upload.start();
  await done;
  expect(await sizeOnReceipt(sealed)).toBe(524_288);
});

it('S7 S9 [UP1] [UP2] tus-js-client pauses and goes on, and a new one finds the same upload', async () => {
  const sealed = await sealedFile(1_048_576);
  const { promise: underWay, resolve } = Promise.withResolvers<void>();
  const first = uploadOf(sealed, {
    chunkSize: 60_000,
    onChunkComplete: (_size, accepted) => accepted > 200_000 && resolve(),
  });
  first.upload.start();
  await underWay;
  await first.upload.abort();
  const place = new URL(first.upload.url ?? '').pathname;
  const head = await endpoint.ask(place, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } });
  const paused = Number(head.headers.get('Upload-Offset'));
  expect(paused).toBeGreaterThan(200_000);
  expect(paused).toBeLessThan(1_048_576);

  const offsets: number[] = [];
  const second = uploadOf(sealed, {
    chunkSize: 300_000,
    onBeforeRequest: (request) => {
      const offset = request.getHeader('Upload-Offset');
      if (offset !== undefined) offsets.push(Number(offset));
    },
    uploadUrl: first.upload.url,
    // The paused one's last slice may still be landing: then the offset moved, and it asks again.
    retryDelays: [0, 50, 100, 200, 400],
  });
  second.upload.start();
  await second.done;
  // The last slice of the paused one may have arrived after the question.
  expect(offsets[0]).toBeGreaterThanOrEqual(paused);
  expect(await sizeOnReceipt(sealed)).toBe(1_048_576);

  // It takes a new creation to begin at nothing; the refusal makes it ask for the offset, and that says: all is here.
  const third = uploadOf(sealed, { retryDelays: [0, 50, 100, 200, 400] });
  third.upload.start();
  await third.done;
  expect(new URL(third.upload.url ?? '').pathname).toBe(place);
});
