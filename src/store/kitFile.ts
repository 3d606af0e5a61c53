/** Owns the layout of the locked kit: what sealing and sending need while the vault is locked. Must never name people or the organisation. */
import { type Bytes, concat, equalBytes, parseUtf8, u32, utf8 } from '../wire/bytes.ts';
import type { EndpointEntry, EpochRecipient } from '../wire/manifest.ts';
import {
  isCount,
  isDay,
  isEndpointUrl,
  isHex,
  isListOf,
  isObject,
  isText,
  parseJsonObject,
} from '../wire/shape.ts';

/** [VLT11] */
export type Kit = {
  readonly v: 1;
  /** 16 bytes hex, random: the door at the endpoint. */
  readonly org: string;
  readonly S: number;
  readonly limit: number;
  readonly issued: string;
  readonly recipients: readonly EpochRecipient[];
  readonly late: string;
  readonly recovery: string;
  readonly endpoints: readonly EndpointEntry[];
  /** null in a kit of the first version, until the next unlock writes it again. */
  readonly capture: KitCapture | null;
  /** Whether a wipe leaves sealed files that wait. [VLT13] */
  readonly wipeKeeps: boolean;
};

/** What sealing without words needs besides. [VLT19] */
export type KitCapture = {
  /** X25519, 32 bytes hex: traces of captures are sealed to it; its other half comes from the ledger key. */
  readonly key: string;
  /** Marker of the vault that has the other half, 16 bytes hex: no other vault here may use this kit for captures. */
  readonly vault: string;
  /** Which manifest this kit is of, as each report says. [REP1] */
  readonly version: number;
  readonly sha256: string;
};

const HALF_BYTES = 65_536;
export const KIT_BYTES = HALF_BYTES * 2;
const TAG_BYTES = 32;
const CHECK_BYTES = 32;
const HEAD_BYTES = CHECK_BYTES + 4 + 4 + TAG_BYTES;

/** A kit as it lies there, with its tag unchecked. */
export type StoredKit = {
  readonly kit: Kit;
  readonly bytes: Bytes;
  readonly tag: Bytes;
  readonly turn: number;
  readonly half: 0 | 1;
};

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
}

export const encodeKit = (kit: Kit): Bytes => utf8(JSON.stringify(kit));

const isEpoch = (value: unknown): value is EpochRecipient =>
  isObject(value) &&
  isCount(value['epoch']) &&
  isDay(value['from']) &&
  isDay(value['to']) &&
  isText(value['recipient'], 4096);

const isEndpoint = (value: unknown): value is EndpointEntry =>
  isObject(value) && isEndpointUrl(value['url']) && isText(value['receiptKey'], 200);

const isCapture = (value: unknown): value is KitCapture =>
  isObject(value) &&
  isHex(value['key'], 32) &&
  isHex(value['vault'], 16) &&
  isCount(value['version']) &&
  isHex(value['sha256'], 32);

function parseKit(bytes: Bytes): Kit | undefined {
  const text = parseUtf8(bytes);
  const value = text.ok ? parseJsonObject(text.value) : undefined;
  if (value === undefined || value['v'] !== 1) return undefined;
  const kit = value as { readonly [K in keyof Kit]: unknown };
  return isHex(kit.org, 16) &&
    isCount(kit.S) &&
    isCount(kit.limit) &&
    isDay(kit.issued) &&
    isListOf(kit.recipients, 64, isEpoch) &&
    isText(kit.late, 4096) &&
    isText(kit.recovery, 4096) &&
    isListOf(kit.endpoints, 16, isEndpoint)
    ? {
        ...(kit as Kit),
        capture: isCapture(kit.capture) ? kit.capture : null,
        wipeKeeps: kit.wipeKeeps === true,
      }
    : undefined;
}

/** One half: SHA-256 of the rest ‖ turn ‖ length ‖ tag ‖ bytes ‖ random. */
export async function encodeHalf(bytes: Bytes, tag: Bytes, turn: number, filler: Bytes): Promise<Bytes> {
  if (bytes.length > HALF_BYTES - HEAD_BYTES) throw new RangeError('kit too large');
  const rest = concat(
    u32(turn),
    u32(bytes.length),
    tag,
    bytes,
    filler.subarray(0, HALF_BYTES - HEAD_BYTES - bytes.length),
  );
  return concat(await sha256(rest), rest);
}

export const halfOffset = (half: 0 | 1): number => half * HALF_BYTES;

async function parseHalf(file: Bytes, half: 0 | 1): Promise<StoredKit | undefined> {
  const bytes = file.slice(halfOffset(half), halfOffset(half) + HALF_BYTES);
  if (!equalBytes(await sha256(bytes.slice(CHECK_BYTES)), bytes.subarray(0, CHECK_BYTES))) return undefined;
  const view = new DataView(bytes.buffer);
  const length = view.getUint32(CHECK_BYTES + 4);
  if (length > HALF_BYTES - HEAD_BYTES) return undefined;
  const body = bytes.slice(HEAD_BYTES, HEAD_BYTES + length);
  const kit = parseKit(body);
  const tag = bytes.slice(CHECK_BYTES + 8, HEAD_BYTES);
  return kit && { kit, bytes: body, tag, turn: view.getUint32(CHECK_BYTES), half };
}

/** The whole halves of a kit file: the kit, and the one before it. */
export async function parseKitHalves(file: Bytes): Promise<StoredKit[]> {
  if (file.length !== KIT_BYTES) return [];
  const halves = [await parseHalf(file, 0), await parseHalf(file, 1)];
  return halves.filter((half) => half !== undefined);
}

/** The newer whole half of a kit file, or null. */
export async function parseKitFile(file: Bytes): Promise<StoredKit | null> {
  const [first, second] = await parseKitHalves(file);
  if (first === undefined || second === undefined) return first ?? null;
  return first.turn > second.turn ? first : second;
}
