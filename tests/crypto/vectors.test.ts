/** Proves the primitives as we call them: X-Wing, HPKE 0x647A and Wycheproof vectors, each with the number that ran. */
import { expect, test } from 'vitest';
import { createChunkCipher } from '../../src/crypto/chunk.ts';
import { hkdf } from '../../src/crypto/hash.ts';
import { hpkeContext, hpkeSeal } from '../../src/crypto/hpke.ts';
import { parseRecipientBytes, parseSeed } from '../../src/crypto/identity.ts';
import { hpkeOpen } from '../../src/crypto/open.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { must, sodium, unhex, vectorFile } from './setup.ts';

type XWing = { seed: string; eseed: string; ss: string; pk: string; ct: string };

test('[SEAL2] X-Wing: 3 of 3 vectors, key pair, encapsulation and decapsulation', () => {
  const vectors = vectorFile<XWing[]>('xwing');
  for (const { seed, eseed, ss, pk, ct } of vectors) {
    const identity = must(parseSeed(sodium, unhex(seed)));
    expect(toHex(identity.recipient)).toBe(pk);
    const made = sodium.crypto_kem_xwing_enc_deterministic(identity.recipient, unhex(eseed));
    expect(toHex(made.ciphertext)).toBe(ct);
    expect(toHex(made.sharedSecret)).toBe(ss);
    expect(toHex(sodium.crypto_kem_xwing_dec(unhex(ct), unhex(seed)))).toBe(ss);
  }
  expect(vectors).toHaveLength(3);
});

type Hpke = {
  kdf_id: number;
  aead_id: number;
  info: string;
  ikmE: string;
  skRm: string;
  pkRm: string;
  enc: string;
  shared_secret: string;
  key: string;
  base_nonce: string;
  encryptions: { aad: string; ct: string; nonce: string; pt: string }[];
};

test('[SEAL2] HPKE 0x647A with HKDF-SHA-256 and ChaCha20-Poly1305: keys, schedule, first message, both directions', async () => {
  const ours = vectorFile<Hpke[]>('hpke-pq-0x647a').filter((v) => v.kdf_id === 1 && v.aead_id === 3);
  expect(ours).toHaveLength(1);
  for (const vector of ours) {
    const recipient = must(parseRecipientBytes(unhex(vector.pkRm)));
    const identity = must(parseSeed(sodium, unhex(vector.skRm)));
    expect(toHex(identity.recipient)).toBe(vector.pkRm);

    const context = await hpkeContext(unhex(vector.shared_secret), unhex(vector.info));
    expect(toHex(context.key)).toBe(vector.key);
    expect(toHex(context.nonce)).toBe(vector.base_nonce);

    const plain = unhex(vector.encryptions[0]?.pt ?? '');
    const rng = () => unhex(vector.ikmE);
    const made = must(await hpkeSeal({ sodium, rng }, recipient, unhex(vector.info), plain));
    expect(toHex(made.enc)).toBe(vector.enc);
    // The vector's messages have an aad and ours have none: the body is the same, the tag is not.
    expect(toHex(made.sealed.subarray(0, plain.length))).toBe(
      vector.encryptions[0]?.ct.slice(0, plain.length * 2),
    );
    expect(must(await hpkeOpen(sodium, identity, unhex(vector.info), made))).toEqual(plain);
    const { aad, ct, nonce } = vector.encryptions[0] ?? { aad: '', ct: '', nonce: '' };
    expect(
      toHex(
        sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
          null,
          unhex(ct),
          unhex(aad),
          unhex(nonce),
          context.key,
        ),
      ),
    ).toBe(vector.encryptions[0]?.pt);
  }
});

type Case = { tcId: number; result: 'valid' | 'invalid' | 'acceptable'; flags: string[] } & Record<
  string,
  string
>;
type Wycheproof = {
  numberOfTests: number;
  testGroups: { ivSize?: number; publicKey?: { pk: string }; tests: Case[] }[];
};

/** Runs every test of a Wycheproof file; `check` gives true when the primitive agrees that the case is valid. */
async function wycheproof(
  name: string,
  check: (test: Case, group: Wycheproof['testGroups'][number]) => boolean | Promise<boolean>,
): Promise<void> {
  const file = vectorFile<Wycheproof>(name);
  const wrong: number[] = [];
  let ran = 0;
  for (const group of file.testGroups) {
    for (const test of group.tests) {
      ran += 1;
      const valid = test.result === 'valid' || test.result === 'acceptable';
      if ((await check(test, group)) !== valid) wrong.push(test.tcId);
    }
  }
  expect(wrong).toEqual([]);
  expect(ran).toBe(file.numberOfTests);
}

/** True when the call gives these bytes; false when it throws. */
function gives(call: () => Uint8Array, hex: string | undefined): boolean {
  try {
    return toHex(call()) === hex;
  } catch {
    return false;
  }
}

test('[SEAL4] Wycheproof ChaCha20-Poly1305: 325 of 325, opening and sealing', async () => {
  await wycheproof('wp_chacha20_poly1305', ({ key, iv, aad, msg, ct, tag, result }) => {
    const [k, n, a] = [unhex(key ?? ''), unhex(iv ?? ''), unhex(aad ?? '')];
    const sealed = unhex(`${ct}${tag}`);
    const opened = gives(() => sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, a, n, k), msg);
    if (result !== 'valid') return opened;
    const made = () => sodium.crypto_aead_chacha20poly1305_ietf_encrypt(unhex(msg ?? ''), a, null, n, k);
    return opened && gives(made, `${ct}${tag}`);
  });
});

test('[SEAL4] the chunk cipher equals libsodium’s own call for each counter and flag, and opens nothing else', () => {
  const key = unhex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
  const sealer = createChunkCipher(sodium, key);
  const opener = createChunkCipher(sodium, key);
  for (let index = 0; index < 300; index++) {
    const last = index === 299;
    const plain = new Uint8Array(index).fill(index);
    const nonce = concat(new Uint8Array(9), Uint8Array.of(index >> 8, index & 255, last ? 1 : 0));
    sealer.append(plain, 65_536);
    const sealed = sealer.seal(last).slice();
    expect(sealed).toEqual(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plain, null, null, nonce, key));
    opener.append(sealed, 65_552);
    expect(opener.verify(!last)).toBe(false);
    expect(opener.verify(last)).toBe(true);
    expect(opener.open(last)?.slice()).toEqual(plain);
  }
  sealer.wipe();
  opener.wipe();
  expect(() => sealer.seal(true)).toThrow('wipe');
});

test('[MAN5] Wycheproof XChaCha20-Poly1305: 315 of 315', async () => {
  await wycheproof('wp_xchacha20_poly1305', ({ key, iv, aad, msg, ct, tag }) =>
    gives(
      () =>
        sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
          null,
          unhex(`${ct}${tag}`),
          unhex(aad ?? ''),
          unhex(iv ?? ''),
          unhex(key ?? ''),
        ),
      msg,
    ),
  );
});

test('[SEAL2] Wycheproof X25519: 518 of 518; an all-zero shared secret is refused', async () => {
  await wycheproof('wp_x25519', (vector) => {
    const agree = () =>
      sodium.crypto_scalarmult(unhex(vector['private'] ?? ''), unhex(vector['public'] ?? ''));
    const zero = /^0+$/.test(vector['shared'] ?? '');
    // "Acceptable" for Wycheproof, but X-Wing over it must not go on.
    if (zero) return !gives(agree, vector['shared']);
    return gives(agree, vector['shared']);
  });
});

test('[SIG1] Wycheproof Ed25519: 151 of 151', async () => {
  await wycheproof('wp_ed25519', ({ sig, msg }, group) => {
    try {
      return sodium.crypto_sign_verify_detached(
        unhex(sig ?? ''),
        unhex(msg ?? ''),
        unhex(group.publicKey?.pk ?? ''),
      );
    } catch {
      return false;
    }
  });
});

test('[SEAL4] Wycheproof HKDF-SHA-256: 86 of 86, too long outputs refused', async () => {
  await wycheproof('wp_hkdf_sha256', async (vector) => {
    try {
      const { ikm, salt, info, okm } = vector;
      const size = Number((vector as Record<string, unknown>)['size']);
      return toHex(await hkdf(unhex(ikm ?? ''), unhex(salt ?? ''), unhex(info ?? ''), size)) === okm;
    } catch {
      return false;
    }
  });
});
