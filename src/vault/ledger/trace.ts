/** Owns the locked part of a ledger entry: what the phone still knows of a finished report. Must never grow into content. */
import type { Sodium } from '../../crypto/sodium.ts';
import type { Handle, VaultBox } from '../../store/disk.ts';
import { LOCKED_BYTES } from '../../store/ledgerFile.ts';
import { type Bytes, parseHex, toHex, u32, utf8 } from '../../wire/bytes.ts';
import { aadFor, BOX_OVERHEAD, type Chance, lockUp, takeOut } from '../keys/box.ts';

/** [VLT10] */
export type LockedTrace = {
  /** uuid of the report or hello; the same in all its parcels. */
  readonly id: string;
  readonly code: string;
  readonly kind: 'report' | 'hello' | 'capture';
  /** Number in the author chain; null for anonymous ones. */
  readonly n: number | null;
  readonly read: boolean;
  /** What the board will say, 32 bytes each; zeros in attachments and hellos. */
  readonly expected: { readonly read: string; readonly complete: string };
  /** Key of questions, 32 bytes; null once erased. */
  readonly reply: Bytes | null;
  /** Sealed under a kit that was not ours. [VLT19] */
  readonly doubtful: boolean;
  /** Where the ledger tells nothing of it; null in traces of before, beside which it stands there in clear. */
  readonly about: TraceAbout | null;
};

export type TraceAbout = {
  readonly what: 'report' | 'attachment' | 'hello';
  /** What the file is, for the order of sending. */
  readonly order: number;
  /** When it was finished, seconds since 1970-01-01. */
  readonly at: number;
};
const WHATS: readonly TraceAbout['what'][] = ['report', 'attachment', 'hello'];

const PLAIN_BYTES = LOCKED_BYTES - BOX_OVERHEAD;
const VERSION = 1;
const AUTHORED = 1;
const READ = 2;
const HELLO = 4;
const ANSWERABLE = 8;
const CAPTURE = 16;
const DOUBTFUL = 32;
/** How much of the plaintext a trace takes; the rest is zeros. */
export const TRACE_BYTES = 128;
/** Behind what a capture's box has of its own. */
const ABOUT_AT = 176;
export const NOTHING_EXPECTED = { read: '0'.repeat(64), complete: '0'.repeat(64) };

const bytesOf = (hex: string): Bytes => {
  const bytes = parseHex(hex.replaceAll('-', ''));
  if (!bytes.ok) throw new RangeError('trace: not hexadecimal');
  return bytes.value;
};

/** A box of LOCKED_BYTES, bound to its handle. */
export function lockTrace(chance: Chance, key: Bytes, handle: Handle, trace: LockedTrace): VaultBox {
  const plain = new Uint8Array(PLAIN_BYTES);
  putTrace(plain, trace);
  const box = lockUp(chance, key, plain, aadFor(handle, 'trace'));
  plain.fill(0);
  return box;
}

/** Writes a trace into the first TRACE_BYTES of `plain`, and 6 bytes from ABOUT_AT on. */
export function putTrace(plain: Bytes, trace: LockedTrace): void {
  plain[0] = VERSION;
  plain[1] =
    (trace.n === null ? 0 : AUTHORED) |
    (trace.read ? READ : 0) |
    (trace.kind === 'hello' ? HELLO : trace.kind === 'capture' ? CAPTURE : 0) |
    (trace.reply === null ? 0 : ANSWERABLE) |
    (trace.doubtful ? DOUBTFUL : 0);
  plain.set(u32(trace.n ?? 0), 2);
  plain.set(bytesOf(trace.id), 6);
  plain.set(utf8(trace.code).subarray(0, 8), 22);
  plain.set(bytesOf(trace.expected.read), 32);
  plain.set(bytesOf(trace.expected.complete), 64);
  if (trace.reply !== null) plain.set(trace.reply, 96);
  if (trace.about === null) return;
  plain[ABOUT_AT] = WHATS.indexOf(trace.about.what) + 1;
  plain[ABOUT_AT + 1] = trace.about.order;
  plain.set(u32(trace.about.at), ABOUT_AT + 2);
}

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

export function openTrace(
  sodium: Sodium,
  key: Bytes,
  handle: Handle,
  box: VaultBox,
): LockedTrace | undefined {
  const plain = takeOut(sodium, key, box, aadFor(handle, 'trace'));
  return plain === undefined || plain.length !== PLAIN_BYTES ? undefined : readTrace(plain);
}

/** What `putTrace` wrote, or undefined. */
export function readTrace(plain: Bytes): LockedTrace | undefined {
  if (plain[0] !== VERSION) return undefined;
  const flags = plain[1] ?? 0;
  const view = new DataView(plain.buffer, plain.byteOffset);
  const n = view.getUint32(2);
  const what = WHATS[(plain[ABOUT_AT] ?? 0) - 1];
  const code = new TextDecoder().decode(plain.subarray(22, 30)).replaceAll('\0', '');
  return {
    id: uuidOf(toHex(plain.subarray(6, 22))),
    code,
    kind: flags & HELLO ? 'hello' : flags & CAPTURE ? 'capture' : 'report',
    n: flags & AUTHORED ? n : null,
    read: (flags & READ) !== 0,
    expected: { read: toHex(plain.subarray(32, 64)), complete: toHex(plain.subarray(64, 96)) },
    reply: flags & ANSWERABLE ? plain.slice(96, 128) : null,
    doubtful: (flags & DOUBTFUL) !== 0,
    about:
      what === undefined ? null : { what, order: plain[ABOUT_AT + 1] ?? 0, at: view.getUint32(ABOUT_AT + 2) },
  };
}
