/** Owns the proof that the endpoint keeps and prints nothing about who came, and nothing finer than a day. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import { CANARY_HEADERS, CANARY_MARKS } from '../server/canaries.ts';
import {
  bearer,
  createUpload,
  creation,
  type Door,
  foundOrganisation,
  joinMonitor,
  patch,
  sealedFile,
  ticketOf,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { patchHead, sendAndCut } from '../server/sockets.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-blind-'));
const data = join(root, 'data');
const AGENT = CANARY_HEADERS['User-Agent'];
let running: Running;
beforeAll(async () => {
  running = await startProcess(data);
});
afterAll(async () => {
  await running.stop();
  rmSync(root, { recursive: true, force: true });
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((item) =>
    item.isDirectory() ? filesBelow(join(folder, item.name)) : [join(folder, item.name)],
  );

const foldersBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((item) =>
    item.isDirectory() ? [join(item.parentPath, item.name)] : [],
  );

it('S4 [EP1] [EP6] no address, user agent, ticket, token, or time finer than a day is in the data folder or the output', async () => {
  const door: Door = {
    url: running.url,
    ask: (path, init) => {
      const headers = {
        ...(init?.headers as Record<string, string>),
        ...CANARY_HEADERS,
      };
      return fetch(`${running.url}${path}`, { ...init, headers });
    },
  };
  const before = Date.now();
  const organisation = await foundOrganisation(door, running.code);
  const monitor = await joinMonitor(door, organisation);
  const [stored, open] = [await sealedFile(), await sealedFile()];
  await door.ask(await createUpload(door, monitor, stored), patch(0, stored.file));
  const place = await createUpload(door, monitor, open);
  await door.ask(place, patch(0, open.file.slice(0, 3000)));
  const port = Number(new URL(running.url).port);
  await sendAndCut(
    port,
    Buffer.concat([patchHead(port, place, 3000, 9000), open.file.subarray(3000, 4000)]),
    'RST',
  );
  await sendAndCut(port, Buffer.from('GARBAGE\r\n\r\n'), 'FIN');
  await sendAndCut(
    port,
    Buffer.from(`GET /o/x HTTP/1.1\r\nHost: a b\r\nUser-Agent: ${AGENT}\r\n\r\n`),
    'FIN',
  );
  const download = new AbortController();
  const reply = await door.ask(paths.parcel(organisation.org, stored.parcel), {
    ...bearer(organisation.token),
    signal: download.signal,
  });
  download.abort();
  await reply.arrayBuffer().catch(() => undefined);
  await door.ask(paths.parcels(organisation.org), { ...creation(monitor, open, 17), body: 'x' });
  await door.ask(paths.orgs, { method: 'POST', body: '{"broken' });
  const after = Date.now();

  const said = running.said().split('\n');
  expect(
    said.filter(
      (line) =>
        !/^(Monitor's app|Coordinator's desk|Set-up code|The phone’s app|Ready\.|The apps are not built|$)/.test(
          line,
        ),
    ),
  ).toEqual([]);

  const all = filesBelow(data);
  const parcels = all.filter((path) => path.includes('parcels/') || path.includes('partial/'));
  expect(parcels).toHaveLength(2);
  for (const path of parcels) expect(statSync(path).mtimeMs % 86_400_000, path).toBe(0);
  for (const folder of foldersBelow(data)) expect(statSync(folder).mtimeMs, folder).toBe(0);
  for (const path of all) expect(statSync(path).mode & 0o077, path).toBe(0);

  const text = all.map((path) => readFileSync(path).toString('latin1')).join('\n');
  const secrets = [...CANARY_MARKS, '127.0.0.1', '::1', organisation.token];
  for (const secret of [
    ...secrets,
    ticketOf(monitor, stored.parcel),
    ticketOf(monitor, open.parcel),
    running.code,
  ]) {
    const kept = all.filter(
      (path) => !path.endsWith('setup-code') && readFileSync(path).toString('latin1').includes(secret),
    );
    expect(kept, secret).toEqual([]);
  }
  // A moment in milliseconds or seconds, or an ISO time, from while this ran.
  const moments = text.match(/\d{13}|\d{10}/g) ?? [];
  const near = moments.filter((digits) => {
    const time = Number(digits) * (digits.length === 10 ? 1000 : 1);
    return time >= before - 60_000 && time <= after + 60_000;
  });
  expect(near).toEqual([]);
  expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}[T ]\d{2}:/);
  expect(text).toMatch(/\d{4}-\d{2}-\d{2}/);
});
