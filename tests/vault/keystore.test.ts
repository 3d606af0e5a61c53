import { argon2id } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/crypto/random.ts';
import { openKeyring } from '../../src/vault/keys/keyring.ts';
import { ENTRIES, KEYSTORE_BYTES, readPlace, saltOf, wordSlot } from '../../src/vault/keys/keystoreLayout.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import { changeWords } from '../../src/vault/words/openingWords.ts';
import { isAllowed, keyFromWords, WORDS_POLICY } from '../../src/vault/words/words.ts';
import { toHex, utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must, seededRng, sodium } from '../crypto/setup.ts';
import { createDevice, QUICK, reopened, save, WORDS } from './device.ts';
import { BODY, dice, withDraft } from './draftKeys.ts';

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
