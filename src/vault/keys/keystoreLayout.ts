/** Owns where everything stands in the 64 KiB of a keystore copy, and the header. Must never hold an opened key. */
import { sha256 } from '../../crypto/hash.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import { type Bytes, concat, equalBytes, u32, u64, utf8 } from '../../wire/bytes.ts';
import { BOX_OVERHEAD, type Chance, lockUp, takeOut } from './box.ts';

/** [VLT1] */
export const KEYSTORE_BYTES = 65_536;
export const ENTRIES = 640;
export const WORD_SLOTS = 4;
/** Word slots: the person's own words; coerced words set while coerced words had opened; duress; coerced. [VLT17] */
export const SLOT = { own: 0, coercedAgain: 1, duress: 2, coerced: 3 } as const;
/** State slots: chain of even and of odd n, highest manifest, the vault's own keys, the choices; three in reserve. */
export const STATE = { chainEven: 0, chainOdd: 1, manifest: 2, own: 3, choices: 4 } as const;
export const STATE_SLOTS = 8;

const SALT_BYTES = 32;
const HEADER_AT = SALT_BYTES;
const HEADER_PLAIN = 80;
const BODY_AT = 256;
const WORD_SLOT_BYTES = 128;
const STATE_AT = 1024;
const STATE_BYTES = 256;
export const STATE_PLAIN = STATE_BYTES - BOX_OVERHEAD;
const INTENT_AT = 3072;
const INTENT_BYTES = 5120;
export const INTENT_PLAIN = INTENT_BYTES - BOX_OVERHEAD;
const ENTRY_AT = 8192;
const ENTRY_BYTES = 88;

export type Place = { readonly at: number; readonly length: number };
export const wordSlot = (index: number): Place => ({
  at: BODY_AT + index * WORD_SLOT_BYTES,
  length: 32 + BOX_OVERHEAD,
});
export const stateSlot = (index: number): Place => ({
  at: STATE_AT + index * STATE_BYTES,
  length: STATE_BYTES,
});
/** handle(16) ‖ key(32) in a box. */
export const entryPlace = (index: number): Place => ({
  at: ENTRY_AT + index * ENTRY_BYTES,
  length: ENTRY_BYTES,
});
export const intentPlace: Place = { at: INTENT_AT, length: INTENT_BYTES };

export const readPlace = (image: Bytes, { at, length }: Place): Bytes => image.slice(at, at + length);

export type Header = {
  readonly passes: number;
  readonly memoryKiB: number;
  /** Counts up with every write. */
  readonly generation: number;
  /** The same 16 random bytes stand in the database: another mark there means that it was lost and made anew. */
  readonly marker: Bytes;
};

const VERSION = 1;

/**
 * Header and intent must be read before any words are given, so their key can be computed by everybody: this hides
 * nothing from a reader of the code, it checks the bytes and leaves no pattern. [VLT3]
 */
async function openKey(image: Bytes, purpose: 'header' | 'intent'): Promise<Bytes> {
  return sha256(concat(utf8(`tumar/keystore/${purpose}/1`), image.subarray(0, SALT_BYTES)));
}

export const saltOf = (image: Bytes): Bytes => image.slice(0, SALT_BYTES);

/** The image with a header that fits its bytes. */
export async function withHeader(chance: Chance, image: Bytes, header: Header): Promise<Bytes> {
  const out = image.slice();
  const plain = concat(
    Uint8Array.of(VERSION, 0, 0, 0),
    u32(header.passes),
    u32(header.memoryKiB),
    u64(header.generation),
    header.marker,
    await sha256(out.slice(BODY_AT)),
    new Uint8Array(12),
  );
  out.set(lockUp(chance, await openKey(out, 'header'), plain, utf8('header')), HEADER_AT);
  return out;
}

/** The header of a whole and undamaged copy; `newer` for a later version; undefined for anything else. */
export async function readHeader(sodium: Sodium, image: Bytes): Promise<Header | 'newer' | undefined> {
  if (image.length !== KEYSTORE_BYTES) return undefined;
  const box = image.subarray(HEADER_AT, HEADER_AT + HEADER_PLAIN + BOX_OVERHEAD);
  const plain = takeOut(sodium, await openKey(image, 'header'), box, utf8('header'));
  if (plain === undefined) return undefined;
  if (plain[0] !== VERSION) return 'newer';
  if (!equalBytes(plain.subarray(36, 68), await sha256(image.slice(BODY_AT)))) return undefined;
  const view = new DataView(plain.buffer, plain.byteOffset);
  return {
    passes: view.getUint32(4),
    memoryKiB: view.getUint32(8),
    generation: Number(view.getBigUint64(12)),
    marker: plain.slice(20, 36),
  };
}

/** Writes the plain bytes of an intent (at most INTENT_PLAIN) into the image. */
export async function putIntentBytes(chance: Chance, image: Bytes, plain: Bytes): Promise<void> {
  const padded = new Uint8Array(INTENT_PLAIN);
  padded.set(plain);
  image.set(lockUp(chance, await openKey(image, 'intent'), padded, utf8('intent')), INTENT_AT);
}

/** The plain bytes of the intent, or undefined when there is none. */
export async function readIntentBytes(sodium: Sodium, image: Bytes): Promise<Bytes | undefined> {
  return takeOut(sodium, await openKey(image, 'intent'), readPlace(image, intentPlace), utf8('intent'));
}
