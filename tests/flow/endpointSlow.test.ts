/** Owns the proof that a real endpoint is not held by who sends slowly, or never ends what they began. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeUploadMetadata, paths } from '../../src/wire/endpointApi.ts';
import {
  type Door,
  doorAt,
  foundOrganisation,
  joinMonitor,
  type Organisation,
  receiptOf,
  sealedFile,
  uploadWhole,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { freshParcel } from '../server/tokenParties.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-slow-'));
let running: Running;
let door: Door;
let organisation: Organisation;
const sockets: Socket[] = [];
beforeAll(async () => {
  running = await startProcess(root);
  door = doorAt(running.url);
  organisation = await foundOrganisation(door, running.code);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  expect(await running.stop()).toBe(0);
  rmSync(root, { recursive: true, force: true });
});

type Line = { readonly socket: Socket; text: string; closed: boolean };

function begin(text: string): Line {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1', () => socket.write(text));
  const line: Line = { socket, text: '', closed: false };
  sockets.push(socket);
  socket.on('data', (part: Buffer) => {
    line.text += part.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    line.closed = true;
  });
  return line;
}

it('N3 [TOK7] of 600 bodies without a ticket that hardly move 100 are waited for, the other lines are closed', async () => {
  const creation = (): string =>
    [
      `POST ${paths.parcels(organisation.org)} HTTP/1.1`,
      'Host: x',
      'Tus-Resumable: 1.0.0',
      'Upload-Length: 16384',
      `Upload-Metadata: ${encodeUploadMetadata(freshParcel())}`,
      'Content-Type: application/offset+octet-stream',
      'Content-Length: 16384',
      '',
      'x',
    ].join('\r\n');
  const lines = Array.from({ length: 600 }, () => begin(creation()));
  const answered = () => lines.filter(({ text }) => /^HTTP\/1.1 429 /.test(text)).length;
  await expect.poll(() => lines.filter(({ closed }) => closed).length, { timeout: 30_000 }).toBe(500);
  expect(answered()).toBe(500);
  const monitor = await joinMonitor(door, organisation);
  const sealed = await sealedFile();
  await uploadWhole(door, monitor, sealed);
  await receiptOf(door, organisation.org, sealed.parcel);
});

it('N3 a question with a body that never ends is answered and closed', async () => {
  const lines = ['GET', 'HEAD', 'OPTIONS'].map((method) =>
    begin(`${method} /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 16384\r\n\r\nx`),
  );
  await expect.poll(() => lines.every(({ closed }) => closed), { timeout: 10_000 }).toBe(true);
  for (const { text } of lines) expect(text).toMatch(/^HTTP\/1.1 20[04] /);
});

it('S4 the file with the next set-up code does not show when somebody used the one before', async () => {
  expect(statSync(join(root, 'setup-code')).mtimeMs % 86_400_000).toBe(0);
});
