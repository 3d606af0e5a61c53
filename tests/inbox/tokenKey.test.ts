/** Proves that an organisation names the issuer key of its endpoint, and changes it in time. */
import { expect, it } from 'vitest';
import { manifestOf } from '../../src/inbox/member.ts';
import { createCharter, foundOrganisation } from '../../src/inbox/organisation.ts';
import type { InboxDeps } from '../../src/inbox/ports.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { must, sodium } from '../crypto/setup.ts';
import { createTestClock, createTestEndpoint, realRng } from '../fakes/endpoint.ts';
import { infoOf } from '../server/tokenParties.ts';

const DAY = 86_400_000;

async function world() {
  const clock = createTestClock();
  const endpoint = await createTestEndpoint({ clock });
  const deps: InboxDeps = { sodium, rng: realRng, clock, send: (request) => endpoint.fetch(request) };
  const ask = {
    code: endpoint.setupCode(),
    name: 'Steppe Watch (fictional)',
    pseudonym: 'Aigul',
    endpoint: endpoint.url,
  };
  return { clock, endpoint, deps, ask };
}

it('[TOK2] the first manifest names the key that the endpoint offers; after 180 days the next one names its successor', async () => {
  const { clock, endpoint, deps, ask } = await world();
  const charter = must(await createCharter(deps, ask));
  must(await foundOrganisation(deps, charter));
  let { member } = charter;
  const first = manifestOf(member).tokenKey;
  const { key, next } = await infoOf(endpoint, member.org);
  expect(first).toBe(key);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  clock.move(179 * DAY);
  member = must(await publishManifest(deps, member, {}));
  expect(manifestOf(member).tokenKey).toBe(first);
  clock.move(DAY);
  member = must(await publishManifest(deps, member, {}));
  expect(manifestOf(member).tokenKey).toBe(next);
  expect(await infoOf(endpoint, member.org)).toMatchObject({ key: next, since: '2027-05-21' });
  member = must(await publishManifest(deps, member, { name: 'Renamed' }));
  expect(manifestOf(member).tokenKey).toBe(next);
});

it('[TOK2] an organisation of before gets its key with its next manifest; an endpoint without tokens is no obstacle', async () => {
  const { endpoint, deps, ask } = await world();
  const before: InboxDeps = {
    ...deps,
    send: async (request) => {
      if (!request.url.endsWith('/tokens')) return endpoint.fetch(request);
      return endpoint.ask('/nowhere');
    },
  };
  const charter = must(await createCharter(before, ask));
  must(await foundOrganisation(before, charter));
  expect(manifestOf(charter.member).tokenKey).toBeNull();
  const same = must(await publishManifest(before, charter.member, {}));
  expect(manifestOf(same).tokenKey).toBeNull();
  const member = must(await publishManifest(deps, same, {}));
  expect(manifestOf(member).tokenKey).toBe((await infoOf(endpoint, member.org)).key);
});
