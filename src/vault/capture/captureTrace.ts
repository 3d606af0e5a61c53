/** Owns the trace of what was sealed while locked: written with a public key, read after unlock. Must never need words to write one. */
import type { Sodium } from '../../crypto/sodium.ts';
import type { Handle, VaultBox } from '../../store/disk.ts';
import type { KitCapture } from '../../store/kitFile.ts';
import { LOCKED_BYTES } from '../../store/ledgerFile.ts';
import { type Bytes, concat, equalBytes, parseHex, toHex } from '../../wire/bytes.ts';
import type { Manifest } from '../../wire/manifest.ts';
import { derive } from '../keys/keyRoom.ts';
import { type LockedTrace, putTrace, readTrace, TRACE_BYTES } from '../ledger/trace.ts';
import type { Ready } from '../room.ts';

/** crypto_box_seal: an X25519 key of its own (32) and a tag (16) before the ciphertext. */
const SEAL_OVERHEAD = 48;
const PLAIN_BYTES = LOCKED_BYTES - SEAL_OVERHEAD;
const HANDLE_AT = TRACE_BYTES;
const KIT_AT = HANDLE_AT + 16;

type Pair = { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };

/** From the ledger key, so that only an unlocked vault has the private half; a change of words changes neither. */
function pairOf(sodium: Sodium, ledgerKey: Bytes): Pair {
  const seed = derive(sodium, ledgerKey, 'tumar/vault/capture/1');
  const pair = sodium.crypto_box_seed_keypair(seed);
  seed.fill(0);
  return pair;
}

export const markerOf = ({ keystore }: Pick<Ready, 'keystore'>): string => toHex(keystore.header().marker);

/** What the kit says for captures. `known`: the manifest in force and its hash. [VLT19] */
export function kitCapture(
  sodium: Sodium,
  files: Pick<Ready, 'keystore'> & { readonly keyring: { readonly ledgerKey: Bytes } },
  known: { readonly manifest: Manifest; readonly hash: string },
): KitCapture {
  const { publicKey, privateKey } = pairOf(sodium, files.keyring.ledgerKey);
  privateKey.fill(0);
  const { version } = known.manifest;
  return { key: toHex(publicKey), vault: markerOf(files), version, sha256: known.hash };
}

const bytesOf = (hex: string): Bytes => {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new RangeError('not hexadecimal');
  return bytes.value;
};

/** A box of LOCKED_BYTES for the place of a trace. `key`: of the kit, hex; `kitHash`: H of the kit's JSON that was sealed under. */
export function sealTrace(
  sodium: Sodium,
  key: string,
  handle: Handle,
  trace: LockedTrace,
  kitHash: Bytes,
): VaultBox {
  const plain = new Uint8Array(PLAIN_BYTES);
  putTrace(plain, trace);
  plain.set(bytesOf(handle), HANDLE_AT);
  plain.set(kitHash, KIT_AT);
  const box = concat(sodium.crypto_box_seal(plain, bytesOf(key))) as VaultBox;
  plain.fill(0);
  return box;
}

export type SealedTraces = {
  /** undefined: sealed to another key, or for another place. */
  open(handle: Handle, box: VaultBox): { readonly trace: LockedTrace; readonly kitHash: Bytes } | undefined;
  wipe(): void;
};

/** Opens what `sealTrace` sealed to this vault. */
export function openSealedTraces(sodium: Sodium, ledgerKey: Bytes): SealedTraces {
  const { publicKey, privateKey } = pairOf(sodium, ledgerKey);
  return {
    open(handle, box) {
      let plain: Bytes;
      try {
        plain = concat(sodium.crypto_box_seal_open(box, publicKey, privateKey));
      } catch {
        // The wrapper throws for a wrong tag: an expected outcome here.
        return undefined;
      }
      const trace = readTrace(plain);
      if (trace === undefined || !equalBytes(plain.subarray(HANDLE_AT, KIT_AT), bytesOf(handle)))
        return undefined;
      return { trace, kitHash: plain.slice(KIT_AT, KIT_AT + 32) };
    },
    wipe: () => void privateKey.fill(0),
  };
}
