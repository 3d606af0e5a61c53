/** Owns a member's requests to the endpoint and what counts as its answer. Must never retry, and never sign bytes from it. */
import type { Clock } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import {
  type EndpointCode,
  OCTETS,
  parseError,
  parseStoreMark,
  STORE_HEADER,
  type StoreMark,
} from '../wire/endpointApi.ts';
import { parseJsonObject } from '../wire/shape.ts';
import type { InboxDeps } from './ports.ts';

/** `offline`: no answer. `notOurEndpoint`: somebody else's answer (a portal, a proxy, a redirect). [UP5] */
export type DoorError = EndpointCode | 'offline' | 'notOurEndpoint';

export type Ask = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly json?: object;
  readonly octets?: Bytes;
  readonly token?: string;
};

export type Answer = {
  readonly mark: StoreMark;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array>;
};

const MAX_JSON = 4_194_304;
/** Milliseconds until the answer begins, the way of a manifest up a slow line included. */
const ANSWER_WITHIN = 120_000;
const SILENCE = 60_000;

function isType(response: Response, type: string): boolean {
  return (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() === type;
}

/** Settles as `work` does; hangs up when it takes longer than `within` milliseconds, whether `work` listens or not. */
async function patiently<T>(
  clock: Clock,
  line: AbortController,
  within: number,
  work: Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const { promise: silence, reject } = Promise.withResolvers<never>();
  void clock.sleep(within, done.signal).then(() => {
    if (done.signal.aborted) return;
    line.abort();
    reject(new Error('silence'));
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    done.abort();
  }
}

/** The same bytes; it breaks when none come for a minute, so that a stalled line does not hold up the inbox for ever. */
function whileItFlows(clock: Clock, line: AbortController, body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await patiently(clock, line, SILENCE, reader.read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** One request to `endpoint` (URL without slash at the end). The body is given out unread. [EP1] */
export async function knock(
  { send, clock }: Pick<InboxDeps, 'send' | 'clock'>,
  endpoint: string,
  { method, path, json, octets, token }: Ask,
): Promise<Result<Answer, DoorError>> {
  const headers = new Headers({ Accept: `application/json, ${OCTETS}` });
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (json !== undefined) headers.set('Content-Type', 'application/json');
  if (octets !== undefined) headers.set('Content-Type', OCTETS);
  const body = json !== undefined ? JSON.stringify(json) : (octets ?? null);
  const line = new AbortController();
  let response: Response;
  try {
    const request = new Request(endpoint + path, {
      method,
      headers,
      body,
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: line.signal,
    });
    response = await patiently(clock, line, ANSWER_WITHIN, send(request));
  } catch {
    // The platform tells no more than that there was no answer.
    return err('offline');
  }
  const mark = parseStoreMark(response.headers.get(STORE_HEADER));
  const readable = isType(response, 'application/json') || (response.ok && isType(response, OCTETS));
  if (
    mark === undefined ||
    !readable ||
    response.status < 200 ||
    (response.status >= 300 && response.status < 400)
  ) {
    return err('notOurEndpoint');
  }
  const empty = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
  const stream = response.body === null ? empty : whileItFlows(clock, line, response.body);
  if (response.ok) return ok({ mark, headers: response.headers, body: stream });
  const said = await readAll(stream, MAX_JSON);
  const code = parseError(said.ok ? parseJsonObject(said.value) : undefined);
  return err(code ?? 'notOurEndpoint');
}

/** A whole body of at most `limit` bytes. */
export async function readAll(
  body: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Result<Bytes, 'offline' | 'notOurEndpoint'>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of piecesOf(body)) {
      size += part.length;
      if (size > limit) return err('notOurEndpoint');
      parts.push(part);
    }
  } catch {
    return err('offline');
  }
  return ok(concat(...parts));
}

/** An answer whose body is JSON of a known shape. */
export async function jsonOf<T>(
  answer: Result<Answer, DoorError>,
  parse: (value: unknown) => Result<T, string>,
): Promise<Result<{ readonly value: T; readonly mark: StoreMark }, DoorError>> {
  if (!answer.ok) return answer;
  const body = await readAll(answer.value.body, MAX_JSON);
  if (!body.ok) return body;
  const parsed = parse(parseJsonObject(body.value));
  return parsed.ok ? ok({ value: parsed.value, mark: answer.value.mark }) : err('notOurEndpoint');
}

/** A stream's pieces, one after the other; not every browser can iterate a stream itself. */
export async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
