/** Owns an organisation that gives tokens, and a device that asks for them and uses them. Must never skip a door. */
import { boxManifest } from '../../src/crypto/manifestBox.ts';
import { manifestHash } from '../../src/crypto/manifestCheck.ts';
import { redeemToken, signTokenRequest, type Token } from '../../src/crypto/token.ts';
import { type Asked, blindBatch, finishBatch } from '../../src/crypto/tokenBatch.ts';
import { type Bytes, toHex } from '../../src/wire/bytes.ts';
import { encodePublishRequest, encodeUploadMetadata, paths } from '../../src/wire/endpointApi.ts';
import type { Manifest } from '../../src/wire/manifest.ts';
import {
  hexList,
  parseTokenInfo,
  parseTokenReply,
  type TokenInfo,
  type TokenRequest,
  tokensPath,
} from '../../src/wire/tokens.ts';
import { memberKey, readKey, signedBy } from '../crypto/organisation.ts';
import { must, sodium, unhex } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import {
  type Door,
  firstManifest,
  foundRequest,
  type Monitor,
  type Organisation,
  openSession,
  postJson,
  type SealedFile,
} from './parties.ts';

export const infoOf = async (door: Door, org: string): Promise<TokenInfo> =>
  must(parseTokenInfo(await (await door.ask(tokensPath(org))).json()));

/** Founded with the key that the endpoint offers in its first manifest. */
export async function foundWithTokens(door: Door, code: string): Promise<Organisation> {
  const { receiptKey } = (await (await door.ask(paths.endpoint)).json()) as { receiptKey: string };
  const plain = firstManifest(door, receiptKey);
  const manifest = { ...plain, tokenKey: (await infoOf(door, plain.org)).next };
  const signed = signedBy(manifest);
  const reply = await door.ask(paths.orgs, foundRequest(code, signed, manifest.org));
  if (reply.status !== 201) throw new Error(`founding: ${reply.status} ${await reply.text()}`);
  return { org: manifest.org, manifest, signed, token: await openSession(door, manifest.org, memberKey) };
}

/** The next version, with this issuer key in it. */
export async function publishKey(
  door: Door,
  before: Organisation,
  tokenKey: string | null,
  issued: string,
): Promise<Organisation> {
  const manifest: Manifest = {
    ...before.manifest,
    version: before.manifest.version + 1,
    prev: await manifestHash(before.signed.manifest),
    issued,
    tokenKey,
  };
  const signed = signedBy(manifest);
  const box = boxManifest({ sodium, rng: realRng }, { readKey, org: manifest.org, signed });
  const reply = await door.ask(
    paths.manifest(manifest.org),
    postJson(encodePublishRequest({ signed, box }), await openSession(door, manifest.org, memberKey)),
  );
  if (reply.status !== 200) throw new Error(`publishing: ${reply.status} ${await reply.text()}`);
  return { ...before, manifest, signed };
}

export const keyOf = ({ manifest }: Organisation): string => manifest.tokenKey ?? '';

export type Order = { readonly asked: readonly Asked[]; readonly request: TokenRequest };

export async function orderOf(
  monitor: Monitor,
  key: string,
  at: { readonly epoch: number; readonly batch: number },
  seed: Bytes = realRng(32),
): Promise<Order> {
  const asked = await blindBatch(monitor.org, seed);
  const blinded = hexList(asked.map((one) => one.blinded));
  const ask = { key, ...at, blinded };
  return { asked, request: await signTokenRequest(toHex(monitor.credential), monitor.org, ask) };
}

export const sendOrder = (door: Door, org: string, request: unknown): Promise<Response> =>
  door.ask(tokensPath(org), postJson(request));

export async function tokensFrom(reply: Response, { asked, request }: Order): Promise<readonly Token[]> {
  if (reply.status !== 200) throw new Error(`tokens: ${reply.status} ${await reply.text()}`);
  const { evaluated, proof } = must(parseTokenReply(await reply.json()));
  const answer = { evaluated: evaluated.map(unhex), proof: unhex(proof) };
  return must(finishBatch(unhex(request.key), asked, answer));
}

/** One batch, as a device gets it. */
export async function fetchTokens(
  door: Door,
  monitor: Monitor,
  key: string,
  batch = 0,
): Promise<readonly Token[]> {
  const { epoch } = await infoOf(door, monitor.org);
  const order = await orderOf(monitor, key, { epoch, batch });
  return tokensFrom(await sendOrder(door, monitor.org, order.request), order);
}

export function creationWith(
  ticket: string | null,
  { parcel, secret }: Pick<SealedFile, 'parcel' | 'secret'>,
  length = 16_384,
): RequestInit {
  return {
    method: 'POST',
    headers: {
      'Tus-Resumable': '1.0.0',
      ...(ticket === null ? {} : { 'Tumar-Ticket': ticket }),
      'Upload-Length': String(length),
      'Upload-Metadata': encodeUploadMetadata({ parcel, secret }),
    },
  };
}

/** A parcel's names without a file behind them: enough for a creation. */
export const freshParcel = (): { readonly parcel: string; readonly secret: string } => ({
  parcel: toHex(realRng(32)),
  secret: toHex(realRng(16)),
});

export const ticketWith = (token: Token, org: string, parcel: string, key: string): Promise<string> =>
  redeemToken(token, org, parcel, key);
