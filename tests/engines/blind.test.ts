/** Owns the proof that the distributed endpoint is as blind as the small one: rows, objects, logs, metrics, its own folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createS3Bucket, type S3Settings } from '../../src/server/blobs/s3Bucket.ts';
import { openPostgres } from '../../src/server/postgres.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createTestClock, realRng } from '../fakes/endpoint.ts';
import { CANARY_HEADERS, CANARY_MARKS } from '../server/canaries.ts';
import {
  bearer,
  createUpload,
  creation,
  type Door,
  foundOrganisation,
  joinMonitor,
  patch,
  postJson,
  sealedFile,
  ticketOf,
  uploadWhole,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { patchHead, sendAndCut } from '../server/sockets.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { tempFolder } from './programs.ts';
import { type Swift, startSwift } from './swift.ts';

const folder = tempFolder('blind');
let postgres: Postgres;
let swift: Swift;
let s3: S3Settings;
let url: string;
let running: Running;

beforeAll(async () => {
  [postgres, swift] = await Promise.all([startPostgres(), startSwift()]);
  s3 = await swift.bucket();
  url = await postgres.database();
  running = await startProcess(join(folder.path, 'data'), {
    DATABASE_URL: url,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: s3.bucket,
    S3_ACCESS_KEY_ID: s3.keyId,
    S3_SECRET_ACCESS_KEY: s3.secret,
    TUMAR_METRICS_PORT: '0',
  });
});
afterAll(async () => {
  await running?.stop();
  await Promise.all([postgres?.stop(), swift?.stop()]);
  folder.remove();
});

/** Every value of every row, with the table's name. */
async function allRows(): Promise<string> {
  const rows = openPostgres(url);
  const tables = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(rows);
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const all = await sql`SELECT * FROM ${sql.table(name)}`.execute(rows);
    for (const row of all.rows) found.push(`${name} ${JSON.stringify(row)}`);
  }
  await rows.destroy();
  return found.join('\n');
}

const filesBelow = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true }).flatMap((item) =>
    item.isFile() ? [join(item.parentPath, item.name)] : [],
  );

it('S4 [EP1] [EP6] no header, address, ticket, session or time finer than a day is in rows, objects, logs or metrics', async () => {
  const before = Date.now();
  const door: Door = {
    url: running.url,
    ask: (path, init) => {
      const headers = { ...CANARY_HEADERS, ...(init?.headers as Record<string, string>) };
      return fetch(`${running.url}${path}`, { ...init, headers });
    },
  };
  const organisation = await foundOrganisation(door, running.code);
  const monitor = await joinMonitor(door, organisation);
  const [stored, open] = [await sealedFile(), await sealedFile()];
  await uploadWhole(door, monitor, stored);
  const place = await createUpload(door, monitor, open);
  await door.ask(place, patch(0, open.file.slice(0, 3000)));
  const port = Number(new URL(running.url).port);
  const raw = Object.entries(CANARY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = patchHead(port, place, 3000, 9000)
    .toString('latin1')
    .replace(/\r\n\r\n$/, '\r\n');
  await sendAndCut(
    port,
    Buffer.concat([Buffer.from(`${head}${raw.join('')}\r\n`), open.file.subarray(3000, 4000)]),
    'RST',
  );
  await door.ask(paths.parcel(organisation.org, stored.parcel), bearer(organisation.token));
  await door.ask(paths.parcels(organisation.org), { ...creation(monitor, open, 17), body: 'x' });
  await door.ask(paths.orgs, { method: 'POST', body: '{"broken' });
  await door.ask(paths.enrol(organisation.org), postJson({ secret: toHex(realRng(16)), credential: 'no' }));
  // Failures on the way: what they say goes into logs.
  await swift.crash();
  await door.ask(paths.parcels(organisation.org), creation(monitor, stored, 16_384, stored.file));
  await swift.start();
  await postgres.crash();
  await door.ask(paths.parcels(organisation.org), creation(monitor, await sealedFile(), 16_384));
  await postgres.start();
  const manifest = async () => (await door.ask(paths.manifest(organisation.org))).status;
  await expect.poll(manifest, { timeout: 60_000 }).toBe(200);
  const metrics = await (await fetch(running.metricsUrl, { headers: CANARY_HEADERS })).text();
  const after = Date.now();

  const rows = await allRows();
  expect(rows).toContain(stored.parcel);
  const bucket = createS3Bucket(s3, createTestClock());
  const keys: string[] = [];
  for await (const { key } of bucket.list('')) keys.push(key);
  expect(keys.join('\n')).toContain(stored.parcel);
  const own = filesBelow(join(folder.path, 'data')).map(
    (path) => `${path} ${readFileSync(path).toString('latin1')}`,
  );
  expect(metrics).toContain('tumar_sound 1');
  const places = {
    rows,
    keys: keys.join('\n'),
    own: own.join('\n'),
    said: running.said(),
    log: postgres.said(),
    metrics,
  };
  const secrets = [organisation.token, ticketOf(monitor, stored.parcel), ticketOf(monitor, open.parcel)];
  for (const [name, text] of Object.entries(places)) {
    for (const mark of [...CANARY_MARKS, ...secrets])
      expect(text.includes(mark), `${name}: ${mark}`).toBe(false);
  }
  // The database's log has its own times and addresses of processes, but no statement and no value of ours.
  expect(places.log).not.toMatch(/STATEMENT|DETAIL: +Key/);
  expect(places.log).not.toContain(stored.parcel);
  for (const [name, text] of [
    ['rows', rows],
    ['own', places.own],
    ['metrics', metrics],
  ] as const) {
    const near = (text.match(/(?<![0-9a-fA-F])(\d{13}|\d{10})(?![0-9a-fA-F])/g) ?? []).filter((digits) => {
      const time = Number(digits) * (digits.length === 10 ? 1000 : 1);
      return time >= before - 60_000 && time <= after + 60_000;
    });
    expect(near, name).toEqual([]);
    expect(text, name).not.toMatch(/\d{4}-\d{2}-\d{2}[T ]\d{2}:/);
  }
  expect(rows).toMatch(/\d{4}-\d{2}-\d{2}/);
});
