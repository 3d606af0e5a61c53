/** Owns the proof that the two copies of the keystore outlive any flipped byte and any cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/crypto/random.ts';
import type { FixedName } from '../../src/store/disk.ts';
import { StoreFault } from '../../src/store/fault.ts';
import { openKeystore } from '../../src/vault/keys/keystore.ts';
import {
  entryPlace,
  KEYSTORE_BYTES,
  readPlace,
  saltOf,
  wordSlot,
} from '../../src/vault/keys/keystoreLayout.ts';
import { wipe } from '../../src/vault/wiping.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import { changeWords, setCoercedWords, setDuressWords } from '../../src/vault/words/openingWords.ts';
import { slotOf } from '../../src/vault/words/wordSlots.ts';
import { keyFromWords, WORDS_POLICY } from '../../src/vault/words/words.ts';
import type { Bytes } from '../../src/wire/bytes.ts';
import { codeOf, must, sodium } from '../crypto/setup.ts';
import { createDevice, QUICK, reopened, save, WORDS } from './device.ts';
import { BODY, flip, torn, withDraft } from './draftKeys.ts';

describe('any damage', () => {
  /** Bytes that are checked: salt and header box, then everything from the word slots on. What lies between is filler. */
  const checked = fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 151 }) },
    { weight: 1, arbitrary: fc.integer({ min: 256, max: 8191 }) },
    { weight: 2, arbitrary: fc.integer({ min: 256, max: KEYSTORE_BYTES - 1 }) },
  );
  const change = fc.integer({ min: 1, max: 255 });
  const damage = (at: number, by: number) => (bytes: Uint8Array<ArrayBuffer>) =>
    bytes.with(at, (bytes[at] ?? 0) ^ by) as Uint8Array<ArrayBuffer>;

  it('[VLT3] any changed byte in one copy is survived, in both it is reported and nothing is overwritten', async () => {
    const { device } = await withDraft();
    const saved = save(device);
    const image = saved.files.get('a') ?? new Uint8Array(0);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a', 'b'),
        checked,
        change,
        checked,
        change,
        async (name, at, by, at2, by2) => {
          const one = createDevice(saved);
          one.disk.corrupt(name, damage(at, by));
          const opened = must(await openKeystore({ sodium, rng: createRng(), disk: one.disk }));
          expect(opened.other).toBe('damaged');
          expect(opened.image()).toEqual(image);
          one.disk.corrupt(name === 'a' ? 'b' : 'a', damage(at2, by2));
          const before = one.disk.dump();
          const broken = await openKeystore({ sodium, rng: createRng(), disk: one.disk });
          expect(codeOf(broken)).toBe('keystoreDamagedBoth');
          expect(one.disk.dump()).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[VLT3] a changed byte of the filler changes nothing that counts', async () => {
    const { device } = await withDraft();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 152, max: 255 }), change, async (at, by) => {
        const phone = createDevice(save(device));
        for (const name of ['a', 'b']) phone.disk.corrupt(name, damage(at, by));
        const engine = await reopened(phone);
        expect(must(await engine.drafts.load('d1')).body).toBe(BODY);
      }),
      { numRuns: 6 },
    );
  });

  it('[VLT1] [VLT17] any changed byte of a word slot closes that slot and no other', async () => {
    const { device, engine } = await withDraft();
    must(await setDuressWords(engine.room, 'duress'));
    must(await setCoercedWords(engine.room, 'coerced'));
    const { keystore } = await (await device.boot()).room;
    if (keystore === null) throw new Error('open');
    const image = keystore.image();
    const keys: Bytes[] = [];
    for (const words of [WORDS, 'duress', 'coerced'])
      keys.push(await keyFromWords({ argon2: stretch, sodium }, words, { ...QUICK, salt: saltOf(image) }));
    const slots = [0, 2, 3];
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(71), change, async (which, at, by) => {
        const torn = damage(wordSlot(slots[which] ?? 0).at + at, by)(image);
        const store = { ...keystore, image: () => torn };
        const open = keys.map((kek) => slotOf({ sodium, rng: createRng(), keystore: store }, kek));
        expect(open).toEqual(slots.map((slot, index) => (index === which ? null : slot)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('two copies', () => {
  it('[VLT3] any flipped bit in one copy is seen, the other is used, and the damaged one is written again', async () => {
    const { device } = await withDraft();
    for (const name of ['a', 'b']) {
      for (const at of [0, 33, 151, 300, 1024, 3072, 8192, 40_000, KEYSTORE_BYTES - 1]) {
        const phone = createDevice(save(device));
        phone.disk.corrupt(name, flip(at));
        const engine = await reopened(phone);
        expect(must(await engine.status()).incidents).toContain('keystoreRepaired');
        expect(must(await engine.drafts.load('d1')).body).toBe(BODY);
        expect(phone.disk.dump().get('a')).toEqual(phone.disk.dump().get('b'));
      }
    }
  });

  it('[VLT3] a copy that is cut short, empty or gone is no copy', async () => {
    const { device } = await withDraft();
    for (const change of [
      () => null,
      () => new Uint8Array(0),
      (bytes: Uint8Array) => bytes.slice(0, 65_000),
    ]) {
      const phone = createDevice(save(device));
      phone.disk.corrupt('a', change);
      expect(must(await (await reopened(phone)).drafts.load('d1')).body).toBe(BODY);
    }
  });

  it('[VLT3] both damaged is said plainly, nothing is overwritten, and wiping allows a new start', async () => {
    const { device } = await withDraft();
    device.disk.corrupt('a', flip(9000));
    device.disk.corrupt('b', flip(9000));
    const before = device.disk.dump().get('a');
    const engine = await device.boot();
    expect(must(await engine.status()).state).toBe('damaged');
    expect(codeOf(await engine.unlock(WORDS))).toBe('keystoreDamagedBoth');
    expect(codeOf(await engine.create(WORDS))).toBe('keystoreDamagedBoth');
    expect(device.disk.dump().get('a')).toEqual(before);
    must(await wipe(engine.room));
    must(await (await device.boot()).create('a new beginning'));
  });

  it('[VLT3] both gone while the database still holds drafts is damage, not a new phone', async () => {
    const { device } = await withDraft();
    device.disk.corrupt('a', () => null);
    device.disk.corrupt('b', () => null);
    const engine = await device.boot();
    expect(must(await engine.status()).state).toBe('damaged');
  });

  it('[VLT4] the higher generation counts, and a change never leaves both copies torn', async () => {
    const { device } = await withDraft();
    const saved = save(device);
    let cuts = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved);
      const engine = await reopened(phone);
      const keystore = engine.room.keystore;
      if (keystore === null) throw new Error('open');
      const before = keystore.header().generation;
      phone.power.cutAt(at);
      const done = await keystore
        .change((image) => keystore.erase(image, entryPlace(600)))
        .then(
          () => true,
          () => false,
        );
      phone.power.restore();
      phone.disk.reboot(torn);
      const opened = must(await openKeystore({ sodium, rng: createRng(), disk: phone.disk }));
      expect([before, before + 1]).toContain(opened.header().generation);
      if (done) break;
      cuts += 1;
      // The next change after a cut repairs; cutting that one too must not lose the vault either.
      for (let second = 1; ; second += 1) {
        const again = createDevice(save(phone));
        const store = must(await openKeystore({ sodium, rng: createRng(), disk: again.disk }));
        again.power.cutAt(second);
        const repaired = await store
          .change((image) => store.erase(image, entryPlace(601)))
          .then(
            () => true,
            () => false,
          );
        again.power.restore();
        again.disk.reboot(torn);
        must(await openKeystore({ sodium, rng: createRng(), disk: again.disk }));
        if (repaired) break;
      }
    }
    expect(cuts).toBe(8);
  });

  it('[VLT2] [VLT4] S1 whichever write of a change of words fails, what is saved afterwards opens', async () => {
    for (let failing = 1; failing <= 3; failing += 1) {
      const { device, engine } = await withDraft();
      let writes = 0;
      const { disk } = engine.room;
      const faulty = {
        ...disk,
        async fixed(name: FixedName) {
          const file = await disk.fixed(name);
          return {
            ...file,
            async write(at: number, bytes: Bytes) {
              writes += 1;
              if (writes === failing) throw new StoreFault('storageFailed', 'InvalidStateError');
              return file.write(at, bytes);
            },
          };
        },
      };
      // The same room on the faulty disk: opened anew, so that its keystore writes through it.
      const again = await device.boot(QUICK, faulty);
      must(await again.unlock(WORDS));
      writes = 0;
      const changed = await changeWords(again.room, WORDS, 'other words');
      writes = 99;
      must(await again.drafts.save('d2', BODY));
      await again.lock();
      const now = changed.ok ? 'other words' : WORDS;
      expect([failing, changed.ok]).toEqual([failing, failing > 1]);
      const after = await reopened(createDevice(save(device)), now);
      for (const id of ['d1', 'd2']) expect(must(await after.drafts.load(id)).body).toBe(BODY);
      expect([...after.room.incidents]).toEqual([]);
      const old = changed.ok ? WORDS : 'other words';
      expect(codeOf(await (await createDevice(save(device)).boot()).unlock(old))).toBe('wrongWords');
    }
  });

  it('[VLT4] bytes that do not read back as written are a fault, not a success', async () => {
    const { device, engine } = await withDraft();
    const open = device.disk.fixed;
    device.disk.fixed = async (name) => ({ ...(await open(name)), write: async () => undefined });
    expect(codeOf(await engine.drafts.save('d1', 'never arrives'))).toBe('damaged');
    device.disk.fixed = open;
    expect(must(await engine.drafts.load('d1')).body).toBe(BODY);
  });

  it('[VLT13] wiping overwrites both copies before anything else, locked or not', async () => {
    const { device } = await withDraft();
    const image = device.disk.dump().get('a') ?? new Uint8Array(0);
    const engine = await device.boot();
    device.power.cutAt(11);
    await wipe(engine.room).then(
      () => undefined,
      () => undefined,
    );
    device.power.restore();
    for (const name of ['a', 'b']) {
      const now = device.disk.dump().get(name) ?? new Uint8Array(0);
      expect(readPlace(now, entryPlace(0))).not.toEqual(readPlace(image, entryPlace(0)));
      expect(now.slice(0, 32)).not.toEqual(image.slice(0, 32));
    }
    expect(QUICK.memoryKiB).toBeLessThan(WORDS_POLICY.memoryKiB);
  });
});
