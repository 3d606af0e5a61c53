/** Owns asking an endpoint for tokens, and when: at another time than something is sent. Must never see a token, or ask while sending. */
import type { Clock, Rng } from '../domain/ports.ts';
import type { Result } from '../domain/result.ts';
import {
  parseTokenInfo,
  parseTokenReply,
  type TokenInfo,
  type TokenReply,
  type TokenRequest,
  tokensPath,
} from '../wire/tokens.ts';
import type { ExchangeDeps } from './exchange.ts';
import type { Send } from './ports.ts';
import { type DoorCode, knockForJson } from './receipts.ts';

/** The calls of the vault that this needs; it alone has the credential and the tokens. */
export type TokenWallet = {
  tokensDue(): Promise<Result<number | null, string>>;
  delayTokens(until: number): Promise<Result<unknown, string>>;
  orderTokens(info: Pick<TokenInfo, 'key' | 'epoch'>): Promise<Result<TokenRequest | null, string>>;
  keepTokens(reply: TokenReply): Promise<Result<number, string>>;
  skipTokens(): Promise<Result<unknown, string>>;
};

const HOUR = 3_600_000;
/** Between two rounds of asking. */
const ASK_AFTER = { from: HOUR, to: 6 * HOUR };
/** Between something that was sent and asking. */
const QUIET_AFTER = { from: 2 * HOUR, to: 8 * HOUR };
/** Batches in one round: a quarter of an epoch's. */
const ROUND = 8;
/** Batches that come with the enrolment, which has named this phone anyway. */
export const FIRST_ROUND = 2;

export function tokenInfoAt(
  deps: ExchangeDeps,
  endpoint: string,
  org: string,
  signal?: AbortSignal,
): Promise<Result<TokenInfo, DoorCode>> {
  return knockForJson(deps, { url: endpoint + tokensPath(org), method: 'GET', signal }, parseTokenInfo);
}

/** The same request may be sent again. Codes of its own: `tokensUsed`, `tokensOver`, `credentialRefused`. [TOK3] */
export function fetchTokens(
  deps: ExchangeDeps,
  endpoint: string,
  org: string,
  request: TokenRequest,
  signal?: AbortSignal,
): Promise<Result<TokenReply, DoorCode>> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify(request);
  const url = endpoint + tokensPath(org);
  return knockForJson(deps, { url, method: 'POST', headers, body, signal }, parseTokenReply);
}

/** These will be the same for the same request, whenever it is asked. */
const FINAL: readonly string[] = ['tokensUsed', 'tokensOver', 'malformed'];

export type Refilled = {
  /** Batches that were kept. */
  readonly batches: number;
  /** Why it ended early, or null. `tokensRefused`: the endpoint's key is not the organisation's. */
  readonly code: string | null;
};

/** Asks the endpoint that issues for this organisation, batch by batch, at most `most`. [TOK3] */
export async function refillTokens(
  deps: ExchangeDeps & { readonly wallet: TokenWallet },
  ask: { readonly org: string; readonly endpoints: readonly string[]; readonly most: number },
  signal?: AbortSignal,
): Promise<Refilled> {
  const { wallet } = deps;
  let batches = 0;
  let code: string | null = null;
  for (const endpoint of ask.endpoints) {
    const info = await tokenInfoAt(deps, endpoint, ask.org, signal);
    if (!info.ok) {
      code = info.code;
      continue;
    }
    while (batches < ask.most) {
      const order = await wallet.orderTokens(info.value);
      if (!order.ok) return { batches, code: order.code };
      // Nothing more here: used up, or another endpoint is the issuer.
      if (order.value === null) break;
      const reply = await fetchTokens(deps, endpoint, ask.org, order.value, signal);
      if (!reply.ok) {
        if (FINAL.includes(reply.code)) await wallet.skipTokens();
        return { batches, code: reply.code };
      }
      const kept = await wallet.keepTokens(reply.value);
      if (!kept.ok) return { batches, code: kept.code };
      batches += 1;
    }
    if (batches > 0) return { batches, code: null };
  }
  return { batches, code };
}

export type TokenRefill = {
  /** To be called when nothing is being sent and nothing waits; mostly does nothing. Answers why asking failed, or null. [TOK6] */
  look(ask: { readonly org: string; readonly endpoints: readonly string[] }): Promise<string | null>;
  /** Something was sent just now. */
  sent(): Promise<void>;
};

export function createTokenRefill(deps: {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly send: Send;
  readonly wallet: TokenWallet;
}): TokenRefill {
  const { clock, rng, wallet } = deps;
  let quietUntil = 0;
  let asking: AbortController | null = null;

  const within = ({ from, to }: typeof ASK_AFTER): number =>
    from + Math.floor(((to - from) * new DataView(rng(4).buffer).getUint32(0)) / 2 ** 32);

  return {
    async look(ask) {
      if (asking !== null || clock.now() < quietUntil) return null;
      const due = await wallet.tokensDue();
      if (!due.ok || due.value === null || clock.now() < due.value) return null;
      asking = new AbortController();
      let code: string | null;
      try {
        ({ code } = await refillTokens(deps, { ...ask, most: ROUND }, asking.signal));
      } finally {
        asking = null;
      }
      // Not at once again, however it ended.
      quietUntil = Math.max(quietUntil, clock.now() + within(ASK_AFTER));
      await wallet.delayTokens(quietUntil);
      return code;
    },
    async sent() {
      asking?.abort();
      // Remembered beyond this page, but not for each parcel: an hour more or less is chance anyway.
      if (quietUntil > clock.now() + HOUR) return;
      quietUntil = clock.now() + within(QUIET_AFTER);
      await wallet.delayTokens(quietUntil);
    },
  };
}
