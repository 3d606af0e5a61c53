/** Proves that an endpoint with all its state and traffic cannot tell which of two monitors sent a parcel; and that the judge can see. */
import { createHash, createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { credentialTicket } from '../../src/crypto/ack.ts';
import { keyMark, redeemToken, signTokenRequest } from '../../src/crypto/token.ts';
import { finishBatch } from '../../src/crypto/tokenBatch.ts';
import { blindInput, deriveIssuerKey, evaluateBlinded, type IssuerKey } from '../../src/crypto/voprf.ts';
import { refillTokens } from '../../src/outbox/tokens.ts';
import type { Store } from '../../src/server/deps.ts';
import { createTokenKeys } from '../../src/server/tokens/tokenKeys.ts';
import { joinData } from '../../src/vault/join.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { encodeTicket, paths } from '../../src/wire/endpointApi.ts';
import { hexList, holderInput, parseTokenRequest, tokenInput, tokensPath } from '../../src/wire/tokens.ts';
import { must, unhex } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import type { Organisation } from '../server/parties.ts';
import { creationWith, foundWithTokens, freshParcel, infoOf } from '../server/tokenParties.ts';
import { joinedAt, type Phone, ticketsFor } from '../vault/tokenPhone.ts';
import { type Exchanged, judgeOf, learnedShare, rightShare, type Upload, type World } from './tokenJudge.ts';

const SEED = 20261122;
/** Parcels; half of them to learn from. Five standard deviations of guessing at the other half. */
const PARCELS = 120;
const FIVE_SIGMA = (5 * 0.5) / Math.sqrt(PARCELS / 2);
const TABLES = [
  'meta',
  'invites',
  'credentials',
  'uploads',
  'parcels',
  'tokenBatches',
  'tokensSpent',
] as const;

const dice = createDice(SEED);
const truth = Array.from({ length: PARCELS }, (): 0 | 1 => (dice.next() < 0.5 ? 0 : 1));
const parcels = truth.map(freshParcel);
const clock = createTestClock(Date.UTC(2026, 10, 22));
let endpoint: TestEndpoint;
let organisation: Organisation;
let phones: readonly [Phone, Phone];
let credentials: readonly [string, string];
let issuer: IssuerKey;
const traffic: Exchanged[] = [];

/** The line, with somebody who writes down everything but where it came from. */
async function send(request: Request): Promise<Response> {
  const copy = request.clone();
  const reply = await endpoint.fetch(request);
  traffic.push({
    path: new URL(copy.url).pathname,
    headers: [...copy.headers],
    body: await copy.text(),
    reply: await reply.clone().text(),
  });
  return reply;
}

async function upload(ticket: string, i: number): Promise<Upload> {
  const at = traffic.length;
  const url = endpoint.url + paths.parcels(organisation.org);
  const reply = await send(new Request(url, creationWith(ticket, parcels[i]!)));
  expect(reply.status).toBe(201);
  return { at, parcel: parcels[i]!.parcel, ticket };
}

async function uploadAll(tickets: readonly string[]): Promise<Upload[]> {
  const uploads: Upload[] = [];
  for (const [i, ticket] of tickets.entries()) uploads.push(await upload(ticket, i));
  return uploads;
}

async function worldWith(keys: readonly IssuerKey[] = [issuer]): Promise<World> {
  const dumps = await Promise.all(
    TABLES.map((table) => endpoint.rows.selectFrom(table).selectAll().execute()),
  );
  const holders = credentials.map((one) =>
    createHash('sha256').update(holderInput(one)).digest('hex').slice(0, 32),
  ) as [string, string];
  const rows = dumps.flat().map((row) => JSON.stringify(row));
  return { org: organisation.org, credentials, holders, keys, rows, traffic };
}

/** Each parcel's ticket from the monitor that the coin chose. */
async function ticketsBy(take: (who: 0 | 1, parcels: readonly string[]) => Promise<readonly string[]>) {
  const mine = (who: 0 | 1) => parcels.filter((_, i) => truth[i] === who).map(({ parcel }) => parcel);
  const made: [string[], string[]] = [[...(await take(0, mine(0)))], [...(await take(1, mine(1)))]];
  return truth.map((who) => made[who].shift() ?? '');
}

beforeAll(async () => {
  endpoint = await createTestEndpoint({ clock });
  organisation = await foundWithTokens(endpoint, endpoint.setupCode());
  phones = [await joinedAt(endpoint, organisation), await joinedAt(endpoint, organisation)];
  const data = await Promise.all(phones.map(({ engine }) => joinData(engine.room)));
  credentials = data.map((one) => must(one).credential) as [string, string];
  const store = { rows: endpoint.rows, rng: realRng, clock } as unknown as Store;
  issuer = (await createTokenKeys(store).of(organisation.org)).named[0]!.issuer;
}, 60_000);

describe('[TOK4] S4 an endpoint that keeps and reads everything', () => {
  it(`with tokens guesses no better than a coin (seed ${SEED})`, async () => {
    for (const batch of [0, 1, 2]) {
      for (const { wallet } of batch % 2 === 0 ? phones : [...phones].reverse()) {
        const ask = { org: organisation.org, endpoints: [endpoint.url], most: 1 };
        expect(await refillTokens({ clock, send, wallet }, ask)).toEqual({ batches: 1, code: null });
      }
    }
    const tickets = await ticketsBy((who, mine) => ticketsFor(phones[who].engine, mine));
    expect(tickets.every((ticket) => ticket.startsWith('v2.'))).toBe(true);
    const uploads = await uploadAll(tickets);
    const world = await worldWith();
    const judge = judgeOf(world);
    // What would be proof if it were there says nothing at all.
    for (const name of ['credential', 'blind', 'key', 'rows', 'headers']) {
      expect(rightShare(judge[name]!, uploads, truth), name).toBe(0.5);
    }
    const learned = learnedShare(world, uploads, truth);
    expect(Math.abs(learned.share - 0.5), `${learned.name} ${learned.share}`).toBeLessThan(FIVE_SIGMA);
  }, 120_000);

  it('with tickets of before knows every sender: so it would have seen it', async () => {
    traffic.length = 0;
    const tickets = await ticketsBy((who, mine) =>
      Promise.all(mine.map((parcel) => credentialTicket(unhex(credentials[who]), organisation.org, parcel))),
    );
    const uploads = await uploadAll(tickets.map(encodeTicket));
    expect(learnedShare(await worldWith(), uploads, truth)).toEqual({ name: 'credential', share: 1 });
  }, 60_000);

  /** A phone that does as ours must not. Its tokens are as good, and the endpoint none the wiser by its own checks. */
  async function careless(keyFor: (who: 0 | 1) => IssuerKey, blinds: boolean): Promise<readonly string[]> {
    const { epoch } = await infoOf(endpoint, organisation.org);
    let batch = 8;
    return ticketsBy(async (who, mine) => {
      const key = keyFor(who);
      const publicKey = toHex(key.publicKey);
      const tickets: string[] = [];
      for (let from = 0; from < mine.length; from += 32) {
        const asked = Array.from({ length: 32 }, () => {
          const nonce = toHex(realRng(16));
          const input = tokenInput(organisation.org, nonce);
          return { nonce, input, ...blindInput(input, blinds ? realRng : (n) => new Uint8Array(n)) };
        });
        const blinded = asked.map((one) => one.blinded);
        const request = await signTokenRequest(credentials[who], organisation.org, {
          key: publicKey,
          epoch,
          batch: batch++ % 32,
          blinded: hexList(blinded),
        });
        const answer = must(evaluateBlinded(key, blinded, realRng));
        traffic.push({
          path: tokensPath(organisation.org),
          headers: [],
          body: JSON.stringify(request),
          reply: JSON.stringify({ evaluated: hexList(answer.evaluated), proof: toHex(answer.proof) }),
        });
        expect(parseTokenRequest(request).ok).toBe(true);
        for (const [i, token] of must(finishBatch(key.publicKey, asked, answer)).entries()) {
          const parcel = mine[from + i];
          if (parcel !== undefined)
            tickets.push(await redeemToken(token, organisation.org, parcel, publicKey));
        }
      }
      return tickets;
    });
  }
  const asSeen = (tickets: readonly string[]): Upload[] =>
    tickets.map((ticket, i) => ({ at: traffic.length + i, parcel: parcels[i]!.parcel, ticket }));

  it('with tokens that were not blinded knows every sender', async () => {
    traffic.length = 0;
    const uploads = asSeen(await careless(() => issuer, false));
    expect(learnedShare(await worldWith(), uploads, truth)).toEqual({ name: 'blind', share: 1 });
  }, 60_000);

  it('[TOK3] with a key for each monitor would know every sender: that is what the proof is checked for', async () => {
    traffic.length = 0;
    const seed = createHmac('sha256', 'two keys').digest();
    const second = deriveIssuerKey(new Uint8Array(seed), new Uint8Array(0));
    const keys = [issuer, second] as const;
    const uploads = asSeen(await careless((who) => keys[who], true));
    expect(learnedShare(await worldWith(keys), uploads, truth)).toEqual({ name: 'key', share: 1 });
    expect(await keyMark(toHex(issuer.publicKey))).not.toBe(await keyMark(toHex(second.publicKey)));
  }, 60_000);
});
