/** Proves when tokens are asked for: hours after anything was sent, in small rounds, and of whom. */
import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../src/domain/result.ts';
import { createTokenRefill, refillTokens, type TokenWallet } from '../../src/outbox/tokens.ts';
import type { TokenReply, TokenRequest } from '../../src/wire/tokens.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { createDice } from '../fakes/clockDice.ts';

const HOUR = 3_600_000;
const ORG = 'ab'.repeat(16);
const [ONE, TWO] = ['https://one.example', 'https://two.example'] as const;
const key = (digit: string): string => digit.repeat(64);
const ask = { org: ORG, endpoints: [ONE, TWO] };

/** A phone whose vault has `left` batches to ask for of the issuer with this key, and endpoints that answer as told. */
function world(left = 32, seed = 1) {
  const clock = new VirtualClock();
  const { rng } = createDice(seed);
  const log: string[] = [];
  const state = {
    due: 0 as number | null,
    left,
    away: [] as string[],
    code: null as string | null,
    keep: null as string | null,
  };
  const request: TokenRequest = {
    holder: 'cd'.repeat(16),
    key: key('2'),
    epoch: 690,
    batch: 0,
    blinded: Array.from({ length: 32 }, () => key('3')),
    mac: key('4'),
  };
  const wallet: TokenWallet = {
    tokensDue: async () => ok(state.due),
    async delayTokens(until) {
      log.push(`delay ${((until - clock.now()) / HOUR).toFixed(1)}`);
      if (state.due !== null) state.due = Math.max(state.due, until);
      return ok(true);
    },
    orderTokens: async (info) => ok(info.key === key('2') && state.left > 0 ? request : null),
    async keepTokens(): Promise<Result<number, string>> {
      if (state.keep !== null) return { ok: false, code: state.keep };
      state.left -= 1;
      return ok(32);
    },
    async skipTokens() {
      log.push('skip');
      return ok(true);
    },
  };
  let before: () => Promise<unknown> = async () => undefined;
  const send = async (asked: Request): Promise<Response> => {
    const url = new URL(asked.url);
    log.push(`${asked.method} ${url.origin}${url.pathname}`);
    if (state.away.includes(url.origin)) throw new TypeError('no line');
    await before();
    if (asked.signal.aborted) throw new TypeError('aborted');
    const headers = { 'Content-Type': 'application/json', 'Tumar-Store': '0123456789abcdef 0' };
    if (asked.method === 'GET') {
      const info = {
        key: key(url.origin === TWO ? '2' : '1'),
        next: key('5'),
        since: '2026-11-01',
        epoch: 690,
      };
      return new Response(JSON.stringify(info), { headers });
    }
    if (state.code !== null)
      return new Response(JSON.stringify({ error: { code: state.code } }), { status: 409, headers });
    const reply: TokenReply = { evaluated: request.blinded, proof: '6'.repeat(128) };
    return new Response(JSON.stringify(reply), { headers });
  };
  return {
    clock,
    state,
    log,
    wallet,
    deps: { clock, rng, send, wallet },
    onRequest: (run: () => Promise<unknown>) => {
      before = run;
    },
    posts: () => log.filter((line) => line.startsWith('POST')).length,
  };
}

describe('[TOK6] a round of asking', () => {
  it('asks the issuer alone, eight times at most, and then not for hours', async () => {
    const { clock, deps, log, posts } = world();
    const refill = createTokenRefill(deps);
    await refill.look(ask);
    expect(posts()).toBe(8);
    expect(log.filter((line) => line.startsWith('POST')).every((line) => line.includes('two.example'))).toBe(
      true,
    );
    expect(log[0]).toBe(`GET ${ONE}/o/${ORG}/v1/tokens`);
    const delay = Number(/delay ([\d.]+)/.exec(log.join())?.[1]);
    expect(delay).toBeGreaterThanOrEqual(1);
    expect(delay).toBeLessThanOrEqual(6);
    await refill.look(ask);
    expect(posts()).toBe(8);
    await clock.during(Promise.resolve());
    await clock.until(clock.sleep(6 * HOUR + 1));
    await refill.look(ask);
    expect(posts()).toBe(16);
  });

  it('waits at least two hours after something was sent, in this page and beyond it', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { clock, deps, log, posts, state } = world(32, seed);
      const refill = createTokenRefill(deps);
      await refill.sent();
      const delay = Number(/delay ([\d.]+)/.exec(log.join())?.[1]);
      expect(delay).toBeGreaterThanOrEqual(2);
      expect(delay).toBeLessThanOrEqual(8);
      // Once for many parcels.
      for (let i = 0; i < 5; i += 1) await refill.sent();
      expect(log).toHaveLength(1);
      await refill.look(ask);
      // Another page, on the same vault.
      await createTokenRefill(deps).look(ask);
      await clock.until(clock.sleep(2 * HOUR - 60_000));
      await refill.look(ask);
      expect(posts()).toBe(0);
      expect(state.due).toBeGreaterThan(clock.now());
      await clock.until(clock.sleep(7 * HOUR));
      await refill.look(ask);
      expect(posts()).toBe(8);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'ends when something is sent meanwhile, and waits as long (seed %i)',
    async (seed) => {
      const { clock, deps, posts, onRequest, log } = world(32, seed);
      const refill = createTokenRefill(deps);
      onRequest(async () => {
        if (posts() === 2) await refill.sent();
      });
      await refill.look(ask);
      expect(posts()).toBe(2);
      expect(log).not.toContain('skip');
      await clock.until(clock.sleep(2 * HOUR - 60_000));
      await refill.look(ask);
      expect(posts()).toBe(2);
    },
  );

  it('does nothing where there is nobody to ask, or before the time', async () => {
    const { deps, log, state, clock } = world();
    const refill = createTokenRefill(deps);
    state.due = null;
    await refill.look(ask);
    state.due = clock.now() + 1;
    await refill.look(ask);
    expect(log).toEqual([]);
  });
});

describe('[TOK3] the endpoints', () => {
  it('are asked in turn while one is away; what cannot be answered is passed over, what may be is kept', async () => {
    const { deps, state, log, wallet } = world();
    const run = (most = 1) => refillTokens({ ...deps, wallet }, { ...ask, most });
    state.away = [ONE];
    expect(await run(3)).toEqual({ batches: 3, code: null });
    state.away = [ONE, TWO];
    expect(await run()).toEqual({ batches: 0, code: 'offline' });
    state.away = [];
    for (const code of ['tokensUsed', 'tokensOver', 'malformed']) {
      state.code = code;
      expect(await run()).toEqual({ batches: 0, code });
    }
    expect(log.filter((line) => line === 'skip')).toHaveLength(3);
    for (const code of ['busy', 'credentialRefused']) {
      state.code = code;
      expect(await run()).toEqual({ batches: 0, code });
    }
    expect(log.filter((line) => line === 'skip')).toHaveLength(3);
    state.code = null;
    state.keep = 'tokensRefused';
    expect(await run()).toEqual({ batches: 0, code: 'tokensRefused' });
    state.keep = null;
    state.left = 0;
    expect(await run()).toEqual({ batches: 0, code: null });
  });
});
