/** Owns a small organisation for tests: repeatable keys and a signed manifest. Must never stand in for our code. */

import { encodeRecipient } from '../../src/crypto/identity.ts';
import { pinOf } from '../../src/crypto/manifestCheck.ts';
import { createSigningKey, sign } from '../../src/crypto/minisign.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { encodeManifest, type Manifest, type SignedManifest } from '../../src/wire/manifest.ts';
import { identityFor, seededRng, sodium } from './setup.ts';

export const signingKeyFor = (label: string) => createSigningKey(sodium, seededRng(`sign/${label}`));
export const recipientFor = (label: string): string => encodeRecipient(identityFor(label).recipient);

export const roots = ['root1', 'root2', 'root3'].map(signingKeyFor);
export const receiptKey = signingKeyFor('receipt');
export const memberKey = signingKeyFor('member');
export const org = toHex(seededRng('org')(16));
export const readKey = seededRng('readKey')(32);

/** Version 1 with two epochs from 2026-11-01, signed by one root of two unless told. */
export function manifestWith(change: Partial<Manifest> = {}): Manifest {
  return {
    purpose: 'tumar-manifest/1',
    org,
    name: 'Steppe Watch (fictional)',
    version: 1,
    prev: null,
    issued: '2026-11-01',
    expires: '2027-05-01',
    roots: roots.slice(0, 2).map((key) => key.publicKey),
    threshold: 1,
    members: [
      { pseudonym: 'Coordinator', sign: memberKey.publicKey, seal: recipientFor('member'), roles: ['admin'] },
    ],
    recipients: [
      { epoch: 1, from: '2026-11-01', to: '2026-11-30', recipient: recipientFor('epoch1') },
      { epoch: 2, from: '2026-12-01', to: '2026-12-30', recipient: recipientFor('epoch2') },
    ],
    late: recipientFor('late'),
    recovery: recipientFor('recovery'),
    S: 4,
    limits: { parcel: 1_073_741_824 },
    endpoints: [{ url: 'http://localhost:8787', receiptKey: receiptKey.publicKey }],
    tokenKey: null,
    forms: ['short/1', 'full/1'],
    minApp: null,
    ...change,
  };
}

export function signedBy(manifest: Manifest, signers = roots.slice(0, manifest.threshold)): SignedManifest {
  const bytes = encodeManifest(manifest);
  return {
    manifest: bytes,
    signatures: signers.map((key) => sign(sodium, 'tumar-manifest/1', bytes, key.secret)),
  };
}

export const pin = await pinOf(
  roots.slice(0, 2).map((key) => key.publicKey),
  1,
);
