/** Owns the proof that an organisation learns of its limit before it is reached, and that nobody else pays for it. */
import { expect, it } from 'vitest';
import { isNearlyFull, parseInboxReply, paths } from '../../src/wire/endpointApi.ts';
import { must } from '../crypto/setup.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  createUpload,
  creation,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Organisation,
  patch,
  sealedFile,
  uploadWhole,
} from './parties.ts';

it('[EP7] [UP5] a full organisation is told before, refused with Retry-After, and what began may end', async () => {
  const endpoint = await createTestEndpoint({ config: { orgBytes: 5 * 16_384 } });
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  const monitor = await joinMonitor(endpoint, organisation);
  const usageOf = async ({ org, token }: Organisation) => {
    const reply = await endpoint.ask(paths.inbox(org, 0, 1), bearer(token));
    return must(parseInboxReply(await reply.json())).usage ?? { bytes: -1, limit: null };
  };
  expect(await usageOf(organisation)).toEqual({ bytes: 0, limit: 81_920 });
  const begun = await sealedFile();
  const place = await createUpload(endpoint, monitor, begun);
  const warned: boolean[] = [];
  for (let i = 0; i < 4; i += 1) {
    await uploadWhole(endpoint, monitor, await sealedFile());
    warned.push(isNearlyFull(await usageOf(organisation)));
  }
  expect(warned).toEqual([false, false, false, true]);
  const refused = await endpoint.ask(
    paths.parcels(monitor.org),
    creation(monitor, await sealedFile(), 16_384),
  );
  expect([refused.status, await codeIn(refused), refused.headers.has('Retry-After')]).toEqual([
    507,
    'storageFull',
    true,
  ]);
  expect((await endpoint.ask(place, patch(0, begun.file))).status).toBe(204);
  // The same again is not new.
  const again = await endpoint.ask(paths.parcels(monitor.org), creation(monitor, begun, 16_384));
  expect([again.status, again.headers.get('Upload-Offset')]).toEqual([201, '16384']);
  expect(await inboxOf(endpoint, organisation)).toHaveLength(5);

  const other = await foundOrganisation(endpoint, endpoint.setupCode());
  expect(await usageOf(other)).toEqual({ bytes: 0, limit: 81_920 });
  await uploadWhole(endpoint, await joinMonitor(endpoint, other), await sealedFile());
});

it('S4 [EP7] a limit that nobody set is what the disk has room for, told roughly', async () => {
  const endpoint = await createTestEndpoint({ free: async () => 1_000 });
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  await uploadWhole(endpoint, await joinMonitor(endpoint, organisation), await sealedFile());
  const reply = await endpoint.ask(paths.inbox(organisation.org, 0, 1), bearer(organisation.token));
  const { usage } = must(parseInboxReply(await reply.json()));
  expect(usage).toEqual({ bytes: 16_384, limit: 16_384 + 512 });
  expect(usage !== undefined && isNearlyFull(usage)).toBe(true);
  expect(isNearlyFull({ bytes: 10 ** 12, limit: null })).toBe(false);
});
