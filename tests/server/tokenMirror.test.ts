/** Proves that a phone gets its tokens wherever it joined: only one of several stores issues them. */
import { expect, it } from 'vitest';
import { enrolHash } from '../../src/crypto/ack.ts';
import { finishBatch } from '../../src/crypto/tokenBatch.ts';
import { ok } from '../../src/domain/result.ts';
import { refillTokens, type TokenWallet } from '../../src/outbox/tokens.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { must, unhex } from '../crypto/setup.ts';
import { createTestClock, createTestEndpoint, realRng } from '../fakes/endpoint.ts';
import { foundRequest, openSession, postJson } from './parties.ts';
import { foundWithTokens, keyOf, type Order, orderOf } from './tokenParties.ts';

it('[TOK2] [TOK6] [UP7] who joined at a mirror that issues no tokens refills at the issuer, once it is known there', async () => {
  const [one, two] = ['https://one.example', 'https://two.example'];
  const issuer = await createTestEndpoint({ config: { urls: [one] } });
  const mirror = await createTestEndpoint({ config: { urls: [two] } });
  const organisation = await foundWithTokens(issuer, issuer.setupCode());
  const { org, signed } = organisation;
  const founded = await mirror.ask(paths.orgs, foundRequest(mirror.setupCode(), signed, org));
  expect(founded.status).toBe(201);
  const [secret, credential] = [realRng(16), realRng(32)];
  const invite = { enrol: await enrolHash(secret), expires: '2026-11-29' };
  for (const door of [issuer, mirror])
    await door.ask(paths.invites(org), postJson(invite, await openSession(door, org, memberKey)));
  const pair = postJson({ secret: toHex(secret), credential: toHex(credential) });
  expect((await mirror.ask(paths.enrol(org), pair)).status).toBe(201);

  const key = keyOf(organisation);
  let order: Order | undefined;
  let kept = 0;
  const wallet: TokenWallet = {
    tokensDue: async () => ok(0),
    delayTokens: async () => ok(true),
    skipTokens: async () => ok(true),
    // As the vault does: it asks nobody but who issues under the key of its manifest.
    async orderTokens(info) {
      if (info.key !== key) return ok(null);
      order = await orderOf({ org, credential }, key, { epoch: info.epoch, batch: kept });
      return ok(order.request);
    },
    async keepTokens({ evaluated, proof }) {
      const answer = { evaluated: evaluated.map(unhex), proof: unhex(proof) };
      const tokens = must(await finishBatch(unhex(key), order?.asked ?? [], answer));
      kept += 1;
      return ok(tokens.length);
    },
  };
  let away = true;
  const asked: string[] = [];
  const send = async (request: Request): Promise<Response> => {
    const { origin } = new URL(request.url);
    asked.push(`${request.method} ${origin}`);
    if (origin === one && away) throw new TypeError('no line');
    return (origin === one ? issuer : mirror).fetch(request);
  };
  const refill = () =>
    refillTokens({ clock: createTestClock(), send, wallet }, { org, endpoints: [two, one], most: 2 });

  expect(await refill()).toEqual({ batches: 0, code: 'offline' });
  away = false;
  expect(await refill()).toEqual({ batches: 0, code: 'credentialRefused' });
  expect((await issuer.ask(paths.enrol(org), pair)).status).toBe(201);
  expect(await refill()).toEqual({ batches: 2, code: null });
  expect(asked.filter((line) => line === `POST ${two}`)).toEqual([]);
});
