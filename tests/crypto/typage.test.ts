/** Proves that we write and read the same format as typage (npm age-encryption), in both directions. */
import * as age from 'age-encryption';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeIdentity, encodeRecipient, parseIdentity } from '../../src/crypto/identity.ts';
import { openBytes, rewrap } from '../../src/crypto/open.ts';
import { createRng } from '../../src/crypto/random.ts';
import { sealBytes } from '../../src/crypto/seal.ts';
import { concat } from '../../src/wire/bytes.ts';
import { identityFor, must, seededRng, sodium } from './setup.ts';

const KIB = 1024;
const rng = createRng();
const identity = identityFor('reader');
const other = identityFor('other');

async function openWithTypage(file: Uint8Array, who = identity): Promise<Uint8Array> {
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(encodeIdentity(who));
  return decrypter.decrypt(file);
}

async function sealWithTypage(plain: Uint8Array, ...who: (typeof identity)[]): Promise<Uint8Array> {
  const encrypter = new age.Encrypter();
  for (const { recipient } of who) encrypter.addRecipient(encodeRecipient(recipient));
  return encrypter.encrypt(plain);
}

async function bothWays(plain: Uint8Array, S: number): Promise<void> {
  const sealed = must(await sealBytes({ sodium, rng, recipients: [identity.recipient], S, plain }));
  expect(Buffer.compare(await openWithTypage(sealed.file), plain)).toBe(0);
  const theirs = await sealWithTypage(plain, identity);
  const opened = must(await openBytes({ sodium, identities: [identity], file: theirs }));
  expect(Buffer.compare(opened.plain, plain)).toBe(0);
}

test('[SEAL1] [SEAL4] S9 typage opens ours and we open typage’s at every boundary size', async () => {
  const sizes = [0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 128 * KIB];
  // Where the ciphertext crosses a 1 MiB segment, with and without the 16-byte tags counted.
  const aroundSegment = [-256, -240, -1, 0, 1].map((delta) => KIB * KIB + delta);
  for (const size of [...sizes, ...aroundSegment]) await bothWays(seededRng(`size/${size}`)(size), 1);
});

test('[SEAL1] [SEAL4] S9 typage and ours agree for random sizes and stanza counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 1, max: 4 }), async (size, S) =>
      bothWays(seededRng(`${size}/${S}`)(size), S),
    ),
    { numRuns: 25, seed: 7 },
  );
});

test('[SEAL2] S9 typage derives the same recipient from the same identity, and each reads the other’s texts', async () => {
  for (const label of ['a', 'b', 'c']) {
    const ours = identityFor(label);
    expect(await age.identityToRecipient(encodeIdentity(ours))).toBe(encodeRecipient(ours.recipient));
  }
  const theirs = await age.generateHybridIdentity();
  const parsed = must(parseIdentity(sodium, theirs));
  expect(encodeIdentity(parsed)).toBe(theirs);
  expect(encodeRecipient(parsed.recipient)).toBe(await age.identityToRecipient(theirs));
});

test('[SEAL3] S9 a padded parcel with spare stanzas opens in typage for each real recipient', async () => {
  const plain = seededRng('parcel')(20_000);
  const recipients = [identity.recipient, other.recipient];
  const { file, tail } = must(await sealBytes({ sodium, rng, recipients, S: 4, padded: true, plain }));
  for (const who of [identity, other]) {
    const opened = await openWithTypage(file, who);
    expect(opened.subarray(0, plain.length)).toEqual(plain);
    expect(opened.subarray(-32)).toEqual(tail);
    expect(opened.subarray(plain.length, -32).every((byte) => byte === 0)).toBe(true);
  }
});

test('[SEAL6] S9 a header that we re-wrap for a newcomer makes typage’s file open for the newcomer, payload untouched', async () => {
  const plain = seededRng('rewrap')(100_000);
  const file = await sealWithTypage(plain, identity);
  const opened = must(await openBytes({ sodium, identities: [identity], file }));
  const request = { sodium, rng, identities: [identity], recipients: [other.recipient], S: 1 };
  const header = must(await rewrap({ ...request, header: file }));
  const rewrapped = concat(header, file.subarray(header.length));
  expect(await openWithTypage(rewrapped, other)).toEqual(plain);
  await expect(openWithTypage(rewrapped)).rejects.toThrow();
  const again = must(await openBytes({ sodium, identities: [other], file: rewrapped }));
  expect(again.content).toEqual(opened.content);
  expect(again.parcel).not.toBe(opened.parcel);
});
