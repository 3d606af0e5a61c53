/** Owns the proof that monitoring sees whether the endpoint is well, and nothing of the people who use it. */
import { expect, it } from 'vitest';
import { DiskError } from '../../src/server/blobs/disk.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createMemoryBucket } from '../fakes/bucket.ts';
import { createMemoryDisk, faulty } from '../fakes/disk.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import { createUpload, foundOrganisation, joinMonitor, patch, sealedFile, uploadWhole } from './parties.ts';

it('S4 [EP1] no number moves when reports arrive, nothing names an organisation, and faults show', async () => {
  const disk = createMemoryDisk();
  const endpoint = await createTestEndpoint({ disk });
  const bucket = createMemoryBucket();
  const metrics = createMetrics({
    version: '1.2.3',
    sound: endpoint.sound,
    failures: endpoint.failures,
    damaged: endpoint.damaged,
    rows: endpoint.rows,
    bucket,
    free: async () => 0.4567,
  });
  // What depends on this process and not on who asks.
  const read = async () =>
    (await metrics.text())
      .split('\n')
      .filter((line) => !line.startsWith('#') && !/^tumar_(memory|delay)_/.test(line));
  const before = await read();
  expect(before).toEqual([
    'tumar_info{version="1.2.3"} 1',
    'tumar_sound 1',
    'tumar_engine_up{engine="rows"} 1',
    'tumar_engine_up{engine="bucket"} 1',
    'tumar_failures_total{status="429"} 0',
    'tumar_failures_total{status="500"} 0',
    'tumar_failures_total{status="503"} 0',
    'tumar_failures_total{status="507"} 0',
    'tumar_damaged_total 0',
    'tumar_disk_free_ratio 0.45',
    '',
  ]);
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const monitor = await joinMonitor(endpoint, organisation);
  for (let i = 0; i < 3; i += 1) await uploadWhole(endpoint, monitor, await sealedFile());
  const sealed = await sealedFile();
  const place = await createUpload(endpoint, monitor, sealed);
  await endpoint.ask(paths.parcels(organisation.org), { method: 'POST' });
  expect(await read()).toEqual(before);
  expect(await metrics.text()).not.toContain(organisation.org);

  bucket.onOperation = () => {
    throw new DiskError('busy', new Error('away'));
  };
  disk.onOperation = (name) => {
    if (name === 'write') throw faulty('full');
  };
  await endpoint.ask(place, patch(0, sealed.file));
  disk.onOperation = (name) => {
    if (name === 'write') throw faulty('broken');
  };
  await endpoint.ask(place, patch(0, sealed.file));
  expect((await read()).filter((line) => !before.includes(line))).toEqual([
    'tumar_sound 0',
    'tumar_engine_up{engine="bucket"} 0',
    'tumar_failures_total{status="503"} 1',
    'tumar_failures_total{status="507"} 1',
  ]);
});
