/** Owns the proof that Finish is all or nothing at every step. */
import { describe, expect, it } from 'vitest';
import { createChainState, verifyAuth } from '../../src/crypto/chain.ts';
import { extractAttachment, openReport } from '../../src/crypto/openReport.ts';
import { PLACE_BYTES } from '../../src/store/ledgerFile.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import { ENTRIES, entryPlace, readPlace, STATE, stateSlot } from '../../src/vault/keys/keystoreLayout.ts';
import { traces } from '../../src/vault/ledger/traces.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { codeOf, must, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, type Device, joined, reopened, save } from './device.ts';
import {
  addFile,
  BODY,
  DRAFT,
  drafted,
  identities,
  isDraftWhole,
  leaving,
  leavingFiles,
  photo,
  quiet,
  request,
  sendable,
} from './finishing.ts';
import { findKind, kindOf } from './sealedKinds.ts';

const dice = createDice(21);

describe('Finish', () => {
  it('[VLT7] queues one report with its attachment; a coordinator opens both and the author is confirmed', async () => {
    const { device, engine } = await drafted();
    const chain = engine.room.opened?.keyring.chain();
    if (!chain) throw new Error('hello made one');
    const state = createChainState(chain.id, toHex(chain.key));
    expect(must(await finishDraft(engine.room, request, quiet))).toBe(DRAFT);
    const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
    const due = await postbox.dueParcels();
    const inLine = due.toSorted((a, b) => a.order - b.order).map(({ handle }) => kindOf(device, handle));
    expect(await Promise.all(inLine)).toEqual(['hello', 'report', 'attachment']);
    const text = await findKind(device, due, 'report');
    const file = await findKind(device, due, 'attachment');
    const opened = must(
      await openReport({ sodium, identities, file: await postbox.slice(text.handle, 0, text.size) }),
    );
    if (opened.payload.kind !== 'report') throw new Error('a report');
    const { report, auth, line1 } = opened.payload;
    expect(report).toMatchObject({ id: DRAFT, form: 'short/1', fields: request.fields, void: [] });
    expect(auth && (await verifyAuth(state, auth, line1)).verdict).toBe('author');
    const [entry] = report.attachments;
    if (entry === undefined) throw new Error('cited');
    expect(entry).toMatchObject({ name: 'photo.jpg', description: 'the door', size: photo.length });
    const pieces: Uint8Array[] = [];
    const source = [await postbox.slice(file.handle, 0, file.size)];
    const got = must(
      await extractAttachment({
        sodium,
        identities,
        source,
        entry,
        write: (piece) => void pieces.push(piece),
      }),
    );
    expect(got.parcel).toBe(file.parcel);
    expect(Buffer.concat(pieces)).toEqual(Buffer.from(photo));
    expect(device.events).toContainEqual({ event: 'outbox' });
  });

  it('S2 [VLT7] afterwards no key, row or file of the draft is left, and the used chain key is gone from both copies', async () => {
    const { device, engine, saved } = await drafted();
    const ring = engine.room.opened?.keyring;
    const handle = engine.room.opened?.records.handleOf('draft', DRAFT) ?? '';
    const index = ring?.indexOf(handle) ?? ENTRIES;
    const old = readPlace(saved.files.get('a') ?? new Uint8Array(0), entryPlace(index));
    const chain = ring?.chain();
    const files = (await device.disk.outgoing.list()).length;
    must(await finishDraft(engine.room, request, quiet));
    const usedSlot = readPlace(saved.files.get('a') ?? new Uint8Array(0), stateSlot(STATE.chainEven));
    for (const name of ['a', 'b']) {
      const image = Buffer.from(device.disk.dump().get(name) ?? []);
      for (const key of [old, usedSlot]) expect(image.includes(Buffer.from(key))).toBe(false);
    }
    expect(device.rows.dump().records.map((row) => row.handle)).not.toContain(handle);
    // One file for the report, one less for the attachment that was not listed.
    expect((await device.disk.outgoing.list()).length).toBe(files);
    const again = await reopened(device);
    expect(codeOf(await again.drafts.load(DRAFT))).toBe('notFound');
    expect(again.room.opened?.keyring.chain()?.n).toBe((chain?.n ?? 9) + 1);
    expect(again.room.opened?.keyring.chain()?.key).not.toEqual(chain?.key);
  });

  it('S2 [VLT6] [VLT7] takes with it a version whose erasing the disk had refused: none of the draft comes back', async () => {
    const device = createDevice();
    const { journal } = device.disk;
    if (journal === null) throw new Error('this disk has one');
    // A new version is durable; from then on, while the one before it is erased, there is no room.
    let fills = false;
    device.disk.journal = {
      ...journal,
      async put(handle, bytes) {
        await journal.put(handle, bytes);
        device.disk.full = fills;
      },
    };
    const { engine } = await joined(device);
    must(await engine.drafts.save(DRAFT, BODY));
    await addFile(engine, 'p1');
    const before = new Set(engine.room.opened?.keyring.handles());
    fills = true;
    must(await engine.drafts.save(DRAFT, `${BODY}, and a name`));
    // Saved is told before that erasing was tried.
    must(await engine.room.exclusive(async () => ({ ok: true, value: true })));
    fills = false;
    device.disk.full = false;
    const after = new Set(engine.room.opened?.keyring.handles());
    expect([...before].filter((handle) => !after.has(handle))).toEqual([]);
    expect(after.size).toBe(before.size + 1);
    // And then the phone dies as soon as the report is committed.
    const { commit } = device.rows;
    device.rows.commit = async (changes) => {
      await commit(changes);
      if (changes.some((one) => 'put' in one && one.put === 'outbox')) device.power.cutAt(1);
    };
    await finishDraft(engine.room, request, quiet).catch(() => undefined);
    device.rows.commit = commit;
    device.power.restore();
    device.disk.reboot(dice.next);
    const again = await reopened(device);
    expect(must(await again.drafts.list())).toEqual([]);
    expect((await sendable(device)).length).toBe(1);
  });

  it('S6 [VLT8] a power cut at any step leaves the draft or one queued report, never both, never neither; no chain number is used twice', async () => {
    const { saved, device: first } = await drafted();
    let undone = 0;
    let completed = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved, first.clock);
      const app = await reopened(phone);
      const handle = app.room.opened?.records.handleOf('draft', DRAFT) ?? '';
      const index = app.room.opened?.keyring.indexOf(handle) ?? ENTRIES;
      const place = readPlace(saved.files.get('a') ?? new Uint8Array(0), entryPlace(index));
      phone.power.cutAt(at);
      const said = await finishDraft(app.room, request, quiet).then(
        (result) => result.ok,
        () => false,
      );
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      // The service worker sends before anybody opens the app.
      const sent = await sendable(phone);
      // The start-up itself is cut off once, somewhere.
      phone.power.cutAt(1 + dice.below(12));
      await phone.boot().catch(() => undefined);
      phone.power.restore();
      phone.disk.reboot(dice.next);
      sent.push(...(await sendable(phone)));

      const fresh = await reopened(phone);
      const whole = await isDraftWhole(fresh);
      const queued = await sendable(phone);
      expect(queued.length, `cut at ${at}`).toBe(whole ? 0 : 1);
      if (said) expect(whole).toBe(false);
      if (sent.length > 0) expect(whole).toBe(false);
      if (whole) {
        undone += 1;
        must(await finishDraft(fresh.room, request, quiet));
      } else {
        completed += 1;
        const list = must(await traces(fresh.room)).filter(({ kind }) => kind === 'report');
        expect(list).toMatchObject([{ id: DRAFT, code: 'ZKZ73', state: 'queued' }]);
        expect(list[0]?.parcels.length).toBe(2);
      }
      sent.push(...(await sendable(phone)));
      expect(new Set(sent.map(({ bytes }) => bytes)).size).toBe(1);
      expect(sent[0]?.n).toBe(0);
      for (const name of ['a', 'b'])
        expect(Buffer.from(phone.disk.dump().get(name) ?? []).includes(Buffer.from(place))).toBe(false);
      expect(fresh.room.opened?.keyring.chain()?.n).toBe(1);
      if (finished) break;
    }
    expect(undone).toBeGreaterThan(20);
    expect(completed).toBeGreaterThan(10);
  });

  it('[VLT7] a commit that succeeded although it reported an error counts', async () => {
    const { device, engine } = await drafted();
    const commit = device.rows.commit;
    device.rows.commit = async (changes) => {
      device.rows.trouble = changes.some((change) => 'put' in change && change.put === 'outbox')
        ? 'lostAnswer'
        : 'none';
      await commit(changes);
    };
    must(await finishDraft(engine.room, request, quiet));
    expect((await sendable(device)).length).toBe(1);
    expect(codeOf(await engine.drafts.load(DRAFT))).toBe('notFound');
  });

  it('[VLT7] a full disk or database undoes everything; afterwards Finish works', async () => {
    const { device, engine } = await drafted();
    device.rows.trouble = 'full';
    expect(codeOf(await finishDraft(engine.room, request, quiet))).toBe('diskFull');
    device.rows.trouble = 'none';
    device.disk.full = true;
    expect(codeOf(await finishDraft(engine.room, request, quiet))).toBe('diskFull');
    device.disk.full = false;
    expect(await isDraftWhole(engine)).toBe(true);
    expect(await sendable(device)).toEqual([]);
    must(await finishDraft(engine.room, request, quiet));
    expect((await sendable(device)).map(({ n }) => n)).toEqual([0]);
  });

  describe('a database that came back empty in the middle of Finish', () => {
    /** Where the intent and everything before the rows is durable: just before their commit. */
    async function cut(): Promise<Device> {
      const { saved, device: first } = await drafted();
      const phone = createDevice(saved, first.clock);
      const app = await reopened(phone);
      const commit = phone.rows.commit;
      phone.rows.commit = async (changes) => {
        if (changes.some((change) => 'put' in change && change.put === 'outbox')) phone.power.cutAt(1);
        await commit(changes);
      };
      await finishDraft(app.room, request, quiet).catch(() => undefined);
      phone.rows.commit = commit;
      phone.power.restore();
      phone.rows.lose();
      phone.disk.reboot(() => 0);
      return phone;
    }

    it('[VLT8] loses neither: the sealed report is queued', async () => {
      const phone = await cut();
      const { incidents } = must(await (await reopened(phone)).status());
      expect(incidents).toEqual(['finishCompleted', 'databaseRebuilt']);
      expect((await sendable(phone)).length).toBe(1);
    });

    it('[VLT8] but a file that is not whole is never queued', async () => {
      const phone = await cut();
      const saved = save(phone);
      const flip = (bytes: Uint8Array<ArrayBuffer>) => bytes.with(5000, (bytes[5000] ?? 0) ^ 1);
      const damages = [flip, (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -1), () => null];
      const files = await leavingFiles(phone);
      expect(files.length).toBe(2);
      for (const path of files) {
        for (const damage of damages) {
          const copy = createDevice(saved, phone.clock);
          copy.disk.corrupt(path, damage);
          expect(must(await (await copy.boot()).status()).incidents).toContain('finishUndone');
          expect(await sendable(copy)).toEqual([]);
        }
      }
      for (const { place } of await leaving(createDevice(saved))) {
        const copy = createDevice(saved, phone.clock);
        copy.disk.corrupt('ledger', (bytes) => bytes.fill(0, place * PLACE_BYTES, (place + 1) * PLACE_BYTES));
        expect(must(await (await copy.boot()).status()).incidents).toContain('finishUndone');
        expect(await sendable(copy)).toEqual([]);
      }
    });
  });

  it('refuses what it cannot seal: not joined, an unknown attachment, a draft that is not there', async () => {
    const { engine } = await drafted();
    const other = { ...request, attachments: [{ id: 'nope', name: '', description: '' }] };
    expect(codeOf(await finishDraft(engine.room, other, quiet))).toBe('notFound');
    expect(codeOf(await finishDraft(engine.room, { ...request, draft: 'nope' }, quiet))).toBe('notFound');
    expect(await isDraftWhole(engine)).toBe(true);
    const device = createDevice();
    const lonely = await device.boot();
    must(await lonely.create('some words'));
    must(await lonely.drafts.save(DRAFT, BODY));
    expect(codeOf(await finishDraft(lonely.room, request, quiet))).toBe('notJoined');
  });
});
