/** Owns the proof that a real endpoint survives who plays with its doors, and stops nobody honest. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import { createDice } from '../fakes/clockDice.ts';
import {
  creation,
  type Door,
  doorAt,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  sealedFile,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-misuse-'));
let running: Running;
let door: Door;
let port: number;
let organisation: Organisation;
let monitor: Monitor;
beforeAll(async () => {
  running = await startProcess(root);
  door = doorAt(running.url);
  port = Number(new URL(running.url).port);
  organisation = await foundOrganisation(door, running.code);
  monitor = await joinMonitor(door, organisation);
});
afterAll(async () => {
  expect(await running.stop()).toBe(0);
  rmSync(root, { recursive: true, force: true });
});

/** Says these bytes as they are; gives all that was answered until the line closed. */
function speak(bytes: Buffer | string): Promise<Buffer> {
  return new Promise((done) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', () => undefined);
    socket.on('close', () => done(Buffer.concat(parts)));
  });
}

const statusOf = (answer: Buffer): number => Number(answer.subarray(9, 12).toString());
const send = async (count = 1): Promise<number[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const sealed = await sealedFile();
      const init = creation(monitor, sealed, sealed.file.length, sealed.file);
      return (await door.ask(paths.parcels(monitor.org), init)).status;
    }),
  );

it('S13 heads too large, too many, or never ending: refused or waited out, and honest people get through meanwhile', async () => {
  const large = `GET /v1/endpoint HTTP/1.1\r\nHost: x\r\nX-Much: ${'a'.repeat(40_000)}\r\nConnection: close\r\n\r\n`;
  expect(statusOf(await speak(large))).toBe(431);
  const many = Array.from({ length: 3_000 }, (_, i) => `X-${i}: a\r\n`).join('');
  expect([431, 400]).toContain(
    statusOf(await speak(`GET /v1/endpoint HTTP/1.1\r\nHost: x\r\n${many}Connection: close\r\n\r\n`)),
  );
  // Three hundred that begin a head and never end it.
  const slow: Socket[] = await Promise.all(
    Array.from(
      { length: 300 },
      () =>
        new Promise<Socket>((open) => {
          const socket = connect(port, '127.0.0.1', () =>
            socket.write('GET /v1/endpoint HTTP/1.1\r\nX-', () => open(socket)),
          );
          socket.on('error', () => undefined);
        }),
    ),
  );
  expect(await send(4)).toEqual([201, 201, 201, 201]);
  for (const socket of slow) socket.destroy();
});

it('S13 paths that lead out, and bytes that are no HTTP, reach nothing', async () => {
  const { org } = monitor;
  const tricks = [
    '/../tumar.db',
    '/..%2f..%2ftumar.db',
    '/%2e%2e/%2e%2e/etc/passwd',
    `/o/${org}/v1/parcels/..%2f..%2ftumar.db`,
    `/o/${org}/v1/parcels/%2e%2e%2f%2e%2e%2fsetup-code`,
    `/o/..%2f..%2f/v1/manifest`,
    '/assets/../../../package.json',
    '//etc/passwd',
    `/o/${org}%00/v1/manifest`,
    'http://other.example/o/x/v1/manifest',
  ];
  for (const path of tricks) {
    const answer = await speak(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect([path, [400, 401, 404].includes(statusOf(answer)) || answer.includes('<!doctype html>')]).toEqual([
      path,
      true,
    ]);
    for (const secret of ['SQLite format', 'root:', running.code, '"devDependencies"'])
      expect(answer.includes(secret)).toBe(false);
  }
  const dice = createDice(13);
  for (let i = 0; i < 50; i += 1) {
    const answer = await speak(
      Buffer.concat([Buffer.from(dice.rng(1 + dice.below(400))), Buffer.from('\r\n\r\n')]),
    );
    expect([0, 400]).toContain(statusOf(answer) || 0);
  }
  expect((await door.ask(paths.health)).status).toBe(200);
});

it('S13 a bomb in gzip is not unpacked: it is so many bytes and no JSON', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
  const small = gzipSync(Buffer.from('{}'));
  const reply = (body: Buffer) =>
    door.ask(paths.enrol(monitor.org), { method: 'POST', headers, body: new Uint8Array(body) });
  expect([(await reply(bomb)).status, (await reply(small)).status]).toEqual([413, 400]);
});

it('N9 S7 a body that waits for 100-continue, and one in chunks, arrive', async () => {
  for (const how of ['Expect', 'chunks'] as const) {
    const sealed = await sealedFile();
    const { headers } = creation(monitor, sealed, sealed.file.length, sealed.file);
    const lines = Object.entries(headers as Record<string, string>).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const more =
      how === 'Expect'
        ? `Expect: 100-continue\r\nContent-Length: ${sealed.file.length}\r\n`
        : 'Transfer-Encoding: chunked\r\n';
    const head = `POST ${paths.parcels(monitor.org)} HTTP/1.1\r\nHost: x\r\n${lines.join('')}${more}Connection: close\r\n\r\n`;
    const chunk = (bytes: Uint8Array) => [
      Buffer.from(`${bytes.length.toString(16)}\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ];
    const body =
      how === 'Expect'
        ? [sealed.file]
        : [...chunk(sealed.file.slice(0, 7)), ...chunk(sealed.file.slice(7)), Buffer.from('0\r\n\r\n')];
    const answer = (await speak(Buffer.concat([Buffer.from(head), ...body]))).toString('latin1');
    expect([how, /^HTTP\/1.1 201/m.test(answer), /upload-offset: 16384/i.test(answer)]).toEqual([
      how,
      true,
      true,
    ]);
  }
});

it('[UP5] S5 a queue of two hundred reports, and twenty phones behind one address, are never told to wait', async () => {
  const before = (await inboxOf(door, organisation)).length;
  const statuses = [];
  for (let round = 0; round < 10; round += 1) statuses.push(...(await send(20)));
  expect(statuses.filter((status) => status !== 201)).toEqual([]);
  expect((await inboxOf(door, organisation)).length).toBe(before + 200);
});
