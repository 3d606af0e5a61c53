/** Owns the proof that a phone believes only its own organisation's manifests, and only forwards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxManifest, openManifestBox } from '../../src/crypto/manifestBox.ts';
import { pinOf, verifyManifest, verifySuccessor } from '../../src/crypto/manifestCheck.ts';
import type { Manifest } from '../../src/wire/manifest.ts';
import { manifestWith, memberKey, org, pin, readKey, receiptKey, roots, signedBy } from './organisation.ts';
import { codeOf, must, seededRng, sodium } from './setup.ts';

const first = signedBy(manifestWith());
const previous = must(await verifyManifest(sodium, first, { pin }));
const next = (change: Partial<Manifest> = {}) => manifestWith({ version: 2, prev: previous.hash, ...change });
const ask = async (signed: typeof first, trust = { previous }) =>
  codeOf(await verifyManifest(sodium, signed, trust));

describe('verifyManifest', () => {
  it('[MAN2] asks for the threshold of different roots, k of n', async () => {
    for (let threshold = 1; threshold <= 3; threshold += 1) {
      const manifest = manifestWith({ roots: roots.map((key) => key.publicKey), threshold });
      for (let signers = 0; signers <= 3; signers += 1) {
        const code = codeOf(await verifyManifest(sodium, signedBy(manifest, roots.slice(0, signers)), {}));
        expect(code, `${signers} of ${threshold}`).toBe(signers >= threshold ? 'ok' : 'manifestUnsigned');
      }
      const twice = signedBy(manifest, [roots[0]!, roots[0]!, roots[0]!]);
      expect(codeOf(await verifyManifest(sodium, twice, {}))).toBe(
        threshold === 1 ? 'ok' : 'manifestUnsigned',
      );
    }
  });

  it('[MAN2] a member or the endpoint cannot sign one, and no key stands in two places', async () => {
    expect(
      codeOf(await verifyManifest(sodium, signedBy(manifestWith(), [memberKey, receiptKey]), { pin })),
    ).toBe('manifestUnsigned');
    const root = roots[0]!.publicKey;
    const one = manifestWith();
    const reused: Partial<Manifest>[] = [
      { endpoints: [{ url: 'http://localhost:1', receiptKey: root }] },
      { members: [{ ...one.members[0]!, sign: root }] },
      { endpoints: [{ url: 'http://localhost:1', receiptKey: memberKey.publicKey }] },
      { late: one.recovery },
      { roots: [root, root] },
    ];
    for (const change of reused) {
      expect(codeOf(await verifyManifest(sodium, signedBy(manifestWith(change)), {}))).toBe(
        'manifestKeyReused',
      );
    }
  });

  it('[MAN3] S8 the first manifest matches the pin, and a change of roots needs the old threshold too', async () => {
    expect(codeOf(await verifyManifest(sodium, first, { pin }))).toBe('ok');
    expect(codeOf(await verifyManifest(sodium, first, { pin: '00'.repeat(32) }))).toBe('manifestForeign');
    const order = [roots[1]!.publicKey, roots[0]!.publicKey];
    expect(await pinOf(order, 1)).toBe(pin);
    expect(await pinOf(order, 2)).not.toBe(pin);

    const moved = next({ roots: [roots[2]!.publicKey], threshold: 1 });
    expect(await ask(signedBy(moved, [roots[2]!]))).toBe('manifestUnsigned');
    expect(await ask(signedBy(moved, [roots[0]!]))).toBe('manifestUnsigned');
    expect(await ask(signedBy(moved, [roots[0]!, roots[2]!]))).toBe('ok');
  });

  it('[MAN4] S8 older, forked, foreign and unsigned ones are refused with their code', async () => {
    const second = must(await verifyManifest(sodium, signedBy(next()), { previous }));
    expect(second.manifest.version).toBe(2);
    expect(codeOf(await verifyManifest(sodium, first, { previous: second }))).toBe('manifestOlder');
    expect(await ask(signedBy(manifestWith({ name: 'Another first version' })))).toBe('manifestForked');
    expect(await ask(signedBy(next({ prev: '11'.repeat(32) })))).toBe('manifestForked');
    expect(await ask(signedBy(next({ org: '22'.repeat(16) })))).toBe('manifestForeign');
    expect(await ask(signedBy(next(), []))).toBe('manifestUnsigned');
    expect(await ask(first)).toBe('ok');
  });

  it('[MAN4] a phone that was away may skip versions, an endpoint may not [EP3]', async () => {
    const fifth = signedBy(manifestWith({ version: 5, prev: '33'.repeat(32) }));
    expect(await ask(fifth)).toBe('ok');
    expect(codeOf(await verifySuccessor(sodium, fifth, previous))).toBe('manifestForked');
    expect(codeOf(await verifySuccessor(sodium, signedBy(next()), previous))).toBe('ok');
    expect(codeOf(await verifySuccessor(sodium, first, previous))).toBe('ok');
  });

  it('[MAN1] no byte of a signed manifest can change', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(first.manifest.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const manifest = first.manifest.slice();
          manifest[at]! ^= flip;
          expect((await verifyManifest(sodium, { ...first, manifest }, { pin })).ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('manifest box', () => {
  const rng = seededRng('box');
  const box = boxManifest({ sodium, rng }, { readKey, org, signed: first });

  it('[MAN5] opens with the read key of the same organisation only', () => {
    expect(must(openManifestBox(sodium, { readKey, org, box }))).toEqual(first);
    expect(codeOf(openManifestBox(sodium, { readKey, org: '00'.repeat(16), box }))).toBe('boxDamaged');
    expect(codeOf(openManifestBox(sodium, { readKey: seededRng('other')(32), org, box }))).toBe('boxDamaged');
    expect(codeOf(openManifestBox(sodium, { readKey, org, box: box.subarray(0, 30) }))).toBe('boxDamaged');
    const text = Buffer.from(box).toString('latin1');
    expect(text).not.toContain('Steppe Watch');
  });

  it('[MAN5] every altered byte is refused', () => {
    fc.assert(
      fc.property(fc.nat(box.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = box.slice();
        changed[at]! ^= flip;
        expect(codeOf(openManifestBox(sodium, { readKey, org, box: changed }))).toBe('boxDamaged');
      }),
      { numRuns: 200 },
    );
  });
});
