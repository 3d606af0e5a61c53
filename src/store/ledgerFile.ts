/** Owns the layout of the ledger: one place of fixed size per parcel, overwritten in place. Must never read the locked part. */
import { addDays, dayNumber } from '../domain/day.ts';
import { type Bytes, concat, equalBytes, parseHex, toHex, u32 } from '../wire/bytes.ts';
import { type Handle, isHandle, type VaultBox } from './disk.ts';

export const PLACE_BYTES = 512;
export const PLACES = 2048;
export const LEDGER_BYTES = PLACE_BYTES * PLACES;
/** nonce(24) ‖ 312 bytes of plaintext ‖ tag(16). */
export const LOCKED_BYTES = 352;
const CHECK_BYTES = 32;
const LOCKED_AT = 160;
const VERSION = 1;
/** A place whose ticket is a token's: 4 of its 36 bytes stand where the first version has random ones. [TOK4] */
const TOKEN_VERSION = 2;
/** The same two, of which what, when and how urgent stand in the locked part alone. */
const QUIET_VERSION = 3;
const QUIET_TOKEN_VERSION = 4;
const MARK_AT = 146;
const TOKEN_TICKET = /^v2\.([0-9a-f]{8})([0-9a-f]{64})$/;
const FIRST_DAY = '1970-01-01';
const NO_TICKET = '0'.repeat(64);

/** `past`: received and purged; only the trace is left and there is nothing to send. */
export type LedgerWhat = 'report' | 'attachment' | 'hello' | 'past' | 'sealed';
const WHATS: readonly LedgerWhat[] = ['report', 'attachment', 'hello', 'past', 'sealed'];

/** What the postman needs for one parcel. [VLT10] */
export type LedgerEntry = {
  /** `sealed`: on its way; only the locked part says as what. */
  readonly what: LedgerWhat;
  /** The lower leaves the sooner: a rank, or in entries of before what the file is. */
  readonly order: number;
  /** Of two places with one handle the later turn counts. */
  readonly turn: number;
  readonly handle: Handle;
  /** 32 bytes hex. */
  readonly parcel: string;
  /** 16 bytes hex. [UP1] */
  readonly secret: string;
  /** 32 bytes hex, or a token's as `v2.` and 36 bytes hex; null while nobody could make one: sealed without words, or nothing left to send. [EP6] [VLT19] */
  readonly ticket: string | null;
  readonly size: number;
  /** Day of Finish; null where only the locked part tells. */
  readonly day: string | null;
  /** For the vault alone: the trace. */
  readonly locked: VaultBox;
};

export type Placed = LedgerEntry & { readonly place: number };

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
}

const hexBytes = (hex: string, length: number): Bytes => {
  const bytes = parseHex(hex);
  if (!bytes.ok || bytes.value.length !== length)
    throw new RangeError('ledger: hexadecimal of the wrong length');
  return bytes.value;
};

/** One place; `filler` are random bytes for what is unused (at least PLACE_BYTES). */
export async function encodePlace(entry: LedgerEntry, filler: Bytes): Promise<Bytes> {
  const out = filler.slice(0, PLACE_BYTES);
  const view = new DataView(out.buffer);
  const [, mark, token] = TOKEN_TICKET.exec(entry.ticket ?? '') ?? [];
  if (entry.day === null) out[32] = token === undefined ? QUIET_VERSION : QUIET_TOKEN_VERSION;
  else out[32] = token === undefined ? VERSION : TOKEN_VERSION;
  out[33] = WHATS.indexOf(entry.what);
  if (entry.day === null) view.setUint16(34, entry.order >>> 16);
  else out.set([entry.order, 0], 34);
  out.set(u32(entry.turn), 36);
  out.set(hexBytes(entry.handle, 16), 40);
  out.set(hexBytes(entry.parcel, 32), 56);
  out.set(hexBytes(entry.secret, 16), 88);
  out.set(hexBytes(token ?? entry.ticket ?? NO_TICKET, 32), 104);
  if (mark !== undefined) out.set(hexBytes(mark, 4), MARK_AT);
  view.setBigUint64(136, BigInt(entry.size));
  view.setUint16(
    144,
    entry.day === null ? entry.order & 0xffff : dayNumber(entry.day) - dayNumber(FIRST_DAY),
  );
  if (entry.locked.length !== LOCKED_BYTES) throw new RangeError('ledger: locked part of the wrong length');
  out.set(entry.locked, LOCKED_AT);
  out.set(await sha256(out.slice(CHECK_BYTES)), 0);
  return out;
}

/** The entry in a place, or undefined for a free or torn one. */
async function parsePlace(bytes: Bytes, place: number): Promise<Placed | undefined> {
  const what = WHATS[bytes[33] ?? 255];
  const version = bytes[32];
  if (version === undefined || version < VERSION || version > QUIET_TOKEN_VERSION || what === undefined)
    return undefined;
  if (!equalBytes(await sha256(bytes.slice(CHECK_BYTES)), bytes.subarray(0, CHECK_BYTES))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, PLACE_BYTES);
  const handle = toHex(bytes.subarray(40, 56));
  const size = Number(view.getBigUint64(136));
  if (!isHandle(handle) || !Number.isSafeInteger(size)) return undefined;
  const ticket = toHex(bytes.subarray(104, 136));
  const quiet = version >= QUIET_VERSION;
  const hasToken = version === TOKEN_VERSION || version === QUIET_TOKEN_VERSION;
  const mark = hasToken ? toHex(bytes.subarray(MARK_AT, MARK_AT + 4)) : undefined;
  return {
    place,
    what,
    order: quiet ? view.getUint16(34) * 0x10000 + view.getUint16(144) : (bytes[34] ?? 0),
    turn: view.getUint32(36),
    handle,
    parcel: toHex(bytes.subarray(56, 88)),
    secret: toHex(bytes.subarray(88, 104)),
    ticket: mark !== undefined ? `v2.${mark}${ticket}` : ticket === NO_TICKET ? null : ticket,
    size,
    day: quiet ? null : addDays(FIRST_DAY, view.getUint16(144)),
    locked: bytes.slice(LOCKED_AT, LOCKED_AT + LOCKED_BYTES) as VaultBox,
  };
}

/** All entries of a ledger file, the latest turn of each handle; a file of another size has none. */
export async function parseLedger(file: Bytes): Promise<Placed[]> {
  if (file.length !== LEDGER_BYTES) return [];
  const found = new Map<Handle, Placed>();
  for (let place = 0; place < PLACES; place += 1) {
    const bytes = file.slice(place * PLACE_BYTES, (place + 1) * PLACE_BYTES);
    const entry = await parsePlace(bytes, place);
    if (entry === undefined) continue;
    const known = found.get(entry.handle);
    if (known === undefined || known.turn < entry.turn) found.set(entry.handle, entry);
  }
  return [...found.values()];
}

/** The places that hold an earlier turn of some handle: leftovers of a cut-off rewrite. */
export async function stalePlaces(file: Bytes): Promise<number[]> {
  const live = new Set((await parseLedger(file)).map(({ place }) => place));
  const stale: number[] = [];
  for (let place = 0; file.length === LEDGER_BYTES && place < PLACES; place += 1) {
    if (live.has(place)) continue;
    if (await parsePlace(file.slice(place * PLACE_BYTES, (place + 1) * PLACE_BYTES), place))
      stale.push(place);
  }
  return stale;
}

/** What a `past` entry has where a parcel was. */
export const NO_PARCEL = {
  parcel: toHex(concat(new Uint8Array(32))),
  secret: toHex(new Uint8Array(16)),
  ticket: null,
};
