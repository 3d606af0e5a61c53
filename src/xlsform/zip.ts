/** Owns taking files out of a zip archive within limits; must never trust a size that the archive states. */
import { Inflate } from 'fflate';
import { err, ok, type Result } from '../domain/result.ts';

/** Bytes of an archive, and of everything taken out of it together. */
export const MAX_ARCHIVE = 8 * 1024 * 1024;
const MAX_INFLATED = 48 * 1024 * 1024;
const MAX_ENTRIES = 2_000;
const PIECE = 16 * 1024;

export type ZipError = 'workbookTooLarge' | 'workbookDamaged' | 'workbookEncrypted';
export type Archive = {
  readonly names: readonly string[];
  /** Undefined: there is no such file. Every call counts against the limit of the archive. */
  take(name: string): Result<Uint8Array | undefined, ZipError>;
};

type Entry = { readonly method: number; readonly flags: number; readonly size: number; readonly at: number };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

class TooLarge extends Error {}

/** Reads the list at the end of the archive. */
export function openArchive(bytes: Uint8Array): Result<Archive, ZipError> {
  if (bytes.length > MAX_ARCHIVE) return err('workbookTooLarge');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readCentral(bytes, view);
  if (entries === undefined) return err('workbookDamaged');
  let left = MAX_INFLATED;
  return ok({
    names: [...entries.keys()],
    take(name) {
      const entry = entries.get(name);
      if (entry === undefined) return ok(undefined);
      if ((entry.flags & 1) !== 0) return err('workbookEncrypted');
      const packed = contentsOf(entry, bytes, view);
      if (packed === undefined) return err('workbookDamaged');
      if (entry.method === 0) {
        left -= packed.length;
        return left < 0 ? err('workbookTooLarge') : ok(packed);
      }
      if (entry.method !== 8) return err('workbookDamaged');
      const inflated = inflate(packed, left);
      if (inflated.ok) left -= inflated.value.length;
      return inflated;
    },
  });
}

function readCentral(bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> | undefined {
  let end = -1;
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) !== END) continue;
    end = at;
    break;
  }
  if (end < 0) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MAX_ENTRIES) return undefined;
  const entries = new Map<string, Entry>();
  for (let next = 0; next < count; next += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return undefined;
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder('utf-8').decode(bytes.subarray(at + 46, at + 46 + length));
    // Some writers begin with a slash or separate with a backslash.
    entries.set(name.replaceAll('\\', '/').replace(/^\//, ''), {
      method: view.getUint16(at + 10, true),
      flags: view.getUint16(at + 8, true),
      size: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function contentsOf(entry: Entry, bytes: Uint8Array, view: DataView): Uint8Array | undefined {
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== LOCAL) return undefined;
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  return from + entry.size > bytes.length ? undefined : bytes.subarray(from, from + entry.size);
}

/** Piece by piece, so that what grows beyond the limit is stopped before it is in memory. */
function inflate(packed: Uint8Array, most: number): Result<Uint8Array, ZipError> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    length += piece.length;
    if (length > most) throw new TooLarge();
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (error) {
    return err(error instanceof TooLarge ? 'workbookTooLarge' : 'workbookDamaged');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return ok(whole);
}
