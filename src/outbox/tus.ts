/** Owns how one upload request is spoken (tus 1.0.0) and what its answer means. Must never keep state or retry. */
import { type Bytes, base64 } from '../wire/bytes.ts';
import {
  encodeTicket,
  encodeUploadMetadata,
  parseStoreMark,
  paths,
  STORE_HEADER,
  TICKET_HEADER,
  TUS_BODY,
  TUS_VERSION,
} from '../wire/endpointApi.ts';
import { type Answer, type Ask, errorCodeOf, exchange, type LineCode, retryAfter } from './exchange.ts';
import type { OutboxDeps, Parcel, WaitCode } from './ports.ts';

/** What an endpoint's answer means to us. `offset` is its own word, unchecked; null when it gave none. */
export type Reply =
  | {
      readonly kind: 'offset';
      readonly offset: number | null;
      readonly upload: string | null;
      readonly took: number;
    }
  /** It does not know this upload (any more): create it again. */
  | { readonly kind: 'gone' }
  /** It stands at another offset: ask which. */
  | { readonly kind: 'conflict' }
  /** This slice was damaged on the way. */
  | { readonly kind: 'sliceDamaged' }
  /** The whole does not have the promised hash; the endpoint threw its part away. [UP3] */
  | { readonly kind: 'parcelMismatch' }
  | { readonly kind: 'line'; readonly code: LineCode; readonly retryAfter: number | null }
  | { readonly kind: 'wait'; readonly code: WaitCode; readonly retryAfter: number | null }
  | { readonly kind: 'refused'; readonly code: string };

const QUICK = 30_000;
const SLICE = 60_000;
const ERROR_BYTES = 4_096;
/** Statuses of 4xx that pass by waiting; any other says that this request will never do. */
const PASSING = [408, 425];

export type TusDeps = Pick<OutboxDeps, 'clock' | 'send' | 'digest' | 'tell'>;

/** Speaks to one endpoint about one parcel. */
export function createTus(deps: TusDeps, endpoint: string, parcel: Parcel, signal: AbortSignal | undefined) {
  const parcels = endpoint + paths.parcels(parcel.org);

  async function ask(request: Pick<Ask, 'url' | 'method' | 'headers' | 'body' | 'within'>): Promise<Reply> {
    const headers = { 'Tus-Resumable': TUS_VERSION, ...request.headers };
    const got = await exchange(deps, { ...request, headers, speech: 'tus', limit: ERROR_BYTES, signal });
    if (!got.ok) return { kind: 'line', code: got.code, retryAfter: got.retryAfter };
    const store = parseStoreMark(got.value.headers.get(STORE_HEADER));
    if (store !== undefined) deps.tell?.({ name: 'store', endpoint, ...store });
    return meaning(got.value, request);
  }

  function meaning(answer: Answer, request: Pick<Ask, 'url' | 'method'>): Reply {
    const { status } = answer;
    if (status < 300) return offsetIn(answer, request);
    const code = errorCodeOf(answer);
    const wait = retryAfter(answer.headers, deps.clock.now());
    // The only 422 of an upload; told by its status, for an answer to HEAD has no body.
    if (status === 422 || code === 'parcelMismatch') return { kind: 'parcelMismatch' };
    if (status === 460) return { kind: 'sliceDamaged' };
    if (status === 409) return { kind: 'conflict' };
    if ((status === 404 || status === 410) && request.method !== 'POST') return { kind: 'gone' };
    if (status === 507) return { kind: 'wait', code: 'endpointFull', retryAfter: wait };
    if ([423, 429, 503].includes(status)) return { kind: 'wait', code: 'endpointBusy', retryAfter: wait };
    if (status < 500 && !PASSING.includes(status)) return { kind: 'refused', code: code ?? `http${status}` };
    return { kind: 'wait', code: 'endpointFault', retryAfter: wait };
  }

  function offsetIn({ headers, took }: Answer, request: Pick<Ask, 'url' | 'method'>): Reply {
    const text = headers.get('Upload-Offset');
    const offset = text === null ? null : /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    const length = headers.get('Upload-Length');
    if (length !== null && length !== String(parcel.size))
      return { kind: 'offset', offset: Number.NaN, upload: null, took };
    if (request.method !== 'POST') return { kind: 'offset', offset, upload: null, took };
    const upload = uploadUrl(headers.get('Location'));
    // Bytes go only to where the endpoint itself keeps uploads, whatever an answer says. [UP5]
    if (upload === null && offset !== parcel.size)
      return { kind: 'line', code: 'notOurEndpoint', retryAfter: null };
    return { kind: 'offset', offset, upload, took };
  }

  function uploadUrl(location: string | null): string | null {
    const base = URL.parse(parcels);
    const url = location === null || base === null ? null : URL.parse(location, base);
    if (url === null || base === null || url.origin !== base.origin) return null;
    const name = url.pathname.startsWith(`${base.pathname}/`)
      ? url.pathname.slice(base.pathname.length + 1)
      : '';
    return /^[A-Za-z0-9_-]{1,128}$/.test(name) && url.search === '' ? url.href : null;
  }

  async function sliceHeaders(slice: Bytes): Promise<Record<string, string>> {
    const type = { 'Content-Type': TUS_BODY };
    if (deps.digest === undefined) return type;
    return { ...type, 'Upload-Checksum': `sha256 ${base64.encode(await deps.digest(slice))}` };
  }

  return {
    /** The same creation gives the same upload [UP1]. `first` may be the first slice, only when nothing was ever sent. */
    async create(first: Bytes | null): Promise<Reply> {
      const headers = {
        'Upload-Length': String(parcel.size),
        'Upload-Metadata': encodeUploadMetadata(parcel),
        ...(parcel.ticket === null ? {} : { [TICKET_HEADER]: encodeTicket(parcel.ticket) }), // [EP6]
        ...(first === null ? {} : await sliceHeaders(first)),
      };
      const body = first === null ? {} : { body: first };
      return ask({ url: parcels, method: 'POST', headers, ...body, within: first === null ? QUICK : SLICE });
    },

    /** Where does this upload stand? */
    offsetOf: (upload: string): Promise<Reply> => ask({ url: upload, method: 'HEAD', within: QUICK }),

    async append(upload: string, offset: number, slice: Bytes): Promise<Reply> {
      const headers = { 'Upload-Offset': String(offset), ...(await sliceHeaders(slice)) };
      return ask({ url: upload, method: 'PATCH', headers, body: slice, within: SLICE });
    },
  };
}
