/** Owns the outside judge of our client: it uploads to a tus server that is not ours, over sockets and a line that breaks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ORDERS, type Parcel, type Send } from '../../src/outbox/ports.ts';
import { createTransport } from '../../src/outbox/transport.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createTestClock, realRng } from '../fakes/endpoint.ts';
import { type SealedFile, sealedFile } from './parties.ts';

const ORG = 'ab'.repeat(16);
const folder = mkdtempSync(join(tmpdir(), 'tumar-peer-'));
const peer = new Server({ path: paths.parcels(ORG), datastore: new FileStore({ directory: folder }) });
const web = createServer((request, reply) => void peer.handle(request, reply));
let endpoint = '';
beforeAll(async () => {
  await new Promise<void>((ready) => web.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterAll(async () => {
  web.closeAllConnections();
  await new Promise((done) => web.close(done));
  rmSync(folder, { recursive: true, force: true });
});

const parcelOf = ({ file, parcel, secret }: SealedFile): Parcel => ({
  handle: toHex(realRng(16)),
  org: ORG,
  parcel,
  secret,
  size: file.length,
  ticket: null,
  order: ORDERS.photo,
  endpoints: [endpoint],
  stage: { name: 'queued' },
});

/** Delivers until the server says that it has all; gives how many attempts that took. */
async function deliver(sealed: SealedFile, send: Send): Promise<number> {
  const transport = createTransport({
    clock: createTestClock(),
    send,
    reader: { slice: async (_handle, from, to) => sealed.file.slice(from, to) },
  });
  const parcel = parcelOf(sealed);
  for (let attempt = 1; attempt <= 200; attempt += 1) {
    const outcome = await transport.deliver(parcel);
    if (outcome.kind === 'sent') return attempt;
    expect(outcome.kind).toBe('wait');
  }
  throw new Error('not sent');
}

const keptFiles = () => readdirSync(folder).filter((name) => !name.endsWith('.json'));
const keeps = (sealed: SealedFile) =>
  keptFiles().some((name) => readFileSync(join(folder, name)).equals(Buffer.from(sealed.file)));

it('S9 [UP5] our client uploads to a tus server of somebody else', async () => {
  const sealed = await sealedFile(1_048_576);
  expect(await deliver(sealed, (request) => fetch(request))).toBe(1);
  expect(keeps(sealed)).toBe(true);
});

it('S7 S9 [UP2] and goes on there over a line that loses requests and answers, with no second upload', async () => {
  const sealed = await sealedFile(131_072);
  const before = keptFiles().length;
  let requests = 0;
  await deliver(sealed, async (request) => {
    requests += 1;
    // The first one gets through: a creation whose answer is lost makes a second upload at a server that is not ours.
    if (requests % 7 === 3) throw new TypeError('lost on the way there');
    const reply = await fetch(request);
    if (requests % 7 === 0) throw new TypeError('lost on the way back');
    return reply;
  });
  expect(requests).toBeGreaterThan(8);
  expect(keeps(sealed)).toBe(true);
  expect(keptFiles()).toHaveLength(before + 1);
});
