/** Owns the layout of the wallet: tokens, what was asked for, when to ask again; always the same size. Must never spend one. */
import type { Token } from '../../crypto/token.ts';
import { addDays } from '../../domain/day.ts';
import { type Bytes, parseHex, toHex, u32 } from '../../wire/bytes.ts';
import { daysSinceEpoch } from '../../wire/shape.ts';
import { TOKEN_BATCH, TOKEN_BATCHES } from '../../wire/tokens.ts';

/** An epoch's whole allowance. */
export const MOST_TOKENS = TOKEN_BATCH * TOKEN_BATCHES;
export const MOST_KEYS = 8;

export type WalletToken = Token & {
  /** The issuer key, 32 bytes hex. */
  readonly key: string;
  /** Day on which it came. */
  readonly day: string;
};

/** A batch that was asked for and did not come yet: asked again it is the same. [TOK3] */
export type WalletOrder = {
  readonly key: string;
  readonly epoch: number;
  readonly batch: number;
  readonly seed: Bytes;
};

export type Wallet = {
  /** Epoch milliseconds before which nothing is asked for. [TOK6] */
  readonly dueAt: number;
  readonly epoch: number;
  /** Bit i: batch i of that epoch came, or never will. */
  readonly done: number;
  readonly order: WalletOrder | null;
  /** Newest last. */
  readonly tokens: readonly WalletToken[];
};

const VERSION = 1;
const KEYS_AT = 512;
const TOKENS_AT = KEYS_AT + MOST_KEYS * 32;
const TOKEN_BYTES = 56;
export const WALLET_BYTES = TOKENS_AT + MOST_TOKENS * TOKEN_BYTES;
const FIRST_DAY = '1970-01-01';

const bytesOf = (hex: string): Bytes => {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new RangeError('wallet: not hexadecimal');
  return bytes.value;
};

/** At most MOST_TOKENS of at most MOST_KEYS keys, the newest. */
export function trimmed(tokens: readonly WalletToken[]): readonly WalletToken[] {
  const keys = [...new Set(tokens.map(({ key }) => key).reverse())].slice(0, MOST_KEYS);
  return tokens.filter(({ key }) => keys.includes(key)).slice(-MOST_TOKENS);
}

/**
 * version 1 · order (0/1) · u16 its batch · u32 epoch · u32 done · u64 dueAt · its seed(32) · its key(32) · u32 its epoch · u16 number of
 * tokens · zeros; at 512 eight keys of 32; at 768 places of 56: nonce(16) ‖ secret(32) ‖ u16 day ‖ number of the key ‖ zeros. [TOK5]
 */
export function encodeWallet(wallet: Wallet): Bytes {
  const out = new Uint8Array(WALLET_BYTES);
  const view = new DataView(out.buffer);
  out[0] = VERSION;
  out.set(u32(wallet.epoch), 4);
  out.set(u32(wallet.done >>> 0), 8);
  view.setBigUint64(12, BigInt(wallet.dueAt));
  if (wallet.order !== null) {
    out[1] = 1;
    view.setUint16(2, wallet.order.batch);
    out.set(wallet.order.seed, 20);
    out.set(bytesOf(wallet.order.key), 52);
    out.set(u32(wallet.order.epoch), 84);
  }
  const keys = [...new Set(wallet.tokens.map(({ key }) => key))];
  view.setUint16(88, wallet.tokens.length);
  for (const [i, key] of keys.entries()) out.set(bytesOf(key), KEYS_AT + i * 32);
  for (const [i, token] of wallet.tokens.entries()) {
    const at = TOKENS_AT + i * TOKEN_BYTES;
    out.set(bytesOf(token.nonce), at);
    out.set(token.secret, at + 16);
    view.setUint16(at + 48, daysSinceEpoch(token.day));
    out[at + 50] = keys.indexOf(token.key);
  }
  return out;
}

/** undefined: not a wallet. */
export function parseWallet(bytes: Bytes): Wallet | undefined {
  if (bytes.length !== WALLET_BYTES || bytes[0] !== VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const count = view.getUint16(88);
  if (count > MOST_TOKENS) return undefined;
  const keyAt = (i: number): string => toHex(bytes.subarray(KEYS_AT + i * 32, KEYS_AT + (i + 1) * 32));
  const tokens = Array.from({ length: count }, (_, i): WalletToken => {
    const at = TOKENS_AT + i * TOKEN_BYTES;
    return {
      nonce: toHex(bytes.subarray(at, at + 16)),
      secret: bytes.slice(at + 16, at + 48),
      day: addDays(FIRST_DAY, view.getUint16(at + 48)),
      key: keyAt((bytes[at + 50] ?? 0) % MOST_KEYS),
    };
  });
  const order =
    bytes[1] === 1
      ? {
          key: toHex(bytes.subarray(52, 84)),
          epoch: view.getUint32(84),
          batch: view.getUint16(2) % TOKEN_BATCHES,
          seed: bytes.slice(20, 52),
        }
      : null;
  return {
    dueAt: Number(view.getBigUint64(12)),
    epoch: view.getUint32(4),
    done: view.getUint32(8),
    order,
    tokens,
  };
}
