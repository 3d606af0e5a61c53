/** Owns the proof that an older database beside newer files loses no parcel. Must never touch a real disk. */
import { expect, it } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  openSession,
  receiptOf,
  sealedFile,
  uploadWhole,
} from './parties.ts';

it('S6 S9 [EP1] whole parcels that an older database does not know are taken in again; torn ones are not', async () => {
  const disk = createMemoryDisk();
  const before = await createTestEndpoint({ disk });
  const organisation = await foundOrganisation(before, before.setupCode());
  const monitor = await joinMonitor(before, organisation);
  const [kept, lost, torn] = [await sealedFile(), await sealedFile(65_536), await sealedFile()];
  for (const sealed of [kept, lost, torn]) await uploadWhole(before, monitor, sealed);
  const { org } = organisation;
  for (const { parcel } of [lost, torn]) {
    await before.rows.deleteFrom('parcels').where('parcel', '=', parcel).execute();
    await before.rows.deleteFrom('uploads').where('parcel', '=', parcel).execute();
  }
  await before.rows.updateTable('orgs').set({ head: 1 }).execute();
  const file = await disk.open(`parcels/${org}/${torn.parcel.slice(0, 2)}/${torn.parcel}`);
  await file.write(new Uint8Array([1, 2, 3]), 5000);
  await file.sync();
  await before.stop();

  const after = await createTestEndpoint({ disk, rows: before.rows });
  await after.lookedThrough;
  const token = await openSession(after, org, memberKey);
  const listed = await inboxOf(after, { ...organisation, token });
  expect(listed.map(({ parcel, sequence }) => [parcel, sequence])).toEqual([
    [kept.parcel, 1],
    [lost.parcel, 2],
  ]);
  const reply = await after.ask(paths.parcel(org, lost.parcel), bearer(token));
  expect(new Uint8Array(await reply.arrayBuffer())).toEqual(lost.file);
  await receiptOf(after, org, lost.parcel);
  expect(disk.names().some((name) => name.endsWith(torn.parcel))).toBe(false);
});

it('S6 the files of an organisation that the database does not know stay where they are', async () => {
  const disk = createMemoryDisk();
  const before = await createTestEndpoint({ disk });
  const monitor = await joinMonitor(before, await foundOrganisation(before, before.setupCode()));
  const sealed = await sealedFile();
  await uploadWhole(before, monitor, sealed);
  await before.stop();
  await (await createTestEndpoint({ disk })).lookedThrough;
  expect(disk.names().some((name) => name.endsWith(sealed.parcel))).toBe(true);
});
