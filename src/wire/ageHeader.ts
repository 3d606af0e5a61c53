/** Owns the text layout of an age v1 header (C2SP age.md, "Header"). Must never hold a key or check a MAC. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, base64NoPad, concat, equalBytes, utf8 } from './bytes.ts';

export const STANZA_TYPE = 'mlkem768x25519';
export const ENCAPSULATION_BYTES = 1120;
export const WRAPPED_KEY_BYTES = 32;
/** Larger headers are refused before they are read: 64 KiB hold 41 stanzas, a deployment uses 4. */
export const MAX_HEADER_BYTES = 65_536;

const INTRO = utf8('age-encryption.org/v1\n');
const COLUMNS = 64;

/** One recipient's share of the header: the encapsulation and the wrapped file key. */
export type Stanza = { readonly encapsulation: Bytes; readonly wrappedKey: Bytes };

export type AgeHeader = {
  readonly stanzas: readonly Stanza[];
  readonly mac: Bytes;
  /** The bytes that the MAC covers: everything up to and with `---`. */
  readonly covered: Bytes;
  /** Length of the whole header in bytes; the payload begins there. */
  readonly length: number;
};

/**
 * `damaged`: broken syntax. `truncated`: it ends too early. `unsupported`: not age v1, too large, or a stanza that is
 * not ours: age would skip it, but then a file could be readable by somebody who is not post-quantum. [SEAL3]
 */
export type HeaderError = 'damaged' | 'truncated' | 'unsupported';

/** Header size in bytes for a number of stanzas. [SEAL1] */
export const headerSize = (stanzas: number): number => 22 + 1557 * stanzas + 48;

/** The bytes covered by the MAC, for stanzas in the order given. */
export function encodeCovered(stanzas: readonly Stanza[]): Bytes {
  const lines = stanzas.map(
    ({ encapsulation, wrappedKey }) =>
      `-> ${STANZA_TYPE} ${base64NoPad.encode(encapsulation)}\n${base64NoPad.encode(wrappedKey)}\n`,
  );
  return concat(INTRO, utf8(`${lines.join('')}---`));
}

/** The whole header: what the MAC covers, then the 32-byte MAC. */
export function encodeHeader(covered: Uint8Array, mac: Uint8Array): Bytes {
  return concat(covered, utf8(` ${base64NoPad.encode(mac)}\n`));
}

/**
 * Length of the header at the start of `bytes`, or undefined while its last line is not complete.
 * Cheap, so that a reader of a stream can ask after each piece.
 */
export function headerLength(bytes: Uint8Array): number | undefined {
  for (let start = 0, end = bytes.indexOf(10); end >= 0; start = end + 1, end = bytes.indexOf(10, start)) {
    if (bytes[start] === 0x2d && bytes[start + 1] === 0x2d && bytes[start + 2] === 0x2d) return end + 1;
  }
  return undefined;
}

/** Reads the header at the start of `bytes`; a payload may follow. Strict: only canonical texts are taken. */
export function parseHeader(bytes: Uint8Array): Result<AgeHeader, HeaderError> {
  const intro = bytes.subarray(0, INTRO.length);
  if (!equalBytes(intro, INTRO.subarray(0, intro.length))) return err('unsupported', 'intro');
  const length = headerLength(bytes.subarray(0, MAX_HEADER_BYTES));
  if (length === undefined)
    return bytes.length < MAX_HEADER_BYTES ? err('truncated') : err('unsupported', 'size');
  const text = new TextDecoder().decode(bytes.subarray(0, length));
  // Only printable ASCII and line feeds: so letters and bytes have the same offsets below.
  if (!/^[\n\x20-\x7e]*$/.test(text)) return err('damaged', 'letters');

  const lines = text.split('\n').slice(1, -1);
  const macLine = lines.pop() ?? '';
  const mac = /^--- \S{43}$/.test(macLine) ? base64NoPad.parse(macLine.slice(4)) : err('damaged');
  if (!mac.ok) return err('damaged', 'mac');

  const stanzas: Stanza[] = [];
  let foreign = false;
  for (let at = 0; at < lines.length; ) {
    const [arrow, type, ...args] = (lines[at++] ?? '').split(' ');
    if (arrow !== '->' || !type || args.includes('')) return err('damaged', 'stanza');
    const body: Bytes[] = [];
    for (let more = true; more; ) {
      const line = lines[at++];
      const part = line === undefined || line.length > COLUMNS ? err('damaged') : base64NoPad.parse(line);
      if (line === undefined || !part.ok) return err('damaged', 'body');
      body.push(part.value);
      more = line.length === COLUMNS;
    }
    if (type !== STANZA_TYPE) {
      foreign = true;
      continue;
    }
    const encapsulation = base64NoPad.parse(args[0] ?? '');
    const wrappedKey = concat(...body);
    if (args.length !== 1 || !encapsulation.ok || encapsulation.value.length !== ENCAPSULATION_BYTES) {
      return err('damaged', 'encapsulation');
    }
    if (wrappedKey.length !== WRAPPED_KEY_BYTES) return err('damaged', 'wrappedKey');
    stanzas.push({ encapsulation: encapsulation.value, wrappedKey });
  }
  if (foreign || stanzas.length === 0) return err('unsupported', 'stanzas');
  const covered = bytes.slice(0, length - macLine.length - 1 + 3);
  return ok({ stanzas, mac: mac.value, covered: new Uint8Array(covered), length });
}
