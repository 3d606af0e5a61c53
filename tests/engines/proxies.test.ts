/** Owns the proof that the documented proxies work: nginx in front of real processes, and a torrc that tor accepts. */
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join, resolve } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { concat } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import {
  bearer,
  createUpload,
  type Door,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  offsetAt,
  patch,
  receiptJson,
  receiptOf,
  sealedFile,
  uploadWhole,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { patchHead } from '../server/sockets.ts';
import {
  findProgram,
  freePort,
  type Program,
  run,
  startProgram,
  tempFolder,
  unprivileged,
  until,
} from './programs.ts';

const folder = tempFolder('proxies');
const documented = (name: string) =>
  readFileSync(resolve(import.meta.dirname, '../../docs/operating', name), 'utf8');
const HOST = 'report.example.org';

let port: number;
let certificate: string;
let running: Running;
let nginx: Program;
let door: Door;
let organisation: Organisation;
let monitor: Monitor;

/** One exchange over TLS with the name that the certificate has; `fetch` cannot be given one. */
function askTls(path: string, init: RequestInit = {}): Promise<Response> {
  return new Promise((done, fail) => {
    const headers = { Host: HOST, ...(init.headers as Record<string, string>) };
    const body = init.body as Uint8Array | string | undefined;
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        servername: HOST,
        ca: certificate,
        method: init.method ?? 'GET',
        headers: body === undefined ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) },
      },
      (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.once('error', fail);
        reply.once('end', () => {
          const told = new Headers();
          for (const [name, value] of Object.entries(reply.headers)) told.set(name, String(value));
          const status = reply.statusCode ?? 0;
          const bytes = Buffer.concat(parts);
          done(
            new Response(status === 204 || init.method === 'HEAD' ? null : bytes, { status, headers: told }),
          );
        });
      },
    );
    asked.once('error', fail);
    asked.end(body);
  });
}

beforeAll(async () => {
  port = await freePort();
  const url = `https://${HOST}:${port}`;
  const endpoint = await freePort();
  const desk = await freePort();
  running = await startProcess(join(folder.path, 'data'), {
    PORT: String(endpoint),
    DESK_PORT: String(desk),
    TUMAR_PUBLIC_URL: url,
  });
  const at = (name: string) => join(folder.path, name);
  chmodSync(folder.path, 0o755);
  const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
  await run(findProgram('openssl'), [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...[...subject, '-keyout', at('key.pem'), '-out', at('cert.pem')],
  ]);
  certificate = readFileSync(at('cert.pem'), 'utf8');
  // Only what every operator changes: names of files, ports. The rest is the documented text.
  const text = documented('nginx.conf')
    .replaceAll('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll(/\/etc\/ssl\/\w+\.example\.org\.crt/g, at('cert.pem'))
    .replaceAll(/\/etc\/ssl\/\w+\.example\.org\.key/g, at('key.pem'))
    // Beside one that is down.
    .replace('server 127.0.0.1:8787;', `server 127.0.0.1:${await freePort()}; server 127.0.0.1:${endpoint};`)
    .replace('127.0.0.1:8788', `127.0.0.1:${desk}`)
    .replace('/run/nginx.pid', at('nginx.pid'));
  writeFileSync(at('nginx.conf'), text);
  const args = ['-p', folder.path, '-c', at('nginx.conf')];
  await run(findProgram('nginx'), ['-t', ...args]);
  nginx = startProgram(findProgram('nginx'), [...args, '-g', 'daemon off;']);
  await until(nginx, () => askTls(paths.health));
  door = { url, ask: askTls };
  organisation = await foundOrganisation(door, running.code);
  monitor = await joinMonitor(door, organisation);
});
afterAll(async () => {
  await nginx?.end('SIGQUIT');
  await running?.stop();
  folder.remove();
});

it('S7 [UP2] [UP3] [UP4] uploads through nginx: in slices, whole, and receipts come back', async () => {
  const sealed = await sealedFile(262_144);
  const place = await createUpload(door, monitor, sealed);
  for (let at = 0; at < sealed.file.length; at += 40_000) {
    const reply = await door.ask(place, patch(at, sealed.file.slice(at, at + 40_000)));
    expect(reply.status).toBe(204);
  }
  expect(receiptJson(await receiptOf(door, monitor.org, sealed.parcel))['size']).toBe(262_144);
  // Larger than anything nginx would collect by default.
  const large = await sealedFile(4_194_304);
  await uploadWhole(door, monitor, large);
  const got = await door.ask(paths.parcel(monitor.org, large.parcel), bearer(organisation.token));
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(large.file);
  const part = await door.ask(
    paths.parcel(monitor.org, large.parcel),
    bearer(organisation.token, { Range: 'bytes=4194300-' }),
  );
  expect([part.status, new Uint8Array(await part.arrayBuffer())]).toEqual([206, large.file.slice(4_194_300)]);
  expect((await inboxOf(door, organisation)).map(({ sequence }) => sequence)).toEqual([1, 2]);
});

it('S7 [UP2] what a cut connection had brought to nginx is at the endpoint', async () => {
  const sealed = await sealedFile(262_144);
  const place = await createUpload(door, monitor, sealed);
  const socket = connectTls({ host: '127.0.0.1', port, servername: HOST, ca: certificate });
  socket.on('error', () => undefined);
  await new Promise<void>((ready) => socket.once('secureConnect', () => ready()));
  const head = patchHead(port, place, 0, sealed.file.length);
  await new Promise<void>((sent) =>
    socket.write(concat(new Uint8Array(head), sealed.file.slice(0, 150_000)), () => sent()),
  );
  socket.end();
  // Asking at the door would end a request whose bytes nginx still passes on: the row is looked at instead.
  const rows = createRows(openSqlite(join(folder.path, 'data/tumar.db')));
  const kept = async () => {
    const of = rows.selectFrom('uploads').select('received').where('parcel', '=', sealed.parcel);
    return (await of.executeTakeFirstOrThrow()).received;
  };
  await expect.poll(kept, { timeout: 60_000 }).toBeGreaterThan(0);
  await rows.destroy();
  const at = await offsetAt(door, place);
  // What nginx had not passed on when the connection went is at most its buffers.
  expect(at).toBeGreaterThan(150_000 - 2 * 16_384);
  expect((await door.ask(place, patch(at, sealed.file.slice(at)))).status).toBe(204);
  await receiptOf(door, monitor.org, sealed.parcel);
});

it('S4 [EP1] nginx writes nothing down, and the headers of our answers come through', async () => {
  const reply = await askTls('/', { headers: { Accept: 'text/html', 'User-Agent': 'SpyBrowser/1' } });
  expect(reply.headers.get('Server')).toBe('nginx');
  const health = await askTls(paths.health);
  expect([health.status, health.headers.get('X-Content-Type-Options')]).toEqual([200, 'nosniff']);
  expect(health.headers.get('Tumar-Store')).toMatch(/^[0-9a-f]{16} 0$/);
  expect(nginx.said()).toBe('');
  const refused = await askTls(paths.parcels(monitor.org), {
    method: 'POST',
    headers: { 'User-Agent': 'SpyBrowser/1' },
  });
  expect(refused.status).toBe(412);
  expect(running.said()).not.toContain('SpyBrowser');
});

it('S4 tor accepts the documented onion service', async () => {
  const user = unprivileged('debian-tor');
  const tor = join(folder.path, 'tor');
  mkdirSync(tor, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(tor, user.uid, user.gid);
  const file = join(folder.path, 'torrc');
  writeFileSync(file, documented('torrc').replaceAll('/var/lib/tor', tor));
  const said = await run(findProgram('tor'), ['--verify-config', '-f', file], {
    ...user,
    env: { HOME: tor, PATH: process.env['PATH'] ?? '' },
  });
  expect(said).toContain('Configuration was valid');
});
