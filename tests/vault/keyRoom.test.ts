/** Proves that what is derived on libsodium's heap is HMAC and HKDF of the RFCs, and that wiping leaves nothing there. */
import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive, keyCopy, keyRoom, openAllOnHeap, tagWith } from '../../src/vault/keys/keyRoom.ts';
import { concat, toHex, utf8 } from '../../src/wire/bytes.ts';
import { sodium } from '../crypto/setup.ts';

const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((some) => concat(some));
const onHeap = (key: Uint8Array): boolean =>
  Buffer.from((sodium as unknown as { libsodium: { HEAPU8: Uint8Array } }).libsodium.HEAPU8).includes(
    Buffer.from(key),
  );

function here<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('nothing is there');
  return one;
}

describe('keys that lie where they can be overwritten', () => {
  it('[VLT2] [VLT15] a tag is HMAC-SHA-256, and a derived key HKDF-SHA-256, as Node makes them', () => {
    fc.assert(
      fc.property(bytes(200), bytes(3_000), bytes(64), fc.string(), (key, message, salt, info) => {
        expect(toHex(tagWith(sodium, key, message))).toBe(
          createHmac('sha256', key).update(message).digest('hex'),
        );
        expect(toHex(derive(sodium, key, info, salt))).toBe(
          Buffer.from(hkdfSync('sha256', key, salt, utf8(info), 32)).toString('hex'),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('[VLT15] leave no copy on the heap they were derived on', () => {
    const key = keyCopy(Buffer.from('a key that no other test has, 32'));
    expect(onHeap(key)).toBe(false);
    const made = derive(sodium, key, 'label');
    const tag = tagWith(sodium, key, utf8('message'));
    expect([key, made, tag].filter(onHeap)).toEqual([]);
    sodium.crypto_generichash(32, key, null);
    // The wrapper does leave what it was given: this is what locking overwrites.
    expect(onHeap(key.subarray(16))).toBe(true);
  });

  it('[VLT5] [VLT15] boxes open as libsodium opens them, for nobody else, and no plaintext stays on the heap', () => {
    const many = fc.array(fc.record({ plain: bytes(5_000), aad: bytes(40) }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(many, fc.nat(), (plains, place) => {
        const key = keyRoom(32).fill(plains.length);
        const sealed = plains.map(({ plain, aad }) => {
          const nonce = new Uint8Array(24).fill(aad.length);
          const made = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, aad, null, nonce, key);
          return { nonce, box: concat(made), aad };
        });
        const wanted: (Uint8Array | undefined)[] = plains.map(({ plain }) => plain);
        expect(openAllOnHeap(sodium, key, sealed)).toEqual(wanted);
        expect(openAllOnHeap(sodium, keyRoom(32), sealed)).toEqual(wanted.map(() => undefined));
        const hurt = place % sealed.length;
        const { box, aad } = here(sealed[hurt]);
        wanted[hurt] = undefined;
        box[place % box.length]! ^= 1;
        expect(openAllOnHeap(sodium, key, sealed)).toEqual(wanted);
        box[place % box.length]! ^= 1;
        sealed[hurt] = { ...here(sealed[hurt]), aad: concat(aad, aad, Uint8Array.of(1)) };
        expect(openAllOnHeap(sodium, key, sealed)).toEqual(wanted);
        sealed[hurt] = { ...here(sealed[hurt]), box: box.subarray(0, place % 16) };
        expect(openAllOnHeap(sodium, key, sealed)).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
    // Sealed elsewhere: sealing here would leave the text on the heap.
    const box = Uint8Array.from(
      Buffer.from(
        '5e61f69448611340a6fdf0206c477888a6011189818c577e04bd9b1c1288643916301a87a2af93adf9256a2f46d0e43af448bbdfd84ab8d6e8234ff58bd2dd44c391baef4ef03584824c5cfb8ba8425f',
        'hex',
      ),
    );
    // A whole block of the cipher: of an incomplete one libsodium leaves a copy on its stack, which locking overwrites.
    const plain = utf8('what nobody else may read there!'.repeat(2));
    const sealed = { nonce: new Uint8Array(24), box, aad: new Uint8Array(0) };
    expect(openAllOnHeap(sodium, keyRoom(32).fill(3), [sealed, sealed])).toEqual([plain, plain]);
    // What is freed loses its first bytes to the list of what is free.
    expect(onHeap(plain.subarray(32))).toBe(false);
  });

  it('[VLT15] a copy is its own', () => {
    const from = keyRoom(32).fill(7);
    const copy = keyCopy(from, from);
    from.fill(0);
    expect(copy.every((byte) => byte === 7) && copy.length === 64).toBe(true);
  });
});
