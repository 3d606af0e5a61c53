/** Owns the tokens of this phone: asked for, checked, kept, each used once. Must never use one that another issuer key may have marked. */
import { redeemToken, signTokenRequest } from '../../crypto/token.ts';
import { addDays } from '../../domain/day.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle } from '../../store/disk.ts';
import { type Bytes, parseHex } from '../../wire/bytes.ts';
import type { Manifest } from '../../wire/manifest.ts';
import {
  hexList,
  TOKEN_BATCHES,
  TOKEN_DAYS,
  type TokenInfo,
  type TokenReply,
  type TokenRequest,
  tokenEpochStart,
} from '../../wire/tokens.ts';
import type { VaultCode } from '../api.ts';
import { withOpen } from '../drafts/drafts.ts';
import type { Join } from '../joinRecord.ts';
import type { Records } from '../records.ts';
import { type Open, type Room, today } from '../room.ts';
import { ticketFor } from './ticket.ts';
import { encodeWallet, parseWallet, trimmed, type Wallet, type WalletToken } from './walletRecord.ts';

const NAME = 'wallet';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** After the first contact, so that a phone that joined before there were tokens does not ask at once. */
const FIRST_WITHIN = { from: HOUR, to: 6 * HOUR };
/** Into a new epoch, so that not everybody asks on its first day. */
const EPOCH_WITHIN = { from: 0, to: 5 * DAY };

const EMPTY: Wallet = { dueAt: 0, epoch: 0, done: 0, order: null, tokens: [] };

/** One that is damaged is worth nothing, and replaced. */
async function load(records: Records): Promise<Wallet | null> {
  const stored = await records.get('wallet', NAME);
  return stored.ok ? (parseWallet(stored.value) ?? null) : null;
}

const save = async (records: Records, wallet: Wallet): Promise<Result<true, VaultCode>> => {
  const saved = await records.put('wallet', NAME, encodeWallet(wallet));
  return saved.ok ? ok(true) : saved;
};

const within = (room: Room, { from, to }: { readonly from: number; readonly to: number }): number =>
  from + Math.floor(((to - from) * new DataView(room.rng(4).buffer).getUint32(0)) / 2 ** 32);

type Issued = { readonly join: Join; readonly manifest: Manifest; readonly key: string };

/** Null when there is nobody to ask: not enrolled, or the organisation names no key. */
function issuedBy({ opened }: Open): Issued | null {
  const { join } = opened;
  const manifest = join?.manifest?.manifest;
  if (join === null || manifest === undefined || manifest.tokenKey === null || !join.enrolled) return null;
  return /^[0-9a-f]{64}$/.test(manifest.tokenKey) ? { join, manifest, key: manifest.tokenKey } : null;
}

/** When tokens may be asked for again, epoch milliseconds; null when there is nobody to ask. [TOK6] */
export const tokensDue = (room: Room): Promise<Result<number | null, VaultCode>> =>
  withOpen(room, async (open) => {
    if (issuedBy(open) === null) return ok(null);
    const wallet = await load(open.records);
    if (wallet !== null) return ok(wallet.dueAt);
    const dueAt = room.clock.now() + within(room, FIRST_WITHIN);
    const saved = await save(open.records, { ...EMPTY, dueAt });
    return saved.ok ? ok(dueAt) : saved;
  });

/** Not before `until`: something was sent, or asked for, just now. [TOK6] */
export const delayTokens = (room: Room, until: number): Promise<Result<true, VaultCode>> =>
  withOpen(room, async (open) => {
    if (issuedBy(open) === null) return ok(true);
    const wallet = (await load(open.records)) ?? EMPTY;
    return wallet.dueAt >= until ? ok(true) : save(open.records, { ...wallet, dueAt: until });
  });

const bit = (batch: number): number => (1 << batch) >>> 0;

/** Drawn and durable before anybody is asked, so that a cut asks for the same again. */
async function nextOrder(
  room: Room,
  { records }: Open,
  { key, epoch }: Pick<TokenInfo, 'epoch'> & { readonly key: string },
): Promise<Result<Wallet['order'], VaultCode>> {
  const before = (await load(records)) ?? EMPTY;
  if (before.order !== null) return ok(before.order);
  const wallet = before.epoch === epoch ? before : { ...before, epoch, done: 0 };
  let batch = 0;
  while (batch < TOKEN_BATCHES && (wallet.done & bit(batch)) !== 0) batch += 1;
  if (batch === TOKEN_BATCHES) {
    const dueAt = Math.max(room.clock.now(), tokenEpochStart(epoch + 1)) + within(room, EPOCH_WITHIN);
    const saved = await save(records, { ...wallet, dueAt });
    return saved.ok ? ok(null) : saved;
  }
  const order = { key, epoch, batch, seed: room.rng(32) };
  const saved = await save(records, { ...wallet, order });
  return saved.ok ? ok(order) : saved;
}

/** Fetched by who asks: using a token takes none of it. It may be gone when the app was replaced meanwhile. */
async function loadBatches(): Promise<Result<typeof import('../../crypto/tokenBatch.ts'), 'workerLost'>> {
  try {
    return ok(await import('../../crypto/tokenBatch.ts'));
  } catch {
    return err('workerLost', 'tokenBatch');
  }
}

/**
 * The next request of this epoch, or null: the allowance is used up, or this endpoint issues under another key than the
 * organisation's roots have signed. `info`: what the endpoint says. [TOK2] [TOK3]
 */
export const orderTokens = (
  room: Room,
  info: Pick<TokenInfo, 'key' | 'epoch'>,
): Promise<Result<TokenRequest | null, VaultCode>> =>
  withOpen(room, async (open) => {
    const issued = issuedBy(open);
    if (issued === null || info.key !== issued.key) return ok(null);
    const order = await nextOrder(room, open, { key: issued.key, epoch: info.epoch });
    if (!order.ok) return order;
    if (order.value === null) return ok(null);
    const { key, epoch, batch, seed } = order.value;
    const batches = await loadBatches();
    if (!batches.ok) return batches;
    const asked = await batches.value.blindBatch(issued.manifest.org, seed);
    const blinded = hexList(asked.map((one) => one.blinded));
    const ask = { key, epoch, batch, blinded };
    return ok(await signTokenRequest(issued.join.credential, issued.manifest.org, ask));
  });

const settled = (wallet: Wallet, order: NonNullable<Wallet['order']>): Wallet => ({
  ...wallet,
  order: null,
  done: wallet.epoch === order.epoch ? (wallet.done | bit(order.batch)) >>> 0 : wallet.done,
});

/** The endpoint will not answer this request any more: the next one is another. */
export const skipTokens = (room: Room): Promise<Result<true, VaultCode>> =>
  withOpen(room, async ({ records }) => {
    const wallet = await load(records);
    if (wallet === null || wallet.order === null) return ok(true);
    return save(records, settled(wallet, wallet.order));
  });

/**
 * Checks the proof and keeps the tokens; answers how many there are now. `tokensRefused`: evaluated under another key than the
 * one the roots signed, so that this phone could be known again by them: none is kept. [TOK3]
 */
export const keepTokens = (room: Room, reply: TokenReply): Promise<Result<number, VaultCode>> =>
  withOpen(room, async (open) => {
    const { records, opened } = open;
    const org = opened.join?.manifest?.manifest.org;
    const wallet = await load(records);
    if (org === undefined || wallet === null || wallet.order === null) return err('notFound');
    const { order } = wallet;
    const batches = await loadBatches();
    if (!batches.ok) return batches;
    const asked = await batches.value.blindBatch(org, order.seed);
    const answer = { evaluated: reply.evaluated.map(bytesOf), proof: bytesOf(reply.proof) };
    const made = batches.value.finishBatch(bytesOf(order.key), asked, answer);
    for (const { blind } of asked) blind.fill(0);
    const day = today(room);
    const fresh = made.ok ? made.value.map((token) => ({ ...token, key: order.key, day })) : [];
    const after = settled(wallet, order);
    // The seed goes with this version of the record: from here on nothing links these tokens to the request.
    const saved = await save(records, { ...after, tokens: trimmed([...after.tokens, ...fresh]) });
    order.seed.fill(0);
    if (!made.ok) room.incidents.add('tokensRefused');
    if (!saved.ok) return saved;
    return made.ok ? ok(trimmed([...after.tokens, ...fresh]).length) : err('tokensRefused');
  });

function bytesOf(hex: string): Bytes {
  const bytes = parseHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array(0);
}

/** Of the key in force first, since fewer phones still have older ones; within a key, chance decides. */
function pick(room: Room, tokens: readonly WalletToken[], current: string): WalletToken | undefined {
  const oldest = addDays(today(room), -TOKEN_DAYS);
  const good = tokens.filter(({ day }) => day >= oldest);
  const newest = good.filter(({ key }) => key === current);
  const from = newest.length > 0 ? newest : good;
  return from[within(room, { from: 0, to: from.length })];
}

/**
 * One ticket for each parcel, in order: of a token while there are some, else of the credential. The tokens are gone from the wallet,
 * durably, before this resolves: a cut loses some, and never uses one twice. [TOK4] [TOK5] [EP6]
 */
export async function takeTickets(
  room: Room,
  open: Open,
  parcels: readonly string[],
): Promise<readonly string[]> {
  const { join } = open.opened;
  const org = join?.manifest?.manifest.org;
  if (join === null || org === undefined) throw new Error('tickets are for who has joined');
  const issued = issuedBy(open);
  const wallet = issued === null ? null : await load(open.records);
  const used: WalletToken[] = [];
  if (issued !== null && wallet !== null) {
    let left = wallet.tokens;
    for (const _ of parcels) {
      const token = pick(room, left, issued.key);
      if (token === undefined) break;
      used.push(token);
      left = left.filter((one) => one !== token);
    }
    // No room to note that they are used: then they are not.
    if (used.length > 0 && !(await save(open.records, { ...wallet, tokens: left })).ok) used.length = 0;
  }
  const tickets: string[] = [];
  for (const [i, parcel] of parcels.entries()) {
    const token = used[i];
    tickets.push(
      token === undefined
        ? await ticketFor(join.credential, org, parcel)
        : await redeemToken(token, org, parcel, token.key),
    );
    token?.secret.fill(0);
  }
  return tickets;
}

/** The ticket of [EP6], for what no token moves; `notJoined`. [TOK8] */
export const plainTicket = (room: Room, parcel: string): Promise<Result<string, VaultCode>> =>
  withOpen(room, async (open) => {
    const { join } = open.opened;
    const org = join?.manifest?.manifest.org;
    if (join === null || org === undefined || !join.enrolled) return err('notJoined');
    return ok(await ticketFor(join.credential, org, parcel));
  });

/** For a file that somebody else sealed, as for an own one; `notJoined`: nobody would know this phone. [UP8] */
export const ticketForOther = (room: Room, parcel: string): Promise<Result<string, VaultCode>> =>
  withOpen(room, async (open) => {
    const { join } = open.opened;
    if (join === null || join.manifest === null || !join.enrolled) return err('notJoined');
    const [ticket] = await takeTickets(room, open, [parcel]);
    return ticket === undefined ? err('notJoined') : ok(ticket);
  });

/** Another one for a parcel of ours whose ticket was refused, kept with it; `notJoined`, `notFound`. [TOK4] */
export const otherTicket = (room: Room, parcel: string): Promise<Result<string, VaultCode>> =>
  withOpen(room, async (open) => {
    const entry = open.ledger.entries().find((one) => one.parcel === parcel);
    if (entry === undefined) return err('notFound');
    const [ticket] = open.opened.join?.manifest ? await takeTickets(room, open, [parcel]) : [];
    if (ticket === undefined) return err('notJoined');
    await open.ledger.rewrite({ ...entry, ticket });
    return ok(ticket);
  });

/** Another ticket for what was refused for its ticket: the key it came from may be dead, or the token was used after all. [TOK4] */
export async function renewTickets(room: Room, open: Open, handles: readonly Handle[]): Promise<void> {
  if (!open.opened.join?.manifest) return;
  const refused = (await room.rows.outbox())
    .filter(
      ({ handle, state, code }) =>
        state === 'refused' && code === 'ticketRefused' && handles.includes(handle),
    )
    .map(({ handle }) => open.ledger.find(handle))
    .filter((entry) => entry !== undefined);
  if (refused.length === 0) return;
  const tickets = await takeTickets(
    room,
    open,
    refused.map(({ parcel }) => parcel),
  );
  for (const [i, entry] of refused.entries())
    await open.ledger.rewrite({ ...entry, ticket: tickets[i] ?? entry.ticket });
}
