/** Owns fetching what endpoints publish: receipts, the board, manifests, enrolment. Must never verify or open any of it. */
import { err, ok, type Result } from '../domain/result.ts';
import type { Bytes } from '../wire/bytes.ts';
import {
  BOARD_HEADER,
  BOARD_RECORD_BYTES,
  type EndpointCode,
  type EndpointInfo,
  OCTETS,
  parseBoardRecords,
  parseEndpointInfo,
  parseEnrolReply,
  paths,
} from '../wire/endpointApi.ts';
import { parseReceiptReply, type SignedReceipt } from '../wire/receipt.ts';
import {
  type Answer,
  type Ask,
  type ExchangeDeps,
  errorCodeOf,
  exchange,
  jsonOf,
  type LineCode,
} from './exchange.ts';

const WITHIN = 30_000;
const JSON_BYTES = 16 * 1024;
/** A box holds a manifest of at most 256 KiB as base64 in JSON. */
const BOX_BYTES = 1024 * 1024;
/** 131,072 records: eight campaigns' worth; a longer board comes in several answers. */
const BOARD_BYTES = 4 * 1024 * 1024;

/** Answers of one board, so that an endpoint that gives a record at a time for ever does not hold us. */
const BOARD_ANSWERS = 256;

/** The line failed, or the endpoint said no with a code of its own. `endpointFault`: no with a code we do not know. */
export type DoorCode = LineCode | EndpointCode;

async function knock(deps: ExchangeDeps, request: Omit<Ask, 'within'>): Promise<Result<Answer, DoorCode>> {
  const got = await exchange(deps, { ...request, within: WITHIN });
  if (!got.ok) return err(got.code);
  if (got.value.status >= 300) return err(errorCodeOf(got.value) ?? 'endpointFault');
  return ok(got.value);
}

export async function knockForJson<T>(
  deps: ExchangeDeps,
  request: Omit<Ask, 'within' | 'speech' | 'limit'>,
  parse: (value: unknown) => Result<T, string>,
): Promise<Result<T, DoorCode>> {
  const answer = await knock(deps, { ...request, speech: 'json', limit: JSON_BYTES });
  if (!answer.ok) return answer;
  const json = jsonOf(answer.value);
  const parsed = json.ok ? parse(json.value) : json;
  return parsed.ok ? parsed : err('notOurEndpoint');
}

/** Is this endpoint there, and what does it take? Also the probe that tells a bad parcel from a bad line. [EP2] */
export function endpointInfo(
  deps: ExchangeDeps,
  endpoint: string,
  signal?: AbortSignal,
): Promise<Result<EndpointInfo, DoorCode>> {
  return knockForJson(deps, { url: endpoint + paths.endpoint, method: 'GET', signal }, parseEndpointInfo);
}

/** The signed receipt of a parcel (64 hex digits), unverified; `parcelUnknown` when it is not there. [UP4] */
export function receiptFor(
  deps: ExchangeDeps,
  endpoint: string,
  org: string,
  parcel: string,
  signal?: AbortSignal,
): Promise<Result<SignedReceipt, DoorCode>> {
  const url = endpoint + paths.receipt(org, parcel);
  return knockForJson(deps, { url, method: 'GET', signal }, parseReceiptReply);
}

/** Records of 32 bytes after number `after` (0: all), and the number of the last one held now. [EP8] */
export type BoardPart = { readonly records: readonly Bytes[]; readonly head: number };

/** The board since `after`, whole: nobody sees who looks for what. Goes on asking while the endpoint holds more. */
export async function boardAfter(
  deps: ExchangeDeps,
  endpoint: string,
  org: string,
  after: number,
  signal?: AbortSignal,
): Promise<Result<BoardPart, DoorCode>> {
  const records: Bytes[] = [];
  for (let answers = 0; answers < BOARD_ANSWERS; answers += 1) {
    const from = after + records.length;
    const url = endpoint + paths.board(org, from);
    const answer = await knock(deps, { url, method: 'GET', speech: 'octets', limit: BOARD_BYTES, signal });
    if (!answer.ok) return answer;
    const head = answer.value.headers.get(BOARD_HEADER) ?? '';
    const part = parseBoardRecords(answer.value.body);
    if (part === undefined || !/^\d{1,15}$/.test(head)) return err('notOurEndpoint');
    if (part.length > 0 && from + part.length > Number(head)) return err('notOurEndpoint');
    records.push(...part);
    // A head below what we hold means that the endpoint was restored from a backup: the caller sees it.
    if (part.length === 0 || from + part.length >= Number(head)) return ok({ records, head: Number(head) });
    if (records.length * BOARD_RECORD_BYTES > 16 * BOARD_BYTES) break;
  }
  return err('notOurEndpoint');
}

/** The boxed manifest, opaque bytes; the newest without `version`. [EP3] */
export async function fetchManifestBox(
  deps: ExchangeDeps,
  endpoint: string,
  org: string,
  version?: number,
  signal?: AbortSignal,
): Promise<Result<Bytes, DoorCode>> {
  const url = endpoint + paths.manifest(org, version);
  const answer = await knock(deps, { url, method: 'GET', speech: 'octets', limit: BOX_BYTES, signal });
  if (!answer.ok) return answer;
  const type = answer.value.headers.get('Content-Type') ?? '';
  return type.startsWith(OCTETS) && answer.value.body.length > 0
    ? ok(answer.value.body)
    : err('notOurEndpoint');
}

/**
 * Registers a fresh credential (32 bytes hex) with an invite's secret (16 bytes hex) [EP5]. Safe to repeat with the same
 * pair. Codes of its own: `inviteUsed`, `inviteExpired`, `inviteForeign`.
 */
export function enrol(
  deps: ExchangeDeps,
  endpoint: string,
  org: string,
  pair: { readonly secret: string; readonly credential: string },
  signal?: AbortSignal,
): Promise<Result<{ readonly org: string }, DoorCode>> {
  const body = JSON.stringify({ secret: pair.secret, credential: pair.credential });
  const headers = { 'Content-Type': 'application/json' };
  const request: Omit<Ask, 'within' | 'speech' | 'limit'> = {
    url: endpoint + paths.enrol(org),
    method: 'POST',
    headers,
    body,
    signal,
  };
  return knockForJson(deps, request, (value) => {
    const reply = parseEnrolReply(value);
    return reply.ok && reply.value.org === org ? reply : err('malformed');
  });
}
