/** Owns the proof that nothing here opens a capture, and that a changed kit and other vaults are noticed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindOf, type FileKey } from '../../src/crypto/fileKey.ts';
import { encodeRecipient } from '../../src/crypto/identity.ts';
import { createRng } from '../../src/crypto/random.ts';
import {
  encodeHalf,
  encodeKit,
  halfOffset,
  KIT_BYTES,
  type Kit,
  parseKitFile,
} from '../../src/store/kitFile.ts';
import { parseLedger } from '../../src/store/ledgerFile.ts';
import { capture } from '../../src/vault/capture/capture.ts';
import { openSealedTraces } from '../../src/vault/capture/captureTrace.ts';
import { createEngine, type Engine } from '../../src/vault/engine.ts';
import { markEnrolled, offerManifest, putInvite } from '../../src/vault/join.ts';
import { aadFor, takeOut } from '../../src/vault/keys/box.ts';
import { openTrace } from '../../src/vault/ledger/trace.ts';
import { startOver } from '../../src/vault/wiping.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import { WORDS_POLICY } from '../../src/vault/words/words.ts';
import { headerSize } from '../../src/wire/ageHeader.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { encodeManifest } from '../../src/wire/manifest.ts';
import { manifestWith } from '../crypto/organisation.ts';
import { codeOf, identityFor, must, seededRng, sha256Hex, sodium } from '../crypto/setup.ts';
import { thaw } from '../fixtures/frozen.ts';
import {
  captureNow,
  captureTraces,
  door,
  dueOf,
  lockedPhone,
  never,
  openedFrom,
  photo,
  quiet,
} from './capturing.ts';
import {
  boxOf,
  createDevice,
  type Device,
  inviteText,
  joined,
  QUICK,
  reopened,
  save,
  WORDS,
} from './device.ts';

describe('a kit that somebody changed', () => {
  const stranger = encodeRecipient(identityFor('stranger').recipient);

  /** The kit as a stranger with the phone in hand rewrites it: other readers, the tag left as it was. */
  async function rewrite(device: Device, change: (kit: Kit) => Kit): Promise<void> {
    const file = device.disk.dump().get('kit') ?? concat();
    const stored = await parseKitFile(file);
    if (stored === null) throw new Error('a kit');
    const { turn, tag, kit, half } = stored;
    const bytes = encodeKit(change(kit));
    const other = await encodeHalf(bytes, tag, turn + 1, seededRng('filler')(KIT_BYTES));
    const at = halfOffset(half === 0 ? 1 : 0);
    device.disk.corrupt('kit', () => {
      const out = file.slice();
      out.set(other, at);
      return out;
    });
  }
  const forStranger = (kit: Kit): Kit => ({ ...kit, recovery: stranger });

  it('[VLT11] [VLT19] what was captured under it is marked, what was captured before is not', async () => {
    const { device, engine } = await lockedPhone();
    const good = must(await captureNow(engine, []));
    await rewrite(device, forStranger);
    const bad = must(await captureNow(await device.boot(), []));
    const fresh = await reopened(device);
    expect(must(await fresh.status()).incidents).toEqual(['kitChanged']);
    const marks = new Map((await captureTraces(fresh)).map(({ code, doubtful }) => [code, doubtful]));
    expect(marks).toEqual(
      new Map([
        [good.code, false],
        [bad.code, true],
      ]),
    );
    const again = await reopened(device);
    expect((await captureTraces(again)).filter(({ doubtful }) => doubtful).length).toBe(1);
    must(await captureNow(again, []));
    expect((await captureTraces(again)).filter(({ doubtful }) => doubtful).length).toBe(1);
  });

  it('[VLT19] also when it was put back before the unlock', async () => {
    const { device } = await lockedPhone();
    const before = device.disk.dump().get('kit') ?? concat();
    await rewrite(device, forStranger);
    must(await captureNow(await device.boot(), []));
    device.disk.corrupt('kit', () => before);
    const fresh = await reopened(device);
    expect(must(await fresh.status()).incidents).toEqual([]);
    expect(await captureTraces(fresh)).toMatchObject([{ doubtful: true }]);
  });

  it('[VLT19] with another key for traces nothing is listed, but it alarms, and the files are sent', async () => {
    const { device } = await lockedPhone();
    const key = '09'.repeat(32);
    await rewrite(device, (kit) => ({ ...kit, capture: kit.capture && { ...kit.capture, key } }));
    must(await captureNow(await device.boot(), []));
    const fresh = await reopened(device);
    expect(must(await fresh.status()).incidents).toEqual(['kitChanged']);
    expect(await captureTraces(fresh)).toEqual([]);
    expect((await dueOf(device)).length).toBe(1);
  });

  it('[VLT19] a newer manifest in between is no stranger', async () => {
    const { device, engine } = await joined();
    const first = manifestWith();
    const next = manifestWith({
      version: 2,
      prev: sha256Hex(encodeManifest(first)),
      limits: { parcel: 32_768 },
    });
    must(await captureNow(await device.boot(), []));
    must(await offerManifest((await reopened(device)).room, boxOf(next)));
    const locked = await device.boot();
    expect(codeOf(await captureNow(locked))).toBe('tooLarge');
    must(await captureNow(locked, []));
    expect((await captureTraces(await reopened(device))).map(({ doubtful }) => doubtful)).toEqual([
      false,
      false,
    ]);
    expect(must(await engine.status()).joined).toBe('enrolled');
  });

  it('[VLT19] nor is one that comes while something is being sealed', async () => {
    const { engine } = await lockedPhone();
    const next = manifestWith({ version: 2, prev: sha256Hex(encodeManifest(manifestWith())) });
    const stream = (): ReadableStream<Uint8Array> =>
      new ReadableStream({
        async pull(controller) {
          must(await engine.unlock(WORDS));
          must(await offerManifest(engine.room, boxOf(next)));
          controller.enqueue(photo);
          controller.close();
        },
      });
    const files = [{ ...door, file: { size: photo.length, stream } }];
    must(await capture(engine.room, { lang: 'ru', words: '', files }, quiet, never));
    expect(await captureTraces(engine)).toMatchObject([{ state: 'queued', doubtful: false }]);
  });
});

describe('other vaults on this phone', () => {
  it('[VLT18] [VLT19] after forgotten words the kit waits for the vault that will join again; files stay', async () => {
    const { device, engine } = await lockedPhone();
    must(await captureNow(engine));
    expect(must(await startOver(engine.room)).kept).toBe(3);
    const empty = await device.boot();
    expect(must(await empty.status())).toMatchObject({ state: 'none', canCapture: false });
    expect(codeOf(await captureNow(empty))).toBe('noVault');
    must(await empty.create('some other words to open it'));
    expect(must(await empty.status()).canCapture).toBe(false);
    expect(codeOf(await captureNow(empty))).toBe('notJoined');
    must(await putInvite(empty.room, inviteText));
    must(await offerManifest(empty.room, boxOf(manifestWith())));
    must(await markEnrolled(empty.room));
    expect(must(await empty.status()).canCapture).toBe(true);
    // Sealed under the vault before: only its ticket is new.
    expect((await dueOf(device)).length).toBe(2);
    must(await captureNow(empty, []));
    expect((await captureTraces(empty)).length).toBe(1);
  });
});

describe('S10 a phone of the first version', () => {
  it('[VLT11] [VLT19] has no key for captures until it is opened once', async () => {
    const folder = join(import.meta.dirname, '../fixtures/v1');
    const facts = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as { words: string };
    const device = createDevice(thaw(join(folder, 'resting')));
    const engine = await device.boot(WORDS_POLICY);
    expect(must(await engine.status())).toMatchObject({ state: 'locked', canCapture: false });
    expect(codeOf(await captureNow(engine))).toBe('notJoined');
    expect(must(await engine.unlock(facts.words))).toMatchObject({ canCapture: true, incidents: [] });
    const locked = await device.boot(WORDS_POLICY);
    must(await captureNow(locked, []));
    must(await locked.unlock(facts.words));
    expect(await captureTraces(locked)).toMatchObject([{ state: 'queued', doubtful: false }]);
  });
});

describe('S2 afterwards', () => {
  it('[VLT19] with the words and the whole image nothing opens it: no key of it was ever written', async () => {
    const { device } = await lockedPhone();
    const drawn: Uint8Array<ArrayBuffer>[] = [];
    const rng = createRng();
    const engine = createEngine({
      sodium,
      rng: (n) => {
        const bytes = rng(n);
        drawn.push(bytes.slice());
        return bytes;
      },
      clock: device.clock,
      disk: device.disk,
      rows: device.rows,
      argon2: stretch,
      policy: QUICK,
      tell: quiet,
    });
    must(await engine.start());
    drawn.length = 0;
    must(await captureNow(engine));
    const made = drawn.splice(0);
    const image = [...device.disk.dump()];
    const rows = JSON.stringify(device.rows.dump());
    const [opened] = await openedFrom(device);
    if (opened === undefined) throw new Error('one report');

    // Everything that the words open, in the clear, now and after the unlock that adopts it.
    const plain: Uint8Array[] = [];
    const lookInto = async (app: Engine): Promise<void> => {
      must(await app.unlock(WORDS));
      const { keyring, records } = app.room.opened ?? {};
      if (keyring === undefined || records === undefined) throw new Error('open');
      plain.push(keyring.ledgerKey.slice(), keyring.kitKey.slice(), keyring.chain()?.key ?? concat());
      const sealed = await openSealedTraces(sodium, keyring.ledgerKey);
      for (const handle of keyring.handles()) {
        plain.push(keyring.keyOf(handle) ?? concat());
        const row = await app.room.rows.record(handle);
        const key = keyring.keyOf(handle);
        const body = row && key && takeOut(sodium, key, row.body, aadFor(handle, 'body'));
        if (body) plain.push(body);
      }
      for (const { handle, locked } of app.room.ledger?.entries() ?? []) {
        const trace =
          openTrace(sodium, keyring.ledgerKey, handle, locked) ?? sealed.open(handle, locked)?.trace;
        expect(trace?.reply ?? null).toBeNull();
        plain.push(Buffer.from(JSON.stringify(trace)));
      }
      for (const { handle, ticket } of app.room.ledger?.entries() ?? [])
        plain.push(Buffer.from(`${handle}${ticket}`));
    };
    const copy = createDevice(save(device), device.clock);
    const ledgerBefore = device.disk.dump().get('ledger');
    await lookInto(await copy.boot());
    copy.disk.corrupt('ledger', () => ledgerBefore ?? null);
    await lookInto(await copy.boot());
    expect(Buffer.concat(plain).includes(opened.report.id)).toBe(true);

    // The capture's own secrets as the coordinator has them, found among what was drawn: the search below is for the right ones.
    const hex = made.map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(hex).toContain(opened.report.ack);
    expect(hex).toContain(opened.report.reply);
    const binds = await Promise.all(
      made.filter(({ length }) => length === 16).map(async (key) => toHex(await bindOf(key as FileKey))),
    );
    expect(binds).toContain(opened.report.attachments[0]?.bind);

    const names = await parseLedger(device.disk.dump().get('ledger') ?? concat());
    const open = new Set(names.flatMap(({ handle, secret }) => [handle, secret]));
    for (const { handle } of names) {
      // The nonce of a payload stands in the file, right behind the header.
      const nonce = await device.disk.outgoing.slice(handle, headerSize(4), headerSize(4) + 16);
      open.add(toHex(nonce ?? concat()));
    }
    const secrets = made.filter((bytes) => [16, 32, 64].includes(bytes.length) && !open.has(toHex(bytes)));
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      const needle = Buffer.from(secret);
      const forms = [needle, Buffer.from(toHex(secret)), Buffer.from(needle.toString('base64'))];
      for (const form of forms) {
        for (const [name, bytes] of image) expect(Buffer.from(bytes).includes(form), name).toBe(false);
        for (const bytes of plain) expect(Buffer.from(bytes).includes(form)).toBe(false);
        expect(rows.includes(form.toString('latin1'))).toBe(false);
      }
    }
  });
});
