/** Owns the proof of wiping and of beginning again after forgotten words: what goes first, what stays, and every cut on the way. */
import { describe, expect, it } from 'vitest';
import { keyId, sign } from '../../src/crypto/minisign.ts';
import type { Result } from '../../src/domain/result.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { hello, markEnrolled, offerManifest, putInvite } from '../../src/vault/join.ts';
import { entryPlace, readPlace, SLOT, wordSlot } from '../../src/vault/keys/keystoreLayout.ts';
import { settleReceipt, traces } from '../../src/vault/ledger/traces.ts';
import { setWipeKeeps, startOver, wipe } from '../../src/vault/wiping.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { encodeInvite } from '../../src/wire/invite.ts';
import { encodeReceipt } from '../../src/wire/receipt.ts';
import { manifestWith, org, pin, readKey, receiptKey } from '../crypto/organisation.ts';
import { codeOf, must, seededRng, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import {
  boxOf,
  createDevice,
  type Device,
  inviteText,
  joined,
  reopened,
  type Saved,
  save,
  WORDS,
} from './device.ts';

const dice = createDice(31);
const quiet = (): void => undefined;
const ids = ['8f14e45f-ceea-467f-a0e6-b5d1c3d2a901', '9f14e45f-ceea-467f-a0e6-b5d1c3d2a902'] as const;
const BODY = 'what was written';

async function finish(engine: Engine, draft: string): Promise<void> {
  must(await engine.drafts.save(draft, BODY));
  const request = {
    draft,
    code: 'ZKZ73',
    form: 'short/1',
    fields: { summary: 'a fictional case' },
    attachments: [],
    authored: true,
    urgent: false,
  };
  must(await finishDraft(engine.room, request, quiet));
}

/** A phone with a hello and two reports on their way, the second of them stored already, and one draft. */
async function busy(): Promise<{ device: Device; engine: Engine }> {
  const { device, engine } = await joined();
  for (const id of ids) await finish(engine, id);
  must(await engine.drafts.save('d1', BODY));
  const last = device.rows.dump().outbox.at(-1);
  if (last === undefined) throw new Error('queued');
  await device.rows.update(last.handle, (row) => ({ ...row, state: 'stored' }));
  return { device, engine };
}

async function receiptFor(device: Device, handle: string) {
  const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
  const parcel = (await postbox.dueParcels()).find((one) => one.handle === handle);
  if (parcel === undefined) throw new Error('due');
  const receipt = encodeReceipt({
    purpose: 'tumar-receipt/1',
    org,
    parcel: parcel.parcel,
    size: parcel.size,
    day: '2026-11-22',
    endpoint: keyId(receiptKey.publicKey),
    epoch: '00112233aabbccdd',
    sequence: 7,
  });
  return { receipt, signature: sign(sodium, 'tumar-receipt/1', receipt, receiptKey.secret) };
}

const filled = (device: Device): string[] =>
  [...device.disk.dump()].filter(([, bytes]) => bytes.length > 0).map(([name]) => name.split('/')[0] ?? '');

async function rejoin(engine: Engine): Promise<void> {
  must(await putInvite(engine.room, inviteText));
  must(await offerManifest(engine.room, boxOf(manifestWith())));
  must(await markEnrolled(engine.room));
  must(await hello(engine.room));
}

describe('wipe', () => {
  it('[VLT13] overwrites both copies before anything else, locked or not, and leaves nothing', async () => {
    const { device } = await busy();
    const image = device.disk.dump().get('a') ?? new Uint8Array(0);
    const engine = await device.boot();
    const { replace } = engine.room.keystore ?? { replace: undefined };
    expect(replace).toBeDefined();
    expect(must(await wipe(engine.room))).toEqual({ kept: 0 });
    expect(filled(device)).toEqual([]);
    expect(device.rows.dump()).toEqual({ records: [], outbox: [], items: [], meta: [] });
    expect(must(await engine.status())).toMatchObject({ state: 'none', waiting: 0, wipeKeeps: false });
    expect(image.length).toBe(65_536);
  });

  it('[VLT13] does not wait for what is under way: no words open either copy by the time that is over', async () => {
    const { device, engine } = await busy();
    const keysOf = (name: string): string => {
      const copy = device.disk.dump().get(name) ?? new Uint8Array(0);
      return [wordSlot(SLOT.own), entryPlace(0)].map((place) => toHex(readPlace(copy, place))).join();
    };
    const before = keysOf('a');
    expect(keysOf('b')).toBe(before);
    let end = (): void => undefined;
    const long = engine.room.exclusive(
      () =>
        new Promise<Result<true, never>>((done) => {
          end = () => done({ ok: true, value: true });
        }),
    );
    const wiped = wipe(engine.room);
    for (const name of ['a', 'b']) await expect.poll(() => keysOf(name)).not.toBe(before);
    end();
    must(await long);
    expect(must(await wiped)).toEqual({ kept: 0 });
  });

  it('[VLT13] a cut after the first flushes leaves no copy that any words open, and the next start ends it', async () => {
    const { device, engine } = await busy();
    for (const keeps of [false, true]) {
      must(await setWipeKeeps(engine.room, keeps));
      const saved = save(device);
      const image = saved.files.get('a') ?? new Uint8Array(0);
      let gone = 0;
      for (let at = 1; ; at += 1) {
        const phone = createDevice(saved);
        const started = await phone.boot();
        phone.power.cutAt(at);
        const done = await wipe(started.room).then(
          () => true,
          () => false,
        );
        phone.power.restore();
        if (done) break;
        phone.disk.reboot(dice.next);
        const copies = ['a', 'b'].map((name) => phone.disk.dump().get(name) ?? new Uint8Array(0));
        const old = copies.filter((copy) =>
          readPlace(copy, entryPlace(0)).every((byte, index) => byte === image[entryPlace(0).at + index]),
        );
        const next = await phone.boot();
        const status = must(await next.status());
        if (status.state === 'none') {
          gone += 1;
          expect(status).toMatchObject({ waiting: keeps ? 2 : 0, incidents: [] });
          expect(phone.rows.dump().records).toEqual([]);
          if (!keeps) expect(filled(phone)).toEqual([]);
          must(await next.create('a new beginning'));
        } else {
          // Two writes are not one: before the second is durable the old copy may still be whole.
          expect(old.length).toBeGreaterThan(0);
          expect(status.state).toBe('locked');
        }
      }
      expect(gone).toBeGreaterThan(12);
    }
  });

  it('[VLT13] with sealed files kept they stay with kit and ledger, are sent and settled, and then go', async () => {
    const { device, engine } = await busy();
    must(await setWipeKeeps(engine.room, true));
    expect(must(await wipe(engine.room))).toEqual({ kept: 2 });
    expect(filled(device).sort()).toEqual(['kit', 'ledger', 'out', 'out']);
    const next = await device.boot();
    expect(must(await next.status())).toMatchObject({ state: 'none', waiting: 2, wipeKeeps: true });
    for (const { handle } of device.rows.dump().outbox) {
      const bad = await receiptFor(device, handle);
      expect(codeOf(await settleReceipt(next.room, handle, { ...bad, signature: 'x' }))).toBe(
        'receiptRefused',
      );
      must(await settleReceipt(next.room, handle, bad));
    }
    const last = await device.boot();
    expect(must(await last.status()).waiting).toBe(0);
    expect(filled(device)).toEqual([]);
  });

  it('[VLT13] a wipe of what a wipe left takes the rest', async () => {
    const { device, engine } = await busy();
    must(await startOver(engine.room));
    const next = await device.boot();
    expect(must(await wipe(next.room))).toEqual({ kept: 0 });
    expect(filled(device)).toEqual([]);
  });

  it('[VLT13] the choice is remembered, told while locked, and false without a kit or with an old one', async () => {
    const device = createDevice();
    const engine = await device.boot();
    must(await engine.create(WORDS));
    must(await setWipeKeeps(engine.room, true));
    expect(must(await engine.status()).wipeKeeps).toBe(false);
    await rejoin(engine);
    expect(must(await (await device.boot()).status()).wipeKeeps).toBe(true);
    must(await setWipeKeeps((await reopened(device)).room, false));
    expect(must(await (await reopened(device)).status())).toMatchObject({
      wipeKeeps: false,
      incidents: [],
    });
  });
});

describe('forgotten words', () => {
  it('[VLT18] drafts and keys go, what waits stays, and a new vault is made and joined beside it', async () => {
    const { device } = await busy();
    const engine = await device.boot();
    expect(must(await startOver(engine.room))).toEqual({ kept: 2 });
    expect(device.rows.dump().records).toEqual([]);
    const kept = device.rows.dump().outbox.map(({ handle }) => handle);

    const next = await device.boot();
    expect(must(await next.status())).toMatchObject({ state: 'none', waiting: 2 });
    must(await next.create('other words'));
    await rejoin(next);
    expect(must(await next.status())).toMatchObject({ incidents: [], waiting: 3 });
    const last = await reopened(device, 'other words');
    expect(must(await last.status())).toMatchObject({ incidents: [], waiting: 3, canCapture: true });
    // Only its own hello: nobody here can follow the others any more.
    expect(must(await traces(last.room)).map(({ kind }) => kind)).toEqual(['hello']);
    const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
    expect((await postbox.dueParcels()).length).toBe(3);
    for (const handle of kept) must(await settleReceipt(last.room, handle, await receiptFor(device, handle)));
    const end = await reopened(device, 'other words');
    expect(must(await end.status()).waiting).toBe(1);
    expect(await device.disk.outgoing.list()).toHaveLength(1);
    expect(codeOf(await (await device.boot()).unlock(WORDS))).toBe('wrongWords');
  });

  it('[VLT13] [VLT18] what a wipe leaves was chosen once: joining again after it does not change that', async () => {
    for (const keep of [true, false]) {
      const { device, engine } = await busy();
      must(await setWipeKeeps(engine.room, keep));
      must(await startOver(engine.room));
      must(await engine.create('five other words than before'));
      await rejoin(engine);
      expect(must(await engine.status()).wipeKeeps).toBe(keep);
      const again = await device.boot();
      must(await again.unlock('five other words than before'));
      expect(must(await again.status()).wipeKeeps).toBe(keep);
      expect(again.room.opened?.keyring.choices().wipeKeeps).toBe(keep);
    }
  });

  it('[VLT18] works when both copies of the keystore are damaged, and what waits goes on', async () => {
    const { device } = await busy();
    for (const name of ['a', 'b'])
      device.disk.corrupt(name, (bytes) => {
        bytes[9000] = (bytes[9000] ?? 0) ^ 1;
        return bytes;
      });
    const engine = await device.boot();
    expect(must(await engine.status())).toMatchObject({ state: 'damaged', waiting: 2 });
    expect(must(await startOver(engine.room))).toEqual({ kept: 2 });
    must(await engine.create('other words'));
    expect(must(await engine.status()).waiting).toBe(2);
  });

  it('[VLT18] a database lost meanwhile does not lose what waits', async () => {
    const { device, engine } = await busy();
    must(await startOver(engine.room));
    device.rows.lose();
    const next = await device.boot();
    expect(must(await next.status())).toMatchObject({ state: 'none', waiting: 2 });
  });

  it('[VLT18] another organisation is refused while files for the first wait, and taken afterwards', async () => {
    const other = encodeInvite({
      org: '77'.repeat(16),
      pin,
      readKey,
      secret: seededRng('other')(16),
      lastDay: '2026-11-29',
      endpoints: ['http://localhost:8787'],
    });
    const { device, engine } = await busy();
    must(await startOver(engine.room));
    const next = await device.boot();
    must(await next.create('other words'));
    expect(codeOf(await putInvite(next.room, other))).toBe('sealedWaiting');
    for (const { handle } of device.rows.dump().outbox)
      await device.rows.update(handle, (row) => ({ ...row, state: 'stored' }));
    must(await putInvite(next.room, other));
  });
});

/** What becomes of each write that was not flushed when the power went: half of it stays, or whatever chance says. */
const fates = [() => 0.5, dice.next];

/** Does it on fresh copies of `saved`, cut at every step, and hands over the phone as it starts again. The number of cuts. */
async function cutEverywhere(
  saved: Saved,
  work: (engine: Engine) => Promise<unknown>,
  look: (phone: Device, next: Engine) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at += 1) {
    let done = false;
    for (const fate of fates) {
      const phone = createDevice(saved);
      const started = await phone.boot();
      phone.power.cutAt(at);
      done = await work(started).then(
        () => true,
        () => false,
      );
      phone.power.restore();
      if (done) break;
      phone.disk.reboot(fate);
      await look(phone, await phone.boot());
    }
    if (done) return at - 1;
  }
}

describe('a cut where no copy of the keystore was whole yet', () => {
  /** A phone that never had a vault, and one where forgotten words left two sealed files. */
  async function without(): Promise<{ saved: Saved; waiting: number }[]> {
    const { device, engine } = await busy();
    must(await startOver(engine.room));
    return [
      { saved: save(createDevice()), waiting: 0 },
      { saved: save(device), waiting: 2 },
    ];
  }

  it('[VLT3] [VLT18] beginning again at every step: no vault, never damage, and what waits goes on', async () => {
    const { device } = await busy();
    for (const { saved, waiting } of [...(await without()), { saved: save(device), waiting: 2 }]) {
      const cuts = await cutEverywhere(
        saved,
        (engine) => startOver(engine.room),
        async (phone, next) => {
          const status = must(await next.status());
          expect(status.waiting).toBe(waiting);
          if (status.state === 'none') {
            expect(status.incidents).toEqual([]);
            expect(phone.rows.dump().records).toEqual([]);
            must(await next.create('other words'));
          } else must(await next.unlock(WORDS));
        },
      );
      expect(cuts).toBeGreaterThan(12);
    }
  });

  it('[VLT3] [VLT13] a wipe of what was left, at every step: all of it or nothing, never damage', async () => {
    for (const { saved, waiting } of await without()) {
      await cutEverywhere(
        saved,
        (engine) => wipe(engine.room),
        async (phone, next) => {
          const status = must(await next.status());
          expect(status).toMatchObject({ state: 'none', incidents: [] });
          expect([0, waiting]).toContain(status.waiting);
          must(await wipe(next.room));
          expect(filled(phone)).toEqual([]);
        },
      );
    }
  });

  it('[VLT3] making a vault, at every step: none, or one that its words open', async () => {
    for (const { saved, waiting } of await without()) {
      await cutEverywhere(
        saved,
        (engine) => engine.create('other words'),
        async (_, next) => {
          const status = must(await next.status());
          expect(status.waiting).toBe(waiting);
          if (status.state === 'none') must(await next.create('other words'));
          else must(await next.unlock('other words'));
        },
      );
    }
  });

  it('[VLT3] where something was saved, one copy damaged and the other gone is damage, and nothing is overwritten', async () => {
    const { device } = await busy();
    for (const lost of [false, true]) {
      const phone = createDevice(save(device));
      phone.disk.corrupt('a', (bytes) => bytes.slice(0, 40_000));
      phone.disk.corrupt('b', () => null);
      if (lost) phone.rows.lose();
      const before = phone.disk.dump();
      const engine = await phone.boot();
      expect(must(await engine.status())).toMatchObject({ state: 'damaged', waiting: lost ? 0 : 2 });
      expect(codeOf(await engine.create('other words'))).toBe('keystoreDamagedBoth');
      expect(phone.disk.dump()).toEqual(before);
    }
  });
});
