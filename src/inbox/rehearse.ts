/** Owns the proof that a saved recovery file would work. Must never keep what it read, and never send it. */
import { encodeRecipient, parseIdentity } from '../crypto/identity.ts';
import { sign, verify } from '../crypto/minisign.ts';
import { openBytes } from '../crypto/open.ts';
import { sealBytes } from '../crypto/seal.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { PARCEL_STANZAS } from '../wire/buckets.ts';
import { equalBytes } from '../wire/bytes.ts';
import { MANIFEST_PURPOSE } from '../wire/manifest.ts';
import { type MemberState, manifestOf, parseRecovery, signedOf } from './member.ts';
import type { InboxDeps } from './ports.ts';

/**
 * Reads the file as it was saved, seals something to the recovery recipient of the manifest, opens it with the file's
 * identity, and lets its root sign. `recoveryMalformed`: no such file. `recoveryForeign`: of another organisation or key.
 */
export async function rehearseRecovery(
  { sodium, rng }: Pick<InboxDeps, 'sodium' | 'rng'>,
  member: MemberState,
  file: string,
): Promise<Result<true, 'recoveryMalformed' | 'recoveryForeign'>> {
  const recovery = parseRecovery(file);
  if (!recovery.ok) return recovery;
  const identity = parseIdentity(sodium, recovery.value.identity);
  if (!identity.ok) return err('recoveryMalformed');
  const manifest = manifestOf(member);
  const { recipient } = identity.value;
  if (recovery.value.org !== member.org || encodeRecipient(recipient) !== manifest.recovery)
    return err('recoveryForeign');
  const secret = rng(32);
  const sealed = await sealBytes({ sodium, rng, recipients: [recipient], S: PARCEL_STANZAS, plain: secret });
  if (!sealed.ok) return err('recoveryForeign');
  const opened = await openBytes({ sodium, identities: [identity.value], file: sealed.value.file });
  if (!opened.ok || !equalBytes(opened.value.plain, secret)) return err('recoveryForeign');
  const { root } = recovery.value;
  const bytes = signedOf(member).manifest;
  if (!manifest.roots.includes(root.publicKey)) return err('recoveryForeign');
  let signature: string;
  try {
    signature = sign(sodium, MANIFEST_PURPOSE, bytes, root.secret);
  } catch {
    // A seed of another length or form: the file was changed.
    return err('recoveryMalformed');
  }
  // The signature never leaves this function: it only shows that the secret half belongs to a published root.
  return verify(sodium, MANIFEST_PURPOSE, bytes, signature, root.publicKey).ok
    ? ok(true)
    : err('recoveryForeign');
}
