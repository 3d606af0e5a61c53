/** Owns what somebody with a copied profile and the words can do in Node: find every box, collect every key, try each on each. Must never start a browser. */
import { createDecipheriv } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFileKey } from '../../src/crypto/fileKey.ts';
import { hkdf } from '../../src/crypto/hash.ts';
import { createPayloadOpener } from '../../src/crypto/payload.ts';
import { parseLedger } from '../../src/store/ledgerFile.ts';
import type { RecordRow } from '../../src/store/rows.ts';
import { takeOut } from '../../src/vault/keys/box.ts';
import {
  ENTRIES,
  entryPlace,
  readHeader,
  readPlace,
  saltOf,
  stateSlot,
  wordSlot,
} from '../../src/vault/keys/keystoreLayout.ts';
import { openTrace } from '../../src/vault/ledger/trace.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import { type Argon2, keyFromWords } from '../../src/vault/words/words.ts';
import { headerSize } from '../../src/wire/ageHeader.ts';
import { type Bytes, concat, toHex, utf8 } from '../../src/wire/bytes.ts';
import { sodium } from '../crypto/setup.ts';
import { layersOf, levelRecords } from './profileBytes.ts';

/** A copy of a profile, of a running one too: what vanishes on the way was not there. */
export function takeImage(profile: string, image: string): void {
  mkdirSync(image, { recursive: true });
  for (const one of readdirSync(profile, { withFileTypes: true })) {
    const [from, to] = [join(profile, one.name), join(image, one.name)];
    try {
      if (one.isDirectory()) takeImage(from, to);
      else if (one.isFile()) copyFileSync(from, to);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

/** Where Chromium's list of private files says on which numbered file a name lies: a length, the path, a length. */
const END = String.fromCharCode(0);
const PLACE = new RegExp(
  `${String.fromCharCode(11)}${END.repeat(3)}(\\d\\d/\\d{8})${END}([^${END}])${END.repeat(3)}`,
  'g',
);

/** A handle's folder, which the list of names does not tell: sealed files have a bucket's size, a journal's never have. [VLT16] */
export const placeOf = (called: string, bytes: Bytes): string =>
  /^[0-9a-f]{32}$/.test(called) ? `${bytes.length % 16_384 === 0 ? 'out' : 'log'}/${called}` : called;

/** Head and body of each file in the journal. */
const journalBoxes = (files: ReadonlyMap<string, Bytes>): Bytes[] =>
  [...files].flatMap(([name, bytes]) => {
    const end = ((bytes.length - 80) % 4_096) + 40;
    return name.startsWith('log/') ? [bytes.slice(0, end), bytes.slice(end)] : [];
  });

/** Files of the origin's private file system by the names the app gave them: `a`, `out/{handle}`, `log/{handle}` … */
export function privateFiles(profile: string): Map<string, Bytes> {
  const folder = join(profile, 'Default/File System/000/t');
  const found = new Map<string, Bytes>();
  const paths = join(folder, 'Paths');
  for (const name of readdirSync(paths)) {
    for (const record of levelRecords(name, readFileSync(join(paths, name)))) {
      const text = record.toString('latin1');
      for (const match of text.matchAll(PLACE)) {
        const from = match.index + match[0].length;
        const called = text.slice(from, from + (match[2]?.charCodeAt(0) ?? 0));
        try {
          const bytes = concat(readFileSync(join(folder, match[1] ?? '')));
          found.set(placeOf(called, bytes), bytes);
        } catch {
          // Named in the log, deleted since.
        }
      }
    }
  }
  return found;
}

/** A property's name as V8 writes it: its mark, its length, its letters. */
const property = (name: string): string => `"${String.fromCharCode(name.length)}${name}`;
const MARK = new RegExp(`${property('handle')}" ([0-9a-f]{32})${property('head')}B`, 'g');
const BODY = `${property('body')}B`;

function lengthAt(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  let next = at;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[next++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  return { value, next };
}

/** Every record row that lies anywhere in the profile: living, overwritten, deleted. */
export function everyRow(profile: string): RecordRow[] {
  const rows = new Map<string, RecordRow>();
  for (const { where, bytes } of layersOf(profile)) {
    if (!/IndexedDB/.test(where)) continue;
    const text = bytes.toString('latin1');
    for (const match of text.matchAll(MARK)) {
      const head = lengthAt(bytes, match.index + match[0].length);
      const marked = text.indexOf(BODY, head.next + head.value);
      if (marked < 0 || marked > head.next + head.value + 16) continue;
      const body = lengthAt(bytes, marked + BODY.length);
      const row = {
        handle: match[1] ?? '',
        head: concat(bytes.subarray(head.next, head.next + head.value)),
        body: concat(bytes.subarray(body.next, body.next + body.value)),
      } as unknown as RecordRow;
      if (row.body.length === body.value) rows.set(`${row.handle} ${toHex(row.body.subarray(0, 24))}`, row);
    }
  }
  return [...rows.values()];
}

/** All byte strings that the page stored, whatever they belong to. */
function everyBuffer(profile: string): Bytes[] {
  const found = new Map<string, Bytes>();
  for (const { where, bytes } of layersOf(profile)) {
    if (!/IndexedDB/.test(where)) continue;
    for (let at = bytes.indexOf(0x42); at >= 0; at = bytes.indexOf(0x42, at + 1)) {
      const { value, next } = lengthAt(bytes, at + 1);
      if (value < 40 || bytes[next + value] !== 0x56) continue;
      const box = concat(bytes.subarray(next, next + value));
      found.set(toHex(box.subarray(0, 24)), box);
    }
  }
  return [...found.values()];
}

const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** The subkey of XChaCha20 (draft-irtf-cfrg-xchacha, 2.2): key of 32 bytes, first 16 bytes of the nonce. */
function hChaCha20(key: Bytes, nonce: Bytes): Bytes {
  const words = (bytes: Bytes): number[] => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
  };
  const x = Uint32Array.from([...SIGMA, ...words(key), ...words(nonce.slice(0, 16))]);
  const step = (a: number, b: number, d: number, by: number): void => {
    x[a] = (x[a] ?? 0) + (x[b] ?? 0);
    const mixed = (x[d] ?? 0) ^ (x[a] ?? 0);
    x[d] = (mixed << by) | (mixed >>> (32 - by));
  };
  for (let round = 0; round < 10; round += 1)
    for (const [a, b, c, d] of QUARTERS) {
      step(a, b, d, 16);
      step(c, d, b, 12);
      step(a, b, d, 8);
      step(c, d, b, 7);
    }
  const out = new DataView(new ArrayBuffer(32));
  for (const [at, index] of [0, 1, 2, 3, 12, 13, 14, 15].entries())
    out.setUint32(at * 4, x[index] ?? 0, true);
  return new Uint8Array(out.buffer);
}

/** XChaCha20 without asking the tag: what the plaintext would be. */
function looseOpen(key: Bytes, box: Bytes, length: number): Buffer {
  const counter = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]), box.subarray(16, 24)]);
  const cipher = createDecipheriv('chacha20', hChaCha20(key, box), counter);
  return cipher.update(box.subarray(24, 24 + length));
}

export type Key = { readonly name: string; readonly key: Bytes };

/** Every key that the words open in either copy of the keystore, those of damaged or older copies too. */
export async function keysWith(words: string, files: ReadonlyMap<string, Bytes>): Promise<Key[]> {
  const keys: Key[] = [];
  for (const copy of ['a', 'b']) {
    const image = files.get(copy);
    const header = image && (await readHeader(sodium, image));
    if (image === undefined || typeof header !== 'object') continue;
    const { passes, memoryKiB } = header;
    const argon2: Argon2 = async (password, params) => {
      const key = await stretch(password, params);
      keys.push({ name: 'stretched', key: key.slice() });
      return key;
    };
    const kek = await keyFromWords({ argon2, sodium }, words, { passes, memoryKiB, salt: saltOf(image) });
    // Own words, duress and coerced ones alike: whichever slot these open. [VLT17]
    const root = [0, 1, 2, 3]
      .map((slot) => takeOut(sodium, kek, readPlace(image, wordSlot(slot)), utf8(`tumar/slot/1/${slot}`)))
      .find((key) => key !== undefined);
    if (root === undefined) continue;
    const entry = await hkdf(root, new Uint8Array(0), utf8('tumar/vault/entries/1'));
    const state = await hkdf(root, new Uint8Array(0), utf8('tumar/vault/state/1'));
    keys.push({ name: 'kek', key: kek }, { name: 'root', key: root });
    keys.push({ name: 'entries', key: entry }, { name: 'state', key: state });
    for (let index = 0; index < 8; index += 1) {
      const plain = takeOut(
        sodium,
        state,
        readPlace(image, stateSlot(index)),
        utf8(`tumar/state/1/${index}`),
      );
      if (plain === undefined) continue;
      if (index < 2) keys.push({ name: `chain ${index}`, key: plain.slice(20, 52) });
      if (index === 3)
        keys.push({ name: 'ledger', key: plain.slice(0, 32) }, { name: 'kit', key: plain.slice(32, 64) });
    }
    for (let index = 0; index < ENTRIES; index += 1) {
      const plain = takeOut(
        sodium,
        entry,
        readPlace(image, entryPlace(index)),
        utf8(`tumar/entry/1/${index}`),
      );
      if (plain !== undefined)
        keys.push({ name: `record ${toHex(plain.subarray(0, 16))}`, key: plain.slice(16) });
    }
  }
  const known = new Map(keys.map((one) => [toHex(one.key), one]));
  return [...known.values()];
}

/** Keys and secrets that stand in opened texts: 16 or 32 bytes of hexadecimal. */
export function keysInside(texts: readonly string[]): Key[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/"(\w+)":"((?:[0-9a-f]{32}){1,2})"/g)].map(([, name = '', hex = '']) => ({
      name,
      key: concat(Buffer.from(hex, 'hex')),
    })),
  );
}

/**
 * Every stored byte string under every key of 32 bytes, without asking the tag: neither a damaged end nor an unknown
 * binding protects a text. What comes out as our padded JSON counts as opened.
 */
export function openBoxes(profile: string, keys: readonly Key[]): string[] {
  const opened = new Set<string>();
  const boxes = [...everyBuffer(profile), ...journalBoxes(privateFiles(profile))];
  for (const { key } of keys) {
    if (key.length !== 32) continue;
    for (const box of boxes) {
      const start = looseOpen(key, box, 16);
      // u32 length, then the brace of a JSON object.
      if (start[0] !== 0 || start[4] !== 0x7b || start[5] !== 0x22) continue;
      const plain = looseOpen(key, box, box.length - 40);
      opened.add(plain.toString('utf8').replaceAll('\0', ''));
    }
  }
  return [...opened];
}

/** The locked traces of finished reports, with the keys they still hold. */
export async function openTraces(files: ReadonlyMap<string, Bytes>, keys: readonly Key[]) {
  const ledger = await parseLedger(files.get('ledger') ?? new Uint8Array(0));
  return ledger.flatMap(({ handle, locked }) =>
    keys.flatMap(({ key }) => (key.length === 32 ? (openTrace(sodium, key, handle, locked) ?? []) : [])),
  );
}

/** Every sealed file under every 16 bytes that any key could lend as a file key. Names of files that opened. */
export async function openSealed(
  files: ReadonlyMap<string, Bytes>,
  keys: readonly Key[],
): Promise<{ readonly name: string; readonly text: string }[]> {
  const opened: { name: string; text: string }[] = [];
  const halves = new Map<string, Bytes>();
  for (const { key } of keys)
    for (const half of [key.slice(0, 16), key.slice(16, 32)])
      if (half.length === 16) halves.set(toHex(half), half);
  for (const [name, bytes] of files) {
    if (!name.startsWith('out/')) continue;
    for (const half of halves.values()) {
      for (let S = 1; S <= 16; S += 1) {
        const at = headerSize(S);
        // One chunk is proof enough.
        const chunk = bytes.subarray(at, at + 16 + 65_552);
        if (chunk.length < 33) continue;
        const fileKey = parseFileKey(half);
        if (!fileKey.ok) continue;
        const opener = createPayloadOpener({ sodium, fileKey: fileKey.value, hashes: false });
        const first = await opener.push(
          concat(chunk, bytes.subarray(at + chunk.length, at + chunk.length + 1)),
        );
        const rest = first.ok ? await opener.finish() : first;
        const pieces = [...(first.ok ? first.value : []), ...(rest.ok ? rest.value.pieces : [])];
        if (pieces.length > 0) opened.push({ name, text: Buffer.from(concat(...pieces)).toString('utf8') });
      }
    }
  }
  return opened;
}
