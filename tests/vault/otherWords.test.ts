/** Owns the proof of duress and coerced words: what they open, what they end, what nobody can tell, and every cut on the way. */
import { describe, expect, it } from 'vitest';
import { createChainState, verifyAuth } from '../../src/crypto/chain.ts';
import { hkdf } from '../../src/crypto/hash.ts';
import { openReport } from '../../src/crypto/openReport.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { takeOut } from '../../src/vault/keys/box.ts';
import {
  entryPlace,
  KEYSTORE_BYTES,
  readHeader,
  readPlace,
  SLOT,
  STATE,
  saltOf,
  stateSlot,
  wordSlot,
} from '../../src/vault/keys/keystoreLayout.ts';
import { setWipeKeeps } from '../../src/vault/wiping.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import {
  changeWords,
  setCoercedWords,
  setDuressWords,
  wordsSet,
} from '../../src/vault/words/openingWords.ts';
import { keyFromWords } from '../../src/vault/words/words.ts';
import { toHex, utf8 } from '../../src/wire/bytes.ts';
import { codeOf, identityFor, must, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, type Device, joined, QUICK, reopened, save, WORDS } from './device.ts';
import { findKind } from './sealedKinds.ts';

const DURESS = 'lantern orbit maple';
const COERCED = 'copper violet tundra';
const ANEW = 'harvest pencil dune';
const STRANGE = 'words that a stranger chose';
const BODY = 'what was written before';
const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const dice = createDice(77);
const quiet = (): void => undefined;

async function prepared(): Promise<{ device: Device; engine: Engine }> {
  const { device, engine } = await joined();
  must(await engine.drafts.save('d1', BODY));
  must(await setDuressWords(engine.room, DURESS));
  must(await setCoercedWords(engine.room, COERCED));
  return { device, engine };
}

const request = {
  draft: DRAFT,
  code: 'ZKZ73',
  form: 'short/1',
  fields: { summary: 'a fictional case' },
  attachments: [],
  authored: true,
  urgent: false,
};

/** Finishes a report in this session and says what a desk would see in its tag, and how large its file is. */
async function written(device: Device, engine: Engine): Promise<{ forced: boolean; size: number }> {
  const chain = engine.room.opened?.keyring.chain();
  if (!chain) throw new Error('joined');
  const state = createChainState(chain.id, toHex(chain.key));
  must(await engine.drafts.save(DRAFT, BODY));
  must(await finishDraft(engine.room, request, quiet));
  const row = await findKind(device, device.rows.dump().outbox, 'report');
  const file = await device.disk.outgoing.slice(row.handle, 0, row.size);
  if (file === null) throw new Error('sealed');
  const { payload } = must(await openReport({ sodium, identities: [identityFor('epoch1')], file }));
  if (payload.kind !== 'report' || payload.auth === null) throw new Error('a report with an author');
  const auth = { ...payload.auth, n: payload.auth.n - chain.n };
  const seen = await verifyAuth(state, auth, payload.line1);
  // The tag binds the number: only reports with n = 0 are checked here.
  expect([chain.n, seen.verdict]).toEqual([0, 'author']);
  return { forced: seen.forced, size: file.length };
}

describe('coerced words', () => {
  it('[VLT17] [REP8] open everything, and only the desk can tell a report of such a session', async () => {
    const { device } = await prepared();
    const saved = save(device);
    const own = createDevice(saved);
    const free = await written(own, await reopened(own));
    const other = createDevice(saved);
    const engine = await reopened(other, COERCED);
    expect(must(await engine.drafts.load('d1')).body).toBe(BODY);
    const status = must(await engine.status());
    const bound = await written(other, engine);
    expect([free.forced, bound.forced]).toEqual([false, true]);
    expect(bound.size).toBe(free.size);
    // The phone says the same to both.
    expect(status).toEqual(must(await (await reopened(createDevice(saved))).status()));
  });

  it('[VLT17] a session opened by them does not show them, and its own coerced words are forced as well', async () => {
    const { device } = await prepared();
    expect(must(await wordsSet((await reopened(device)).room))).toEqual({
      duress: true,
      coerced: true,
      foreign: false,
    });
    const engine = await reopened(device, COERCED);
    expect(must(await wordsSet(engine.room))).toEqual({ duress: true, coerced: false, foreign: false });
    // What is not seen cannot be removed.
    must(await setCoercedWords(engine.room, null));
    must(await setCoercedWords(engine.room, ANEW));
    expect(must(await wordsSet(engine.room))).toEqual({ duress: true, coerced: true, foreign: false });
    for (const words of [WORDS, COERCED, ANEW]) {
      const again = await reopened(createDevice(save(device)), words);
      expect(must(await again.drafts.load('d1')).body).toBe(BODY);
    }
    const phone = createDevice(save(device));
    const second = await reopened(phone, ANEW);
    expect(must(await wordsSet(second.room))).toEqual({ duress: true, coerced: false, foreign: false });
    expect((await written(phone, second)).forced).toBe(true);
    // The person's own session takes both away.
    const mine = await reopened(device);
    expect(must(await wordsSet(mine.room)).foreign).toBe(true);
    must(await setCoercedWords(mine.room, null));
    expect(must(await wordsSet(mine.room))).toEqual({ duress: true, coerced: false, foreign: false });
    for (const words of [COERCED, ANEW])
      expect(codeOf(await (await device.boot()).unlock(words))).toBe('wrongWords');
  });

  it('[VLT17] a change of words there looks the same, and the person’s own words still open everything', async () => {
    const { device } = await prepared();
    const engine = await reopened(device, COERCED);
    expect(codeOf(await changeWords(engine.room, WORDS, ANEW))).toBe('wrongWords');
    must(await changeWords(engine.room, COERCED, ANEW));
    expect(must(await wordsSet(engine.room))).toEqual({ duress: false, coerced: false, foreign: false });
    for (const words of [COERCED, DURESS])
      expect(codeOf(await (await device.boot()).unlock(words))).toBe('wrongWords');
    for (const words of [WORDS, ANEW])
      expect(must(await (await reopened(device, words)).drafts.load('d1')).body).toBe(BODY);
    const phone = createDevice(save(device));
    expect((await written(phone, await reopened(phone, ANEW))).forced).toBe(true);
  });

  it('[VLT17] the person’s own session sees what was changed under them, and ends it', async () => {
    for (const via of [COERCED, ANEW]) {
      const { device } = await prepared();
      const first = await reopened(device, COERCED);
      if (via === ANEW) must(await setCoercedWords(first.room, ANEW));
      await first.lock();
      const watched = await reopened(device, via);
      must(await changeWords(watched.room, via, STRANGE));
      expect(must(await wordsSet(watched.room))).toEqual({ duress: false, coerced: false, foreign: false });
      must(await setDuressWords(watched.room, DURESS));
      expect(must(await wordsSet(watched.room))).toEqual({ duress: true, coerced: false, foreign: false });
      await watched.lock();
      const again = await reopened(device, STRANGE);
      expect(must(await wordsSet(again.room))).toEqual({ duress: true, coerced: false, foreign: false });
      await again.lock();
      const mine = await reopened(device);
      expect(must(await wordsSet(mine.room))).toEqual({ duress: true, coerced: true, foreign: true });
      must(await setDuressWords(mine.room, null));
      expect(must(await wordsSet(mine.room)).foreign).toBe(true);
      must(await setCoercedWords(mine.room, null));
      expect(must(await wordsSet(mine.room))).toEqual({ duress: false, coerced: false, foreign: false });
      for (const words of [COERCED, ANEW, STRANGE, DURESS])
        expect(codeOf(await (await device.boot()).unlock(words))).toBe('wrongWords');
    }
  });

  it('[VLT17] words that were taken away under them are told too', async () => {
    const { device } = await prepared();
    const watched = await reopened(device, COERCED);
    must(await setDuressWords(watched.room, null));
    expect(must(await wordsSet((await reopened(device)).room))).toEqual({
      duress: false,
      coerced: true,
      foreign: true,
    });
  });
});

/** The part of libsodium's own module that boxes are opened with. */
type Module = {
  readonly HEAPU8: Uint8Array;
  _crypto_aead_xchacha20poly1305_ietf_decrypt(...args: readonly number[]): number;
};

describe('all words', () => {
  it('[VLT17] words that open something here already are refused, in every slot', async () => {
    const { engine } = await prepared();
    const { room } = engine;
    expect(codeOf(await setDuressWords(room, WORDS))).toBe('wordsTaken');
    expect(codeOf(await setDuressWords(room, COERCED))).toBe('wordsTaken');
    expect(codeOf(await setCoercedWords(room, ` ${WORDS.toUpperCase()}`))).toBe('wordsTaken');
    expect(codeOf(await setCoercedWords(room, DURESS))).toBe('wordsTaken');
    expect(codeOf(await changeWords(room, WORDS, DURESS))).toBe('wordsTaken');
    expect(codeOf(await changeWords(room, DURESS, ANEW))).toBe('wrongWords');
    must(await setDuressWords(room, DURESS));
    must(await changeWords(room, WORDS, WORDS));
  });

  it('[VLT17] after a change of the person’s own words neither duress nor coerced words open anything', async () => {
    const { device, engine } = await prepared();
    must(await changeWords(engine.room, WORDS, ANEW));
    expect(must(await wordsSet(engine.room))).toEqual({ duress: false, coerced: false, foreign: false });
    for (const words of [WORDS, COERCED, DURESS])
      expect(codeOf(await (await device.boot()).unlock(words))).toBe('wrongWords');
    expect(must(await (await reopened(device, ANEW)).drafts.load('d1')).body).toBe(BODY);
  });

  it('[VLT17] one Argon2id whatever the words open, and as many boxes tried', async () => {
    const { device } = await prepared();
    const tries = async (words: string): Promise<number[]> => {
      const engine = await createDevice(save(device)).boot();
      let stretched = 0;
      let boxes = 0;
      const { argon2 } = engine.room;
      const module = (sodium as unknown as { readonly libsodium: Module }).libsodium;
      const decrypt = module._crypto_aead_xchacha20poly1305_ietf_decrypt;
      const slots = [0, 1, 2, 3].map((slot) => `tumar/slot/1/${slot}`);
      Object.assign(engine.room, {
        argon2: (...args: Parameters<typeof argon2>) => {
          stretched += 1;
          return argon2(...args);
        },
        sodium: {
          ...sodium,
          libsodium: Object.create(module, {
            _crypto_aead_xchacha20poly1305_ietf_decrypt: {
              value: (...args: readonly number[]) => {
                const [aad = 0, length = 0] = args.slice(6);
                const named = new TextDecoder().decode(module.HEAPU8.subarray(aad, aad + length));
                if (slots.includes(named)) boxes += 1;
                return decrypt(...args);
              },
            },
          }),
        },
      });
      await engine.unlock(words);
      return [stretched, boxes];
    };
    const expected = await tries(WORDS);
    expect(expected).toEqual([1, 8]);
    for (const words of [COERCED, DURESS]) expect(await tries(words)).toEqual(expected);
  });

  it('[VLT17] neither the size nor the look of the keystore tells whether other words are set', async () => {
    const { device } = await prepared();
    const image = device.disk.dump().get('a') ?? new Uint8Array(0);
    expect(image.length).toBe(KEYSTORE_BYTES);
    const slots = [0, 1, 2, 3].map((slot) => {
      const { at, length } = wordSlot(slot);
      return image.slice(at, at + length).reduce((sum, byte) => sum + byte, 0) / length;
    });
    // Set or not, a slot is 72 bytes of chance: the mean of 72 is within 40 of 127.5 but once in ten million.
    for (const mean of slots) expect(Math.abs(mean - 127.5)).toBeLessThan(50);
  });
});

describe('duress words', () => {
  const nothingLeft = (device: Device): void => {
    const { records, outbox, items } = device.rows.dump();
    // The settings that a fresh vault may have made are its own; of before nothing is here.
    expect([records, outbox, items]).toEqual([[], [], []]);
    const files = [...device.disk.dump()].filter(([, bytes]) => bytes.length > 0).map(([name]) => name);
    expect(files.sort()).toEqual(['a', 'b', 'ledger']);
  };

  it('[VLT17] erase all that was here, and open an ordinary workspace that remembers what it is', async () => {
    const { device } = await prepared();
    const before = save(device);
    const engine = await device.boot();
    const status = must(await engine.unlock(DURESS));
    expect(status).toMatchObject({
      state: 'unlocked',
      workspace: 'notes',
      joined: 'no',
      waiting: 0,
      canCapture: false,
      incidents: [],
    });
    nothingLeft(device);
    must(await engine.room.opened!.records.put('named', 'note/1', utf8('milk, bread')));
    await engine.lock();
    const again = await device.boot();
    expect(must(await again.unlock(DURESS))).toMatchObject({ workspace: 'notes', incidents: [] });
    const note = must(await again.room.opened!.records.get('named', 'note/1'));
    expect(note).toEqual(utf8('milk, bread'));
    for (const words of [WORDS, COERCED])
      expect(codeOf(await (await device.boot()).unlock(words))).toBe('wrongWords');
    // A fresh vault by its count of changes as well.
    const image = device.disk.dump().get('a') ?? new Uint8Array(0);
    const header = await readHeader(sodium, image);
    if (header === undefined || header === 'newer') throw new Error('whole');
    expect(header.generation).toBeLessThan(8);
    // Who imaged the phone before and has the duress words has a key that leads nowhere.
    const old = before.files.get('a') ?? new Uint8Array(0);
    const kek = await keyFromWords({ argon2: stretch, sodium }, DURESS, { ...QUICK, salt: saltOf(old) });
    const box = readPlace(old, wordSlot(SLOT.duress));
    const key = takeOut(sodium, kek, box, utf8('tumar/slot/1/2'));
    if (key === undefined) throw new Error('their slot');
    for (const [purpose, place, aad] of [
      ['entries', entryPlace(0), 'tumar/entry/1/0'],
      ['state', stateSlot(STATE.own), `tumar/state/1/${STATE.own}`],
    ] as const) {
      const derived = await hkdf(key, new Uint8Array(0), utf8(`tumar/vault/${purpose}/1`));
      expect(takeOut(sodium, derived, readPlace(old, place), utf8(aad))).toBeUndefined();
    }
  });

  it('[VLT17] [VLT13] with sealed files kept they stay and go on being sent, and nothing else does', async () => {
    const { device, engine } = await prepared();
    must(await setWipeKeeps(engine.room, true));
    const status = must(await (await device.boot()).unlock(DURESS));
    expect(status).toMatchObject({ workspace: 'notes', waiting: 1, wipeKeeps: true, canCapture: false });
    const { records, outbox } = device.rows.dump();
    expect([records.length, outbox.length]).toEqual([0, 1]);
    const again = await device.boot();
    expect(must(await again.unlock(DURESS)).waiting).toBe(1);
    expect(await device.disk.outgoing.list()).toHaveLength(1);
  });

  it('[VLT17] cut at any step of storage: all of before is there and whole, or nothing of it, and the next start works', async () => {
    for (const keeps of [false, true]) {
      const { device, engine } = await prepared();
      must(await setWipeKeeps(engine.room, keeps));
      const saved = save(device);
      let [cuts, whole, gone] = [0, 0, 0];
      for (let at = 1; ; at += 1) {
        const phone = createDevice(saved);
        const started = await phone.boot();
        phone.power.cutAt(at);
        const done = await started.unlock(DURESS).then(
          () => true,
          () => false,
        );
        phone.power.restore();
        if (done) break;
        cuts += 1;
        phone.disk.reboot(dice.next);
        const own = createDevice(save(phone));
        const next = await own.boot();
        const opened = await next.unlock(WORDS);
        if (opened.ok) {
          whole += 1;
          expect(must(await next.drafts.load('d1')).body).toBe(BODY);
          continue;
        }
        gone += 1;
        expect(codeOf(opened)).toBe('wrongWords');
        const fresh = await phone.boot();
        const status = must(await fresh.unlock(DURESS));
        expect(status).toMatchObject({ workspace: 'notes', waiting: keeps ? 1 : 0 });
        // As after any cut while a copy is written; nothing else is told.
        expect(status.incidents.filter((one) => one !== 'keystoreRepaired')).toEqual([]);
        if (!keeps) nothingLeft(phone);
        must(await fresh.room.opened!.records.put('named', 'note/1', utf8('x')));
      }
      expect([cuts > 12, whole > 0, gone > 0]).toEqual([true, true, true]);
    }
  });

  it('[VLT17] can be taken away again', async () => {
    const { device, engine } = await prepared();
    must(await setDuressWords(engine.room, null));
    expect(must(await wordsSet(engine.room))).toEqual({ duress: false, coerced: true, foreign: false });
    expect(codeOf(await (await device.boot()).unlock(DURESS))).toBe('wrongWords');
  });
});
