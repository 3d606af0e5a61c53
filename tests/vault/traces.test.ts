/** Owns the proof that the phone shows no more than is proved: receipts, board, purge, kit, manifest, joining. */
import { describe, expect, it } from 'vitest';
import { ackComplete, ackRead, helloHash } from '../../src/crypto/ack.ts';
import { keyId, sign } from '../../src/crypto/minisign.ts';
import { openReport } from '../../src/crypto/openReport.ts';
import { parseKitFile } from '../../src/store/kitFile.ts';
import { parseLedger } from '../../src/store/ledgerFile.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { attach } from '../../src/vault/drafts/attach.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { currentManifest, hello, joinData, offerManifest, putInvite } from '../../src/vault/join.ts';
import { applyBoard, boardCursor, offerAgain, settleReceipt, traces } from '../../src/vault/ledger/traces.ts';
import { concat, parseHex } from '../../src/wire/bytes.ts';
import { encodeManifest, type Manifest } from '../../src/wire/manifest.ts';
import { encodeReceipt, type Receipt } from '../../src/wire/receipt.ts';
import { manifestWith, org, receiptKey, signedBy, signingKeyFor } from '../crypto/organisation.ts';
import { codeOf, identityFor, must, seededRng, sha256Hex, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { boxOf, createDevice, inviteText, joined, reopened, save, WORDS } from './device.ts';
import { findKind, kindOf } from './sealedKinds.ts';

const dice = createDice(3);
const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const quiet = (): void => undefined;
const unhex = (text: string) => must(parseHex(text));
const CURSOR = { epoch: 'aabbccddeeff0011', after: 2 };

async function finished() {
  const { device, engine } = await joined();
  must(await engine.drafts.save(DRAFT, 'x'));
  const request = {
    draft: DRAFT,
    code: 'ZKZ73',
    form: 'short/1',
    fields: { a: 1 },
    attachments: [],
    authored: true,
    urgent: true,
  };
  must(await finishDraft(engine.room, request, quiet));
  const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
  const parcel = await findKind(device, await postbox.dueParcels(), 'report');
  const file = await postbox.slice(parcel.handle, 0, parcel.size);
  const { payload } = must(await openReport({ sodium, identities: [identityFor('epoch1')], file }));
  if (payload.kind !== 'report') throw new Error('a report');
  const ack = unhex(payload.report.ack);
  return {
    device,
    engine,
    parcel,
    postbox,
    read: await ackRead(ack, DRAFT),
    complete: await ackComplete(ack, DRAFT, []),
  };
}

const receiptFor = (
  parcel: { parcel: string; size: number },
  change: Partial<Receipt> = {},
  key = receiptKey,
) => {
  const receipt = encodeReceipt({
    purpose: 'tumar-receipt/1',
    org,
    parcel: parcel.parcel,
    size: parcel.size,
    day: '2026-11-22',
    endpoint: keyId(receiptKey.publicKey),
    epoch: 'aabbccddeeff0011',
    sequence: 5,
    ...change,
  });
  return { receipt, signature: sign(sodium, 'tumar-receipt/1', receipt, key.secret) };
};

const stateOf = async (engine: Engine) =>
  must(await traces(engine.room)).find(({ id }) => id === DRAFT)?.state;

describe('receipts', () => {
  it('S5 [UP4] [VLT11] the endpoint’s signature over exactly this parcel makes it stored, also while locked', async () => {
    const { device, parcel } = await finished();
    const locked = await device.boot();
    expect(must(await settleReceipt(locked.room, parcel.handle, receiptFor(parcel)))).toBe('stored');
    must(await locked.unlock(WORDS));
    expect(await stateOf(locked)).toBe('stored');
  });

  it('S5 [UP4] anything else is refused and changes nothing', async () => {
    const { engine, parcel } = await finished();
    const good = receiptFor(parcel);
    const tampered = good.receipt.slice();
    tampered[60] = (tampered[60] ?? 0) ^ 1;
    const other = signingKeyFor('another');
    const refused = [
      receiptFor(parcel, { parcel: 'ab'.repeat(32) }),
      receiptFor(parcel, { size: parcel.size * 2 }),
      receiptFor(parcel, { org: 'cd'.repeat(16) }),
      receiptFor(parcel, { endpoint: keyId(other.publicKey) }, other),
      receiptFor(parcel, {}, other),
      { receipt: tampered, signature: good.signature },
      { receipt: good.receipt, signature: '' },
      { receipt: new Uint8Array(0), signature: good.signature },
    ];
    for (const one of refused)
      expect(codeOf(await settleReceipt(engine.room, parcel.handle, one))).toBe('receiptRefused');
    expect(codeOf(await settleReceipt(engine.room, 'ab'.repeat(16), good))).toBe('notFound');
    expect(await stateOf(engine)).toBe('queued');
  });

  it('S5 the postman alone gets no further than sent, and cannot take stored back', async () => {
    const { device, engine, parcel, postbox } = await finished();
    await postbox.change(parcel.handle, { name: 'sending', endpoint: 'http://localhost:8787', bytes: 4096 });
    expect(await stateOf(engine)).toBe('sending');
    const [stage] = (await postbox.dueParcels())
      .filter(({ handle }) => handle === parcel.handle)
      .map((one) => one.stage);
    expect(stage).toEqual({ name: 'sending', endpoint: 'http://localhost:8787', bytes: 4096 });
    await postbox.change(parcel.handle, {
      name: 'stored',
      endpoint: 'http://localhost:8787',
      store: 'ab'.repeat(8),
    });
    expect(await stateOf(engine)).toBe('sending');
    await postbox.change(parcel.handle, { name: 'sent', endpoint: 'http://localhost:8787' });
    expect(await stateOf(engine)).toBe('sent');
    must(await settleReceipt(engine.room, parcel.handle, receiptFor(parcel)));
    await postbox.change(parcel.handle, { name: 'sending', endpoint: 'http://localhost:8787', bytes: 0 });
    expect(await stateOf(engine)).toBe('stored');
    const [left, ...more] = await postbox.dueParcels();
    expect([await kindOf(device, left?.handle ?? ''), more]).toEqual(['hello', []]);
  });

  it('[UP4] what an endpoint lost or refused is offered again, but never what was received', async () => {
    const { device, engine, parcel, postbox, complete } = await finished();
    must(await settleReceipt(engine.room, parcel.handle, receiptFor(parcel)));
    const locked = await device.boot();
    expect(must(await offerAgain(locked.room, null))).toBe(1);
    expect(await stateOf(engine)).toBe('queued');
    await postbox.change(parcel.handle, { name: 'refused', code: 'ticketRefused' });
    expect(must(await offerAgain(engine.room, 'another'))).toBe(0);
    expect(must(await offerAgain(engine.room, DRAFT))).toBe(1);
    must(await applyBoard(engine.room, complete, CURSOR));
    expect(must(await offerAgain(engine.room, null))).toBe(0);
    expect(await stateOf(engine)).toBe('received');
  });

  it('a refusal is kept with its code', async () => {
    const { engine, parcel, postbox } = await finished();
    await postbox.change(parcel.handle, { name: 'refused', code: 'ticketRefused' });
    const [trace] = must(await traces(engine.room)).filter(({ id }) => id === DRAFT);
    expect(trace).toMatchObject({ state: 'refused', parcels: [{ code: 'ticketRefused' }] });
  });
});

describe('the board', () => {
  it('S5 [REP7] [VLT12] read shows Read, complete shows Received and purges; other records say nothing', async () => {
    const { device, engine, parcel, read, complete } = await finished();
    must(await settleReceipt(engine.room, parcel.handle, receiptFor(parcel)));
    const noise = seededRng('noise')(96);
    expect(must(await applyBoard(engine.room, noise, CURSOR))).toEqual({ read: [], received: [] });
    // What a hello or an attachment waits for is nothing, not zeros.
    expect(must(await applyBoard(engine.room, new Uint8Array(64), CURSOR))).toEqual({
      read: [],
      received: [],
    });
    expect(must(await traces(engine.room)).filter(({ state }) => state === 'received')).toEqual([]);
    expect(must(await applyBoard(engine.room, concat(noise, read), CURSOR))).toEqual({
      read: [DRAFT],
      received: [],
    });
    expect(await stateOf(engine)).toBe('read');
    expect(await device.disk.outgoing.size(parcel.handle)).toBe(parcel.size);
    expect(must(await applyBoard(engine.room, complete, CURSOR))).toEqual({ read: [], received: [DRAFT] });
    expect(await stateOf(engine)).toBe('received');
    expect(await device.disk.outgoing.size(parcel.handle)).toBeNull();
    expect(must(await boardCursor(engine.room))).toEqual(CURSOR);
    const again = await reopened(device);
    expect(await stateOf(again)).toBe('received');
    expect(must(await again.status()).incidents).toEqual([]);
  });

  it('S5 [VLT12] a power cut anywhere in the purge ends as received, or as it was; nothing unproved is purged', async () => {
    const { device, parcel, complete } = await finished();
    const saved = save(device);
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved, device.clock);
      const app = await reopened(phone);
      phone.power.cutAt(at);
      const done = await applyBoard(app.room, complete, CURSOR).then(
        (result) => result.ok,
        () => false,
      );
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await reopened(phone);
      const state = await stateOf(fresh);
      const there = (await phone.disk.outgoing.size(parcel.handle)) !== null;
      expect([state, there]).toEqual(state === 'received' ? ['received', false] : ['queued', true]);
      must(await applyBoard(fresh.room, complete, CURSOR));
      expect(await stateOf(fresh)).toBe('received');
      expect(must(await fresh.status()).incidents).toEqual([]);
      if (done) break;
    }
  });

  it('S6 says so when stored but not received for 14 days', async () => {
    const { device, engine, parcel } = await finished();
    must(await settleReceipt(engine.room, parcel.handle, receiptFor(parcel)));
    const overdue = async () => must(await traces(engine.room)).find(({ id }) => id === DRAFT)?.overdue;
    expect(await overdue()).toBe(false);
    await device.clock.until(device.clock.sleep(14 * 86_400_000));
    expect(await overdue()).toBe(true);
  });
});

describe('joining', () => {
  it('[MAN4] [INV2] keeps the highest manifest, and refuses unsigned, older, forked and foreign ones', async () => {
    const { device, engine } = await joined();
    const first = manifestWith();
    const next = manifestWith({ version: 2, prev: sha256Hex(encodeManifest(first)) });
    expect(must(await offerManifest(engine.room, boxOf(first))).news).toBe(false);
    expect(must(await offerManifest(engine.room, boxOf(next))).news).toBe(true);
    const offered = async (manifest: Manifest) => codeOf(await offerManifest(engine.room, boxOf(manifest)));
    expect(await offered(first)).toBe('manifestOlder');
    expect(await offered({ ...next, name: 'Another name' })).toBe('manifestForked');
    expect(codeOf(await offerManifest(engine.room, seededRng('box')(500)))).toBe('manifestForeign');
    expect(must(await currentManifest((await reopened(device)).room)).version).toBe(2);
    const strangers = [signingKeyFor('stranger').publicKey];
    const stranger = manifestWith({ version: 3, prev: 'ab'.repeat(32), roots: strangers });
    expect(codeOf(await offerManifest(engine.room, boxOf(stranger)))).toBe('manifestUnsigned');
  });

  it('[MAN4] the mark in the keystore outlives a database that was put back to an older state', async () => {
    const { device, engine } = await joined();
    const first = manifestWith();
    const old = device.rows.dump();
    must(
      await offerManifest(
        engine.room,
        boxOf(manifestWith({ version: 2, prev: sha256Hex(encodeManifest(first)) })),
      ),
    );
    expect(engine.room.opened?.keyring.manifest()?.version).toBe(2);
    expect(old.records.length).toBeGreaterThan(0);
    device.rows.lose();
    const fresh = await reopened(device);
    must(await putInvite(fresh.room, inviteText));
    expect(codeOf(await offerManifest(fresh.room, boxOf(first)))).toBe('manifestOlder');
  });

  it('S3 [VLT11] the kit says what it must and no more, whatever was written or captured here', async () => {
    const { device, engine } = await joined();
    const kitNow = async () => {
      const stored = await parseKitFile(device.disk.dump().get('kit') ?? new Uint8Array(0));
      return Buffer.from(stored?.bytes ?? []).toString();
    };
    const before = await kitNow();
    expect(Object.keys(JSON.parse(before)).sort()).toEqual(
      [
        ...['v', 'org', 'S', 'limit', 'issued', 'recipients', 'late', 'recovery', 'endpoints', 'capture'],
        'wipeKeeps',
      ].sort(),
    );
    must(await engine.drafts.save(DRAFT, 'x'));
    must(await offerManifest(engine.room, boxOf(manifestWith())));
    await engine.lock();
    await reopened(device);
    expect(await kitNow()).toBe(before);
  });

  it('[VLT11] the kit names no one; changed by somebody else it alarms at unlock and is written again', async () => {
    const { device } = await joined();
    const kit = Buffer.from(device.disk.dump().get('kit') ?? []);
    for (const word of ['Steppe Watch', 'Coordinator', 'short/1'])
      expect(kit.includes(Buffer.from(word))).toBe(false);
    expect(kit.includes(Buffer.from('http://localhost:8787'))).toBe(true);
    expect(must(await (await reopened(device)).status()).incidents).toEqual([]);
    const other = await joined();
    const theirs = other.device.disk.dump().get('kit');
    device.disk.corrupt('kit', () => theirs ?? null);
    expect(must(await (await reopened(device)).status()).incidents).toEqual(['kitChanged']);
    expect(must(await (await reopened(device)).status()).incidents).toEqual([]);
  });

  it('[VLT10] a postbox that was asked before sees what is finished later, and what was damaged meanwhile', async () => {
    const { device, engine, postbox } = await finished();
    const before = (await postbox.dueParcels()).map(({ handle }) => handle);
    expect((await postbox.dueParcels()).map(({ handle }) => handle)).toEqual(before);
    const draft = DRAFT.replace('901', '902');
    must(await engine.drafts.save(draft, 'y'));
    const base = { draft, code: 'ZKZ74', form: 'short/1', fields: {}, attachments: [] };
    must(await finishDraft(engine.room, { ...base, authored: true, urgent: false }, quiet));
    const after = (await postbox.dueParcels()).map(({ handle }) => handle);
    expect(after.filter((handle) => !before.includes(handle))).toHaveLength(1);
    device.disk.corrupt('ledger', (bytes) => bytes.fill(0));
    expect(await postbox.dueParcels()).toEqual([]);
  });

  it('[REP6] says hello once, with four words that anybody can compute from what was sent', async () => {
    const { device, engine } = await joined();
    const { words } = must(await hello(engine.room));
    expect(must(await hello((await reopened(device)).room)).words).toEqual(words);
    expect(words.length).toBe(4);
    const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
    const due = await postbox.dueParcels();
    expect(due.length).toBe(1);
    const [parcel] = due;
    if (parcel === undefined) throw new Error('queued');
    const file = await postbox.slice(parcel.handle, 0, parcel.size);
    const { payload } = must(await openReport({ sodium, identities: [identityFor('epoch1')], file }));
    if (payload.kind !== 'hello') throw new Error('a hello');
    const hash = await helloHash(payload.hello.chain, unhex(payload.hello.key));
    const bits = [...hash.subarray(0, 6)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    expect(words.map((word) => word.toString(2).padStart(11, '0')).join('')).toBe(bits.slice(0, 44));
  });

  it('[VLT8] a power cut at any step of the hello leaves one hello and one chain in the end', async () => {
    const device = createDevice();
    const engine = await device.boot();
    must(await engine.create(WORDS));
    must(await putInvite(engine.room, inviteText));
    must(await offerManifest(engine.room, boxOf(manifestWith())));
    const saved = save(device);
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved, device.clock);
      const app = await reopened(phone);
      phone.power.cutAt(at);
      const done = await hello(app.room).then(
        (result) => result.ok,
        () => false,
      );
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await reopened(phone);
      expect(must(await hello(fresh.room)).words.length).toBe(4);
      const due = await createPostbox({ rows: phone.rows, reader: phone.disk.reader }).dueParcels();
      expect(due.length).toBe(1);
      if (done) break;
    }
  });

  it('[EP6] tickets are made at Finish, so that the postman needs no credential', async () => {
    const { engine, parcel } = await finished();
    const { credential } = must(await joinData(engine.room));
    expect(parcel.ticket).toMatch(/^[0-9a-f]{64}$/);
    expect(parcel.ticket).not.toContain(credential);
    expect(must(await joinData(engine.room)).enrolled).toBe(true);
    expect(signedBy(manifestWith()).signatures.length).toBe(1);
  });

  it('S3 [VLT10] the ledger shows the postman what it needs and hides the short code and the report’s id', async () => {
    const { device, parcel } = await finished();
    const ledger = Buffer.from(device.disk.dump().get('ledger') ?? []);
    expect(ledger.includes(Buffer.from(parcel.parcel, 'hex'))).toBe(true);
    for (const hidden of [Buffer.from('ZKZ73'), Buffer.from(DRAFT.replaceAll('-', ''), 'hex')])
      expect(ledger.includes(hidden)).toBe(false);
  });

  it('S3 [VLT10] without words nothing tells what a sealed file is, on which day it was made, or which belong together', async () => {
    const shown = async (urgent: boolean, types: readonly string[]) => {
      const { device, engine } = await joined();
      must(await engine.drafts.save(DRAFT, 'x'));
      const attachments = [];
      for (const [at, type] of types.entries()) {
        const file = { size: 5_000, stream: () => new Blob([new Uint8Array(5_000)]).stream() };
        const about = { draft: DRAFT, attachment: `f${at}`, file, name: 'n', type };
        must(await attach(engine.room, about, () => undefined, new AbortController().signal));
        attachments.push({ id: `f${at}`, name: 'n', description: '' });
      }
      const request = { draft: DRAFT, code: 'ZKZ73', form: 'short/1', fields: { a: 1 }, attachments };
      must(await finishDraft(engine.room, { ...request, authored: true, urgent }, () => undefined));
      const entries = await parseLedger(device.disk.dump().get('ledger') ?? new Uint8Array(0));
      const byRank = entries.toSorted((a, b) => a.order - b.order);
      expect(
        device.rows
          .dump()
          .outbox.map(({ order }) => order)
          .toSorted((a, b) => a - b),
      ).toEqual(byRank.map(({ order }) => order));
      const places = entries.map(({ place }) => place).toSorted((a, b) => a - b);
      const apart = places.some((place, at) => at > 0 && place - (places[at - 1] ?? 0) > 1);
      return { apart, seen: byRank.map(({ what, day }) => [what, day]) };
    };
    const calm = await shown(false, ['image/jpeg', 'video/mp4']);
    const urgent = await shown(true, ['audio/mp4', 'image/jpeg']);
    expect(urgent).toEqual(calm);
    expect(calm).toEqual({ apart: true, seen: Array.from({ length: 4 }, () => ['sealed', null]) });
  });
});
