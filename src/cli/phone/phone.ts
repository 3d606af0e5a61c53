/** Owns the state folder of a monitor on the command line. Must never be written by two processes at once. */
import { join } from 'node:path';
import type { Chain } from '../../crypto/chain.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Stage } from '../../outbox/ports.ts';
import { type Bytes, base64, parseHex } from '../../wire/bytes.ts';
import { type Manifest, parseManifest, type SignedManifest } from '../../wire/manifest.ts';
import {
  isCount,
  isEndpointUrl,
  isHex,
  isListOf,
  isObject,
  isText,
  parseJsonObject,
} from '../../wire/shape.ts';
import { Unusable } from '../io.ts';
import { readTextIfThere, writeDurably } from '../platform.ts';

/** A sealed file in `DIR/sealed/{handle}.age` and how far it is. `stored`: its receipt was verified. */
export type PhoneParcel = {
  readonly handle: string;
  readonly parcel: string;
  readonly secret: string;
  readonly size: number;
  readonly order: number;
  readonly ticket: string;
  readonly stage: Stage | Stored | { readonly name: 'refused'; readonly code: string };
  /** Bytes that endpoints acknowledged and then did not have; and when that was last so. [UP6] */
  readonly lost?: { readonly bytes: number; readonly at: number };
};

/** `endpoint`, `store`: who proved it, and the store that it was then; missing where an older version wrote it. [UP7] */
export type Stored = {
  readonly name: 'stored';
  readonly day: string;
  readonly sequence: number;
  readonly endpoint?: string;
  readonly store?: string | null;
};

export type PhoneReport = {
  readonly id: string;
  /** Five letters to name it by. */
  readonly code: string;
  readonly expected: { readonly read: string; readonly complete: string };
  readonly read: boolean;
  /** On the board: the coordinators hold it whole, and the sealed files here are gone. */
  readonly received: boolean;
  readonly parcels: readonly PhoneParcel[];
};

/** `DIR/state.json`. Unlike the app's vault it is not locked: it is for trying out, for tests, and for couriers. */
export type PhoneState = {
  readonly v: 1;
  readonly kind: 'tumar-monitor';
  readonly org: string;
  readonly endpoints: readonly string[];
  /** 32 bytes, hex each; `secret` (16) only until the enrolment was answered. */
  readonly readKey: string;
  readonly pin: string;
  readonly credential: string;
  readonly secret: string | null;
  readonly chain: { readonly id: string; readonly n: number; readonly key: string };
  /** The highest manifest seen, `manifest` in base64; null before the first. */
  readonly signed: { readonly manifest: string; readonly signatures: readonly string[] } | null;
  readonly hello: PhoneParcel | null;
  readonly reports: readonly PhoneReport[];
  /** When each endpoint was last found to be another store, milliseconds since 1970. [UP7] */
  readonly stores?: Readonly<Record<string, number>>;
};

const isLost = (value: unknown): boolean =>
  isObject(value) && isCount(value['bytes']) && isCount(value['at']);

const isParcel = (value: unknown): value is PhoneParcel =>
  isObject(value) &&
  isHex(value['handle'], 16) &&
  isHex(value['parcel'], 32) &&
  isHex(value['secret'], 16) &&
  isCount(value['size']) &&
  isCount(value['order']) &&
  isHex(value['ticket'], 32) &&
  (value['lost'] === undefined || isLost(value['lost'])) &&
  isObject(value['stage']) &&
  ['queued', 'sending', 'sent', 'stored', 'refused'].includes(String(value['stage']['name']));

const isReport = (value: unknown): value is PhoneReport =>
  isObject(value) &&
  isText(value['id'], 36) &&
  isText(value['code'], 5) &&
  isObject(value['expected']) &&
  isHex(value['expected']['read'], 32) &&
  isHex(value['expected']['complete'], 32) &&
  typeof value['read'] === 'boolean' &&
  typeof value['received'] === 'boolean' &&
  isListOf(value['parcels'], 1000, isParcel);

const isState = (value: object): value is PhoneState => {
  const s = value as { [K in keyof PhoneState]: unknown };
  return (
    s.v === 1 &&
    s.kind === 'tumar-monitor' &&
    isHex(s.org, 16) &&
    isListOf(s.endpoints, 255, isEndpointUrl) &&
    isHex(s.readKey, 32) &&
    isHex(s.pin, 32) &&
    isHex(s.credential, 32) &&
    (s.secret === null || isHex(s.secret, 16)) &&
    isObject(s.chain) &&
    isHex(s.chain['id'], 16) &&
    isCount(s.chain['n']) &&
    isHex(s.chain['key'], 32) &&
    (s.signed === null || (isObject(s.signed) && isText(s.signed['manifest'], 1_000_000))) &&
    (s.hello === null || isParcel(s.hello)) &&
    isListOf(s.reports, 100_000, isReport) &&
    (s.stores === undefined || (isObject(s.stores) && Object.values(s.stores).every((at) => isCount(at))))
  );
};

export function parsePhone(text: string): Result<PhoneState, 'stateMalformed'> {
  const value = parseJsonObject(text);
  return value !== undefined && isState(value) ? ok(value) : err('stateMalformed');
}

export const statePath = (folder: string): string => join(folder, 'state.json');
export const lockPath = (folder: string): string => join(folder, 'lock');
export const sealedPath = (folder: string, handle: string): string => join(folder, 'sealed', `${handle}.age`);

export async function readPhone(folder: string): Promise<Result<PhoneState, 'stateMalformed'>> {
  const text = await readTextIfThere(statePath(folder));
  if (text === undefined) throw new Unusable(`${folder}: no device here; run "tumar join" first`);
  return parsePhone(text);
}

export const writePhone = (folder: string, state: PhoneState): Promise<void> =>
  writeDurably(statePath(folder), `${JSON.stringify(state, null, 2)}\n`);

/** Hex that was checked when the state was parsed. */
export function bytesIn(hex: string): Bytes {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new Error('phone state: not hexadecimal');
  return bytes.value;
}

export const chainOf = ({ chain }: PhoneState): Chain => ({
  id: chain.id,
  n: chain.n,
  key: bytesIn(chain.key),
});

/** The highest manifest seen; it was verified before it was kept. */
export function phoneManifest(
  state: Pick<PhoneState, 'signed'>,
): { readonly signed: SignedManifest; readonly manifest: Manifest } | undefined {
  if (state.signed === null) return undefined;
  const bytes = base64.parse(state.signed.manifest);
  const manifest = bytes.ok ? parseManifest(bytes.value) : bytes;
  if (!bytes.ok || !manifest.ok) throw new Error('phone state: manifest does not read');
  return {
    signed: { manifest: bytes.value, signatures: state.signed.signatures },
    manifest: manifest.value,
  };
}
