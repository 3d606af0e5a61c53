/** Proves the wallet: tokens checked against the signed key, each used once through any cut, in a record that tells nothing. */
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { signTokenRequest } from '../../src/crypto/token.ts';
import { refillTokens } from '../../src/outbox/tokens.ts';
import type { VaultBox } from '../../src/store/disk.ts';
import { encodePlace, LEDGER_BYTES, PLACE_BYTES, parseLedger } from '../../src/store/ledgerFile.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import { hello, joinData } from '../../src/vault/join.ts';
import { offerAgain } from '../../src/vault/ledger/traces.ts';
import { unlocked } from '../../src/vault/room.ts';
import {
  encodeWallet,
  MOST_KEYS,
  MOST_TOKENS,
  parseWallet,
  trimmed,
  WALLET_BYTES,
  type Wallet,
} from '../../src/vault/tokens/walletRecord.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { must, seededRng } from '../crypto/setup.ts';
import { createTestClock, createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import { joinMonitor, type Organisation } from '../server/parties.ts';
import {
  creationWith,
  foundWithTokens,
  freshParcel,
  infoOf,
  orderOf,
  publishKey,
  sendOrder,
} from '../server/tokenParties.ts';
import { reopened, save } from './device.ts';
import { insideOf, joinedAt, type Phone, refresh, ticketsFor, walletOf } from './tokenPhone.ts';

const rng = seededRng('wallet');
const hex = (bytes: number): string => toHex(rng(bytes));

it('[TOK5] the record has one size, whatever is in it, and reads back as written', () => {
  const text = fc.integer({ min: 0, max: 255 });
  const keys = Array.from({ length: MOST_KEYS }, () => hex(32));
  const token = fc.record({
    nonce: fc.array(text, { minLength: 16, maxLength: 16 }).map((list) => toHex(Uint8Array.from(list))),
    secret: fc.array(text, { minLength: 32, maxLength: 32 }).map((list) => Uint8Array.from(list)),
    key: fc.constantFrom(...keys),
    day: fc.constantFrom('2026-11-22', '2027-12-31'),
  });
  const order = fc.record({
    key: fc.constantFrom(...keys),
    epoch: fc.nat(),
    batch: fc.nat(31),
    seed: fc.array(text, { minLength: 32, maxLength: 32 }).map((list) => Uint8Array.from(list)),
  });
  const wallet: fc.Arbitrary<Wallet> = fc.record({
    dueAt: fc.nat(4_000_000_000_000),
    epoch: fc.nat(0xffffffff),
    done: fc.nat(0xffffffff),
    order: fc.option(order, { nil: null }),
    tokens: fc.array(token, { maxLength: 40 }),
  });
  fc.assert(
    fc.property(wallet, (given) => {
      const bytes = encodeWallet(given);
      expect(bytes.length).toBe(WALLET_BYTES);
      expect(parseWallet(bytes)).toEqual(given);
      expect(parseWallet(bytes.slice(1))).toBeUndefined();
    }),
    { seed: 5, numRuns: 60 },
  );
});

it('[TOK5] keeps an epoch’s worth, of eight keys at most: the newest', () => {
  const of = (key: number, i: number) => ({
    nonce: i.toString(16).padStart(32, '0'),
    secret: new Uint8Array(32),
    key: key.toString(16).padStart(64, '0'),
    day: '2026-11-22',
  });
  const many = Array.from({ length: MOST_TOKENS + 10 }, (_, i) => of(1, i));
  expect(trimmed(many)).toEqual(many.slice(10));
  const keys = Array.from({ length: MOST_KEYS + 2 }, (_, i) => of(i, i));
  expect(trimmed(keys)).toEqual(keys.slice(2));
  expect(
    parseWallet(encodeWallet({ dueAt: 0, epoch: 1, done: 0, order: null, tokens: trimmed(many) }))?.tokens,
  ).toHaveLength(MOST_TOKENS);
});

it('[VLT10] [TOK4] a token’s ticket fits into a place of the ledger, beside tickets of before and none at all', async () => {
  const places: string[] = [];
  for (const ticket of [`v2.${hex(36)}`, hex(32), null]) {
    const entry = {
      what: 'report' as const,
      order: 2,
      turn: 0,
      handle: hex(16),
      parcel: hex(32),
      secret: hex(16),
      ticket,
      size: 16_384,
      day: '2026-11-22',
      locked: rng(352) as VaultBox,
    };
    const file = rng(LEDGER_BYTES);
    file.set(await encodePlace(entry, rng(PLACE_BYTES)), 3 * PLACE_BYTES);
    expect(await parseLedger(file)).toEqual([{ ...entry, place: 3 }]);
    places.push(entry.handle);
  }
  expect(places).toHaveLength(3);
  for (const ticket of [`v2.${hex(36)}`, hex(32), null]) {
    const [order, what] = [0xfedc_ba98, 'sealed'] as const;
    const locked = rng(352) as VaultBox;
    const entry = {
      what,
      order,
      turn: 7,
      handle: hex(16),
      parcel: hex(32),
      secret: hex(16),
      ticket,
      size: 1,
      day: null,
      locked,
    };
    const file = rng(LEDGER_BYTES);
    file.set(await encodePlace(entry, rng(PLACE_BYTES)), 5 * PLACE_BYTES);
    expect(await parseLedger(file)).toEqual([{ ...entry, place: 5 }]);
  }
});

let clock: ReturnType<typeof createTestClock>;
let endpoint: TestEndpoint;
let organisation: Organisation;
let phone: Phone;
beforeEach(async () => {
  clock = createTestClock(Date.UTC(2026, 10, 22));
  endpoint = await createTestEndpoint({ clock });
  organisation = await foundWithTokens(endpoint, endpoint.setupCode());
  phone = await joinedAt(endpoint, organisation);
});

const line = () => ({ clock, send: (request: Request) => endpoint.fetch(request) });
const refill = (most = 1, on: Pick<Phone, 'wallet'> = phone) =>
  refillTokens({ ...line(), wallet: on.wallet }, { org: organisation.org, endpoints: [endpoint.url], most });
const create = async (ticket: string, names: ReturnType<typeof freshParcel>): Promise<number> =>
  (await endpoint.ask(paths.parcels(organisation.org), creationWith(ticket, names))).status;

it('[TOK3] [TOK4] tokens are fetched, kept over a restart, and pay for parcels; without any the credential’s ticket does', async () => {
  expect(await refill(2)).toEqual({ batches: 2, code: null });
  const engine = await reopened(phone.device);
  expect((await insideOf(engine)).tokens).toHaveLength(64);
  const parcels = Array.from({ length: 70 }, freshParcel);
  const tickets = await ticketsFor(
    engine,
    parcels.map(({ parcel }) => parcel),
  );
  expect(tickets.slice(0, 64).every((ticket) => ticket.startsWith('v2.'))).toBe(true);
  expect(tickets.slice(64).every((ticket) => /^[0-9a-f]{64}$/.test(ticket))).toBe(true);
  for (const i of [0, 63]) expect(await create(tickets[i]!, parcels[i]!)).toBe(201);
  expect(await create(`v1.${tickets[69]!}`, parcels[69]!)).toBe(201);
  expect((await insideOf(engine)).tokens).toHaveLength(0);
});

it('[TOK3] every phone asks for the whole allowance of the epoch, and then not before the next', async () => {
  await refill();
  const { records } = must(unlocked(phone.engine.room));
  const wallet = await insideOf(phone.engine);
  // All but the last two batches came before, and were used.
  must(await records.put('wallet', 'wallet', encodeWallet({ ...wallet, done: 0x3fffffff })));
  expect(await refill(40)).toEqual({ batches: 2, code: null });
  const { tokens, dueAt, epoch } = await insideOf(phone.engine);
  expect(new Set(tokens.map(({ nonce }) => nonce)).size).toBe(96);
  expect(dueAt).toBeGreaterThanOrEqual((epoch + 1) * 30 * 86_400_000);
  expect(await refill(40)).toEqual({ batches: 0, code: null });
  clock.move(30 * 86_400_000);
  expect(await refill(2)).toEqual({ batches: 2, code: null });
  expect((await insideOf(phone.engine)).done).toBe(3);
});

it('[TOK3] tokens of a key that the roots did not sign are refused, told, and never used', async () => {
  const info = await infoOf(endpoint, organisation.org);
  const request = must(await phone.wallet.orderTokens(info));
  // An endpoint that gives this phone a key of its own: it would know its tokens again.
  const other = await createTestEndpoint({ clock });
  const elsewhere = await foundWithTokens(other, other.setupCode());
  const double = await joinMonitor(other, elsewhere);
  const { blinded } = request!;
  const ask = { key: elsewhere.manifest.tokenKey!, epoch: info.epoch, batch: 0, blinded };
  const forged = await sendOrder(
    other,
    elsewhere.org,
    await signTokenRequest(toHex(double.credential), elsewhere.org, ask),
  );
  const marked = (await forged.json()) as { evaluated: string[]; proof: string };
  expect(await phone.wallet.keepTokens(marked)).toEqual({ ok: false, code: 'tokensRefused' });
  expect(phone.engine.room.incidents.has('tokensRefused')).toBe(true);
  expect(await insideOf(phone.engine)).toMatchObject({ order: null, tokens: [] });
  expect(await phone.wallet.orderTokens({ ...info, key: elsewhere.manifest.tokenKey })).toEqual({
    ok: true,
    value: null,
  });
  expect(await refill()).toEqual({ batches: 1, code: null });
});

it('[TOK3] a lost answer is asked for again as it was; one that was used up or too late is passed over', async () => {
  const info = await infoOf(endpoint, organisation.org);
  const first = must(await phone.wallet.orderTokens(info))!;
  expect((await sendOrder(endpoint, organisation.org, first)).status).toBe(200);
  const engine = await reopened(phone.device);
  const again = must(await walletOf(engine).orderTokens(info));
  expect(again).toEqual(first);
  expect(await refill(1, { wallet: walletOf(engine) })).toEqual({ batches: 1, code: null });

  // Somebody else with this phone's credential took the next number.
  const { credential } = must(await joinData(engine.room));
  const thief = { org: organisation.org, credential: Buffer.from(credential, 'hex') as never };
  const { request } = await orderOf(thief, info.key!, { epoch: info.epoch, batch: 1 });
  expect((await sendOrder(endpoint, organisation.org, request)).status).toBe(200);
  expect(await refill(1, { wallet: walletOf(engine) })).toEqual({ batches: 0, code: 'tokensUsed' });
  expect(await refill(1, { wallet: walletOf(engine) })).toEqual({ batches: 1, code: null });

  must(await walletOf(engine).orderTokens(info));
  clock.move(61 * 86_400_000);
  expect(await refill(1, { wallet: walletOf(engine) })).toEqual({ batches: 0, code: 'tokensOver' });
  expect(await refill(1, { wallet: walletOf(engine) })).toEqual({ batches: 1, code: null });
});

it('[TOK2] after a change of keys new tokens are of the new one and go first; the old ones are good until they end', async () => {
  await refill();
  const { next } = await infoOf(endpoint, organisation.org);
  organisation = await publishKey(endpoint, organisation, next, '2026-11-22');
  // The phone does not know the new manifest: no key that it believes is offered.
  expect(await refill()).toEqual({ batches: 0, code: null });
  await refresh(endpoint, phone.engine, organisation.org);
  expect(await refill()).toEqual({ batches: 1, code: null });
  const parcels = Array.from({ length: 33 }, freshParcel);
  const tickets = await ticketsFor(
    phone.engine,
    parcels.map(({ parcel }) => parcel),
  );
  const marks = tickets.map((ticket) => ticket.slice(0, 11));
  expect(new Set(marks.slice(0, 32)).size).toBe(1);
  expect(marks[32]).not.toBe(marks[0]);
  for (const i of [0, 32]) expect(await create(tickets[i]!, parcels[i]!)).toBe(201);
});

it('[TOK4] the first message and each file of a report have a token each; a refused one gets another', async () => {
  await refill();
  must(await hello(phone.engine.room));
  const { engine } = phone;
  const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
  must(await engine.drafts.save(id, '{}'));
  const request = {
    draft: id,
    code: 'ZKZ73',
    form: 'short/1',
    fields: { form: 'short' },
    attachments: [],
    authored: true,
    urgent: false,
  };
  must(await finishDraft(engine.room, request, () => undefined));
  const entries = () => must(unlocked(engine.room)).ledger.entries();
  const tickets = entries().map(({ ticket }) => ticket);
  expect(tickets).toHaveLength(2);
  expect(tickets.every((ticket) => ticket?.startsWith('v2.'))).toBe(true);
  expect((await insideOf(engine)).tokens).toHaveLength(30);
  const [first] = entries();
  await engine.room.rows.update(first!.handle, (row) => ({
    ...row,
    state: 'refused',
    code: 'ticketRefused',
  }));
  must(await offerAgain(engine.room, null));
  expect(entries().find(({ handle }) => handle === first!.handle)?.ticket).not.toBe(first!.ticket);
  expect((await insideOf(engine)).tokens).toHaveLength(29);
});

it('S3 [TOK5] nothing of a token can be read at rest, and a used one is gone with the version of the record', async () => {
  await refill();
  const { tokens } = await insideOf(phone.engine);
  const { files, rows } = save(phone.device);
  const image = Buffer.concat([...files.values(), ...[...rows.records.values()].map(({ body }) => body)]);
  expect(image.length).toBeGreaterThan(1_000_000);
  for (const { nonce, secret } of tokens) {
    expect(image.indexOf(Buffer.from(nonce, 'hex'))).toBe(-1);
    expect(image.indexOf(secret)).toBe(-1);
  }
  const records = () => must(unlocked(phone.engine.room)).records;
  const handle = records().handleOf('wallet', 'wallet')!;
  await ticketsFor(phone.engine, [hex(32)]);
  expect(records().handleOf('wallet', 'wallet')).not.toBe(handle);
  expect(must(unlocked(phone.engine.room)).keyring.keyOf(handle)).toBeUndefined();
});
