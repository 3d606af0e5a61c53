/** Owns a phone that joined an organisation at a real intake, with its wallet within reach. Must never stand in for our code. */
import { enrolHash } from '../../src/crypto/ack.ts';
import type { TokenWallet } from '../../src/outbox/tokens.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { joinData, markEnrolled, offerManifest, putInvite } from '../../src/vault/join.ts';
import { unlocked } from '../../src/vault/room.ts';
import {
  delayTokens,
  keepTokens,
  orderTokens,
  skipTokens,
  takeTickets,
  tokensDue,
} from '../../src/vault/tokens/wallet.ts';
import { parseWallet, type Wallet } from '../../src/vault/tokens/walletRecord.ts';
import { concat } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { encodeInvite } from '../../src/wire/invite.ts';
import { pin, readKey } from '../crypto/organisation.ts';
import { must } from '../crypto/setup.ts';
import { realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import { type Organisation, postJson } from '../server/parties.ts';
import { createDevice, type Device, WORDS } from './device.ts';

export type Phone = { readonly device: Device; readonly engine: Engine; readonly wallet: TokenWallet };

export const walletOf = ({ room }: Engine): TokenWallet => ({
  tokensDue: () => tokensDue(room),
  delayTokens: (until) => delayTokens(room, until),
  orderTokens: (info) => orderTokens(room, info),
  keepTokens: (reply) => keepTokens(room, reply),
  skipTokens: () => skipTokens(room),
});

/** Fetches the manifest in force. */
export async function refresh(endpoint: TestEndpoint, engine: Engine, org: string): Promise<void> {
  const box = concat(new Uint8Array(await (await endpoint.ask(paths.manifest(org))).arrayBuffer()));
  must(await offerManifest(engine.room, box));
}

/** Enrolled, with an empty wallet; no hello. */
export async function joinedAt(
  endpoint: TestEndpoint,
  { org, token }: Organisation,
  device = createDevice(),
): Promise<Phone> {
  const engine = await device.boot();
  must(await engine.create(WORDS));
  const secret = realRng(16);
  const invite = { org, pin, readKey, secret, lastDay: '2026-11-29', endpoints: [endpoint.url] };
  must(await putInvite(engine.room, encodeInvite(invite)));
  const register = { enrol: await enrolHash(secret), expires: '2026-11-29' };
  const registered = await endpoint.ask(paths.invites(org), postJson(register, token));
  if (registered.status !== 201) throw new Error(`invite: ${registered.status}`);
  await refresh(endpoint, engine, org);
  const data = must(await joinData(engine.room));
  const pair = { secret: data.secret, credential: data.credential };
  const enrolled = await endpoint.ask(paths.enrol(org), postJson(pair));
  if (enrolled.status !== 201) throw new Error(`enrol: ${enrolled.status}`);
  must(await markEnrolled(engine.room));
  return { device, engine, wallet: walletOf(engine) };
}

/** Tickets as Finish takes them. */
export const ticketsFor = (engine: Engine, parcels: readonly string[]): Promise<readonly string[]> =>
  takeTickets(engine.room, must(unlocked(engine.room)), parcels);

export async function insideOf(engine: Engine): Promise<Wallet> {
  const bytes = must(await must(unlocked(engine.room)).records.get('wallet', 'wallet'));
  const wallet = parseWallet(bytes);
  if (wallet === undefined) throw new Error('the record is no wallet');
  return wallet;
}
