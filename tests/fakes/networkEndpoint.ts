/** Owns a small faithful endpoint in memory: uploads, receipts, board, manifest box, enrolment. Must never be kinder than the real one. */
import { createHash } from 'node:crypto';
import {
  ENDPOINT_STATUS,
  type EndpointCode,
  encodeError,
  encodeStoreMark,
  parseTicket,
  parseUploadMetadata,
  paths,
} from '../../src/wire/endpointApi.ts';
import { encodeReceipt, encodeReceiptReply } from '../../src/wire/receipt.ts';

type Upload = { parcel: string; length: number; bytes: Uint8Array<ArrayBuffer>; received: number };

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** In this endpoint a parcel is named by the plain SHA-256 of its bytes. */
export const parcelOf = hash;

export class MemoryEndpoint {
  readonly org: string;
  readonly uploads = new Map<string, Upload>();
  /** Complete parcels, in order of their sequence; each push is one arrival in the inbox. */
  readonly inbox: { parcel: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  board = new Uint8Array(0);
  epoch = '00000000000000e1';
  /** Signs receipts; whoever verifies looks for this word. */
  signature = 'signed by the endpoint';
  refuse: ((request: Request) => EndpointCode | undefined) | undefined;
  /** The most records that one answer of the board holds. */
  boardPage = Number.POSITIVE_INFINITY;
  readonly invites = new Map<string, string | null>();

  constructor(org: string) {
    this.org = org;
  }

  readonly handle = async (request: Request): Promise<Response> => {
    const reply = await this.answer(request);
    reply.headers.set('Tus-Resumable', '1.0.0');
    reply.headers.set('Tumar-Store', encodeStoreMark({ epoch: this.epoch, head: this.inbox.length }));
    return reply;
  };

  private error(code: EndpointCode, headers: Record<string, string> = {}): Response {
    const status = ENDPOINT_STATUS[code];
    const wait: Record<string, string> = [429, 503, 507].includes(status) ? { 'Retry-After': '5' } : {};
    return this.json(encodeError(code), status, { ...wait, ...headers });
  }

  private json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
    const all = { 'Content-Type': 'application/json', ...headers };
    return new Response(JSON.stringify(value), { status, headers: all });
  }

  private octets(bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Response {
    return new Response(bytes, { headers: { 'Content-Type': 'application/octet-stream', ...headers } });
  }

  private async answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const refused = this.refuse?.(request);
    if (refused !== undefined) return this.error(refused);
    const base = paths.parcels(this.org);
    if (pathname === paths.endpoint) return this.json({ receiptKey: 'RW', limits: { parcel: 1 << 30 } });
    if (pathname === base && request.method === 'POST') return this.create(request);
    if (pathname === paths.board(this.org)) return this.readBoard(Number(searchParams.get('after') ?? 0));
    if (pathname === paths.manifest(this.org)) return this.octets(new Uint8Array([1, 2, 3]));
    if (pathname === paths.enrol(this.org)) return this.enrol(request);
    if (!pathname.startsWith(`${base}/`)) return this.error('notFound');
    const [name = '', door] = pathname.slice(base.length + 1).split('/');
    if (door === 'receipt') return this.receipt(name);
    const upload = this.uploads.get(name);
    if (upload === undefined) return this.error('uploadUnknown');
    if (request.method === 'HEAD') return this.standing(upload, 200);
    const offset = Number(request.headers.get('Upload-Offset'));
    if (offset !== upload.received) {
      return this.error('offsetMismatch', { 'Upload-Offset': String(upload.received) });
    }
    return this.take(name, upload, request, 204);
  }

  private async create(request: Request): Promise<Response> {
    if (parseTicket(request.headers.get('Tumar-Ticket')) === undefined) return this.error('ticketRefused');
    const metadata = parseUploadMetadata(request.headers.get('Upload-Metadata'));
    const length = Number(request.headers.get('Upload-Length'));
    if (!metadata.ok || !Number.isSafeInteger(length)) return this.error('malformed');
    const { parcel, secret } = metadata.value;
    const name = hash(new TextEncoder().encode(`tumar/upload/1${parcel}${secret}`)).slice(0, 32);
    let upload = this.uploads.get(name);
    if (upload === undefined) {
      const stored = this.inbox.some((one) => one.parcel === parcel);
      upload = { parcel, length, bytes: new Uint8Array(length), received: stored ? length : 0 };
      this.uploads.set(name, upload);
    }
    const headers = { Location: `${paths.parcels(this.org)}/${name}` };
    if (request.body === null || upload.received > 0) return this.standing(upload, 201, headers);
    return this.take(name, upload, request, 201, headers);
  }

  private standing(upload: Upload, status: number, headers: Record<string, string> = {}): Response {
    const own = { 'Upload-Offset': String(upload.received), 'Upload-Length': String(upload.length) };
    return new Response(null, { status, headers: { ...own, ...headers } });
  }

  private async take(
    name: string,
    upload: Upload,
    request: Request,
    status: number,
    headers = {},
  ): Promise<Response> {
    const from = upload.received;
    try {
      for await (const part of request.body ?? []) {
        if (upload.received + part.length > upload.length) return this.error('tooLarge');
        upload.bytes.set(part, upload.received);
        upload.received += part.length;
      }
    } catch {
      return this.error('malformed'); // nobody is there to read it, and what came is kept [UP2]
    }
    const checksum = request.headers.get('Upload-Checksum')?.split(' ')[1];
    const slice = upload.bytes.subarray(from, upload.received);
    if (checksum !== undefined && Buffer.from(hash(slice), 'hex').toString('base64') !== checksum) {
      upload.received = from;
      return this.error('checksumMismatch');
    }
    if (upload.received === upload.length) {
      if (hash(upload.bytes) !== upload.parcel) {
        this.uploads.delete(name);
        return this.error('parcelMismatch');
      }
      const { parcel, bytes } = upload;
      if (!this.inbox.some((one) => one.parcel === parcel)) this.inbox.push({ parcel, bytes });
    }
    return this.standing(upload, status, headers);
  }

  private receipt(parcel: string): Response {
    const index = this.inbox.findIndex((one) => one.parcel === parcel);
    const size = this.inbox[index]?.bytes.length;
    if (size === undefined) return this.error('parcelUnknown');
    const receipt = encodeReceipt({
      purpose: 'tumar-receipt/1',
      org: this.org,
      parcel,
      size,
      day: '2026-11-22',
      endpoint: '00000000000000aa',
      epoch: this.epoch,
      sequence: index + 1,
    });
    return this.json(encodeReceiptReply({ receipt, signature: this.signature }));
  }

  private readBoard(after: number): Response {
    const page = this.board.slice(after * 32, Math.min(this.board.length, (after + this.boardPage) * 32));
    return this.octets(page, { 'Tumar-Board': String(this.board.length / 32) });
  }

  private async enrol(request: Request): Promise<Response> {
    const { secret, credential } = (await request.json()) as { secret: string; credential: string };
    const used = this.invites.get(secret);
    if (used === undefined) return this.error('inviteForeign');
    if (used !== null && used !== credential) return this.error('inviteUsed');
    this.invites.set(secret, credential);
    return this.json({ org: this.org });
  }
}
