/** Owns the proof that the endpoint's process starts, refuses and ends as its operator expects. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import {
  createUpload,
  foundOrganisation,
  joinMonitor,
  offsetAt,
  patch,
  receiptOf,
  sealedFile,
} from '../server/parties.ts';
import { startProcess } from '../server/process.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-process-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('[EP2] prints addresses and a set-up code, keeps the code in a file for its owner only, and ends cleanly', async () => {
  const data = join(root, 'signals');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const running = await startProcess(data);
    expect(running.url).toMatch(/^http:\/\/localhost:\d{2,5}$/);
    expect(running.deskUrl).toMatch(/^http:\/\/localhost:\d{2,5}$/);
    expect(running.deskUrl).not.toBe(running.url);
    expect(readFileSync(join(data, 'setup-code'), 'utf8')).toBe(`${running.code}\n`);
    expect(statSync(join(data, 'setup-code')).mode & 0o777).toBe(0o600);
    expect(await (await fetch(`${running.url}/healthz`)).json()).toMatchObject({ ok: true });
    const before = running.code;
    if (signal === 'SIGINT')
      await foundOrganisation(
        { url: running.url, ask: (path, init) => fetch(`${running.url}${path}`, init) },
        before,
      );
    const ended = new Promise((done) => running.process.once('exit', done));
    running.process.kill(signal);
    expect(await ended).toBe(0);
    const offered = readFileSync(join(data, 'setup-code'), 'utf8').trim();
    expect(offered === before).toBe(signal === 'SIGTERM');
  }
});

it('S7 [UP2] ends while a body is on its way, and keeps what arrived', async () => {
  const data = join(root, 'underway');
  let running = await startProcess(data);
  const door = {
    url: running.url,
    ask: (path: string, init?: RequestInit) => fetch(`${running.url}${path}`, init),
  };
  const monitor = await joinMonitor(door, await foundOrganisation(door, running.code));
  const sealed = await sealedFile();
  const place = await createUpload(door, monitor, sealed);
  const never = new Promise<void>(() => undefined);
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(sealed.file.slice(0, 9000)),
    pull: () => never,
  });
  const slow = door
    .ask(place, { ...patch(0, sealed.file), body, duplex: 'half' } as RequestInit)
    .catch(() => undefined);
  // The partial file grows as soon as the bytes are there.
  const upload = place.slice(place.lastIndexOf('/') + 1);
  const partial = join(data, 'partial', `${monitor.org}-${upload}`);
  await expect.poll(() => statSync(partial, { throwIfNoEntry: false })?.size).toBe(9000);
  expect(await running.stop()).toBe(0);
  await slow;
  running = await startProcess(data);
  expect(await offsetAt(door, place)).toBe(9000);
  expect((await door.ask(place, patch(9000, sealed.file.slice(9000)))).status).toBe(204);
  expect((await door.ask(paths.receipt(monitor.org, sealed.parcel))).status).toBe(200);
  await running.stop();
});

it('says which setting is wrong', async () => {
  await expect(startProcess(join(root, 'wrong'), { TUMAR_PUBLIC_URL: 'not a url' })).rejects.toThrow(
    /ended with 2: TUMAR_PUBLIC_URL/,
  );
});

it('two processes cannot use one data folder, and the first goes on', async () => {
  const folder = join(root, 'twice');
  const first = await startProcess(folder);
  const second = spawn(process.execPath, ['--no-warnings', 'src/server/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, PORT: '0', DESK_PORT: '0', TUMAR_DATA: folder },
  });
  let said = '';
  second.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  const code = await new Promise((done) => second.on('exit', done));
  expect([code, said]).toEqual([3, expect.stringContaining('in use')]);
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  await first.stop();
});

it('S5 ends the process with a failure, and the next one goes on from what is durable', async () => {
  const data = join(root, 'broken');
  let running = await startProcess(data);
  const door = { url: '', ask: (path: string, init?: RequestInit) => fetch(`${running.url}${path}`, init) };
  const member = await foundOrganisation({ ...door, url: running.url }, running.code);
  const sender = await joinMonitor(door, member);
  const sealed = await sealedFile();
  const place = await createUpload(door, sender, sealed);
  await door.ask(place, patch(0, sealed.file.slice(0, 5000)));
  // Where the folder of partial uploads was, there is something that is no folder.
  renameSync(join(data, 'partial'), join(data, 'aside'));
  writeFileSync(join(data, 'partial'), '');
  const ended = new Promise((done) => running.process.once('exit', done));
  expect((await door.ask(place, patch(5000, sealed.file.slice(5000)))).status).toBe(503);
  expect(await ended).toBe(4);
  rmSync(join(data, 'partial'));
  renameSync(join(data, 'aside'), join(data, 'partial'));
  running = await startProcess(data);
  expect(await offsetAt(door, place)).toBe(5000);
  expect((await door.ask(place, patch(5000, sealed.file.slice(5000)))).status).toBe(204);
  await receiptOf(door, sender.org, sealed.parcel);
  expect(await running.stop()).toBe(0);
});
