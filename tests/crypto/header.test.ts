/** Proves who can open a file, and that a header does not tell how many can. */
import { expect, test } from 'vitest';
import { createFileKey } from '../../src/crypto/fileKey.ts';
import { writeHeader } from '../../src/crypto/header.ts';
import { encodeRecipient, parseRecipient, parseRecipientBytes } from '../../src/crypto/identity.ts';
import { openBytes, readHeader, rewrap } from '../../src/crypto/open.ts';
import { createRng, shuffle } from '../../src/crypto/random.ts';
import { sealBytes } from '../../src/crypto/seal.ts';
import { headerSize, parseHeader } from '../../src/wire/ageHeader.ts';
import { encodeBech32 } from '../../src/wire/bech32.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { codeOf, identityFor, must, seededRng, sodium } from './setup.ts';

const team = identityFor('team');
const recovery = identityFor('recovery');
const stranger = identityFor('stranger');
const recipients = [team.recipient, recovery.recipient];
const rng = createRng();

test('[SEAL1] [SEAL3] a header has S stanzas and 70 + 1557·S bytes, however many people can read it', async () => {
  for (const S of [1, 2, 4, 7]) {
    for (let count = 1; count <= Math.min(S, 2); count++) {
      const fileKey = createFileKey(rng);
      const header = must(
        await writeHeader({ sodium, rng, fileKey, recipients: recipients.slice(0, count), S }),
      );
      expect(header.length).toBe(headerSize(S));
      expect(must(parseHeader(header)).stanzas).toHaveLength(S);
    }
  }
});

test('[SEAL2] [SEAL3] S8 each real recipient reads the file key, nobody else does', async () => {
  const fileKey = createFileKey(rng);
  const header = must(await writeHeader({ sodium, rng, fileKey, recipients, S: 4 }));
  for (const who of [team, recovery]) {
    const opened = must(await readHeader(sodium, header, [stranger, who]));
    expect(opened).toEqual({ fileKey, headerLength: headerSize(4), stanzas: 4 });
  }
  expect(codeOf(await readHeader(sodium, header, [stranger]))).toBe('notForThisKey');
  expect(codeOf(await readHeader(sodium, header, []))).toBe('notForThisKey');
});

test('[SEAL3] S4 a recipient stands at each place equally often, so a place tells nothing', async () => {
  const places = [0, 0, 0, 0];
  const chance = seededRng('places');
  for (let run = 0; run < 400; run++) {
    const order = shuffle(['team', 'recovery', 'spare', 'spare'], chance);
    places[order.indexOf('team')] = (places[order.indexOf('team')] ?? 0) + 1;
  }
  // 100 each expected; with a fixed seed this is a fact, not a chance.
  for (const count of places) expect(Math.abs(count - 100)).toBeLessThan(30);

  const seen = new Set<number>();
  for (let run = 0; run < 24; run++) {
    const header = must(
      await writeHeader({ sodium, rng: chance, fileKey: createFileKey(chance), recipients, S: 4 }),
    );
    const { stanzas, covered, mac } = must(parseHeader(header));
    for (const [place, stanza] of stanzas.entries()) {
      const alone = await readHeader(sodium, headerWith([stanza], mac), [team]);
      // The MAC covers all four, so the one that is ours is found out by "damaged" instead of "not mine".
      if (codeOf(alone) === 'damaged') seen.add(place);
    }
    expect(covered.length).toBe(headerSize(4) - 45);
  }
  expect(seen.size).toBe(4);
});

function headerWith(
  stanzas: readonly { encapsulation: Uint8Array; wrappedKey: Uint8Array }[],
  mac: Uint8Array,
): Uint8Array {
  const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  const lines = stanzas.map((s) => `-> mlkem768x25519 ${plain(s.encapsulation)}\n${plain(s.wrappedKey)}\n`);
  return new TextEncoder().encode(`age-encryption.org/v1\n${lines.join('')}--- ${plain(mac)}\n`);
}

test('[SEAL3] spare stanzas are made for real keys that differ in every file', async () => {
  const chance = seededRng('spares');
  const seen = new Set<string>();
  for (let run = 0; run < 5; run++) {
    const header = must(
      await writeHeader({ sodium, rng: chance, fileKey: createFileKey(chance), recipients, S: 4 }),
    );
    for (const { encapsulation } of must(parseHeader(header)).stanzas) seen.add(toHex(encapsulation));
  }
  expect(seen.size).toBe(20);
});

test('[SEAL3] [SEAL7] the encoder refuses no recipient, too many, and keys that are not post-quantum', async () => {
  const fileKey = createFileKey(rng);
  const refuse = async (list: typeof recipients, S: number) =>
    codeOf(await writeHeader({ sodium, rng, fileKey, recipients: list, S }));
  expect(await refuse([], 4)).toBe('unsupported');
  expect(await refuse(recipients, 1)).toBe('unsupported');
  expect(await refuse(recipients, 100)).toBe('unsupported');
  const lowOrder = must(parseRecipientBytes(concat(team.recipient.subarray(0, 1184), new Uint8Array(32))));
  expect(await refuse([lowOrder], 4)).toBe('unsupported');

  expect(codeOf(parseRecipient(encodeBech32('age', new Uint8Array(32).fill(9))))).toBe('unsupported');
  expect(codeOf(parseRecipient(encodeBech32('age1tag', new Uint8Array(33).fill(2))))).toBe('unsupported');
  expect(codeOf(parseRecipient(encodeBech32('age1pq', new Uint8Array(1215))))).toBe('malformed');
  expect(codeOf(parseRecipient(encodeBech32('age1pq', seededRng('key')(1216))))).toBe('malformed');
  // Each of the two coefficients in three bytes at its largest sound value, and one above.
  for (const [start, code] of [
    [[0x00, 0x0d, 0xd0], 'ok'],
    [[0x01, 0x0d, 0x00], 'malformed'],
    [[0x00, 0x10, 0xd0], 'malformed'],
  ] as const) {
    const key = concat(Uint8Array.from(start), team.recipient.subarray(3));
    expect(codeOf(parseRecipientBytes(key)), String(start)).toBe(code);
  }
  expect(codeOf(parseRecipient(encodeRecipient(team.recipient)))).toBe('ok');
});

test('[SEAL6] a header-only re-wrap moves a file to new readers; the old header, another file’s header and others fail', async () => {
  const plain = seededRng('plain')(3_000);
  const first = must(await sealBytes({ sodium, rng, recipients, S: 4, padded: true, plain }));
  const second = must(await sealBytes({ sodium, rng, recipients, S: 4, padded: true, plain }));
  const ask = {
    sodium,
    rng,
    header: first.file.subarray(0, headerSize(4)),
    recipients: [stranger.recipient],
    S: 4,
  };
  const header = must(await rewrap({ ...ask, identities: [recovery] }));
  const moved = concat(header, first.file.subarray(headerSize(4)));
  expect(moved.length).toBe(first.file.length);

  const opened = must(await openBytes({ sodium, identities: [stranger], file: moved }));
  expect(opened.plain.subarray(0, plain.length)).toEqual(plain);
  expect(toHex(opened.content)).toBe(toHex(first.content));
  expect(opened.parcel).not.toBe(first.parcel);
  expect(codeOf(await openBytes({ sodium, identities: [team, recovery], file: moved }))).toBe(
    'notForThisKey',
  );

  const crossed = concat(header, second.file.subarray(headerSize(4)));
  expect(codeOf(await openBytes({ sodium, identities: [stranger], file: crossed }))).toBe('damaged');
  expect(codeOf(await rewrap({ ...ask, identities: [stranger] }))).toBe('notForThisKey');
});
