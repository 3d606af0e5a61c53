/** Owns the author chain: who wrote a report, deniably and with keys that are gone. Must never keep a used chain key. */
import type { Rng } from '../domain/ports.ts';
import { type Bytes, parseHex, toHex, utf8 } from '../wire/bytes.ts';
import { tagInput } from '../wire/inputs.ts';
import type { Auth } from '../wire/payload.ts';
import { hkdf, hmac, sameSecret, sha256 } from './hash.ts';

/** The writing side: `key` is Kₙ. */
export type Chain = { readonly id: string; readonly n: number; readonly key: Bytes };

const NO_SALT = new Uint8Array(0);
/** How far ahead of the last number seen a reader looks, less the numbers that are missing already. [REP4] */
export const MAX_AHEAD = 4096;

/** A new chain: an id of 16 random bytes and K₀ of 32. */
export const createChain = (rng: Rng): Chain => ({ id: toHex(rng(16)), n: 0, key: rng(32) });

const tagKey = (key: Bytes): Promise<Bytes> => hkdf(key, NO_SALT, utf8('tumar/chain/tag/1'));

/** Kₙ₊₁; whoever calls it erases Kₙ. [REP3] */
export const nextKey = (key: Bytes): Promise<Bytes> => hkdf(key, NO_SALT, utf8('tumar/chain/next/1'));

/** From the tag key, which is all that a reader keeps of a number that is missing so far. [REP8] */
const forcedKey = (ofTag: Bytes): Promise<Bytes> => hkdf(ofTag, NO_SALT, utf8('tumar/chain/tag/forced/1'));

/** The tag of line 1 (without its LF) as number n, 64 hex digits. `forced`: only a reader can tell. [REP3] [REP8] */
export async function tagFor(key: Bytes, n: number, line1: Bytes, forced = false): Promise<string> {
  const normal = await tagKey(key);
  return toHex(await hmac(forced ? await forcedKey(normal) : normal, tagInput(n, line1)));
}

/**
 * The reading side, as stored (secret): the key of number `next`, and for each earlier number its tag key and the
 * SHA-256 of the line it came with, null while that report is missing. Texts are hex.
 */
export type ChainState = {
  readonly chain: string;
  readonly next: number;
  readonly key: string;
  readonly seen: readonly { readonly tagKey: string; readonly line: string | null }[];
  /** Numbers that a later report declared as deleted before they left. */
  readonly voids: readonly number[];
};

/** A reader's state after a hello. [REP6] */
export const createChainState = (chain: string, key: string): ChainState => ({
  chain,
  next: 0,
  key,
  seen: [],
  voids: [],
});

/**
 * `author`: the first report with this number. `replayed`: the same bytes again. `fork`: a genuine tag, but the number
 * came before with other bytes. `badTag`: not by this chain. `tooFar`: 4,096 numbers or more would be missing. `otherChain`: see `auth`.
 */
export type AuthorVerdict = 'author' | 'replayed' | 'fork' | 'badTag' | 'tooFar' | 'otherChain';

/**
 * Checks line 2 against a chain. The state moves on only with `author`; it must be stored before the verdict is shown.
 * `forced`: genuine, and written in a session that coerced words opened. [REP4] [REP8]
 */
export async function verifyAuth(
  state: ChainState,
  auth: Auth,
  line1: Bytes,
): Promise<{ readonly verdict: AuthorVerdict; readonly forced: boolean; readonly state: ChainState }> {
  const doubt = { forced: false, state };
  if (auth.chain !== state.chain) return { verdict: 'otherChain', ...doubt };
  // What is missing counts too, or leap after leap would fill the reader's memory.
  const missing = state.seen.filter(({ line }) => line === null).length;
  if (missing + auth.n - state.next >= MAX_AHEAD) return { verdict: 'tooFar', ...doubt };
  const seen = [...state.seen];
  let key = bytesOf(state.key);
  for (let n = state.next; n <= auth.n; n += 1) {
    seen.push({ tagKey: toHex(await tagKey(key)), line: null });
    key = await nextKey(key);
  }
  const entry = seen[auth.n]!;
  const input = tagInput(auth.n, line1);
  const [tag, normal] = [bytesOf(auth.tag), bytesOf(entry.tagKey)];
  const plain = sameSecret(tag, await hmac(normal, input));
  const forced = !plain && sameSecret(tag, await hmac(await forcedKey(normal), input));
  if (!plain && !forced) return { verdict: 'badTag', ...doubt };
  const line = toHex(await sha256(line1));
  if (entry.line !== null) return { verdict: entry.line === line ? 'replayed' : 'fork', forced, state };
  seen[auth.n] = { tagKey: entry.tagKey, line };
  return {
    verdict: 'author',
    forced,
    state: { ...state, next: Math.max(state.next, auth.n + 1), key: toHex(key), seen },
  };
}

/** Notes the numbers that authentic report number `by` lists as void; only earlier ones can be. [REP4] */
export const addVoids = (
  state: ChainState,
  voids: readonly { readonly n: number }[],
  by: number,
): ChainState => {
  const earlier = voids.flatMap(({ n }) => (n < by ? [n] : []));
  return { ...state, voids: [...new Set([...state.voids, ...earlier])].sort((a, b) => a - b) };
};

/** Numbers before the last seen that neither came nor were declared void. [REP4] */
export const gapsOf = (state: ChainState): readonly number[] => {
  const voids = new Set(state.voids);
  return state.seen.flatMap(({ line }, n) => (line === null && !voids.has(n) ? [n] : []));
};

function bytesOf(hex: string): Bytes {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new Error('chain state: not hexadecimal');
  return bytes.value;
}
