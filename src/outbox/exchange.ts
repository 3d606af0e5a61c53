/** Owns one request and its answer: time limit, bounded body, and whether our endpoint spoke. Must never retry. */
import type { Clock } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type EndpointCode, OCTETS, parseError, STORE_HEADER, TUS_VERSION } from '../wire/endpointApi.ts';
import type { Send } from './ports.ts';

/**
 * Who may be on the line: nobody (`offline`), nobody in time (`timeout`), somebody else (`notOurEndpoint`), a proxy whose
 * endpoint is away (`endpointFault`).
 */
export type LineCode = 'offline' | 'timeout' | 'notOurEndpoint' | 'endpointFault' | 'aborted';

/** Which mark makes an answer ours [UP5]: tus version, JSON, or raw bytes. */
export type Speech = 'tus' | 'json' | 'octets';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** The whole body, at most the limit asked for. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** How long it took, milliseconds. */
  readonly took: number;
};

export type ExchangeDeps = { readonly clock: Clock; readonly send: Send };

export type Ask = {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly speech: Speech;
  /** Milliseconds until we stop waiting for the whole answer. */
  readonly within: number;
  /** Bytes of body we are ready to read; a longer one is not our endpoint's. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
};

const RETRY_AFTER_CAP = 15 * 60_000;

/**
 * `Retry-After` in milliseconds, at most 15 minutes, so that a lying answer cannot silence a phone. Both forms of
 * RFC 9110 §10.2.3; a date is read against the answer's own `Date`, for phones whose clock is wrong.
 */
export function retryAfter(headers: Headers, now: number): number | null {
  const text = headers.get('Retry-After');
  if (text === null) return null;
  const dateOf = (date: string) => (/ GMT$/.test(date) ? Date.parse(date) : Number.NaN);
  const from = dateOf(headers.get('Date') ?? '');
  const wait = /^\d{1,9}$/.test(text)
    ? Number(text) * 1000
    : dateOf(text) - (Number.isNaN(from) ? now : from);
  return Number.isNaN(wait) ? null : Math.min(RETRY_AFTER_CAP, Math.max(0, wait));
}

/** "Network Authentication Required" (RFC 6585 §6): a portal, as its name says. */
const PORTAL = 511;

/** A stranger who fails is the proxy before an endpoint that is away; whoever wants a login says anything but 5xx. [UP5] */
const strangerCode = ({ status }: Response): LineCode =>
  status >= 500 && status !== PORTAL ? 'endpointFault' : 'notOurEndpoint';

function isOurs(response: Response, speech: Speech): boolean {
  // `redirect: 'manual'` shows a redirect as an opaque answer of status 0 in browsers, as itself in Node.
  if (response.type === 'opaqueredirect' || response.redirected) return false;
  if (response.status < 200 || (response.status >= 300 && response.status < 400)) return false;
  const type = (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (speech === 'tus') return response.headers.get('Tus-Resumable') === TUS_VERSION;
  if (!response.headers.has(STORE_HEADER)) return false; // [EP1]
  return type === 'application/json' || (speech === 'octets' && response.ok && type === OCTETS);
}

async function readBounded(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An answer that is not ours may still ask for patience, which costs nothing to grant. */
export type Failed = { readonly ok: false; readonly code: LineCode; readonly retryAfter: number | null };

/**
 * Sends one request without cookies, cache, referrer or redirects, and reads the whole answer. Any status of ours is a
 * success here; codes: `offline` (no answer, or it broke off), `timeout`, `notOurEndpoint` and `endpointFault` [UP5], `aborted`
 * (the signal).
 */
export async function exchange(deps: ExchangeDeps, ask: Ask): Promise<{ ok: true; value: Answer } | Failed> {
  const failed = (code: LineCode, wait: number | null = null): Failed => ({
    ok: false,
    code,
    retryAfter: wait,
  });
  if (ask.signal?.aborted) return failed('aborted');
  const line = new AbortController();
  const ended = new AbortController();
  let late = false;
  const hangUp = () => line.abort();
  ask.signal?.addEventListener('abort', hangUp, { once: true });
  void deps.clock.sleep(ask.within, ended.signal).then(() => {
    if (ended.signal.aborted) return;
    late = true;
    line.abort();
  });
  const started = deps.clock.now();
  try {
    const response = await deps.send(
      new Request(ask.url, {
        method: ask.method,
        headers: { ...ask.headers },
        body: ask.body ?? null,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: line.signal,
      }),
    );
    if (!isOurs(response, ask.speech)) {
      void response.body?.cancel().catch(() => undefined);
      return failed(strangerCode(response), retryAfter(response.headers, deps.clock.now()));
    }
    const body = await readBounded(response, ask.limit);
    if (body === null) return failed('notOurEndpoint');
    const took = Math.max(0, deps.clock.now() - started);
    return { ok: true, value: { status: response.status, headers: response.headers, body, took } };
  } catch {
    // fetch says "TypeError" for every broken line; which one it was cannot be told apart, and need not be.
    return failed(ask.signal?.aborted ? 'aborted' : late ? 'timeout' : 'offline');
  } finally {
    ended.abort();
    ask.signal?.removeEventListener('abort', hangUp);
  }
}

/** The body as a JSON value; `notOurEndpoint` when it is none. */
export function jsonOf(answer: Answer): Result<unknown, 'notOurEndpoint'> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body)) as unknown);
  } catch {
    return err('notOurEndpoint');
  }
}

/** The code of an error answer, `{"error":{"code"}}`, or undefined. */
export function errorCodeOf(answer: Answer): EndpointCode | undefined {
  const json = jsonOf(answer);
  return json.ok ? parseError(json.value) : undefined;
}
