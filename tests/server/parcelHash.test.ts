/** Owns the proof that the endpoint names a parcel as everybody else does, however its bytes arrive. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParcelHash } from '../../src/server/uploads/parcelHash.ts';
import { contentByNode, sha256Hex } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';

const HEADER = Buffer.from('age-encryption.org/v1\n-> X\nAAAA\n--- MAC\n');
const MIB = 1_048_576;

function parcelByNode(payload: Uint8Array): string {
  return sha256Hex(
    Buffer.concat([Buffer.from(sha256Hex(HEADER), 'hex'), Buffer.from(contentByNode(payload), 'hex')]),
  );
}

describe('parcel hash', () => {
  it.each([16, 17, 100, 16 + MIB - 1, 16 + MIB, 16 + MIB + 1, 16 + 2 * MIB, 16 + 3 * MIB + 5])(
    '[SEAL6] [UP3] gives the name of a payload of %i bytes, in pieces of any size and after a fork',
    (size) => {
      const dice = createDice(size);
      const payload = Buffer.alloc(size, 7).map((_, i) => (i * 31 + (i >> 8)) & 255);
      const file = Buffer.concat([HEADER, payload]);
      let hash = createParcelHash();
      for (let at = 0; at < file.length; ) {
        const length = 1 + dice.below(dice.chance(0.5) ? 64 : 400_000);
        const lost = hash.fork();
        lost.feed(Buffer.from('bytes that do not count'));
        if (dice.chance(0.5)) hash = hash.fork();
        hash.feed(file.subarray(at, at + length));
        at += length;
      }
      expect(hash.fed).toBe(file.length);
      expect(hash.parcel()).toBe(parcelByNode(payload));
    },
  );

  it('gives no name to what has no header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const hash = createParcelHash();
        hash.feed(bytes);
        expect(hash.parcel() === undefined || Buffer.from(bytes).includes('---')).toBe(true);
      }),
    );
    const long = createParcelHash();
    for (let i = 0; i < 10; i += 1) long.feed(Buffer.alloc(20_000, 65));
    long.feed(HEADER);
    expect(long.parcel()).toBeUndefined();
  });
});
