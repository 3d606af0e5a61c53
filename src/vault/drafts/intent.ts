/** Owns the intent: what an unfinished Finish means to do, readable without words. Must never hold anything secret. */
import type { Sodium } from '../../crypto/sodium.ts';
import type { Handle } from '../../store/disk.ts';
import { type Bytes, concat, parseHex, toHex, u64 } from '../../wire/bytes.ts';
import type { Chance } from '../keys/box.ts';
import {
  ENTRIES,
  INTENT_PLAIN,
  putIntentBytes,
  readIntentBytes,
  STATE_SLOTS,
} from '../keys/keystoreLayout.ts';

/** A sealed file as it must be before the commit counts: SHA-256 over its first `proven` bytes. */
export type IntentFile = {
  readonly handle: Handle;
  readonly size: number;
  readonly proven: number;
  readonly proof: Bytes;
  /** Made by this Finish: an undone one deletes it. Others belong to the draft. */
  readonly fresh: boolean;
};

/** [VLT7] */
export type Intent = {
  /** Entries of the keystore to overwrite once committed. */
  readonly entries: readonly number[];
  /** State slots to overwrite: the used chain key once committed; the next one if undone. */
  readonly commitSlots: readonly number[];
  readonly undoSlots: readonly number[];
  readonly files: readonly IntentFile[];
  /** Rows of the draft's versions, deleted once committed. */
  readonly rows: readonly Handle[];
  /** Attachments of the draft that the report does not list, deleted once committed. */
  readonly dropFiles: readonly Handle[];
};

const VERSION = 1;
const ERASING = 2;
const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 0xff);
const handleBytes = (handle: Handle): Bytes => {
  const bytes = parseHex(handle);
  if (!bytes.ok || bytes.value.length !== 16) throw new RangeError('handle');
  return bytes.value;
};
const numbers = (list: readonly number[]): Bytes => concat(u16(list.length), ...list.map(u16));
const handles = (list: readonly Handle[]): Bytes => concat(u16(list.length), ...list.map(handleBytes));

/** Whether an intent fits its place (50 attachments and as many dropped ones do). */
export const fits = (intent: Intent): boolean => encode(intent).length <= INTENT_PLAIN;

function encode(intent: Intent): Bytes {
  const files = intent.files.map(({ handle, size, proven, proof, fresh }) =>
    concat(handleBytes(handle), u64(size), u64(proven), proof, Uint8Array.of(fresh ? 1 : 0)),
  );
  return concat(
    Uint8Array.of(VERSION),
    numbers(intent.entries),
    numbers(intent.commitSlots),
    numbers(intent.undoSlots),
    concat(u16(files.length), ...files),
    handles(intent.rows),
    handles(intent.dropFiles),
  );
}

export const putIntent = (chance: Chance, image: Bytes, intent: Intent): Promise<void> =>
  putIntentBytes(chance, image, encode(intent));

/** What a cut-off erasing still has to do: leave nothing, or a vault made anew; `keeps`: sealed files that wait stay. */
export type Erasing = { readonly after: 'nothing' | 'anew'; readonly keeps: boolean };

/** In the place of an intent: version 2 · a vault stays · sealed files stay, one byte each. [VLT13] */
export const putErasing = (chance: Chance, image: Bytes, { after, keeps }: Erasing): Promise<void> =>
  putIntentBytes(chance, image, Uint8Array.of(ERASING, after === 'anew' ? 1 : 0, keeps ? 1 : 0));

export async function readErasing(sodium: Sodium, image: Bytes): Promise<Erasing | null> {
  const bytes = await readIntentBytes(sodium, image);
  if (bytes === undefined || bytes[0] !== ERASING) return null;
  return { after: bytes[1] === 1 ? 'anew' : 'nothing', keeps: bytes[2] === 1 };
}

/** The intent of an image, or null. */
export async function readIntent(sodium: Sodium, image: Bytes): Promise<Intent | null> {
  const bytes = await readIntentBytes(sodium, image);
  if (bytes === undefined || bytes[0] !== VERSION) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 1;
  const next16 = (): number => {
    at += 2;
    return view.getUint16(at - 2);
  };
  const next64 = (): number => {
    at += 8;
    return Number(view.getBigUint64(at - 8));
  };
  const take = (length: number): Bytes => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const list = <T>(each: () => T): T[] => Array.from({ length: next16() }, each);
  const entries = list(next16).filter((index) => index < ENTRIES);
  const commitSlots = list(next16).filter((index) => index < STATE_SLOTS);
  const undoSlots = list(next16).filter((index) => index < STATE_SLOTS);
  const files = list((): IntentFile => {
    const handle = toHex(take(16));
    const size = next64();
    const proven = next64();
    return { handle, size, proven, proof: take(32), fresh: take(1)[0] === 1 };
  });
  const rows = list(() => toHex(take(16)));
  return { entries, commitSlots, undoSlots, files, rows, dropFiles: list(() => toHex(take(16))) };
}
