/** Owns the doors of an upload: headers in, headers out (tus 1.0.0). Must never touch bytes or rows itself. */
import { Hono } from 'hono';
import { base64, toHex } from '../../wire/bytes.ts';
import {
  parseTicket,
  parseUploadMetadata,
  paths,
  TICKET_HEADER,
  TUS_BODY,
  TUS_VERSION,
} from '../../wire/endpointApi.ts';
import { isHex } from '../../wire/shape.ts';
import { parseTokenTicket } from '../../wire/tokens.ts';
import type { Store } from '../deps.ts';
import { Refusal } from '../replies.ts';
import { createPool } from '../tokens/pool.ts';
import { createTickets } from '../tokens/tickets.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { Arrivals } from './receive.ts';
import type { Body, Standing, Uploads, Within } from './uploads.ts';

/** `base`: the path that the endpoint's public URL adds in front. Mounted at `/o/:org/v1/parcels`. */
export function createTusDoors(
  store: Store,
  uploads: Uploads,
  tokens: Tokens,
  arrivals: Arrivals,
  base: string,
): Hono {
  const doors = new Hono();
  const pool = createPool(store);
  const tickets = createTickets(store);

  doors.post('/', async (c) => {
    const request = tus(c.req.raw);
    const org = param(c.req.param('org'), 16);
    const metadata = parseUploadMetadata(request.headers.get('Upload-Metadata'));
    const length = count(request.headers.get('Upload-Length'));
    if (!metadata.ok || length === undefined) throw new Refusal('malformed');
    const { parcel, secret } = metadata.value;
    const header = request.headers.get(TICKET_HEADER);
    const token = parseTokenTicket(header);
    // Of another endpoint's token nothing can be said here: it counts as none. [TOK7]
    const pooled = header === null || (token !== undefined && !(await tokens.redeem(org, parcel, token)));
    if (pooled) await pool.admit({ org, parcel, secret, length });
    else if (token === undefined) await tickets.check(org, parcel, parseTicket(header));
    const hasBody = request.headers.get('Content-Type') === TUS_BODY;
    const make = () =>
      uploads.create(
        { org, parcel, secret, length, pooled },
        hasBody ? bodyOf(request, arrivals) : undefined,
      );
    const standing = await (pooled && hasBody ? pool.bodies.within(org, make) : make());
    const place = `${base}${paths.parcel(org, standing.upload)}`;
    return answer(standing, 201, { Location: place, 'Upload-Length': String(standing.length) });
  });

  const append = async (request: Request, org: string, upload: string): Promise<Response> => {
    if (request.headers.get('Content-Type') !== TUS_BODY) throw new Refusal('contentType');
    const offset = count(request.headers.get('Upload-Offset'));
    if (offset === undefined) throw new Refusal('malformed');
    const within: Within = async (work) =>
      (await pool.has(org, upload)) ? pool.bodies.within(org, work) : work();
    return answer(await uploads.append(org, upload, offset, bodyOf(request, arrivals), within), 204);
  };
  const remove = async (org: string, upload: string): Promise<Response> => {
    await uploads.remove(org, upload);
    return new Response(null, { status: 204, headers: { 'Tus-Resumable': TUS_VERSION } });
  };

  doors.patch('/:name', (c) =>
    append(tus(c.req.raw), param(c.req.param('org'), 16), param(c.req.param('name'), 16)),
  );
  doors.delete('/:name', (c) => {
    tus(c.req.raw);
    return remove(param(c.req.param('org'), 16), param(c.req.param('name'), 16));
  });
  // Some proxies let only GET and POST through. (tus 1.0.0, X-HTTP-Method-Override)
  doors.post('/:name', async (c) => {
    const request = tus(c.req.raw);
    const meant = request.headers.get('X-HTTP-Method-Override');
    const org = param(c.req.param('org'), 16);
    const upload = param(c.req.param('name'), 16);
    if (meant === 'PATCH') return append(request, org, upload);
    if (meant === 'DELETE') return remove(org, upload);
    throw new Refusal('methodUnknown');
  });
  return doors;
}

/** HEAD of an upload. */
export async function answerStanding(
  uploads: Uploads,
  request: Request,
  org: string,
  upload: string,
): Promise<Response> {
  tus(request);
  const standing = await uploads.standing(org, upload);
  return answer(standing, 200, { 'Upload-Length': String(standing.length), 'Cache-Control': 'no-store' });
}

function answer(standing: Standing, status: number, more: Readonly<Record<string, string>> = {}): Response {
  const headers = { 'Tus-Resumable': TUS_VERSION, 'Upload-Offset': String(standing.received), ...more };
  return new Response(null, { status, headers });
}

function tus(request: Request): Request {
  if (request.headers.get('Tus-Resumable') === TUS_VERSION) return request;
  throw new Refusal('tusVersion', { 'Tus-Version': TUS_VERSION });
}

export function param(value: string | undefined, bytes: number): string {
  if (!isHex(value, bytes)) throw new Refusal('notFound');
  return value;
}

/** A count in decimal digits; undefined when the text is none. */
export function count(text: string | null | undefined): number | undefined {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;
}

function bodyOf(request: Request, arrivals: Arrivals): Body {
  const length = request.headers.get('Content-Length');
  return {
    arrival: arrivals.of(request),
    checksum: checksumOf(request.headers.get('Upload-Checksum')),
    length: length === null ? undefined : count(length),
  };
}

function checksumOf(text: string | null): string | undefined {
  if (text === null) return undefined;
  const [algorithm, value = ''] = text.split(' ');
  if (algorithm !== 'sha256') throw new Refusal('checksumUnknown');
  const bytes = base64.parse(value);
  if (!bytes.ok || bytes.value.length !== 32) throw new Refusal('malformed');
  return toHex(bytes.value);
}
