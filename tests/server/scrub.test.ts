/** Owns the proof that stored bytes which change by themselves are found, put aside, and taken again. */
import { expect, it } from 'vitest';
import { createSigner } from '../../src/crypto/minisign.ts';
import { parcelPath } from '../../src/server/blobs/disk.ts';
import { createDiskBlobs } from '../../src/server/blobs/diskBlobs.ts';
import { scrub } from '../../src/server/blobs/scrub.ts';
import { type Base, createHealth, DEFAULTS } from '../../src/server/deps.ts';
import { readMeta } from '../../src/server/meta.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { sodium } from '../crypto/setup.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, realRng } from '../fakes/endpoint.ts';
import {
  bearer,
  creation,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  receiptOf,
  sealedFile,
  uploadWhole,
} from './parties.ts';

it('S5 S12 [UP3] one flipped bit in a file or in the database is found within a round, and the parcel is taken again under its receipt', async () => {
  const disk = createMemoryDisk();
  const endpoint = await createTestEndpoint({ disk });
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const monitor = await joinMonitor(endpoint, organisation);
  const { org } = organisation;
  const [small, file, sound] = [await sealedFile(), await sealedFile(131_072), await sealedFile()];
  const whole = (sealed: typeof small) =>
    endpoint.ask(paths.parcels(org), creation(monitor, sealed, sealed.file.length, sealed.file));
  for (const sealed of [small, sound]) expect((await whole(sealed)).status).toBe(201);
  await uploadWhole(endpoint, monitor, file);
  const receipts = [
    await receiptOf(endpoint, org, small.parcel),
    await receiptOf(endpoint, org, file.parcel),
  ];

  const { rows } = endpoint;
  const bytes = small.file.slice();
  bytes[9_000] = (bytes[9_000] ?? 0) ^ 4;
  await rows.updateTable('small').set({ bytes }).where('parcel', '=', small.parcel).execute();
  const rotten = await disk.open(parcelPath(org, file.parcel));
  await rotten.write(new Uint8Array([(file.file[100_000] ?? 0) ^ 1]), 100_000);
  await rotten.sync();

  const clock = createTestClock();
  const meta = await readMeta(rows, sodium, realRng, false);
  const base: Base = {
    clock,
    rng: realRng,
    rows,
    disk,
    sodium,
    config: DEFAULTS,
    health: createHealth(),
    ...meta,
    signer: createSigner(sodium, meta.receiptKey.secret),
  };
  const store = { ...base, blobs: createDiskBlobs(base) };
  const never = new AbortController().signal;
  const found = [];
  for (let day = 0; day < 32; day += 1) found.push(await scrub(store, day, never));
  expect(found.reduce((sum, one) => sum + one, 0)).toBe(2);
  for (const { parcel } of [small, file])
    expect((await endpoint.ask(paths.parcel(org, parcel), bearer(organisation.token))).status).toBe(500);
  // Nothing is thrown away: whoever runs the endpoint can look at it.
  expect(disk.names().filter((name) => name.startsWith('damaged/'))).toHaveLength(2);

  await whole(small);
  await uploadWhole(endpoint, monitor, file);
  expect([await receiptOf(endpoint, org, small.parcel), await receiptOf(endpoint, org, file.parcel)]).toEqual(
    receipts,
  );
  for (const sealed of [small, file, sound]) {
    const got = await endpoint.ask(paths.parcel(org, sealed.parcel), bearer(organisation.token));
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(sealed.file);
  }
  expect(await inboxOf(endpoint, organisation)).toHaveLength(3);
  for (let day = 0; day < 32; day += 1) expect(await scrub(store, day, never)).toBe(0);
});
