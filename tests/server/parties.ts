/** Owns the people at the doors of a test endpoint: an organisation, a member, a monitor. Must never skip a door. */
import { createHmac } from 'node:crypto';
import { enrolHash } from '../../src/crypto/ack.ts';
import { createIdentity } from '../../src/crypto/identity.ts';
import { boxManifest } from '../../src/crypto/manifestBox.ts';
import { type SigningKey, sign } from '../../src/crypto/minisign.ts';
import { sealBytes } from '../../src/crypto/seal.ts';
import { plainFor } from '../../src/wire/buckets.ts';
import { type Bytes, base64, toHex } from '../../src/wire/bytes.ts';
import {
  encodeFoundRequest,
  encodeUploadMetadata,
  paths,
  sessionText,
  TUS_BODY,
} from '../../src/wire/endpointApi.ts';
import { ticketInput } from '../../src/wire/inputs.ts';
import type { Manifest, SignedManifest } from '../../src/wire/manifest.ts';
import { manifestWith, memberKey, readKey, signedBy } from '../crypto/organisation.ts';
import { must, seededRng, sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';

/** A way to send a request to a path of the endpoint. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;
/** An endpoint as the people see it. */
export type Door = { readonly url: string; readonly ask: Ask };

export const doorAt = (url: string): Door => ({ url, ask: (path, init) => fetch(`${url}${path}`, init) });

export const postJson = (value: unknown, token?: string): RequestInit => ({
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  },
  body: JSON.stringify(value),
});

export type Organisation = {
  readonly org: string;
  readonly manifest: Manifest;
  readonly signed: SignedManifest;
  readonly token: string;
};

export function firstManifest(door: Door, receiptKey: string, org = toHex(realRng(16))): Manifest {
  return manifestWith({ org, endpoints: [{ url: door.url, receiptKey }] });
}

export function foundRequest(code: string, signed: SignedManifest, org: string): RequestInit {
  const box = boxManifest({ sodium, rng: realRng }, { readKey, org, signed });
  return postJson(encodeFoundRequest({ code, signed, box }));
}

export async function foundOrganisation(door: Door, code: string): Promise<Organisation> {
  const info = (await (await door.ask(paths.endpoint)).json()) as { receiptKey: string };
  const manifest = firstManifest(door, info.receiptKey);
  const signed = signedBy(manifest);
  const reply = await door.ask(paths.orgs, foundRequest(code, signed, manifest.org));
  if (reply.status !== 201) throw new Error(`founding: ${reply.status} ${await reply.text()}`);
  return { org: manifest.org, manifest, signed, token: await openSession(door, manifest.org, memberKey) };
}

export async function openSession(door: Door, org: string, key: SigningKey, url = door.url): Promise<string> {
  const { nonce } = (await (await door.ask(paths.nonce(org), { method: 'POST' })).json()) as {
    nonce: string;
  };
  const signature = sign(sodium, 'tumar-session/1', sessionText(org, url, nonce), key.secret);
  const reply = await door.ask(paths.session(org), postJson({ member: key.publicKey, nonce, signature }));
  if (reply.status !== 200) throw new Error(`session: ${reply.status} ${await reply.text()}`);
  return ((await reply.json()) as { token: string }).token;
}

export type Monitor = { readonly org: string; readonly credential: Bytes };

export async function joinMonitor(
  door: Door,
  { org, token }: Pick<Organisation, 'org' | 'token'>,
  expires = '2026-11-29',
): Promise<Monitor> {
  const secret = realRng(16);
  const credential = realRng(32);
  await door.ask(paths.invites(org), postJson({ enrol: await enrolHash(secret), expires }, token));
  const body = { secret: toHex(secret), credential: toHex(credential) };
  const reply = await door.ask(paths.enrol(org), postJson(body));
  if (reply.status !== 201) throw new Error(`enrol: ${reply.status} ${await reply.text()}`);
  return { org, credential };
}

export type SealedFile = { readonly file: Bytes; readonly parcel: string; readonly secret: string };

const recipient = createIdentity(sodium, seededRng('identity/parties')).recipient;

/** A sealed file of exactly `size` bytes (a bucket), different each time. */
export async function sealedFile(size = 16_384): Promise<SealedFile> {
  const plain = realRng(plainFor(4, size) ?? 0);
  const sealed = must(await sealBytes({ sodium, rng: realRng, recipients: [recipient], S: 4, plain }));
  return { file: sealed.file, parcel: sealed.parcel, secret: toHex(realRng(16)) };
}

export const ticketOf = ({ org, credential }: Monitor, parcel: string): string =>
  createHmac('sha256', credential).update(ticketInput(org, parcel)).digest('hex');

export function creation(
  monitor: Monitor,
  { parcel, secret }: SealedFile,
  length: number,
  body?: Bytes,
): RequestInit {
  return {
    method: 'POST',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Tumar-Ticket': `v1.${ticketOf(monitor, parcel)}`,
      'Upload-Length': String(length),
      'Upload-Metadata': encodeUploadMetadata({ parcel, secret }),
      ...(body === undefined ? {} : { 'Content-Type': TUS_BODY }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

export async function createUpload(door: Door, monitor: Monitor, sealed: SealedFile): Promise<string> {
  const reply = await door.ask(paths.parcels(monitor.org), creation(monitor, sealed, sealed.file.length));
  if (reply.status !== 201) throw new Error(`creation: ${reply.status} ${await reply.text()}`);
  return reply.headers.get('Location') ?? '';
}

export function patch(offset: number, body: Bytes, more: Record<string, string> = {}): RequestInit {
  return {
    method: 'PATCH',
    headers: { 'Tus-Resumable': '1.0.0', 'Content-Type': TUS_BODY, 'Upload-Offset': String(offset), ...more },
    body,
  };
}

export const headInit: RequestInit = { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } };

export async function offsetAt(door: Door, place: string): Promise<number> {
  const reply = await door.ask(place, headInit);
  if (reply.status !== 200) throw new Error(`HEAD: ${reply.status}`);
  return Number(reply.headers.get('Upload-Offset'));
}

export async function uploadWhole(door: Door, monitor: Monitor, sealed: SealedFile): Promise<string> {
  const place = await createUpload(door, monitor, sealed);
  const reply = await door.ask(place, patch(0, sealed.file));
  if (reply.status !== 204) throw new Error(`PATCH: ${reply.status} ${await reply.text()}`);
  return place;
}

export type ReceiptReply = { readonly receipt: string; readonly signature: string };

export async function receiptOf(door: Door, org: string, parcel: string): Promise<ReceiptReply> {
  const reply = await door.ask(paths.receipt(org, parcel));
  if (reply.status !== 200) throw new Error(`receipt: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as ReceiptReply;
}

export function receiptJson({ receipt }: ReceiptReply): Record<string, unknown> {
  return JSON.parse(Buffer.from(must(base64.parse(receipt))).toString('utf8')) as Record<string, unknown>;
}

export const bearer = (token: string, more: Record<string, string> = {}): RequestInit => ({
  headers: { Authorization: `Bearer ${token}`, ...more },
});

export async function inboxOf(door: Door, { org, token }: Organisation, after = 0, limit = 500) {
  const reply = await door.ask(paths.inbox(org, after, limit), bearer(token));
  if (reply.status !== 200) throw new Error(`inbox: ${reply.status} ${await reply.text()}`);
  return (
    (await reply.json()) as { parcels: { sequence: number; parcel: string; size: number; day: string }[] }
  ).parcels;
}

export async function codeIn(reply: Response): Promise<string> {
  return ((await reply.json()) as { error: { code: string } }).error.code;
}
