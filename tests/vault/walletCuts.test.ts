/** Proves that a phone that dies anywhere while it takes or keeps tokens never offers one twice. */
import { expect, it } from 'vitest';
import { refillTokens } from '../../src/outbox/tokens.ts';
import type { Engine } from '../../src/vault/engine.ts';
import type { Wallet } from '../../src/vault/tokens/walletRecord.ts';
import { parseTokenReply } from '../../src/wire/tokens.ts';
import { must } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createTestClock, createTestEndpoint } from '../fakes/endpoint.ts';
import { foundWithTokens, infoOf, sendOrder } from '../server/tokenParties.ts';
import { createDevice, reopened, type Saved, save } from './device.ts';
import { insideOf, joinedAt, ticketsFor, walletOf } from './tokenPhone.ts';

/** An enrolled phone with one batch. */
async function world() {
  const clock = createTestClock(Date.UTC(2026, 10, 22));
  const endpoint = await createTestEndpoint({ clock });
  const organisation = await foundWithTokens(endpoint, endpoint.setupCode());
  const phone = await joinedAt(endpoint, organisation);
  const { org } = organisation;
  const line = { clock, send: (request: Request) => endpoint.fetch(request), wallet: phone.wallet };
  expect((await refillTokens(line, { org, endpoints: [endpoint.url], most: 1 })).batches).toBe(1);
  return { endpoint, phone, org };
}

const dice = createDice(11);

/** Runs `work` on copies of a phone, dead at each step in turn; what is there afterwards. Answers with the number of steps. */
async function cutEverywhere<T>(
  from: Saved,
  work: (engine: Engine) => Promise<T>,
  judge: (wallet: Wallet, done: T | null) => void,
): Promise<number> {
  for (let step = 1; ; step += 1) {
    const device = createDevice(from);
    const engine = await reopened(device);
    device.power.cutAt(step);
    const done = await work(engine).catch(() => null);
    const finished = device.power.count() < step;
    device.power.restore();
    device.disk.reboot(dice.next);
    judge(await insideOf(await reopened(device)), done);
    if (finished) return step;
  }
}

it('[TOK5] a power cut at any step of taking tokens never leaves one that was given out, and loses no more than were taken', async () => {
  const { phone } = await world();
  const steps = await cutEverywhere(
    save(phone.device),
    (engine) =>
      ticketsFor(
        engine,
        ['1', '2', '3'].map((digit) => digit.repeat(64)),
      ),
    ({ tokens }, tickets) => {
      expect(tokens.length).toBeGreaterThanOrEqual(29);
      const left = tokens.map(({ nonce }) => nonce);
      for (const ticket of tickets ?? []) expect(left).not.toContain(ticket.slice(11, 43));
    },
  );
  expect(steps).toBeGreaterThan(5);
}, 180_000);

it('[TOK3] [TOK5] a power cut at any step of keeping tokens leaves all of them, or the same request to ask again', async () => {
  const { endpoint, phone, org } = await world();
  const request = must(await phone.wallet.orderTokens(await infoOf(endpoint, org)))!;
  const reply = must(parseTokenReply(await (await sendOrder(endpoint, org, request)).json()));
  const { order } = await insideOf(phone.engine);
  const steps = await cutEverywhere(
    save(phone.device),
    (engine) => walletOf(engine).keepTokens(reply),
    (wallet, kept) => {
      expect(wallet.tokens).toHaveLength(wallet.order === null ? 64 : 32);
      if (wallet.order !== null) expect(wallet.order).toEqual(order);
      if (kept?.ok) expect(wallet.order).toBeNull();
    },
  );
  expect(steps).toBeGreaterThan(5);
}, 180_000);
