/** Owns the proof that the keystore survives damage, cuts and changes of words, and looks like nothing. */
import fc from 'fast-check';
import { argon2id } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/crypto/random.ts';
import type { FixedName } from '../../src/store/disk.ts';
import { StoreFault } from '../../src/store/fault.ts';
import { stretch } from '../../src/vault/argon2.ts';
import { openKeyring } from '../../src/vault/keyring.ts';
import { openKeystore } from '../../src/vault/keystore.ts';
import {
  ENTRIES,
  entryPlace,
  KEYSTORE_BYTES,
  readPlace,
  saltOf,
  wordSlot,
} from '../../src/vault/keystoreLayout.ts';
import { changeWords, setCoercedWords, setDuressWords } from '../../src/vault/openingWords.ts';
import { wipe } from '../../src/vault/wiping.ts';
import { slotOf } from '../../src/vault/wordSlots.ts';
import { isAllowed, keyFromWords, WORDS_POLICY } from '../../src/vault/words.ts';
import { type Bytes, toHex, utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must, seededRng, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, QUICK, reopened, save, WORDS } from './device.ts';

const dice = createDice(8);
/** Every write that was not flushed is left half done. */
const torn = (): number => 0.5;
const BODY = 'the answer of a fictional person';

async function withDraft() {
  const device = createDevice();
  const engine = await device.boot();
  must(await engine.create(WORDS));
  must(await engine.drafts.save('d1', BODY));
  return { device, engine };
}

const flip = (at: number) => (bytes: Uint8Array<ArrayBuffer>) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

describe('the look of it', () => {
  it('[VLT1] two copies of 64 KiB in which no byte is rarer than chance allows', async () => {
    const { device } = await withDraft();
    for (const name of ['a', 'b']) {
      const bytes = device.disk.dump().get(name) ?? new Uint8Array(0);
      expect(bytes.length).toBe(KEYSTORE_BYTES);
      const counts = new Array<number>(256).fill(0);
      for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
      // Chi-squared with 255 degrees of freedom: 400 is passed once in ten million by real chance.
      const chi = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
      expect(chi).toBeLessThan(400);
    }
  });

  it('[VLT1] an empty vault and a full one have the same size', async () => {
    const { device, engine } = await withDraft();
    const before = device.disk.dump().get('a')?.length;
    for (let n = 0; n < 20; n += 1) must(await engine.drafts.save(`more${n}`, BODY));
    expect(device.disk.dump().get('a')?.length).toBe(before);
  });

  it('[VLT1] says vaultFull when every entry is taken, and loses nothing', async () => {
    const { engine } = await withDraft();
    const { opened, keystore } = engine.room;
    if (opened === null || keystore === null) throw new Error('unlocked');
    // Six hundred changes, written once.
    const write = keystore.change;
    keystore.change = async (edit) => edit(keystore.image());
    for (let n = opened.keyring.handles().length; n < ENTRIES; n += 1) {
      must(await opened.keyring.add(toHex(createRng()(16)), createRng()(32)));
    }
    keystore.change = write;
    await keystore.change(() => undefined);
    expect(codeOf(await engine.drafts.save('one too many', BODY))).toBe('vaultFull');
    expect(must(await engine.drafts.load('d1')).body).toBe(BODY);
  });
});

describe('words', () => {
  it('[VLT2] Argon2id of RFC 9106 with our parameters, as an independent call gives it', async () => {
    const salt = seededRng('salt')(32);
    const mine = await stretch(utf8('words'), { passes: 3, memoryKiB: 1024, salt });
    const theirs = await argon2id({
      password: 'words',
      salt,
      iterations: 3,
      memorySize: 1024,
      parallelism: 1,
      hashLength: 32,
    });
    expect(toHex(mine)).toBe(theirs);
  });

  it('[VLT2] the key does not depend on how a keyboard writes the words', async () => {
    const params = { passes: 1, memoryKiB: 64, salt: seededRng('salt')(32) };
    const key = async (words: string) =>
      toHex(await keyFromWords({ argon2: stretch, sodium }, words, params));
    expect(await key('  Ŋ É\u00a0a ')).toBe(await key('ŋ E\u0301 a'));
    expect(await key('Ember  Willow\n')).toBe(await key('ember willow'));
    expect(await key('ember willow')).not.toBe(await key('ember willows'));
  });

  it('[VLT2] wrong words are a value, and the right ones still open', async () => {
    const { device } = await withDraft();
    const engine = await device.boot();
    expect(codeOf(await engine.unlock('ember willow canyon saddle brick'))).toBe('wrongWords');
    must(await engine.unlock(` ${WORDS.toUpperCase()} `));
    expect(must(await engine.drafts.load('d1')).body).toBe(BODY);
  });

  it('[VLT2] a header that asks for a weaker Argon2id than compiled in is refused', async () => {
    const { device } = await withDraft();
    const engine = await device.boot(WORDS_POLICY);
    expect(codeOf(await engine.unlock(WORDS))).toBe('damaged');
    expect(WORDS_POLICY).toMatchObject({ passes: 3, memoryKiB: 65_536, leastMemoryKiB: 65_536 });
    expect(isAllowed({ passes: 3, memoryKiB: 65_535 }, WORDS_POLICY)).toBe(false);
    expect(isAllowed({ passes: 2, memoryKiB: 65_536 }, WORDS_POLICY)).toBe(false);
    expect(isAllowed({ passes: 3, memoryKiB: 65_536 }, WORDS_POLICY)).toBe(true);
  });

  it('[VLT2] after a change the old words open nothing, in either copy, and the draft opens with the new ones', async () => {
    const { device, engine } = await withDraft();
    expect(codeOf(await changeWords(engine.room, 'not these', 'new words of five kinds'))).toBe('wrongWords');
    must(await changeWords(engine.room, WORDS, 'new words of five kinds'));
    for (const gone of ['a', 'b']) {
      const copy = createDevice(save(device));
      copy.disk.corrupt(gone, () => null);
      expect(codeOf(await (await copy.boot()).unlock(WORDS))).toBe('wrongWords');
    }
    const again = await reopened(device, 'new words of five kinds');
    expect(must(await again.drafts.load('d1')).body).toBe(BODY);
  });

  it('[VLT2] who kept an old copy and the old words opens nothing that was saved after the change', async () => {
    const { device, engine } = await withDraft();
    const old = device.disk.dump().get('a') ?? new Uint8Array(0);
    must(await changeWords(engine.room, WORDS, 'other words'));
    must(await engine.drafts.save('d1', 'written later'));
    const mixed = (device.disk.dump().get('a') ?? new Uint8Array(0)).slice();
    mixed.set(readPlace(old, wordSlot(0)), wordSlot(0).at);
    const { keystore } = engine.room;
    if (keystore === null) throw new Error('open');
    const kek = await keyFromWords({ argon2: stretch, sodium }, WORDS, { ...QUICK, salt: saltOf(old) });
    const stolen = { ...keystore, image: () => mixed };
    const opened = await openKeyring({ sodium, rng: createRng(), keystore: stolen }, kek);
    expect(codeOf(opened)).toBe('damaged');
  });

  it('[VLT2] a power cut at any step of a change leaves the old words or the new ones', async () => {
    const { device } = await withDraft();
    const saved = save(device);
    let cuts = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved);
      const engine = await reopened(phone);
      phone.power.cutAt(at);
      const done = await changeWords(engine.room, WORDS, 'other').then(
        () => true,
        () => false,
      );
      phone.power.restore();
      if (done) break;
      cuts += 1;
      phone.disk.reboot(dice.next);
      const fresh = await phone.boot();
      const old = await fresh.unlock(WORDS);
      if (!old.ok) must(await fresh.unlock('other'));
      expect(must(await fresh.drafts.load('d1')).body).toBe(BODY);
    }
    expect(cuts).toBeGreaterThan(4);
  });
});

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
