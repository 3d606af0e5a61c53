/** Owns reading a closed Firefox profile as an examiner does: what its LZ4 files, Snappy streams and SQLite cells hold. Must never open a vault. */
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { base32nopad } from '@scure/base';
import { type Bytes, concat } from '../../src/wire/bytes.ts';
import { filesBelow, type Layer, layersOf, unpacked, unsnappy } from './profileBytes.ts';
import { placeOf } from './vaultImage.ts';

const MOST = 67_108_864;

/** One LZ4 block (lz4_Block_format.md) of a known size. */
export function unlz4(bytes: Buffer, size: number): Buffer {
  const out = Buffer.alloc(Math.min(size, MOST));
  let at = 0;
  let made = 0;
  const more = (length: number): number => {
    let sum = length;
    for (let byte = 255; length === 15 && byte === 255; sum += byte) byte = bytes[at++] ?? 0;
    return sum;
  };
  while (at < bytes.length && made < out.length) {
    const token = bytes[at++] ?? 0;
    const literals = more(token >> 4);
    made += bytes.copy(out, made, at, at + literals);
    at += literals;
    if (at + 2 > bytes.length) break;
    const back = bytes.readUInt16LE(at);
    at += 2;
    const length = more(token & 15) + 4;
    for (let n = 0; n < length && made < out.length; n += 1, made += 1) out[made] = out[made - back] ?? 0;
  }
  return out.subarray(0, made);
}

const LZ4_FILE = Buffer.from('mozLz40\0', 'latin1');
const SNAPPY_STREAM = Buffer.from('ff060000734e61507059', 'hex');

/** A stream of Snappy chunks (framing_format.txt), as the cache and large values have it. */
function unframed(bytes: Buffer): Buffer {
  const out: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const kind = bytes[at];
    const end = at + 4 + bytes.readUIntLE(at + 1, 3);
    // A checksum of four bytes stands in front.
    if (kind === 0) out.push(unsnappy(bytes.subarray(at + 8, end)) ?? Buffer.alloc(0));
    if (kind === 1) out.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(out);
}

/** How SpiderMonkey begins every stored value (its version and the header's tag), once Snappy has packed it. */
const CLONE = Buffer.from('0403000101', 'hex');
const TAG = Buffer.from('f1ff', 'hex');

/** Values in the pages and logs of a database, deleted ones too: each is Snappy, and is cut off where a page ends. */
function valuesIn(bytes: Buffer): Buffer[] {
  const out: Buffer[] = [];
  for (let at = bytes.indexOf(CLONE); at >= 0; at = bytes.indexOf(CLONE, at + 1)) {
    // One byte between them says how long the next run of letters is.
    if (!bytes.subarray(at + 6, at + 8).equals(TAG)) continue;
    // The length stands in front, in one to four bytes; which of them are its own only the trial tells.
    for (let from = at - 4; from < at; from += 1)
      if (from >= 0) out.push(unsnappy(bytes.subarray(from), true) ?? Buffer.alloc(0));
  }
  return out;
}

/** Every text and byte string in the living rows of a database, overflow pages joined. */
function cellsOf(path: string): Buffer[] {
  const out: Buffer[] = [];
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    for (const { name } of tables)
      try {
        for (const row of database.prepare(`select * from "${name}"`).all())
          for (const cell of Object.values(row)) {
            if (typeof cell === 'string') out.push(Buffer.from(cell));
            if (!(cell instanceof Uint8Array)) continue;
            const bytes = Buffer.from(cell);
            out.push(bytes, unsnappy(bytes) ?? Buffer.alloc(0));
          }
      } catch {
        // A kind of table that Firefox brings its own code for: its bytes are read as they lie.
      }
  } finally {
    database.close();
  }
  return out;
}

const isDatabase = (bytes: Buffer): boolean => bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3';
const apart = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat(parts.flatMap((part) => [part, Buffer.alloc(1)]));

/** All that can be read of a closed Firefox profile. It must be closed: what waits in a log is taken into its database. */
export function* firefoxLayers(profile: string): Generator<Layer> {
  yield* layersOf(profile);
  for (const path of filesBelow(profile)) {
    const where = relative(profile, path);
    const bytes = readFileSync(path);
    const layers: Layer[] = [];
    const add = (how: string, opened: Buffer): void =>
      void layers.push({ where: `${where} > ${how}`, bytes: opened });
    if (bytes.subarray(0, 8).equals(LZ4_FILE)) add('lz4', unlz4(bytes.subarray(12), bytes.readUInt32LE(8)));
    const stream = bytes.indexOf(SNAPPY_STREAM);
    if (stream >= 0) add('snappy', unframed(bytes.subarray(stream)));
    if (isDatabase(bytes)) add('cells', apart(cellsOf(path)));
    if (/\.sqlite(-wal)?$/.test(where)) add('values', apart(valuesIn(bytes)));
    for (const layer of layers) yield* [layer, ...unpacked(layer)];
  }
}

/** Files of the origin's private file system by the names the app gave them. */
export function firefoxPrivateFiles(profile: string): Map<string, Bytes> {
  const found = new Map<string, Bytes>();
  const all = filesBelow(profile);
  const list = all.find((path) => /storage.default.*fs.metadata\.sqlite$/.test(path));
  if (list === undefined) return found;
  const database = new DatabaseSync(list, { readOnly: true });
  try {
    for (const { fileId, name } of database
      .prepare('select fileId, name from Files join MainFiles using (handle)')
      .all()) {
      if (!(fileId instanceof Uint8Array) || name === null) continue;
      const path = all.find((one) => basename(one) === base32nopad.encode(fileId));
      // A name is UTF-16 here; a driver of SQLite may take it for a text.
      const bytes = typeof name === 'string' ? Buffer.from(name) : Buffer.from(name as Uint8Array);
      const called = bytes.toString('latin1').replaceAll('\0', '');
      if (path === undefined) continue;
      const content = concat(readFileSync(path));
      found.set(placeOf(called, content), content);
    }
  } finally {
    database.close();
  }
  return found;
}
