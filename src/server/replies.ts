/** Owns how the endpoint answers: one shape of errors, one set of headers. Must never echo what a request said. */

import type { Clock } from '../domain/ports.ts';
import { concat } from '../wire/bytes.ts';
import {
  BOARD_HEADER,
  ENDPOINT_STATUS,
  type EndpointCode,
  encodeError,
  STORE_HEADER,
  TICKET_HEADER,
  TUS_VERSION,
} from '../wire/endpointApi.ts';
import { type JsonObject, parseJsonObject } from '../wire/shape.ts';
import { streamFeed } from './uploads/feed.ts';
import { arrivalOf } from './uploads/receive.ts';

/** Milliseconds for a whole body that is no upload: a small one at 4 kbit/s, and one of 1 MiB at 16. */
const LONGEST_SMALL = 60_000;
const LONGEST_BODY = 600_000;
const SMALL_BODY = 16_384;

/** Seconds after which trying again makes sense. Short for a crowd, so that an honest queue of 200 reports gets through. [UP5] */
const RETRY_AFTER: { readonly [status: number]: string } = { 429: '5', 503: '15', 507: '300' };

/** Thrown by a door, turned into an answer at the top: the one way out that is not the result. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: EndpointCode;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: EndpointCode, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.headers = headers;
  }
}

export function refuse(code: EndpointCode, headers: Readonly<Record<string, string>> = {}): Response {
  const status = ENDPOINT_STATUS[code];
  const wait = RETRY_AFTER[status];
  return json(encodeError(code), status, wait === undefined ? headers : { 'Retry-After': wait, ...headers });
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  });
}

/** What is looked at before the rest is waited for. */
const BEGINNING = 256;
/** Rejects when the rest of a body is not worth waiting for. */
export type Look = (beginning: Uint8Array) => Promise<void>;

/** A body of at most `limit` bytes, or a refusal: `malformed` too when it is cut, falls silent, or never ends. */
export async function readBytes(
  request: Request,
  limit: number,
  clock: Clock,
  look?: Look,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw new Refusal('tooLarge');
  const [done, late] = [new AbortController(), new AbortController()];
  void clock.sleep(limit <= SMALL_BODY ? LONGEST_SMALL : LONGEST_BODY, done.signal).then(() => late.abort());
  const arrival = arrivalOf(streamFeed(request.body), clock);
  arrival.endWith(late.signal);
  const parts: Uint8Array[] = [];
  let size = 0;
  let looked = false;
  try {
    for (let part = await arrival.next(); part !== undefined; part = await arrival.next()) {
      size += part.length;
      if (size > limit) throw new Refusal('tooLarge');
      parts.push(new Uint8Array(part));
      if (look === undefined || looked || size < BEGINNING) continue;
      looked = true;
      await look(concat(...parts).subarray(0, BEGINNING));
    }
  } finally {
    done.abort();
    arrival.drop();
  }
  if (arrival.ending !== 'whole') throw new Refusal('malformed');
  return concat(...parts);
}

/** A JSON object of at most `limit` bytes, or a refusal. */
export async function readJson(
  request: Request,
  limit: number,
  clock: Clock,
  look?: Look,
): Promise<JsonObject> {
  const value = parseJsonObject(await readBytes(request, limit, clock, look));
  if (value === undefined) throw new Refusal('malformed');
  return value;
}

const TUS_HEADERS = 'Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum, Tus-Resumable';
const EXPOSED = [
  'Location, Date, Retry-After, Accept-Ranges, Content-Range, Content-Length, ETag',
  `Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm, Upload-Offset, Upload-Length`,
  `${STORE_HEADER}, ${BOARD_HEADER}`,
].join(', ');

/** On every answer: any origin may read it (there are no cookies, only bearer tokens), and nobody may embed or keep it. */
export function dress(reply: Response): Response {
  reply.headers.set('Access-Control-Allow-Origin', '*');
  reply.headers.set('Access-Control-Expose-Headers', EXPOSED);
  reply.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  reply.headers.set('X-Content-Type-Options', 'nosniff');
  reply.headers.set('Referrer-Policy', 'no-referrer');
  return reply;
}

/** The answer to OPTIONS: what a browser asks before it sends, and what a tus client asks. (tus 1.0.0, OPTIONS) */
export function answerOptions(parcelLimit: number): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, PATCH, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': `Authorization, Content-Type, Range, X-HTTP-Method-Override, ${TICKET_HEADER}, ${TUS_HEADERS}`,
      'Access-Control-Max-Age': '86400',
      'Tus-Resumable': TUS_VERSION,
      'Tus-Version': TUS_VERSION,
      'Tus-Extension': 'creation,creation-with-upload,checksum,termination',
      'Tus-Checksum-Algorithm': 'sha256',
      'Tus-Max-Size': String(parcelLimit),
    },
  });
}
