/** Owns giving tokens to enrolled devices and taking them for parcels. Must never keep what could join the two. [TOK3] [TOK4] */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { dayOf } from '../../domain/ports.ts';
import { parseHex } from '../../wire/bytes.ts';
import {
  hexList,
  holderInput,
  spentInput,
  TICKET_MAC_BYTES,
  type TokenInfo,
  type TokenReply,
  type TokenRequest,
  type TokenTicket,
  tokenEpochOf,
  tokenInput,
  tokenRequestInput,
  tokenTicketInput,
  usedForInput,
} from '../../wire/tokens.ts';
import type { Store } from '../deps.ts';
import { createPlaces } from '../places.ts';
import { Refusal } from '../replies.ts';
import { type Checking, createChecking, createIssuing } from './issuing.ts';
import { createTokenKeys, type NamedKey } from './tokenKeys.ts';

export type Tokens = {
  info(org: string): Promise<TokenInfo>;
  /** The same request again gives the same elements; another one under its number is `tokensUsed`. [TOK3] */
  issue(org: string, request: TokenRequest): Promise<TokenReply>;
  /** False for a key that was never ours. Refuses unless it is alive, and the token made for this parcel and not used for another. [TOK4] */
  redeem(org: string, parcel: string, ticket: TokenTicket): Promise<boolean>;
  /** Forgets allowances of earlier epochs, and tokens of keys that are dead. */
  tidy(): Promise<void>;
};

const TOKEN_SECRET_BYTES = 32;
/** Tickets of one organisation that wait to be checked: a second's work. */
const MOST_CHECKS = 256;
/** What the column of an engine holds. */
const MOST_EPOCH = 2_147_483_647;
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => {
  const parsed = parseHex(hex);
  if (!parsed.ok) throw new RangeError('not hexadecimal');
  return parsed.value;
};
const hashOf = (input: Uint8Array): string => createHash('sha256').update(input).digest('hex');
const same = (due: Buffer, given: string): boolean => {
  const bytes = Buffer.from(given, 'hex');
  return due.length === bytes.length && timingSafeEqual(due, bytes);
};

export function createTokens(store: Store): Tokens {
  const { rows, clock } = store;
  const evaluate = createIssuing();
  const check = createChecking();
  const checks = createPlaces(MOST_CHECKS);
  const keys = createTokenKeys(store);
  const holders = createHolders(store);
  const epochNow = (): number => tokenEpochOf(dayOf(clock.now()));

  const givenBefore = async (org: string, { holder, epoch, batch }: TokenRequest) =>
    rows
      .selectFrom('tokenBatches')
      .select('asked')
      .where('org', '=', org)
      .where('holder', '=', holder)
      .where('epoch', '=', epoch)
      .where('batch', '=', batch)
      .executeTakeFirst();

  return {
    async info(org) {
      const { named, next } = await keys.of(org);
      const now = named.find(({ until }) => until === null);
      return { key: now?.key ?? null, next, since: now?.since ?? null, epoch: epochNow() };
    },

    async issue(org, request) {
      const { holder, epoch, batch, mac, ...rest } = request;
      const credential = await holders.find(org, holder);
      const asks = tokenRequestInput(org, { ...rest, epoch, batch });
      const due = createHmac('sha256', Buffer.from(credential ?? '', 'hex'))
        .update(asks)
        .digest();
      if (credential === undefined || !same(due, mac)) throw new Refusal('credentialRefused');
      if (epoch > MOST_EPOCH) throw new Refusal('tokensOver');
      const named = (await keys.of(org)).named.find(({ key }) => key === request.key);
      const asked = hashOf(asks);
      const before = await givenBefore(org, request);
      if (before !== undefined && before.asked !== asked) throw new Refusal('tokensUsed');
      // What was given once is given again, as long as it could be used; what is new only now, and under the key of now.
      const fresh = before === undefined;
      if (named === undefined || !keys.isAlive(named)) throw new Refusal('tokensOver');
      if (fresh && (named.until !== null || epoch !== epochNow())) throw new Refusal('tokensOver');
      const answer = await evaluate(named.issuer, request.blinded.map(bytesOf));
      if (!answer.ok) throw new Refusal('malformed');
      if (fresh) {
        await rows
          .insertInto('tokenBatches')
          .values({ org, holder, epoch, batch, asked })
          .onConflict((on) => on.doNothing())
          .execute();
        // Two requests under one number at the same time: the row that stands is the one that is answered.
        if ((await givenBefore(org, request))?.asked !== asked) throw new Refusal('tokensUsed');
      }
      const { evaluated, proof } = answer.value;
      return { evaluated: hexList(evaluated), proof: hexList([proof])[0] ?? '' };
    },

    async redeem(org, parcel, ticket) {
      const named = (await keys.of(org)).named.filter(({ mark }) => mark === ticket.mark);
      if (named.length === 0) return false;
      const paid = await checks.within(org, async () => {
        for (const one of named)
          if (keys.isAlive(one) && (await isPaid(check, one, org, parcel, ticket))) return true;
        return false;
      });
      if (!paid) throw new Refusal('ticketRefused');
      const nonce = hashOf(spentInput(ticket.nonce));
      const usedFor = hashOf(usedForInput(ticket.nonce, parcel));
      const made = await rows
        .insertInto('tokensSpent')
        .values({ org, nonce, usedFor, mark: ticket.mark })
        .onConflict((on) => on.doNothing())
        .returning('nonce')
        .executeTakeFirst();
      if (made !== undefined) return true;
      const first = await rows
        .selectFrom('tokensSpent')
        .select('usedFor')
        .where('org', '=', org)
        .where('nonce', '=', nonce)
        .executeTakeFirst();
      // The same parcel again is the same creation. [UP1]
      if (first?.usedFor !== usedFor) throw new Refusal('ticketRefused');
      return true;
    },

    async tidy() {
      await rows
        .deleteFrom('tokenBatches')
        .where('epoch', '<', epochNow() - 1)
        .execute();
      const orgs = await rows.selectFrom('tokensSpent').select(['org', 'mark']).distinct().execute();
      for (const { org, mark } of orgs) {
        const dead = (await keys.of(org)).named.filter((key) => key.mark === mark && !keys.isAlive(key));
        if (dead.length === 0) continue;
        await rows.deleteFrom('tokensSpent').where('org', '=', org).where('mark', '=', mark).execute();
      }
    },
  };
}

async function isPaid(
  check: Checking,
  { issuer, key }: NamedKey,
  org: string,
  parcel: string,
  { nonce, mac }: TokenTicket,
): Promise<boolean> {
  const secret = (await check(issuer, tokenInput(org, nonce))).subarray(0, TOKEN_SECRET_BYTES);
  const due = createHmac('sha256', secret)
    .update(tokenTicketInput(org, parcel, key))
    .digest();
  return same(due.subarray(0, TICKET_MAC_BYTES), mac);
}

/** From the name that a request gives to the credential: computed once a credential, so that asking does not cost a search. */
function createHolders({ rows }: Store) {
  const known = new Map<string, { readonly version: number; readonly byName: ReadonlyMap<string, string> }>();

  async function load(org: string): Promise<ReadonlyMap<string, string>> {
    // Read before the list: what changes in between is seen the next time.
    const row = await rows.selectFrom('enrolled').select('version').where('org', '=', org).executeTakeFirst();
    const version = row?.version ?? 0;
    const held = known.get(org);
    if (held?.version === version) return held.byName;
    const all = await rows.selectFrom('credentials').select('credential').where('org', '=', org).execute();
    const byName = new Map(
      all.map(({ credential }) => [hashOf(holderInput(credential)).slice(0, 32), credential]),
    );
    known.set(org, { version, byName });
    return byName;
  }

  return {
    async find(org: string, holder: string): Promise<string | undefined> {
      const credential = known.get(org)?.byName.get(holder) ?? (await load(org)).get(holder);
      if (credential === undefined) return undefined;
      // Somebody whose credential was taken back gets no more.
      const row = await rows
        .selectFrom('credentials')
        .select('credential')
        .where('org', '=', org)
        .where('credential', '=', credential)
        .executeTakeFirst();
      return row?.credential;
    },
  };
}
