/** Owns reading a closed browser profile as an examiner does: every file, and what is inside its logs, blocks and archives. Must never open a vault. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';

/** Some bytes of a profile, and how they were reached: `file`, or `file > log`, `file > snappy` and so on. */
export type Layer = { readonly where: string; readonly bytes: Buffer };

export function filesBelow(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const inside = join(path, name);
    const seen = statSync(inside, { throwIfNoEntry: false });
    if (seen === undefined) return [];
    if (seen.isDirectory()) return filesBelow(inside);
    return seen.isFile() ? [inside] : [];
  });
}

function varint(bytes: Buffer, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: at };
  }
  return undefined;
}

/** Raw Snappy, as LevelDB and IndexedDB use it; undefined for anything else, or what came out before the end if it is `cut`. */
export function unsnappy(bytes: Buffer, cut = false): Buffer | undefined {
  const head = varint(bytes, 0);
  if (head === undefined || head.value > (cut ? 1_048_576 : 67_108_864)) return undefined;
  const out = Buffer.alloc(head.value);
  const broken = (): Buffer | undefined => (cut ? out.subarray(0, made) : undefined);
  let at = head.next;
  let made = 0;
  while (at < bytes.length && made < out.length) {
    const tag = bytes[at++] ?? 0;
    let length = (tag >> 2) + 1;
    if ((tag & 3) === 0) {
      if (length > 60) {
        const more = length - 60;
        if (at + more > bytes.length) return broken();
        length = bytes.readUIntLE(at, more) + 1;
        at += more;
      }
      if (at + length > bytes.length || made + length > out.length) return broken();
      bytes.copy(out, made, at, at + length);
      at += length;
      made += length;
      continue;
    }
    const wide = tag & 3;
    const need = wide === 3 ? 4 : wide;
    if (at + need > bytes.length) return broken();
    const back = wide === 1 ? ((tag >> 5) << 8) | (bytes[at] ?? 0) : bytes.readUIntLE(at, need);
    if (wide === 1) length = ((tag >> 2) & 7) + 4;
    at += need;
    if (back === 0 || back > made || made + length > out.length) return broken();
    for (let n = 0; n < length; n += 1, made += 1) out[made] = out[made - back] ?? 0;
  }
  return made === out.length ? out : broken();
}

const LOG_BLOCK = 32_768;

/** The records of a LevelDB log, fragments joined: a text is never cut by a block's edge. */
function logRecords(file: Buffer): Buffer[] {
  const out: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let block = 0; block < file.length; block += LOG_BLOCK) {
    for (let at = block; at + 7 <= Math.min(block + LOG_BLOCK, file.length); ) {
      const length = file.readUInt16LE(at + 4);
      const type = file[at + 6] ?? 0;
      if (type < 1 || type > 4) break;
      if (type === 1 || type === 2) parts = [];
      parts.push(file.subarray(at + 7, Math.min(at + 7 + length, block + LOG_BLOCK)));
      if (type === 1 || type === 4) out.push(Buffer.concat(parts));
      at += 7 + length;
    }
  }
  return out;
}

/** The blocks of a LevelDB table, opened, with each key written whole in front of its value. */
function tableBlocks(file: Buffer): Buffer[] {
  const footer = file.length - 48;
  const metaindex = varint(file, footer);
  const metasize = metaindex && varint(file, metaindex.next);
  const at = metasize && varint(file, metasize.next);
  const size = at && varint(file, at.next);
  const block = (from: number, length: number): Buffer => {
    const raw = file.subarray(from, from + length);
    return file[from + length] === 1 ? (unsnappy(raw) ?? raw) : raw;
  };
  if (at === undefined || size === undefined) return [];
  return entriesOf(block(at.value, size.value)).flatMap(({ value }) => {
    const from = varint(value, 0);
    const length = from && varint(value, from.next);
    if (from === undefined || length === undefined) return [];
    return entriesOf(block(from.value, length.value)).map((entry) => Buffer.concat([entry.key, entry.value]));
  });
}

function entriesOf(block: Buffer): { key: Buffer; value: Buffer }[] {
  const out: { key: Buffer; value: Buffer }[] = [];
  if (block.length < 4) return out;
  const end = block.length - 4 - block.readUInt32LE(block.length - 4) * 4;
  let key: Buffer = Buffer.alloc(0);
  for (let at = 0; at < end; ) {
    const shared = varint(block, at);
    const own = shared && varint(block, shared.next);
    const size = own && varint(block, own.next);
    if (shared === undefined || own === undefined || size === undefined) break;
    const value = size.next + own.value;
    key = Buffer.concat([key.subarray(0, shared.value), block.subarray(size.next, value)]);
    out.push({ key, value: block.subarray(value, value + size.value) });
    at = value + size.value;
  }
  return out;
}

/** Every record that lies in a LevelDB folder's file, deleted and overwritten ones included. */
export function levelRecords(path: string, file: Buffer): Buffer[] {
  if (/\.(ldb|sst)$/.test(path)) return tableBlocks(file);
  return /(\.log|MANIFEST-\d+)$/.test(path) ? logRecords(file) : [];
}

function tried(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

const START = { gzip: Buffer.from([0x1f, 0x8b, 8]), zip: Buffer.from('PK\x03\x04', 'latin1') };
const SYNC = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 67_108_864 };

/** Where the deflate stream of a gzip member begins (RFC 1952): what follows its end is no error then. */
function gzipBody(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let body = at + 10;
  if (flags & 4) body += 2 + ((bytes[body] ?? 0) | ((bytes[body + 1] ?? 0) << 8));
  if (flags & 8) body = bytes.indexOf(0, body) + 1;
  return body;
}

/** What lies packed inside some bytes: gzip, zlib, zip members. */
export function unpacked({ where, bytes }: Layer): Layer[] {
  const out: Layer[] = [];
  const add = (how: string, opened: Buffer | undefined): void => {
    if (opened !== undefined && opened.length > 0) out.push({ where: `${where} > ${how}`, bytes: opened });
  };
  for (let at = bytes.indexOf(START.gzip); at >= 0; at = bytes.indexOf(START.gzip, at + 1))
    add(
      'gzip',
      tried(() => inflateRawSync(bytes.subarray(gzipBody(bytes, at)), SYNC)),
    );
  for (let at = bytes.indexOf(START.zip); at >= 0; at = bytes.indexOf(START.zip, at + 1)) {
    if (at + 30 > bytes.length || bytes.readUInt16LE(at + 8) !== 8) continue;
    const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    add(
      'zip',
      tried(() => inflateRawSync(bytes.subarray(data), SYNC)),
    );
  }
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1))
    if ([0x01, 0x5e, 0x9c, 0xda].includes(bytes[at + 1] ?? 0))
      add(
        'zlib',
        tried(() => inflateRawSync(bytes.subarray(at + 2), SYNC)),
      );
  // IndexedDB packs long values: a version mark of its own, then Snappy.
  const mark = Buffer.from([0xff, 0x11, 0x02]);
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1))
    add('indexed value', unsnappy(bytes.subarray(at + 3)));
  return out;
}

const CACHE_START = Buffer.from('305c72a71b6dfbfc', 'hex');
const CACHE_END = Buffer.from('d8410d97456ffaf4', 'hex');

/** The body of a cache entry that came in brotli. */
function unbrotli(file: Buffer): Buffer | undefined {
  if (!file.subarray(0, 8).equals(CACHE_START)) return undefined;
  const from = 24 + file.readUInt32LE(12);
  const end = file.indexOf(CACHE_END, from);
  return tried(() => brotliDecompressSync(file.subarray(from, end < 0 ? file.length : end)));
}

/** All that can be read of a profile. Files of the origin's private file system are read as they lie. */
export function* layersOf(profile: string): Generator<Layer> {
  for (const path of filesBelow(profile)) {
    const bytes = readFileSync(path);
    const where = relative(profile, path);
    const whole = { where, bytes };
    yield whole;
    yield* unpacked(whole);
    const brotli = unbrotli(bytes);
    if (brotli !== undefined) yield { where: `${where} > brotli`, bytes: brotli };
    const records = levelRecords(path, bytes);
    if (records.length === 0) continue;
    const joined = { where: `${where} > records`, bytes: Buffer.concat(records) };
    yield joined;
    yield* unpacked(joined);
  }
}

export type Needle = { readonly name: string; readonly forms: readonly Buffer[] };

/** Base64 of the inner letters at the three places where a text can begin. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const inner = text.slice(offset === 0 ? 0 : 4, Math.floor((offset + bytes.length) / 3) * 4);
    const url = inner.replaceAll('+', '-').replaceAll('/', '_');
    return [...new Set([inner, url])].map((one) => Buffer.from(one));
  });
}

const escaped = (text: string): string =>
  [...text]
    .map((one) => (one > '\x7f' ? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}` : one))
    .join('');

/** A text in every coding that a browser is known to write. */
export function textNeedle(text: string): Needle {
  const utf8 = Buffer.from(text, 'utf8');
  const wide = Buffer.from(text, 'utf16le');
  const big = Buffer.from(wide).swap16();
  const forms = [utf8, wide, big, ...base64Forms(utf8), ...base64Forms(wide)];
  const texts = [utf8.toString('hex'), wide.toString('hex'), encodeURIComponent(text), escaped(text)];
  return { name: text, forms: [...forms, ...texts.map((one) => Buffer.from(one))] };
}

/** Key bytes as they are, in hex and in base64. */
export function keyNeedle(name: string, key: Uint8Array): Needle {
  const bytes = Buffer.from(key);
  const hex = bytes.toString('hex');
  return { name, forms: [bytes, Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...base64Forms(bytes)] };
}

/** Where any needle lies: `name in place`. `layers` is how this browser's profile is read. */
export function findNeedles(profile: string, needles: readonly Needle[], layers = layersOf): string[] {
  const found = new Set<string>();
  for (const { where, bytes } of layers(profile))
    for (const { name, forms } of needles)
      if (forms.some((form) => form.length > 4 && bytes.includes(form))) found.add(`${name} in ${where}`);
  return [...found];
}

/** Every address that the browser's history keeps, with its title. */
function visited(profile: string): string[] {
  const history = new DatabaseSync(join(profile, 'Default/History'), { readOnly: true });
  try {
    return history
      .prepare('select url, title from urls')
      .all()
      .map(({ url, title }) => `${url} ${title}`);
  } finally {
    history.close();
  }
}

export type Words = {
  /** Each with the place where it was read last. */
  readonly words: ReadonlyMap<string, string>;
  readonly addresses: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
};

/** Letters drawn by lot: digits in hexadecimal, one letter again and again, or more consonants in a row than anybody says. */
const isLot = (run: string): boolean =>
  /^[a-f]+$|^(.)\1+$/i.test(run) || (/^\w+$/.test(run) && /[b-df-hj-np-tv-xz]{6}/i.test(run));

/** What of a profile can be read by a person: runs of letters in the usual codings, addresses, names of files. */
export function readableOf(profile: string): Words {
  const words = new Map<string, string>();
  const addresses = new Set(visited(profile));
  const places = new Set<string>();
  for (const { where, bytes } of layersOf(profile)) {
    if (!where.includes(' > '))
      places.add(where.replaceAll(/[0-9a-f-]{16,}|\d+/g, '#').replace(/LOG\.old$/, 'LOG'));
    // LevelDB's own diary, of which database it made, opened or tidied at what hour: fixed sentences, no content.
    if (/(^|[\\/])LOG(\.old)?$/.test(where)) continue;
    const narrow = bytes.toString('latin1');
    const wide = [0, 1].map((from) => {
      // A copy of even length: Node does not read UTF-16 from an odd place.
      const even = (bytes.length - from) & ~1;
      return Buffer.from(bytes.subarray(from, from + even)).toString('utf16le');
    });
    // Long enough that random bytes hardly ever look like it; capitals inside a word are a browser's own base64.
    for (const match of narrow.matchAll(/[A-Z]?[a-z]{3,}(?:[ .,'-]{1,2}[A-Z]?[a-z]{2,})+|[A-Z]?[a-z]{15,}/g))
      if (match[0].length > 11 && !isLot(match[0])) words.set(match[0].replace(/^[a-f]+ /, ''), where);
    for (const match of bytes.toString('utf8').matchAll(/[\u0400-\u04ff]{5,}/g)) words.set(match[0], where);
    for (const text of wide) {
      for (const match of text.matchAll(/[A-Za-z]{8,}/g)) if (!isLot(match[0])) words.set(match[0], where);
      // Letters that only rise are a table of numbers.
      for (const match of text.matchAll(/[\u0400-\u04ff]{8,}/g))
        if ([...match[0]].sort().join('') !== match[0]) words.set(match[0], where);
    }
  }
  return { words, addresses, places };
}

/** What stands in the first and not in the second. The byte before or behind a text, often its length, may look like a letter. */
export const beyond = (first: Iterable<string>, second: { has(one: string): boolean }): string[] =>
  [...first]
    .filter((one) => ![one, one.slice(1), one.slice(0, -1)].some((inner) => second.has(inner)))
    .sort();
