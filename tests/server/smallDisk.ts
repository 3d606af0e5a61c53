/** Owns one run of the endpoint on a disk of one megabyte; prints what it answered as JSON. Started by full.test.ts. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFsDisk } from '../../src/server/blobs/fsDisk.ts';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import {
  codeIn,
  createUpload,
  foundOrganisation,
  joinMonitor,
  offsetAt,
  patch,
  sealedFile,
} from './parties.ts';

const [folder = '', size = ''] = process.argv.slice(2);
const data = join(folder, 'data');
mkdirSync(data, { recursive: true });
const endpoint = await createTestEndpoint({
  disk: createFsDisk(data),
  rows: createRows(openSqlite(join(data, 'tumar.db'))),
});
const monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
const sealed = await sealedFile(524_288);
const place = await createUpload(endpoint, monitor, sealed);
await endpoint.ask(place, patch(0, sealed.file.slice(0, 100_000)));
const ballast = join(folder, 'ballast');
if (size === 'small') writeFileSync(ballast, new Uint8Array(450_000));
const reply = await endpoint.ask(place, patch(100_000, sealed.file.slice(100_000)));
if (reply.status !== 507) process.stdout.write(JSON.stringify({ refused: reply.status }));
else {
  const code = await codeIn(reply);
  const health = (await endpoint.ask(paths.health)).status;
  const offset = await offsetAt(endpoint, place);
  rmSync(ballast);
  const later = (await endpoint.ask(place, patch(offset, sealed.file.slice(offset)))).status;
  process.stdout.write(JSON.stringify({ refused: 507, code, health, kept: offset === 100_000, later }));
}
process.exit(0);
