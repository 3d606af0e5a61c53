/** Owns whether a signed manifest is to be believed. Must never open anything: the endpoint runs this too. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import {
  MANIFEST_PURPOSE,
  type Manifest,
  parseManifest,
  pinInput,
  type SignedManifest,
} from '../wire/manifest.ts';
import { sha256 } from './hash.ts';
import { verify } from './minisign.ts';
import type { Sodium } from './sodium.ts';

/** A manifest whose signatures were checked, and the SHA-256 of its bytes in hex. */
export type VerifiedManifest = { readonly manifest: Manifest; readonly hash: string };

/** [MAN4]; `manifestForeign`: another organisation or other roots than pinned; the rest: see `parseManifest`. */
export type ManifestError =
  | 'manifestUnsigned'
  | 'manifestOlder'
  | 'manifestForked'
  | 'manifestForeign'
  | 'manifestMalformed'
  | 'manifestKeyReused';

/** The pin of a set of roots, 64 hex digits. [MAN3] */
export const pinOf = async (roots: readonly string[], threshold: number): Promise<string> =>
  toHex(await sha256(pinInput(roots, threshold)));

/** H of the manifest's bytes, 64 hex digits. [MAN1] */
export const manifestHash = async (bytes: Bytes): Promise<string> => toHex(await sha256(bytes));

/** [MAN2] each root counts once, however many signatures it made. */
function enoughSigned(
  sodium: Sodium,
  { manifest, signatures }: SignedManifest,
  { roots, threshold }: Pick<Manifest, 'roots' | 'threshold'>,
): boolean {
  const signers = roots.filter((root) =>
    signatures.some((signature) => verify(sodium, MANIFEST_PURPOSE, manifest, signature, root).ok),
  );
  return signers.length >= threshold;
}

/**
 * Checks signatures, then the pin (first manifest ever) or `previous` (the highest one seen, which then replaces the pin).
 * The same manifest again is `ok`. On an error the caller keeps what it has. [MAN2] [MAN3] [MAN4]
 */
export async function verifyManifest(
  sodium: Sodium,
  signed: SignedManifest,
  trust: { readonly pin?: string | undefined; readonly previous?: VerifiedManifest | undefined },
): Promise<Result<VerifiedManifest, ManifestError>> {
  const parsed = parseManifest(signed.manifest);
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;
  if (!enoughSigned(sodium, signed, manifest)) return err('manifestUnsigned');
  const hash = await manifestHash(signed.manifest);
  const { pin, previous } = trust;
  if (previous === undefined) {
    const foreign = pin !== undefined && pin !== (await pinOf(manifest.roots, manifest.threshold));
    return foreign ? err('manifestForeign') : ok({ manifest, hash });
  }
  const old = previous.manifest;
  if (manifest.org !== old.org) return err('manifestForeign');
  if (manifest.version < old.version) return err('manifestOlder');
  if (manifest.version === old.version) return hash === previous.hash ? ok(previous) : err('manifestForked');
  if (!enoughSigned(sodium, signed, old)) return err('manifestUnsigned', 'formerRoots');
  if (manifest.version === old.version + 1 && manifest.prev !== previous.hash) return err('manifestForked');
  return ok({ manifest, hash });
}

/** What an endpoint accepts after `previous`: the very next version (or the same bytes again). [EP3] */
export async function verifySuccessor(
  sodium: Sodium,
  signed: SignedManifest,
  previous: VerifiedManifest,
): Promise<Result<VerifiedManifest, ManifestError>> {
  const verified = await verifyManifest(sodium, signed, { previous });
  const skips = verified.ok && verified.value.manifest.version > previous.manifest.version + 1;
  return skips ? err('manifestForked', 'version') : verified;
}
